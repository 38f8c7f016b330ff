"""Updates as Telegram sends them, of all kinds: what mutations begin with.

Who writes is partly known to the fake (their chats can be written to), partly made up. Every text in them holds SECRET,
so that a log that shows any of it is found out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.telegram.chats import FakeChat
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram

SECRET = "sesame"
DATE = 1_772_470_800
STRANGER = 3_000_000_000
"""Ids from here on belong to people whom the fake doesn't know."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Cast:
    """Those in whose names junk is sent."""

    fake: FakeTelegram
    people: Sequence[FakePerson]
    groups: Sequence[FakeChat]

    @classmethod
    def of(cls, fake: FakeTelegram) -> "Cast":
        people = [fake.person(f"{SECRET} {number}", topics=number % 3 == 0) for number in range(12)]
        for person in people:
            person.started = True
        for number in range(3):
            fake.store(f"{SECRET} {number}.txt", SECRET.encode() * 10**number)
        groups = [fake.group(f"{SECRET} group {number}", *people) for number in range(3)]
        groups += [fake.supergroup(f"{SECRET} forum {number}", *people, forum=True) for number in range(3)]
        for forum in groups[3:]:
            forum.topics[77] = SECRET
        return cls(fake, people, groups)


@dataclass
class Maker:
    """Makes one update after another; `polls` and `buttons` are ids and data that the bot has sent to somebody."""

    cast: Cast
    rng: Random
    polls: Sequence[str] = ()
    buttons: Sequence[str] = ()

    def update(self) -> Json:
        """Without an update_id."""
        return self.rng.choice(_KINDS)(self)

    # who and where

    def user(self) -> Json:
        if self.rng.random() < 0.7:
            return self.rng.choice(self.cast.people).json()
        number = STRANGER + self.rng.randrange(10_000)
        return {"id": number, "is_bot": False, "first_name": f"{SECRET} {number}", "language_code": "en"}

    def chat(self, user: Json) -> Json:
        roll = self.rng.random()
        if roll < 0.6:
            return {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        if roll < 0.9:
            return self.rng.choice(self.cast.groups).json()
        kind = self.rng.choice(["group", "supergroup", "channel"])
        number = (
            -STRANGER - self.rng.randrange(100) if kind == "group" else -1_009_000_000_000 - self.rng.randrange(100)
        )
        return {"id": number, "type": kind, "title": f"{SECRET} {number}"}

    @property
    def me(self) -> Json:
        return self.cast.fake.me_plain

    def file(self) -> Json:
        known = list(self.cast.fake.files)
        number = self.rng.choice(known) if known and self.rng.random() < 0.5 else f"{SECRET}-file"
        return {"file_id": number, "file_unique_id": "u1", "file_size": 12, "file_name": f"{SECRET}.txt"}

    # messages

    def message(self, **fields: Any) -> Json:
        sender = fields.pop("sender", None) or self.user()
        chat = fields.pop("chat", None) or self.chat(sender)
        body = {"message_id": self.rng.randrange(1, 5000), "from": sender, "chat": chat, "date": DATE, **fields}
        if chat.get("is_forum") and self.rng.random() < 0.5:
            body |= {"message_thread_id": self.rng.choice([1, 77, 78]), "is_topic_message": True}
        if chat["id"] < 0 and self.rng.random() < 0.5:
            body["reply_to_message"] = {"message_id": 5, "from": self.me, "chat": chat, "date": DATE, "text": SECRET}
        return body

    def text(self) -> str:
        return self.rng.choice(
            [SECRET, f"{SECRET} Europe/Berlin", f"19:00 {SECRET}", f"{SECRET} 7", f"{SECRET}\n\n{SECRET}"]
        )

    def command(self) -> str:
        name = self.rng.choice(
            [
                *("start", "today", "roadmap", "quiz", "report", "help"),
                *("settings", "privacy", "forget", "cancel"),
                SECRET,
            ]
        )
        at = self.rng.choice(["", "", "", f"@{self.me['username']}", "@another_bot"])
        return f"/{name}{at}" + self.rng.choice(["", "", f" {SECRET}", " 3", f" r_{SECRET}"])

    def button(self) -> str:
        known = [*self.buttons, "td1:tick:1:x", "ob1:roadmap:1", "qz1:1:1:0", "st1:zone:ask", f"td1:{SECRET}", SECRET]
        return self.rng.choice(known)


def _said(it: Maker) -> Json:
    return {"message": it.message(text=it.text())}


def _called(it: Maker) -> Json:
    text = it.command()
    entity = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    return {"message": it.message(text=text, entities=[entity])}


def _uploaded(it: Maker) -> Json:
    return {"message": it.message(document=it.file(), caption=it.text())}


def _other_contents(it: Maker) -> Json:
    file = it.file()
    contents: list[Json] = [
        {"sticker": {**file, "type": "regular", "width": 512, "height": 512}},
        {"photo": [{**file, "width": 90, "height": 60}], "caption": it.text()},
        {"voice": {**file, "duration": 3}},
        {"animation": {**file, "width": 9, "height": 6, "duration": 3}, "document": file},
        {"location": {"longitude": 2.35, "latitude": 48.85}},
        {"contact": {"phone_number": SECRET, "first_name": SECRET}},
        {"poll": {"id": "1", "question": SECRET, "options": []}},
    ]
    return {"message": it.message(**it.rng.choice(contents))}


def _service(it: Maker) -> Json:
    contents: list[Json] = [
        {"new_chat_members": [it.me]},
        {"left_chat_member": it.user()},
        {"new_chat_title": SECRET},
        {"forum_topic_created": {"name": SECRET, "icon_color": 7322096}},
        {"pinned_message": it.message(text=SECRET)},
        {"migrate_from_chat_id": -STRANGER},
        {"migrate_to_chat_id": -1_009_000_000_000 - it.rng.randrange(100)},
    ]
    sender = it.user()
    chat = {"id": -STRANGER - it.rng.randrange(100), "type": "group", "title": SECRET}
    return {"message": it.message(sender=sender, chat=chat, **it.rng.choice(contents))}


def _not_a_person(it: Maker) -> Json:
    group = it.rng.choice(it.cast.groups).json()
    if it.rng.random() < 0.5:
        return {"message": it.message(chat=group, sender_chat=group, text=it.command())}
    bot = {"id": 999, "is_bot": True, "first_name": SECRET, "username": "another_bot"}
    return {"message": it.message(sender=bot, chat=group, text=it.command())}


def _ephemeral(it: Maker) -> Json:
    chat = it.rng.choice(it.cast.groups[3:]).json()
    return {"message": {**it.message(chat=chat, text=it.command()), "message_id": 0, "ephemeral_message_id": 4}}


def _pressed(it: Maker) -> Json:
    presser = it.user()
    under = it.message(sender=it.me, chat=it.chat(presser), text=SECRET)
    query = {"id": f"{SECRET}-{it.rng.randrange(10**9)}", "from": presser, "chat_instance": "1", "data": it.button()}
    match it.rng.randrange(6):
        case 0:
            return {"callback_query": {**query, "inline_message_id": SECRET}}
        case 1:
            under = {"chat": under["chat"], "message_id": under["message_id"], "date": 0}
        case 2:
            under |= {"ephemeral_message_id": 7, "message_id": 0}
    return {"callback_query": {**query, "message": under}}


def _goes_on(it: Maker) -> Json:
    """Somebody does what the bot's last message to them offers."""
    person = it.rng.choice(it.cast.people)
    offered = [one for one in person.private.shown[-3:] if one.buttons or one.poll]
    if not offered:
        return {"message": it.message(sender=person.json(), chat=person.private.json(), text="/start")}
    last = offered[-1]
    if last.poll:
        option = it.rng.randrange(len(last.poll.options))
        return {"poll_answer": {"poll_id": last.poll.id, "user": person.json(), "option_ids": [option]}}
    button = it.rng.choice([button for button in last.buttons if button.data])
    query = {"id": f"{SECRET}-{it.rng.randrange(10**9)}", "from": person.json(), "chat_instance": "1"}
    return {"callback_query": {**query, "message": last.json(it.cast.fake.now()), "data": button.data}}


def _answered(it: Maker) -> Json:
    poll = it.rng.choice([*it.polls, *it.polls, SECRET, f"{SECRET}-{it.rng.randrange(1000)}"])
    options = it.rng.choice([[0], [1], [3], [], [0, 1], [11]])
    return {"poll_answer": {"poll_id": poll, "user": it.user(), "option_ids": options}}


def _membership(it: Maker) -> Json:
    who = it.user()
    status = it.rng.choice(["member", "administrator", "restricted", "left", "kicked", "creator", SECRET])
    new = {"user": it.me, "status": status, "is_member": it.rng.random() < 0.5}
    change = {"chat": it.chat(who), "from": who, "date": DATE, "new_chat_member": new}
    return {"my_chat_member": {**change, "old_chat_member": {"user": it.me, "status": "left"}}}


def _of_no_interest(it: Maker) -> Json:
    who, message = it.user(), it.message(text=SECRET)
    kinds: Json = {
        "edited_message": {**message, "edit_date": DATE},
        "channel_post": message,
        "edited_channel_post": message,
        "business_message": message,
        "inline_query": {"id": "1", "from": who, "query": SECRET, "offset": ""},
        "chosen_inline_result": {"result_id": "1", "from": who, "query": SECRET},
        "pre_checkout_query": {"id": "1", "from": who, "currency": "XTR", "total_amount": 1, "invoice_payload": SECRET},
        "message_reaction": {"chat": message["chat"], "message_id": 1, "user": who, "date": DATE},
        "chat_join_request": {"chat": message["chat"], "from": who, "user_chat_id": 1, "date": DATE, "bio": SECRET},
        "poll": {"id": "1", "question": SECRET, "options": [], "is_closed": True},
        SECRET: {"from": who, "text": SECRET},
    }
    kind = it.rng.choice(list(kinds))
    return {kind: kinds[kind]}


_KINDS: tuple[Callable[[Maker], Json], ...] = (
    *(_said, _called, _called, _uploaded, _other_contents, _service, _not_a_person, _ephemeral),
    *(_pressed, _goes_on, _goes_on, _goes_on, _answered, _membership, _of_no_interest),
)
