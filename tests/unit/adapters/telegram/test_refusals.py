import json
from datetime import timedelta
from typing import Any

import pytest
from aiogram import exceptions as telegram
from aiogram.client.bot import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from bot.adapters.telegram.refusals import Waits, outcome
from bot.core.lowering import Op
from bot.core.model import Address, Message
from bot.core.ports import (
    DeliveryError,
    Gone,
    NotPrivately,
    OutboxRow,
    Rejected,
    Relocated,
    Temporary,
    Unreachable,
)
from bot.core.text import Text
from tests.unit.adapters.telegram.raw import NOW, row

SECRET = "my diary says"
TOKEN = "700:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
BODY = Message(Text(SECRET))
METHOD = SendMessage(chat_id=5001, text=SECRET)
GROUP = "-1001234"


def refused(status: int, description: str | None, **parameters: int) -> Exception:
    """The exception that aiogram itself makes of such an answer."""
    content: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        content["parameters"] = parameters
    return answered(status, json.dumps(content))


def answered(status: int, content: str) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, is aiogram's decision
        AiohttpSession().check_response(Bot(TOKEN), METHOD, status, content)
    return caught.value


def network(cause: Exception) -> Exception:
    error = telegram.TelegramNetworkError(METHOD, f"{type(cause).__name__}: https://api.telegram.org/bot{TOKEN}/x")
    error.__cause__ = cause
    return error


SEND = row(BODY)
EDIT = row(BODY, "edit", message="9")
DELETE = row(op="delete", message="9")
STOP = row(BODY, "edit", message="9", poll="990")
ONE = row(BODY, chat=GROUP, only_for="5001")
EDIT_ONE = row(BODY, "edit", chat=GROUP, only_for="5001", message="e31:5001")


@pytest.mark.parametrize(
    ("status", "description", "of", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", SEND, Unreachable),
        (403, "Forbidden: user is deactivated", SEND, Unreachable),
        (403, "Forbidden: bot can't initiate conversation with a user", SEND, Unreachable),
        (403, "Forbidden: bot was kicked from the supergroup chat", SEND, Unreachable),
        (403, "Forbidden: bot is not a member of the channel chat", EDIT, Unreachable),
        (400, "Bad Request: chat not found", SEND, Unreachable),
        (400, "Bad Request: PEER_ID_INVALID", SEND, Unreachable),
        (400, "Bad Request: group chat was deactivated", SEND, Unreachable),
        (400, "Bad Request: group chat was upgraded to a supergroup chat", SEND, Unreachable),
        (400, "Bad Request: have no rights to send a message", SEND, Unreachable),
        (400, "Bad Request: not enough rights to send text messages to the chat", SEND, Unreachable),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", SEND, Unreachable),
        (400, "Bad Request: not enough rights to send polls to the chat", SEND, Rejected),
        (400, "Bad Request: message thread not found", SEND, Unreachable),
        (400, "Bad Request: TOPIC_CLOSED", SEND, Unreachable),
        (400, "Bad Request: TOPIC_DELETED", SEND, Unreachable),
        (400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
              "same as a current content and reply markup of the message", EDIT, None),
        (400, "Bad Request: MESSAGE IS NOT MODIFIED", EDIT, None),
        (400, "Bad Request: message to edit not found", EDIT, Gone),
        (400, "Bad Request: message can't be edited", EDIT, Gone),
        (400, "Bad Request: there is no text in the message to edit", EDIT, Gone),
        (400, "Bad Request: MESSAGE_ID_INVALID", EDIT, Gone),
        (400, "Bad Request: MESSAGE_ID_INVALID", SEND, Rejected),
        (400, "Bad Request: message to delete not found", DELETE, Gone),
        (400, "Bad Request: message can't be deleted for everyone", DELETE, Gone),
        (400, "Bad Request: poll has already been closed", STOP, Gone),
        (400, "Bad Request: message with poll to stop not found", STOP, Gone),
        (400, "Bad Request: message is too long", SEND, Rejected),
        (400, "Bad Request: BUTTON_DATA_INVALID", EDIT, Rejected),
        (400, None, SEND, Rejected),
        (404, "Not Found: method not found", SEND, Rejected),
        (413, "Request Entity Too Large", SEND, Rejected),
        (401, "Unauthorized", SEND, Temporary),
        (409, "Conflict: terminated by other getUpdates request", SEND, Temporary),
        (418, "I'm a teapot", SEND, Temporary),
        (500, "Internal Server Error", SEND, Temporary),
        (502, "Bad Gateway", SEND, Temporary),
        (500, "Internal Server Error: restart", SEND, Temporary),
        (500, None, SEND, Temporary),
        # of what one person of a group sees, nothing follows for the group
        (400, "Bad Request: PEER_ID_INVALID", ONE, NotPrivately),
        (400, "Bad Request: not enough rights to send text messages to the chat", ONE, NotPrivately),
        (403, "Forbidden: bot was blocked by the user", ONE, NotPrivately),
        (403, "Forbidden: bot was kicked from the supergroup chat", ONE, Unreachable),
        (400, "Bad Request: MEDIA_CAPTION_TOO_LONG", EDIT_ONE, Gone),
        (400, "Bad Request: nobody knows how this is worded", EDIT_ONE, Gone),
        (400, "Bad Request: chat not found", row(BODY, only_for="5001"), Unreachable),
    ],
)  # fmt: skip
def test_what_follows_from_an_answer(
    status: int, description: str | None, of: OutboxRow, expected: type[DeliveryError] | None
) -> None:
    follows = outcome(refused(status, description), of)
    assert (None if follows is None else type(follows)) is expected


def test_waits_and_moves_say_how_long_and_where_to() -> None:
    waits = refused(429, "Too Many Requests: retry after 17", retry_after=17)
    assert outcome(waits, SEND) == Temporary("Telegram asks to wait", timedelta(seconds=17))
    moved = refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1005)
    assert outcome(moved, row(BODY, chat="-77")) == Relocated(Address("telegram", "-1005"))


@pytest.mark.parametrize(
    "error",
    [
        network(TimeoutError()),
        network(ServerDisconnectedError()),
        TimeoutError(),
        ServerDisconnectedError(),
        ConnectionResetError(),
        TypeError("argument of type 'NoneType' is not iterable"),
        answered(502, f"<html>{SECRET}</html>"),
        answered(200, json.dumps({"ok": SECRET})),
    ],
    ids=repr,
)
def test_what_may_pass_is_tried_again(error: Exception) -> None:
    follows = outcome(error, SEND)
    assert isinstance(follows, Temporary)
    assert follows.retry_after is None  # so that attempts are counted: it may be this very call that fails


def test_no_attempt_is_counted_where_nothing_arrives() -> None:
    key = ConnectionKey("api.telegram.org", 443, True, True, None, None, None)
    for error in (network(ClientConnectorError(key, OSError(111, "refused"))), refused(401, "Unauthorized")):
        follows = outcome(error, SEND)
        assert isinstance(follows, Temporary)
        assert follows.retry_after
        assert follows.whole_token


def test_a_call_that_was_made_is_not_repeated_because_its_answer_is_new() -> None:
    error = answered(200, json.dumps({"ok": True, "result": {"message_id": "nine"}}))
    assert isinstance(error, telegram.ClientDecodeError)
    assert outcome(error, SEND) is None
    assert outcome(error, EDIT) is None
    assert isinstance(outcome(error, STOP), Gone)


def test_what_a_call_found_out_before_it_was_made_stands() -> None:
    gone = Gone()
    assert outcome(gone, EDIT) is gone


@pytest.mark.parametrize("op", ["send", "edit"])
@pytest.mark.parametrize(
    "error",
    [
        refused(400, f'Bad Request: can\'t parse entities: unsupported tag "{SECRET}"'),
        refused(400, f"Bad Request: inline keyboard button URL '{SECRET}' is invalid"),
        refused(400, f"Bad Request: wrong thing\n{SECRET}"),
        refused(403, f"Forbidden: “{SECRET}”"),
        refused(500, SECRET),
        refused(429, SECRET, retry_after=3),
        refused(418, SECRET),
        network(TimeoutError(SECRET)),
        answered(200, SECRET),
        ValueError(SECRET),
    ],
    ids=lambda error: type(error).__name__,
)
def test_reasons_tell_no_secrets(error: Exception, op: Op) -> None:
    follows = outcome(error, row(BODY, op, message="9"))
    assert SECRET not in repr(follows)
    assert TOKEN not in repr(follows)


def test_reasons_tell_an_operator_what_is_wrong() -> None:
    assert outcome(refused(400, "Bad Request: BUTTON_DATA_INVALID"), SEND) == Rejected(
        "Bad Request: BUTTON_DATA_INVALID"
    )
    assert outcome(refused(400, "Bad Request: can't parse MessageEntity: odd"), SEND) == Rejected(
        "Bad Request: can't parse MessageEntity: odd"
    )
    long = outcome(refused(400, "Bad Request: " + "long " * 50), SEND)
    assert isinstance(long, Rejected)
    assert len(long.reason) <= 100


def wait(seconds: int) -> Temporary:
    return Temporary("Telegram asks to wait", timedelta(seconds=seconds))


def test_two_chats_that_must_wait_together_mean_the_token() -> None:
    waits = Waits()
    ann, bob = row(BODY, chat="1"), row(BODY, chat="2")
    assert not waits.judged(wait(30), ann, NOW).whole_token
    assert not waits.judged(wait(30), ann, NOW + timedelta(seconds=1)).whole_token
    whole = waits.judged(wait(5), bob, NOW + timedelta(seconds=2))
    assert whole == Temporary("Telegram asks to wait", timedelta(seconds=5), whole_token=True)


def test_waits_that_are_over_count_no_more() -> None:
    waits = Waits()
    waits.judged(wait(30), row(BODY, chat="1"), NOW)
    assert not waits.judged(wait(30), row(BODY, chat="2"), NOW + timedelta(seconds=30)).whole_token


def test_refusals_without_a_wait_are_no_waits() -> None:
    waits = Waits()
    waits.judged(Temporary("TimeoutError"), row(BODY, chat="1"), NOW)
    assert not waits.judged(wait(30), row(BODY, chat="2"), NOW).whole_token
