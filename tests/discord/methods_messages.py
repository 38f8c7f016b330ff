"""Channels and the messages in them, as the bot's own token reaches them."""

from datetime import timedelta
from typing import Any

from tests.discord.calls import Answer, Call, Route
from tests.discord.channels import FakeThread
from tests.discord.checks import FOR_CHANNELS, draft
from tests.discord.messages import FakeMessage
from tests.discord.places import FakePlace
from tests.discord.promises import check_promise
from tests.discord.refusals import (
    Refusal,
    archived,
    invalid,
    missing_permissions,
    not_yours,
    unknown_channel,
    unknown_message,
    unknown_recipient,
)
from tests.discord.snowflakes import is_snowflake
from tests.discord.writing import delete, rewrite, write

NONCE_AGE = timedelta(minutes=5)
"""Discord says "the past few minutes"."""


def create_dm(call: Call) -> Answer:
    number = call.body.get("recipient_id")
    if not is_snowflake(number):
        raise invalid(("recipient_id",), "NUMBER_TYPE_COERCE", f'Value "{number}" is not snowflake.')
    person = call.world.people.get(int(str(number)))
    if person is None:
        raise unknown_recipient()
    return Answer(200, person.dm.json())


def get_channel(call: Call) -> Answer:
    return Answer(200, _place(call).json())


def list_messages(call: Call) -> Answer:
    place, query = _place(call), call.request.query
    limit = query.get("limit", "50")
    if not (limit.isdigit() and 1 <= int(limit) <= 100):
        raise invalid(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    found = place.public if place.bot_may("read_message_history") else []
    if before := query.get("before"):
        found = [one for one in found if one.id < int(before)]
    if after := query.get("after"):
        return Answer(200, [one.json() for one in [m for m in found if m.id > int(after)][: int(limit)]][::-1])
    return Answer(200, [one.json() for one in found[-int(limit) :]][::-1])


def create_message(call: Call) -> Answer:
    place = _place(call)
    check_promise(call)
    place.check_writable(files=bool(call.request.files))
    wanted = draft(call.request.body, call.request.files, FOR_CHANNELS)
    if wanted.enforce_nonce and wanted.nonce is not None and (earlier := _same_nonce(place, wanted.nonce)):
        return Answer(200, earlier.json())
    return Answer(200, write(call.world, place, wanted).json())


def get_message(call: Call) -> Answer:
    place = _place(call)
    if not place.bot_may("read_message_history"):
        raise missing_permissions()
    return Answer(200, _message(call, place).json())


def edit_message(call: Call) -> Answer:
    place = _place(call)
    message = _message(call, place)
    check_promise(call)
    if not message.by_bot:
        raise not_yours()
    if isinstance(place, FakeThread) and place.archived:
        raise archived()
    wanted = draft(call.request.body, call.request.files, FOR_CHANNELS, edited=message)
    rewrite(call.world, message, wanted)
    return Answer(200, message.json())


def delete_message(call: Call) -> Answer:
    place = _place(call)
    message = _message(call, place)
    if not message.by_bot:
        raise missing_permissions() if place.guild else Refusal(403, 50003, "Cannot execute action on a DM channel")
    delete(call.world, message)
    return Answer(204)


def _place(call: Call) -> FakePlace:
    number = call.parts["channel"]
    if not number.isdigit():
        raise invalid(("channel_id",), "NUMBER_TYPE_COERCE", f'Value "{number}" is not snowflake.')
    place = call.world.places.get(int(number))
    if place is None:
        raise unknown_channel()
    place.check_access()
    return place


def _message(call: Call, place: FakePlace) -> FakeMessage:
    message = place.message(call.parts["message"])
    if message is None:
        raise unknown_message()
    return message


def _same_nonce(place: FakePlace, nonce: Any) -> FakeMessage | None:
    since = place.world.now() - NONCE_AGE
    for one in reversed(place.history):
        if one.at < since:
            break
        if one.by_bot and str(one.nonce) == str(nonce) and not one.deleted and not one.ephemeral_for:
            return one
    return None


ROUTES = (
    Route("POST", "/users/@me/channels", create_dm, "dms"),
    Route("GET", "/channels/{channel}", get_channel, "channel:{channel}"),
    Route("GET", "/channels/{channel}/messages", list_messages, "history:{channel}"),
    Route("POST", "/channels/{channel}/messages", create_message, "messages:{channel}"),
    Route("GET", "/channels/{channel}/messages/{message}", get_message, "history:{channel}"),
    Route("PATCH", "/channels/{channel}/messages/{message}", edit_message, "edits:{channel}"),
    Route("DELETE", "/channels/{channel}/messages/{message}", delete_message, "deletes:{channel}"),
)
