"""Chats: who is in them, what was said, and which topics they have."""

import itertools
from typing import TYPE_CHECKING, Any

from tests.telegram.messages import FakeMessage
from tests.telegram.refusals import Refusal, bad, forbidden

if TYPE_CHECKING:
    from tests.telegram.people import FakePerson
    from tests.telegram.world import World

GENERAL = 1
"""The thread of a forum's General topic; calls must leave it out, so that no topic has this id."""


class FakeChat:
    """Made by `fake.person`, `fake.group` and `fake.supergroup`. In lists of messages the deleted ones are left out,
    but for `history`."""

    def __init__(self, world: "World", number: int, kind: str, title: str, members: list["FakePerson"]) -> None:
        self.world, self.id, self.kind, self.title, self.members = world, number, kind, title, members
        self.topics: dict[int, str] = {}
        self.has_topics = False
        self.bot_status = "member"
        """As in ChatMember; of a private chat only "member" and "kicked" (blocked)."""
        self.moved_to: FakeChat | None = None
        self.history: list[FakeMessage] = []
        self.actions: list[str] = []
        """Of sendChatAction."""
        self._numbers = itertools.count(GENERAL + 1) if kind == "supergroup" else world.message_numbers
        self._ephemeral = itertools.count(1)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.title} {self.id}>"

    # what people see

    @property
    def messages(self) -> list[FakeMessage]:
        """By anybody, in order."""
        return [one for one in self.history if not one.deleted]

    @property
    def shown(self) -> list[FakeMessage]:
        """The bot's own."""
        return [one for one in self.messages if one.by_bot]

    @property
    def texts(self) -> list[str]:
        """Texts, captions and questions of the bot's own messages."""
        return [one.shown for one in self.shown]

    @property
    def last(self) -> FakeMessage:
        """Of the bot's own."""
        assert self.shown, f"the bot wrote nothing in {self}"
        return self.shown[-1]

    def seen_by(self, person: "FakePerson") -> list[FakeMessage]:
        return [one for one in self.messages if one.only_for in (None, person.id) or one.sender["id"] == person.id]

    def find(self, text: str) -> FakeMessage:
        """The newest of the bot's own with this in its text."""
        found = [one for one in self.shown if text in one.shown]
        assert found, f"{text!r} is in none of {self.texts}"
        return found[-1]

    # what Telegram does with it

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def json(self) -> dict[str, Any]:
        if self.private:
            return {"id": self.id, "type": "private", "first_name": self.title}
        forum = {"is_forum": True} if self.has_topics else {}
        return {"id": self.id, "type": self.kind, "title": self.title, **forum}

    def user(self, number: int) -> dict[str, Any]:
        return self.world.me if number == self.world.me["id"] else self.world.people[number].json()

    def member(self, number: int) -> "FakePerson | None":
        return next((one for one in self.members if one.id == number), None)

    def message(self, number: int) -> FakeMessage | None:
        return next((one for one in self.messages if number and one.id == number), None)

    def ephemeral(self, number: int, receiver: int) -> FakeMessage | None:
        return next((m for m in self.messages if m.ephemeral_id == number and m.only_for == receiver), None)

    def new_message(self, sender: dict[str, Any], *, ephemeral: bool = False, **content: Any) -> FakeMessage:
        number: dict[str, Any] = (
            {"id": 0, "ephemeral_id": next(self._ephemeral)} if ephemeral else {"id": next(self._numbers)}
        )
        message = FakeMessage(chat=self, sender=sender, date=self.world.now(), **number, **content)
        self.history.append(message)
        return message

    def check_writable(self) -> None:
        """Raises Refusal where the bot can't write."""
        if self.private:
            self.members[0].check_writable()
        elif self.moved_to:
            parameters = {"migrate_to_chat_id": self.moved_to.id}
            raise bad("group chat was upgraded to a supergroup chat", parameters)
        elif self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        elif self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")
        elif self.bot_status == "restricted":
            raise bad("not enough rights to send text messages to the chat")

    def check_thread(self, thread: object) -> int | None:
        if thread is None:
            return None
        if type(thread) is not int or thread not in self.topics:
            raise bad("message thread not found")
        return thread

    # what people do with it

    def topic(self, name: str, by: "FakePerson | None" = None) -> int:
        """A new topic; its thread is the id of the service message that opened it."""
        assert self.has_topics, f"{self} has no topics"
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.new_message((by or self.members[0]).json(), extra=created)
        message.thread = message.id
        self.topics[message.id] = name
        self.world.tell("message", message.json(self.world.now()))
        return message.id

    def close_topic(self, thread: int) -> None:
        """It is deleted: nobody can write into it any more."""
        del self.topics[thread]

    def add_bot(self, by: "FakePerson") -> int:
        """Answers the id of the my_chat_member update."""
        update = self._member(by, "member")
        service = self.new_message(by.json(), extra={"new_chat_members": [self.world.me_plain]})
        self.world.tell("message", service.json(self.world.now()))
        return update

    def kick_bot(self, by: "FakePerson") -> int:
        return self._member(by, "kicked")

    def promote_bot(self, by: "FakePerson") -> int:
        return self._member(by, "administrator")

    def restrict_bot(self, by: "FakePerson") -> int:
        """The bot stays, but can't write."""
        return self._member(by, "restricted")

    def leave(self) -> None:
        """The bot went by itself."""
        self.bot_status = "left"

    def migrate(self, by: "FakePerson | None" = None) -> "FakeChat":
        """Answers the new supergroup."""
        assert self.kind == "group", f"{self} is no basic group"
        sender = (by or self.members[0]).json()
        new = self.moved_to = self.world.new_chat("supergroup", self.title, list(self.members))
        new.bot_status = self.bot_status
        there = self.new_message(sender, extra={"migrate_to_chat_id": new.id})
        here = new.new_message(sender, extra={"migrate_from_chat_id": self.id})
        for service in (there, here):
            self.world.tell("message", service.json(self.world.now()))
        return new

    def _member(self, by: "FakePerson", status: str) -> int:
        old, self.bot_status = self.bot_status, status
        return self.world.tell(
            "my_chat_member",
            {
                "chat": self.json(),
                "from": by.json(),
                "date": self.world.timestamp(),
                "old_chat_member": member_json(self.world.me_plain, old),
                "new_chat_member": member_json(self.world.me_plain, status),
            },
        )

    def set_blocked(self, blocked: bool) -> int:
        """Of a private chat."""
        return self._member(self.members[0], "kicked" if blocked else "member")


def member_json(user: dict[str, Any], status: str) -> dict[str, Any]:
    """A ChatMember."""
    body: dict[str, Any] = {"status": status, "user": user}
    rights: list[str] = []
    if status == "kicked":
        body["until_date"] = 0
    if status == "creator":
        body["is_anonymous"] = False
    if status == "restricted":
        body |= {"is_member": True, "until_date": 0}
        rights = _RESTRICTED
    if status == "administrator":
        rights = _ADMINISTRATOR
    return {**body, **dict.fromkeys(rights, False)}


_ADMINISTRATOR = [
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
]
_RESTRICTED = [
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"),
    *("can_react_to_messages", "can_edit_tag"),
]


def not_found() -> Refusal:
    return bad("chat not found")
