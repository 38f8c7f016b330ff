"""From one raw update to what the engine takes, or to the reason why there is nothing in it for the engine."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError

from bot.adapters.telegram.updates import CallbackQuery, Chat, MemberUpdated, Message, PollAnswer, PressedMessage, User
from bot.core.model import (
    Address,
    Answered,
    CommandCalled,
    Happening,
    Incoming,
    Joined,
    Left,
    Moved,
    Pressed,
    Said,
    Uploaded,
    Who,
)

PLATFORM = "telegram"
ALLOWED_UPDATES = ("message", "callback_query", "poll_answer", "my_chat_member")
_GENERAL = 1
"""The thread id of a forum's General topic, which a call to it must leave out."""
_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?:\s+(?P<rest>.*))?", re.DOTALL)
_CONTENTS = {
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location", "paid_media"),
    *("photo", "poll", "rich_message", "sticker", "story", "venue", "video", "video_note", "voice"),
}
"""What a person can send besides text; a message without any of these is a service message."""
_ELSEWHERE = {
    "edited_message": "edited message",
    "channel_post": "channel post",
    "edited_channel_post": "channel post",
    "business_connection": "business",
    "business_message": "business",
    "edited_business_message": "business",
    "deleted_business_messages": "business",
    "inline_query": "inline query",
    "chosen_inline_result": "inline query",
}
_PART = TypeVar("_PART", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be fetched; `size` in bytes is 0 where Telegram doesn't say."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """`query` is the id of the callback query to answer. With `document`, the Uploaded in `incoming` is still empty."""

    incoming: Incoming
    query: str = ""
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """`reason` is one of a few fixed words, to be counted. `query` is still to be answered, or its button spins on."""

    reason: str
    query: str = ""


@dataclass(eq=False)
class Undecodable(Exception):
    """Not what the Bot API describes. `reason` names places and types, never what was sent."""

    reason: str
    update_id: int | None = None

    def __str__(self) -> str:
        return f"update {self.update_id}: {self.reason}" if self.update_id is not None else self.reason


@dataclass(frozen=True, slots=True)
class _Event:
    """What all kinds of updates are read with."""

    key: str
    me: Me
    now: datetime

    def incoming(self, who: User, chat: Chat | None, thread: str, what: Happening, token: str = "") -> Incoming:
        return Incoming(
            key=self.key,
            at=self.now,
            where=Address(PLATFORM, str(chat.id) if chat else "", thread),
            private=chat is not None and chat.private,
            who=Who(str(who.id), who.full_name),
            what=what,
            locale=who.language_code or "",
            token=token,
            private_chat=None if chat is None or chat.private else Address(PLATFORM, str(who.id)),
        )


def decode(raw: object, me: Me, now: datetime) -> Decoded | Ignored:
    """Raises Undecodable, whatever JSON `raw` was made from, and nothing else."""
    if not isinstance(raw, dict):
        raise Undecodable(f"an update is {type(raw).__name__}, not an object")
    update_id = raw.get("update_id")
    if type(update_id) is not int or not 0 <= update_id < 2**63:
        raise Undecodable(f"update_id is no 64-bit number but {type(update_id).__name__}")
    event = _Event(f"tg-{me.id}-{update_id}", me, now)
    for kind, read in _READERS.items():
        if kind in raw:
            try:
                return read(raw[kind], event)
            except ValidationError as error:
                reason = _places(kind, error)
            raise Undecodable(reason, update_id)
    return Ignored(next((reason for kind, reason in _ELSEWHERE.items() if kind in raw), "unknown kind"))


def _places(kind: str, error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join([kind, *map(str, problem['loc'])])}: {problem['type']}" for problem in problems)


def _message(raw: object, event: _Event) -> Decoded | Ignored:
    message = Message.model_validate(raw)
    chat, sender = message.chat, message.sender
    if message.migrate_to_chat_id is not None and sender:
        moved = Moved(Address(PLATFORM, str(message.migrate_to_chat_id)))
        return Decoded(event.incoming(sender, chat, "", moved))
    if reason := _unwelcome(message):
        return Ignored(reason)
    if sender is None:
        return Ignored("anonymous")
    what = _content(message, cast(dict[str, object], raw), event.me)
    if isinstance(what, Ignored):
        return what
    incoming = event.incoming(sender, chat, _thread(message), what, _ephemeral(message))
    return Decoded(incoming, document=_document(message) if isinstance(what, Uploaded) else None)


def _unwelcome(message: Message) -> str:
    if reason := _foreign(message.chat):
        return reason
    if message.sender_chat is not None:
        return "anonymous"
    return "another bot" if message.sender and message.sender.is_bot else ""


def _foreign(chat: Chat) -> str:
    """Why nothing is said in such a chat. A channel's direct messages take only answers of its administrators."""
    if chat.type == "channel" or chat.is_direct_messages:
        return "channel post"
    return "" if chat.type in ("private", "group", "supergroup", None) else "unknown kind"


def _content(message: Message, raw: dict[str, object], me: Me) -> Happening | Ignored:
    if message.text is not None and (command := _COMMAND.fullmatch(message.text)):
        if (command["bot"] or me.username).lower() != me.username.lower():
            return Ignored("another bot's command")
        return CommandCalled(command["name"].lower(), (command["rest"] or "").strip())
    if message.text is None and _CONTENTS.isdisjoint(raw):
        return Ignored("service message")
    if not (message.chat.private or _addressed(message, me)):
        return Ignored("group talk")
    if message.text is not None:
        return Said(message.text)
    if message.document and "animation" not in raw:  # an animation is a document too, for bots that know none
        return Uploaded(message.document.file_name or "", b"")
    return Said(message.caption or "")


def _addressed(message: Message, me: Me) -> bool:
    """The same whether or not the bot is shown everything that is said. An ephemeral message is to the bot alone."""
    if message.ephemeral_message_id is not None:
        return True
    replied = message.reply_to_message
    if replied is None or replied.sender is None or replied.forum_topic_created is not None:
        return False
    return replied.sender.id == me.id


def _document(message: Message) -> Document | None:
    it = message.document
    return Document(it.file_id, it.file_name or "", it.file_size or 0) if it else None


def _thread(message: Message | PressedMessage) -> str:
    """Of topics only: a thread of replies in a supergroup has an id as well."""
    thread = message.message_thread_id
    return str(thread) if message.is_topic_message and thread not in (None, _GENERAL) else ""


def _ephemeral(message: Message | PressedMessage) -> str:
    """Its id, told apart from those of the messages that all can see; both may be the same number. Of a message of ours
    the id of the one who sees it follows, which every call about it must name."""
    return "" if message.ephemeral_message_id is None else f"e{message.ephemeral_message_id}"


def _press(raw: object, event: _Event) -> Decoded | Ignored:
    query = CallbackQuery.model_validate(raw)
    message = query.message
    if message is None or query.data is None:
        return Ignored("no button of ours", query.id)
    if reason := _foreign(message.chat):
        return Ignored(reason, query.id)
    ephemeral = _ephemeral(message)
    what = Pressed(query.data, f"{ephemeral}:{query.sender.id}" if ephemeral else str(message.message_id))
    incoming = event.incoming(query.sender, message.chat, _thread(message), what, token=query.id)
    return Decoded(incoming, query.id)


def _poll_answer(raw: object, event: _Event) -> Decoded | Ignored:
    answer = PollAnswer.model_validate(raw)
    if answer.user is None:
        return Ignored("anonymous")
    return Decoded(event.incoming(answer.user, None, "", Answered(answer.poll_id, tuple(answer.option_ids))))


def _membership(raw: object, event: _Event) -> Decoded | Ignored:
    change = MemberUpdated.model_validate(raw)
    if reason := _foreign(change.chat):
        return Ignored(reason)
    match change.new_chat_member.status:
        case "member" | "administrator" | "creator":
            what: Joined | Left = Joined()
        case "restricted":
            what = Joined() if change.new_chat_member.is_member else Left()
        case "left" | "kicked":
            what = Left()
        case _:
            return Ignored("unknown kind")
    return Decoded(event.incoming(change.sender, change.chat, "", what))


_READERS: dict[str, Callable[[object, _Event], Decoded | Ignored]] = {
    "message": _message,
    "callback_query": _press,
    "poll_answer": _poll_answer,
    "my_chat_member": _membership,
}
