"""What follows from each way in which a call to the Bot API can fail.

Telegram tells most refusals apart by their wording alone, so the wording is listed here. Reasons are our own words or
Telegram's, never what a message says.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ClientError

from bot.adapters.telegram.render import is_ephemeral
from bot.adapters.telegram.surface import is_group
from bot.core.model import Address
from bot.core.ports import DeliveryError, Gone, NotPrivately, OutboxRow, Rejected, Relocated, Temporary, Unreachable
from bot.core.text import shorten

TROUBLE = (AiogramError, ClientError, OSError, TimeoutError)
"""All that a call to the Bot API may raise."""
Kind = Literal["done", "gone", "unreachable", "rejected"]

_OUT_OF_REACH = timedelta(seconds=15)
"""When to try again while Telegram can't be reached, or takes no calls with this token: nothing arrived, so no attempt
is counted, and no message is lost however long it lasts."""
_WORDINGS: tuple[tuple[str, Kind], ...] = (
    ("message is not modified", "done"),
    # of a message to be edited, deleted or, as a poll, stopped
    ("message to edit not found", "gone"),
    ("message can't be edited", "gone"),
    ("there is no text in the message to edit", "gone"),
    ("there is no caption in the message to edit", "gone"),
    ("there is no media in the message to edit", "gone"),
    ("message_id_invalid", "gone"),
    ("message_edit_time_expired", "gone"),
    ("message_author_required", "gone"),
    ("message to delete not found", "gone"),
    ("message can't be deleted", "gone"),
    ("poll has already been closed", "gone"),
    ("poll can't be stopped", "gone"),
    ("message with poll to stop not found", "gone"),
    ("message is not a poll", "gone"),
    # of a chat
    ("chat not found", "unreachable"),
    ("user not found", "unreachable"),
    ("peer_id_invalid", "unreachable"),
    ("channel_private", "unreachable"),
    ("group chat was deactivated", "unreachable"),
    ("group chat was upgraded", "unreachable"),  # without the new id, or it would be a migration
    ("have no rights to send", "unreachable"),
    ("not enough rights to send text", "unreachable"),
    ("need administrator rights", "unreachable"),
    ("chat_write_forbidden", "unreachable"),
    ("chat_send_plain_forbidden", "unreachable"),
    ("chat_restricted", "unreachable"),
    # of a topic, which is a conversation of its own: a deleted one is never heard of again, and whoever writes into a
    # reopened one makes it reachable
    ("message thread not found", "unreachable"),
    ("topic_closed", "unreachable"),
    ("topic_deleted", "unreachable"),
    # of one kind of message (polls, photos, documents) where text may be sent
    ("not enough rights to send", "rejected"),
)
_OF_THE_CHAT = ("kicked", "not a member", "was deleted")
"""In a 403 to a message for one person of a group: the group is meant, not the person."""
_QUOTED = re.compile(r"""(^|\s)['"`“«].*|\n.*""", re.DOTALL)
_REASON = 100


def outcome(error: Exception, row: OutboxRow) -> DeliveryError | None:
    """None: the call did what it was for, though nothing is known of the message it made."""
    match error:
        case DeliveryError():
            return error
        case TelegramMigrateToChat():
            return Relocated(Address(row.address.platform, str(error.migrate_to_chat_id), row.address.thread))
        case TelegramForbiddenError():
            return _forbidden(error, row)
        case TelegramBadRequest():
            return _bad_request(error, row)
        case TelegramEntityTooLarge():
            return Rejected("larger than Telegram takes")
        case TelegramNotFound():
            return Rejected("Telegram knows no such method")
        case ClientDecodeError(data={"ok": True}):
            # it was made, and making it again would say it twice; but a stopped poll is only half of its edit
            return Gone() if row.op == "edit" and row.poll else None
    return _temporary(error)


def _temporary(error: Exception) -> Temporary:
    match error:
        case TelegramRetryAfter():
            return Temporary("Telegram asks to wait", timedelta(seconds=error.retry_after))
        case TelegramUnauthorizedError():
            return Temporary("Telegram doesn't take the token", _OUT_OF_REACH, whole_token=True)
        case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
            return Temporary("Telegram can't be reached", _OUT_OF_REACH, whole_token=True)
        case TelegramNetworkError():
            return Temporary(f"no answer from Telegram: {type(error.__cause__ or error).__name__}")
        case TelegramConflictError() | TelegramServerError():
            return Temporary(f"Telegram is in trouble: {type(error).__name__}")
        case TelegramAPIError():
            return Temporary("an answer that the Bot API doesn't describe")
        case ClientDecodeError():
            return Temporary("an answer that can't be read")
    return Temporary(type(error).__name__)


def _bad_request(error: TelegramBadRequest, row: OutboxRow) -> DeliveryError | None:
    wording = _reason(error).lower()
    kind = next((kind for fragment, kind in _WORDINGS if fragment in wording), "rejected")
    if kind == "done":
        return None
    if row.op != "send" and (kind == "gone" or _of_one_person(row)):
        return Gone()
    if _of_one_person(row):
        return NotPrivately(_reason(error))
    return Unreachable(_reason(error)) if kind == "unreachable" else Rejected(_reason(error))


def _forbidden(error: TelegramForbiddenError, row: OutboxRow) -> DeliveryError:
    wording = _reason(error).lower()
    if _of_one_person(row) and not any(fragment in wording for fragment in _OF_THE_CHAT):
        return NotPrivately(_reason(error))
    return Unreachable(_reason(error))


def _of_one_person(row: OutboxRow) -> bool:
    """Whether it is a message in a group that one person sees: a refusal says nothing of the group. Telegram doesn't
    document the wordings for these messages, and editing one takes less text than sending one, so that every edit that
    is refused is tried as a new message."""
    return (bool(row.only_for) and is_group(row.address)) or is_ephemeral(row)


def _reason(error: TelegramAPIError) -> str:
    """Telegram's words up to where it quotes ours."""
    return shorten(_QUOTED.sub("", error.message or ""), _REASON)


@dataclass
class Waits:
    """Which chats were asked to wait, and until when: Telegram doesn't say whether it means the chat or the token."""

    _until: dict[str, datetime] = field(default_factory=dict)

    def judged(self, refusal: Temporary, row: OutboxRow, now: datetime) -> Temporary:
        """The refusal of a call made for `row`; it is the whole token's where another chat was asked to wait, too, and
        still does."""
        if refusal.retry_after is None or refusal.whole_token:
            return refusal
        self._until = {chat: until for chat, until in self._until.items() if until > now}
        others = self._until.keys() - {row.address.chat}
        self._until[row.address.chat] = now + refusal.retry_after
        return replace(refusal, whole_token=True) if others else refusal
