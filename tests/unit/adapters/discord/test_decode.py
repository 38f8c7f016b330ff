from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.adapters.discord.client import Gateway, Starts
from bot.adapters.discord.decode import Decoded, Ignored, Typing, decode_interaction, decode_message
from bot.adapters.discord.exchanges import Kind, Stage
from bot.core.clock import VirtualClock
from bot.core.model import Address, CommandCalled, Happening, Pressed, Said, Uploaded, Who
from tests.unit.adapters.discord.rows import ANN, DM, GUILD, NOW

USER = {"id": ANN, "username": "ann", "global_name": "Ann Lee", "discriminator": "0", "avatar": None}
MEMBER = {"user": USER, "nick": "Annie", "roles": [], "joined_at": NOW.isoformat(), "permissions": "0", "flags": 0}
MEMBER |= {"deaf": False, "mute": False}
AUTHOR = {**USER, "bot": False}
_CHANNEL: dict[str, Any] = {"id": "12", "name": "general", "position": 0, "permission_overwrites": [], "recipients": []}


@pytest.fixture
async def state() -> Any:
    """discord.py's own, which no connection feeds."""
    gateway = Gateway(None, "http://127.0.0.1:1/api/v10", Starts(VirtualClock(NOW)))  # type: ignore[arg-type]
    gateway._connection.user = discord.ClientUser(state=gateway._connection, data={**USER, "id": "7"})  # type: ignore[arg-type]
    return gateway._connection


def message(**fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in ("embeds", "mentions", "mention_roles", "attachments", "components")}
    times = {"timestamp": NOW.isoformat(), "edited_timestamp": None}
    about = {"id": "99", "channel_id": "12", "type": 0, "content": "", "author": AUTHOR, "flags": 0}
    return {**empty, **times, **about, "pinned": False, "tts": False, "mention_everyone": False, **fields}


def interaction(kind: int, data: dict[str, Any], place: str = "dm", **fields: Any) -> dict[str, Any]:
    body = {
        "id": "1478089506816000000",
        "application_id": "7",
        "type": kind,
        "token": "a-secret",
        "version": 1,
        "data": data,
        "channel_id": "12",
        "channel": {**_CHANNEL, "type": {"guild": 0, "dm": 1, "group": 3}[place]},
        "locale": "de",
        "entitlements": [],
        "attachment_size_limit": 10_000_000,
        "authorizing_integration_owners": {},
        "context": {"guild": 0, "dm": 1, "group": 2}[place],
    }
    whose = {"guild_id": "11", "member": MEMBER} if place == "guild" else {"user": USER}
    return {**body, **whose, **fields}


def decoded(state: Any, raw: dict[str, Any]) -> Decoded:
    found = decode_interaction(discord.Interaction(data=raw, state=state), NOW)  # type: ignore[arg-type]
    assert isinstance(found, Decoded)
    return found


@pytest.mark.parametrize(
    ("place", "where", "private", "name"),
    [
        ("dm", DM, True, "Ann Lee"),
        ("guild", GUILD, False, "Annie"),
        ("group", Address("discord", "12"), False, "Ann Lee"),
    ],
)
async def test_a_command_says_who_where_and_what(
    state: Any, place: str, where: Address, private: bool, name: str
) -> None:
    options = [{"name": "count", "type": 4, "value": 5}, {"name": "topic", "type": 3, "value": "lists"}]
    found = decoded(state, interaction(2, {"id": "1", "type": 1, "name": "quiz", "options": options}, place))
    incoming, exchange = found.incoming, found.exchange
    assert incoming.what == CommandCalled("quiz", {"count": 5, "topic": "lists"})
    assert (incoming.where, incoming.private, incoming.who) == (where, private, Who(ANN, name))
    assert incoming.private_chat == (None if private else DM)
    assert (incoming.key, incoming.at, incoming.locale) == ("dc-1478089506816000000", NOW, "de")
    assert incoming.token == "1478089506816000000:c:a-secret"
    assert exchange
    assert (exchange.token.kind, exchange.stage, exchange.message, exchange.asks) == (
        Kind.COMMAND,
        Stage.OPEN,
        "",
        False,
    )


@pytest.mark.parametrize(
    ("data", "what", "asks"),
    [
        ({"custom_id": "qz1:3", "component_type": 2}, "qz1:3", False),
        ({"custom_id": "qz1:3#2", "component_type": 2}, "qz1:3", False),
        ({"custom_id": "?qz1:3", "component_type": 2}, "qz1:3", True),
        ({"custom_id": "menu:0", "component_type": 3, "values": ["qz1:4"]}, "qz1:4", False),
    ],
)
@pytest.mark.parametrize(("flags", "on"), [(0, "12/99"), (64, "e12/99")])
async def test_a_press_says_which_button_of_which_message(
    state: Any, data: dict[str, Any], what: str, asks: bool, flags: int, on: str
) -> None:
    found = decoded(state, interaction(3, data, "guild", message=message(flags=flags)))
    assert found.incoming.what == Pressed(what, on)
    assert found.incoming.token == "1478089506816000000:b:a-secret"
    assert found.exchange
    assert (found.exchange.message, found.exchange.asks) == (on, asks)


@pytest.mark.parametrize(("under", "on"), [(message(flags=64), "e12/99"), (None, "")])
async def test_a_modal_says_what_was_typed_and_where_it_came_from(
    state: Any, under: dict[str, Any] | None, on: str
) -> None:
    text = {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "text", "value": "Lovelace"}}
    fields = {"message": under} if under else {}
    found = decoded(state, interaction(5, {"custom_id": "?na1:x", "components": [text]}, **fields))
    assert found.incoming.what == Pressed("na1:x", on, "Lovelace")
    assert found.incoming.token == "1478089506816000000:m:a-secret"


async def test_typing_says_what_has_been_typed_so_far(state: Any) -> None:
    options = [{"name": "count", "type": 4, "value": 5}, {"name": "topic", "type": 3, "value": "li", "focused": True}]
    raw = interaction(4, {"id": "1", "type": 1, "name": "quiz", "options": options})
    found = decode_interaction(discord.Interaction(data=raw, state=state), NOW)  # type: ignore[arg-type]
    assert isinstance(found, Typing)
    assert (found.command, found.option, found.typed) == ("quiz", "topic", "li")


@pytest.mark.parametrize(
    "raw",
    [
        interaction(2, {"id": "1", "type": 2, "name": "of a person", "target_id": "5"}),
        interaction(3, {"custom_id": "a:1", "component_type": 2}),
        interaction(4, {"id": "1", "type": 1, "name": "quiz", "options": []}),
        interaction(5, {"custom_id": "?na1:x", "components": []}),
        interaction(17, {}),
    ],
)
async def test_what_is_none_of_ours_is_ignored_by_reason(state: Any, raw: dict[str, Any]) -> None:
    found = decode_interaction(discord.Interaction(data=raw, state=state), NOW)  # type: ignore[arg-type]
    assert isinstance(found, Ignored)
    assert found.reason


@pytest.mark.parametrize("place", ["guild", "group"])
async def test_a_channel_of_a_new_kind_is_taken_for_no_other(state: Any, place: str) -> None:
    raw = interaction(2, {"id": "1", "type": 1, "name": "quiz"}, place, channel={**_CHANNEL, "type": 99})
    with pytest.raises(LookupError):
        decoded(state, raw)


# messages


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"content": "hello"}, Said("hello")),
        ({"content": ""}, Said("")),
        ({"content": "/quiz lists 5"}, CommandCalled("quiz", "lists 5")),
        ({"content": "/QUIZ"}, CommandCalled("quiz", "")),
        ({"content": "/ quiz"}, Said("/ quiz")),
        (
            {
                "attachments": [
                    {"id": "5", "filename": "a.txt", "size": 3, "url": "https://x/a", "proxy_url": "https://x/a"}
                ]
            },
            Uploaded("a.txt", b""),
        ),
    ],
)
async def test_what_is_written_in_direct_messages(state: Any, fields: dict[str, Any], what: Happening) -> None:
    found = decode_message(heard(state, **fields), NOW)
    assert isinstance(found, Decoded)
    assert found.incoming.what == what
    assert (found.incoming.where, found.incoming.private, found.incoming.token) == (DM, True, "")
    assert (found.exchange, found.attachment is None) == (None, not isinstance(what, Uploaded))


@pytest.mark.parametrize("fields", [{"author": {**USER, "bot": True}}, {"type": 6}])
async def test_what_is_not_meant_for_us_is_ignored(state: Any, fields: dict[str, Any]) -> None:
    assert isinstance(decode_message(heard(state, **fields), NOW), Ignored)


async def test_what_is_written_elsewhere_is_ignored(state: Any) -> None:
    channel: Any = discord.PartialMessageable(state=state, id=12, guild_id=11)
    found = decode_message(discord.Message(state=state, channel=channel, data=message()), NOW)  # type: ignore[arg-type]
    assert isinstance(found, Ignored)


async def test_the_time_is_the_clocks(state: Any) -> None:
    later = NOW + timedelta(days=1)
    found = decode_message(heard(state, content="a"), later)
    assert isinstance(found, Decoded)
    assert found.incoming.at == later


def heard(state: Any, **fields: Any) -> discord.Message:
    channel = discord.DMChannel._from_message(state, 12)
    return discord.Message(state=state, channel=channel, data=message(**fields))  # type: ignore[arg-type]
