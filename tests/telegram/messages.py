"""Messages as people see them, and as the Bot API describes them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.telegram.polls import FakePoll
from tests.telegram.rules import Entities

if TYPE_CHECKING:
    from tests.telegram.chats import FakeChat

FORGOTTEN_AFTER = timedelta(hours=48)
"""Older ones can't be deleted any more, and come as InaccessibleMessage with a pressed button."""


@dataclass(frozen=True, slots=True)
class FakeButton:
    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FakeFile:
    """`size` in bytes may be told otherwise than `content` is, for files that are too big to make."""

    id: str
    name: str
    content: bytes
    size: int
    path: str


@dataclass(eq=False, repr=False)
class FakeMessage:
    chat: "FakeChat"
    id: int
    """0 of an ephemeral one."""
    sender: dict[str, Any]
    date: datetime
    text: str | None = None
    entities: Entities = field(default_factory=list)
    caption: str = ""
    caption_entities: Entities = field(default_factory=list)
    photo: FakeFile | None = None
    photo_sides: tuple[int, int] = (1, 1)
    document: FakeFile | None = None
    poll: FakePoll | None = None
    markup: dict[str, Any] | None = None
    thread: int | None = None
    reply_to: "FakeMessage | None" = None
    only_for: int | None = None
    """The person (an id) who alone sees this ephemeral message; of one by a person, the bot."""
    ephemeral_id: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    """Fields of the Bot API as they are: a sticker, a service message."""
    edited: int = 0
    """How often."""
    edited_at: datetime | None = None
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<message {self.id} in {self.chat}: {self.shown!r} {self.labels}>"

    @property
    def by_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    @property
    def rows(self) -> list[list[FakeButton]]:
        """Of the inline keyboard."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[FakeButton(b["text"], b.get("callback_data", ""), b.get("url", "")) for b in row] for row in rows]

    @property
    def buttons(self) -> list[FakeButton]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def shown(self) -> str:
        """The text, caption or question."""
        return self.text or self.caption or (self.poll.question if self.poll else "")

    @property
    def asks(self) -> bool:
        """Whether it forces a reply."""
        return bool(self.markup and self.markup.get("force_reply"))

    @property
    def placeholder(self) -> str:
        """What the input field shows, with a forced reply."""
        return str((self.markup or {}).get("input_field_placeholder") or "")

    def face(self) -> tuple[Any, ...]:
        """What must differ for an edit to change anything."""
        media = (self.photo, self.document)
        inline = self.markup if self.markup and "inline_keyboard" in self.markup else None
        return (self.text, self.entities, self.caption, self.caption_entities, media, inline)

    def accessible(self, now: datetime) -> bool:
        return not self.deleted and now - self.date <= FORGOTTEN_AFTER

    def json(self, now: datetime, *, nested: bool = True) -> dict[str, Any]:
        """A Message; `nested` with what it replies to."""
        body: dict[str, Any] = {"message_id": self.id, "from": self.sender, "chat": self.chat.json()}
        body["date"] = int(self.date.timestamp())
        if self.thread is not None:
            body |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.ephemeral_id is not None:
            receiver = self.chat.user(self.only_for or 0)
            body |= {"ephemeral_message_id": self.ephemeral_id, "receiver_user": receiver}
        if self.edited_at:
            body["edit_date"] = int(self.edited_at.timestamp())
        if nested and self.reply_to:
            body["reply_to_message"] = self.reply_to.json(now, nested=False)
        return {**body, **self._content(now), **self.extra}

    def inaccessible(self) -> dict[str, Any]:
        return {"chat": self.chat.json(), "message_id": self.id, "date": 0}

    def _content(self, now: datetime) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if self.text is not None:
            body["text"] = self.text
            if self.entities:
                body["entities"] = self.entities
        if self.photo:
            body["photo"] = [photo_json(self.photo, self.photo_sides)]
        if self.document:
            body["document"] = document_json(self.document)
        if self.caption:
            body |= {"caption": self.caption, "caption_entities": self.caption_entities}
        if self.poll:
            body["poll"] = self.poll.json(now)
        if self.markup and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        return body


def photo_json(file: FakeFile, sides: tuple[int, int]) -> dict[str, Any]:
    width, height = sides
    return {**file_json(file), "width": width, "height": height}


def document_json(file: FakeFile) -> dict[str, Any]:
    return {**file_json(file), "file_name": file.name}


def file_json(file: FakeFile) -> dict[str, Any]:
    return {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": file.size}
