from datetime import timedelta

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.adapters.discord.refusals import outcome
from bot.core.model import Message
from bot.core.ports import DeliveryError, Gone, OutboxRow, Rejected, Temporary, Unreachable
from bot.core.text import Text
from tests.unit.adapters.discord.rows import GUILD, code, refused, row

SECRET = "my diary says"
BODY = Message(Text(SECRET))
SEND, EDIT, DELETE = row(BODY), row(BODY, "edit", message="9/10"), row(op="delete", message="9/10")
CLOSE = row(op="close", message="9/10")
THERE = row(BODY, where=GUILD)


@pytest.mark.parametrize(
    ("error", "of", "expected"),
    [
        (code(403, 50007), SEND, Unreachable),
        (code(403, 50278), SEND, Unreachable),
        (code(403, 50007), EDIT, Unreachable),
        (code(404, 10003), THERE, Unreachable),
        (code(404, 10013), SEND, Unreachable),
        (code(400, 50033), SEND, Unreachable),
        (code(403, 50001), THERE, Unreachable),
        (code(403, 50013), THERE, Unreachable),
        (code(400, 50083), THERE, Unreachable),
        (code(400, 160005), THERE, Unreachable),
        (code(404, 10008), EDIT, Gone),
        (code(404, 10008), DELETE, Gone),
        (code(404, 10008), CLOSE, Gone),
        (code(403, 50005), EDIT, Gone),
        (code(404, 10003), EDIT, Gone),
        (code(403, 50001), EDIT, Gone),
        (code(403, 50013), DELETE, Gone),
        (code(400, 50083), EDIT, Gone),
        (code(404, 10015), EDIT, Gone),
        (code(401, 50027), EDIT, Gone),
        (code(401, 50027), CLOSE, Gone),
        (code(401, 50027), SEND, Rejected),
        (code(404, 10008), SEND, Rejected),
        (code(400, 50035), SEND, Rejected),
        (code(400, 50006), EDIT, Rejected),
        (code(413, 40005), SEND, Rejected),
        (code(400, 40003), SEND, Temporary),
        (code(401, 0), SEND, Temporary),
        (code(429, 0), SEND, Temporary),
        (refused(500, "<html></html>"), SEND, Temporary),
        (code(503, 0), EDIT, Temporary),
        (discord.RateLimited(31), SEND, Temporary),
    ],
)
def test_what_follows_from_an_answer(error: Exception, of: OutboxRow, expected: type[DeliveryError]) -> None:
    assert type(outcome(error, of)) is expected


def test_waits_say_how_long_and_for_whom() -> None:
    assert outcome(discord.RateLimited(31.5), SEND) == Temporary("Discord asks to wait", timedelta(seconds=31.5))
    banned = refused(429, "<html>1015</html>", **{"Retry-After": "600"})
    assert outcome(banned, SEND) == Temporary("Discord asks to wait", timedelta(minutes=10), whole_token=True)
    silent = refused(429, "<html>1015</html>")
    assert outcome(silent, SEND) == Temporary("Discord asks to wait", timedelta(minutes=1), whole_token=True)
    odd = refused(429, "", **{"Retry-After": "Wed, 21 Oct"})
    assert outcome(odd, SEND) == Temporary("Discord asks to wait", timedelta(minutes=1), whole_token=True)


def test_no_attempt_is_counted_where_nothing_arrives() -> None:
    key = ConnectionKey("discord.com", 443, True, True, None, None, None)
    for error in (aiohttp.ClientConnectorError(key, OSError(111, "refused")), code(401, 0)):
        follows = outcome(error, SEND)
        assert isinstance(follows, Temporary)
        assert follows.retry_after
        assert follows.whole_token


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(SECRET),
        aiohttp.ServerDisconnectedError(SECRET),
        ConnectionResetError(SECRET),
        ValueError(SECRET),
        KeyError(SECRET),
        refused(502, SECRET),
    ],
    ids=repr,
)
def test_what_may_pass_is_tried_again_and_attempts_are_counted(error: Exception) -> None:
    """It may be this very call that fails."""
    follows = outcome(error, SEND)
    assert isinstance(follows, Temporary)
    assert follows.retry_after is None
    assert SECRET not in repr(follows)


@pytest.mark.parametrize("of", [SEND, EDIT, DELETE], ids=["send", "edit", "delete"])
@pytest.mark.parametrize(
    "error",
    [
        refused(
            400, {"code": 50035, "message": "Invalid Form Body", "errors": {SECRET: {"_errors": [{"message": SECRET}]}}}
        ),
        code(400, 50035, f"Invalid Form Body\n{SECRET}"),
        refused(401, SECRET),
        refused(429, SECRET),
        discord.RateLimited(40),
    ],
)
def test_reasons_tell_no_secrets(error: Exception, of: OutboxRow) -> None:
    assert SECRET not in repr(outcome(error, of))


def test_reasons_tell_an_operator_what_is_wrong() -> None:
    assert outcome(code(400, 50006, "Cannot send an empty message"), SEND) == Rejected(
        "50006 Cannot send an empty message"
    )
    assert outcome(code(404, 10003), THERE) == Unreachable("the channel: no such channel")
    assert outcome(code(404, 10013), SEND) == Unreachable("the person: no such person")
    long = outcome(code(400, 50035, "long " * 50), SEND)
    assert isinstance(long, Rejected)
    assert len(long.reason) <= 100


def test_what_a_call_found_out_before_it_was_made_stands() -> None:
    gone = Gone()
    assert outcome(gone, EDIT) is gone
