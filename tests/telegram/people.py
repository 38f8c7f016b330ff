"""People: they write, press, answer, upload and block, and the bot hears of it as far as Telegram tells it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.telegram.chats import FakeChat
from tests.telegram.messages import FakeMessage, file_json
from tests.telegram.refusals import forbidden
from tests.telegram.rules import Entities, size

if TYPE_CHECKING:
    from tests.telegram.world import World

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@([A-Za-z0-9_]+))?")
_MENTION = re.compile(r"(?<![\w/])@([A-Za-z0-9_]{3,32})")


@dataclass(eq=False)
class FakePress:
    """One press of a button, and what the bot answered to it."""

    id: str
    by: "FakePerson"
    message: FakeMessage
    data: str
    at: datetime
    update_id: int = 0
    answered: str | None = None
    """The notice (maybe empty), once it came."""
    alert: bool = False
    took: timedelta | None = None
    """Until it was answered first, by the fake's clock."""


class FakePerson:
    """Made by `fake.person`. What they do answers the update's id, or 0 where the bot isn't told (privacy mode)."""

    def __init__(self, world: "World", number: int, name: str, language: str | None) -> None:
        self.world, self.id, self.name, self.language = world, number, name, language
        self.started = False
        """Whether they ever wrote to the bot privately; it can't write first."""
        self.deactivated = False
        self.private = FakeChat(world, number, "private", name, [self])

    def __repr__(self) -> str:
        return f"<person {self.name} {self.id}>"

    def json(self) -> dict[str, Any]:
        language = {"language_code": self.language} if self.language else {}
        return {"id": self.id, "is_bot": False, "first_name": self.name, **language}

    def check_writable(self) -> None:
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.private.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")

    def says(
        self,
        text: str,
        chat: FakeChat | None = None,
        thread: int | None = None,
        reply_to: FakeMessage | None = None,
        *,
        ephemeral: bool = False,
    ) -> int:
        """An ephemeral one is a command that only the bot sees (supergroups)."""
        content = {"text": text, "entities": typed_entities(text)}
        return self._send(chat, content, thread, reply_to, ephemeral=ephemeral)

    def edits(self, message: FakeMessage, text: str) -> int:
        assert message.sender["id"] == self.id, "somebody else's message"
        message.text, message.entities = text, typed_entities(text)
        message.edited, message.edited_at = message.edited + 1, self.world.now()
        return self._tell("edited_message", message)

    def uploads(
        self,
        name: str,
        content: bytes,
        chat: FakeChat | None = None,
        caption: str = "",
        *,
        thread: int | None = None,
        reply_to: FakeMessage | None = None,
        size: int | None = None,
    ) -> int:
        """`size` is told instead of the content's own."""
        file = self.world.store(name, content, size)
        words = {"caption": caption, "caption_entities": typed_entities(caption)}
        return self._send(chat, {"document": file, **words}, thread, reply_to)

    def sends_kind(self, kind: str, chat: FakeChat | None = None, thread: int | None = None) -> int:
        """A message of this kind: a field of Message, like "sticker"."""
        file = file_json(self.world.store(kind, kind.encode()))
        return self._send(chat, {"extra": _KINDS[kind](file)}, thread, None)

    def presses(self, message: FakeMessage, what: str | tuple[int, int] = "", *, data: str | None = None) -> FakePress:
        """`what` is a part of the label, or row and column; with `data` a button is pressed that isn't there (any
        more), as clients with an old screen do."""
        assert message.only_for in (None, self.id), f"{self} doesn't see this message"
        if data is None:
            button = _button(message, what)
            assert button.data, f"the button {button.label!r} opens a link"
            data = button.data
        now = self.world.now()
        press = self.world.new_press(FakePress(self.world.unique("query"), self, message, data, now))
        press.update_id = self.world.tell(
            "callback_query",
            {
                "id": press.id,
                "from": self.json(),
                "message": message.json(now) if message.accessible(now) else message.inaccessible(),
                "chat_instance": str(message.chat.id * 7919),
                "data": data,
            },
        )
        return press

    def answers(self, message: FakeMessage, *options: int) -> int:
        """No option takes the answer back, where the poll allows that."""
        poll, now = message.poll, self.world.now()
        assert poll, "no poll"
        assert not poll.closed(now), "the poll takes no answers any more"
        assert poll.revoting or self.id not in poll.answers, f"{self} has answered this poll"
        assert all(0 <= one < len(poll.options) for one in options), "no such option"
        assert poll.multiple or len(options) <= 1, "this poll takes one answer"
        assert options or self.id in poll.answers, "there is no answer to take back"
        poll.answers[self.id] = options
        if poll.anonymous:
            return 0
        chosen = {"option_ids": list(options), "option_persistent_ids": [f"{poll.id}-{one}" for one in options]}
        return self.world.tell("poll_answer", {"poll_id": poll.id, "user": self.json(), **chosen})

    def blocks(self) -> int:
        return self.private.set_blocked(True)

    def unblocks(self) -> int:
        return self.private.set_blocked(False)

    def _send(
        self,
        chat: FakeChat | None,
        content: dict[str, Any],
        thread: int | None,
        reply_to: FakeMessage | None,
        *,
        ephemeral: bool = False,
    ) -> int:
        chat = chat or self.private
        assert self in chat.members, f"{self} isn't in {chat}"
        assert not (chat.private and chat.bot_status == "kicked"), f"{self} has blocked the bot"
        assert thread is None or thread in chat.topics, f"{chat} has no topic {thread}"
        assert not ephemeral or chat.kind == "supergroup", "ephemeral messages are of supergroups"
        self.started |= chat.private
        to = {"only_for": self.world.me["id"]} if ephemeral else {}
        if thread and reply_to is None and not chat.private:
            reply_to = chat.message(thread)  # in a forum's topic, what answers nobody answers the topic's first message
        message = chat.new_message(self.json(), thread=thread, reply_to=reply_to, ephemeral=ephemeral, **to, **content)
        return self._tell("message", message)

    def _tell(self, kind: str, message: FakeMessage) -> int:
        if not self.world.hears(message):
            self.world.changed()
            return 0
        return self.world.tell(kind, message.json(self.world.now()))


def _button(message: FakeMessage, what: str | tuple[int, int]) -> Any:
    if isinstance(what, tuple):
        return message.rows[what[0]][what[1]]
    found = [one for one in message.buttons if what in one.label]
    exact = [one for one in found if what == one.label]
    assert len(exact or found) == 1, f"{what!r} is on {len(exact or found)} of the buttons {message.labels}"
    return (exact or found)[0]


def typed_entities(text: str) -> Entities:
    """Those that clients add to what was typed."""
    found = [(one, "bot_command") for one in _COMMAND.finditer(text)]
    found += [(one, "mention") for one in _MENTION.finditer(text)]
    return sorted(
        ({"type": kind, "offset": size(text[: one.start()]), "length": size(one.group())} for one, kind in found),
        key=lambda one: int(str(one["offset"])),
    )


def addressed_to(text: str, username: str) -> bool:
    """A command for this bot or for any, or a mention."""
    commands = [one.group(1) for one in _COMMAND.finditer(text)]
    mentions = [one.group(1) for one in _MENTION.finditer(text)]
    return any((name or username).lower() == username.lower() for name in [*commands, *mentions])


_KINDS: dict[str, Any] = {
    "sticker": lambda file: {
        "sticker": {**file, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    },
    "photo": lambda file: {"photo": [{**file, "width": 90, "height": 60}]},
    "voice": lambda file: {"voice": {**file, "duration": 3}},
    "audio": lambda file: {"audio": {**file, "duration": 3}},
    "video": lambda file: {"video": {**file, "width": 90, "height": 60, "duration": 3}},
    "video_note": lambda file: {"video_note": {**file, "length": 90, "duration": 3}},
    "animation": lambda file: {"animation": {**file, "width": 9, "height": 6, "duration": 3}, "document": file},
    "location": lambda _: {"location": {"longitude": 2.35, "latitude": 48.85}},
    "contact": lambda _: {"contact": {"phone_number": "+15550100", "first_name": "Eve"}},
    "dice": lambda _: {"dice": {"emoji": "\N{GAME DIE}", "value": 4}},
}
