"""The few fields of Telegram's updates that are read here; whatever else an update holds is not looked at.

aiogram's own `Update` names every field of the Bot API: one new variant, in a field nobody here reads, makes it refuse
the whole update.
"""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Named

from bot.core.text import clean

Id = Annotated[int, Named(ge=-(2**63), lt=2**63)]
Count = Annotated[int, Named(ge=0, lt=2**63)]
Words = Annotated[str, BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)]
"""What people write: JSON can hold lone surrogates, which are no text."""


class _Part(BaseModel):
    """Strict: an id that comes as text, or a flag as a number, is refused. Errors never quote what was sent."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, hide_input_in_errors=True)


class User(_Part):
    id: Id
    is_bot: bool = False
    first_name: Words = ""
    last_name: Words | None = None
    language_code: Words | None = None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name or ''}".strip()


class Chat(_Part):
    """An inaccessible message's chat may lack its type."""

    id: Id
    type: Words | None = None
    is_direct_messages: bool | None = None

    @property
    def private(self) -> bool:
        return self.id > 0 if self.type is None else self.type == "private"


class Document(_Part):
    file_id: Words
    file_name: Words | None = None
    file_size: Count | None = None


class Replied(_Part):
    """In a topic, what answers nobody is shown as a reply to the service message that opened the topic."""

    sender: User | None = Named(default=None, alias="from")
    forum_topic_created: object = None


class _Placed(_Part):
    message_id: Id
    ephemeral_message_id: Id | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool | None = None
    chat: Chat


class Message(_Placed):
    sender: User | None = Named(default=None, alias="from")
    sender_chat: object = None
    reply_to_message: Replied | None = None
    text: Words | None = None
    caption: Words | None = None
    document: Document | None = None
    migrate_to_chat_id: Id | None = None


class PressedMessage(_Placed):
    """The message under a pressed button, accessible or not."""


class CallbackQuery(_Part):
    id: Words
    sender: User = Named(alias="from")
    message: PressedMessage | None = None
    data: Words | None = None


class PollAnswer(_Part):
    poll_id: Words
    user: User | None = None
    option_ids: list[Count]


class Member(_Part):
    status: Words
    is_member: bool | None = None


class MemberUpdated(_Part):
    chat: Chat
    sender: User = Named(alias="from")
    new_chat_member: Member
