"""What follows from each way in which a call to Discord can fail. Reasons are Discord's words, never a message's."""

from datetime import timedelta
from json import JSONDecodeError

import aiohttp
import discord

from bot.adapters.discord.surface import user_of
from bot.core.ports import DeliveryError, Gone, OutboxRow, Rejected, Temporary, Unreachable
from bot.core.text import shorten

TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, JSONDecodeError, UnicodeDecodeError)
"""All that a call may raise."""

# "Opcodes and Status Codes", "JSON"
UNKNOWN_INTERACTION = 10062
"""The three seconds for a first response are over."""
ALREADY_ANSWERED = 40060
UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN = 10015, 50027
"""Of an interaction that was never answered, and of one whose fifteen minutes are over."""
DEAD_TOKEN = {UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN}
UNKNOWN_MESSAGE, _NOT_OURS = 10008, 50005
_ENOUGH = 40094
"""Of further answers, where nobody but the person installed the application."""
NO_MORE_ANSWERS = {*DEAD_TOKEN, UNKNOWN_MESSAGE, _ENOUGH}
"""To an interaction, by its token."""
CLOSED_TO_US = {
    50007: "direct messages are closed",
    50278: "no server in common",
}
_NO_PLACE = {
    10003: "no such channel",
    10013: "no such person",
    50001: "no access",
    50013: "no permission",
    50033: "no such person",
    50083: "the thread is archived and locked",
    160005: "the thread is locked",
}
_OPENING_TOO_FAST = 40003
"""Of direct messages."""
_OUT_OF_REACH = timedelta(seconds=15)
"""When to try again while Discord can't be reached, or takes no calls with this token: nothing arrived, so no attempt
is counted, and no message is lost however long it lasts."""
_BANNED = timedelta(minutes=1)
"""Of a refusal by what stands before Discord, which may not say for how long."""
_REASON = 100


def outcome(error: Exception, row: OutboxRow) -> DeliveryError:
    match error:
        case DeliveryError():
            return error
        case discord.RateLimited():
            return Temporary("Discord asks to wait", timedelta(seconds=error.retry_after))
        case discord.HTTPException(status=429):
            return Temporary("Discord asks to wait", _asked_to_wait(error), whole_token=True)
        case discord.HTTPException(status=401) if error.code not in DEAD_TOKEN:
            return Temporary("Discord doesn't take the token", _OUT_OF_REACH, whole_token=True)
        case discord.HTTPException(code=code) if code == _OPENING_TOO_FAST:
            return Temporary("direct messages are opened too fast", _OUT_OF_REACH)
        case discord.HTTPException() if error.status >= 500:
            return Temporary(f"Discord is in trouble: {error.status}")
        case discord.HTTPException():
            return _refused(error, row)
        case aiohttp.ClientConnectorError():
            return Temporary("Discord can't be reached", _OUT_OF_REACH, whole_token=True)
    return Temporary(f"no answer from Discord: {type(error).__name__}")


def code(error: BaseException) -> int:
    """Discord's, 0 for all that has none."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def _refused(error: discord.HTTPException, row: OutboxRow) -> DeliveryError:
    if error.code in CLOSED_TO_US:
        return Unreachable(CLOSED_TO_US[error.code])
    changes = row.op != "send"
    if changes and (error.code in (UNKNOWN_MESSAGE, _NOT_OURS) or error.code in DEAD_TOKEN or error.code in _NO_PLACE):
        return Gone()
    if error.code in _NO_PLACE:
        whom = "the person" if user_of(row.address) else "the channel"
        return Unreachable(f"{whom}: {_NO_PLACE[error.code]}")
    return Rejected(shorten(f"{error.code} {_words(error)}", _REASON))


def _words(error: discord.HTTPException) -> str:
    """Discord's own first line: what follows names places in what was sent."""
    return error.text.partition("\n")[0]


def _asked_to_wait(error: discord.HTTPException) -> timedelta:
    try:
        return timedelta(seconds=float(error.response.headers.get("Retry-After", "")))
    except (ValueError, AttributeError):
        return _BANNED
