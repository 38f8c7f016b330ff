"""`milepost doctor` against the fake Discord: each thing that can be wrong is named with what to do, and nothing is
changed."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.discord import examine as work
from bot.adapters.discord.client import Access
from bot.cli import main
from bot.core.clock import SystemClock
from tests.discord.faults import CloudflareBan, Fault, Garbage, NoAnswer, ResetBefore, ServerError, TooMany
from tests.discord.server import FakeDiscord
from tests.processes import milepost
from tests.telegram.server import FakeTelegram

Settings = dict[str, str]
Doctor = Callable[..., Awaitable[tuple[int, list[str]]]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """On the machine's clock, as the doctor is."""
    async with FakeDiscord() as discord:
        yield discord


@pytest.fixture
def settings(fake: FakeDiscord, tmp_path: Path, sqlite_file_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those with which all is well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(work, "PATIENCE", 1)
    for name in [name for name in os.environ if name.startswith(("TELEGRAM_", "HEALTH_", "DISCORD_", "CONTENT_"))]:
        monkeypatch.delenv(name)
    return {"DISCORD_API_URL": fake.url, "DISCORD_BOT_TOKEN": fake.token, "DATABASE_URL": sqlite_file_url}


@pytest.fixture
def doctor(
    fake: FakeDiscord, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doctor:
    """Examines with these settings beside working ones, in a thread; answers the exit code and what it says."""

    async def examine(**changed: str) -> tuple[int, list[str]]:
        for name, value in {**settings, **changed}.items():
            monkeypatch.setenv(name, value)
        code = await asyncio.to_thread(main, ["doctor"])
        said = capsys.readouterr()
        assert fake.token not in said.out + said.err
        assert not [one for one in fake.requests if one.method not in ("GET", "HEAD")], "it changed something"
        assert not fake.gateway.connections, "it took a session start"
        return code, said.out.splitlines()

    return examine


def wrong(lines: list[str]) -> str:
    """The only finding that is amiss."""
    (line,) = [one for one in lines if not one.startswith("ok ")]
    assert line.startswith("WRONG ")
    return line.removeprefix("WRONG ")


def said(lines: list[str], about: str) -> str:
    (line,) = [one for one in lines if one[6:].startswith(f"{about}: ")]
    return line[6:].removeprefix(f"{about}: ")


async def sync(fake: FakeDiscord, tmp_path: Path) -> None:
    env = {"DISCORD_BOT_TOKEN": fake.token, "DISCORD_API_URL": fake.url}
    assert (await asyncio.to_thread(milepost, "discord", "sync", cwd=tmp_path, env=env)).returncode == 0
    fake.requests.clear()


async def test_all_is_well(fake: FakeDiscord, doctor: Doctor, tmp_path: Path) -> None:
    await sync(fake, tmp_path)
    code, lines = await doctor()
    assert code == 0
    assert [line.removeprefix("ok    ").partition(":")[0] for line in lines] == [
        "content",
        "database",
        "Telegram",
        "Discord token",
        "Discord interactions",
        "Discord intents",
        "Discord commands",
        "Discord gateway",
        "clock",
    ]
    assert said(lines, "Discord token") == f"it is Milepost's, of application {fake.application_id}"
    assert "through the gateway" in said(lines, "Discord interactions")
    assert said(lines, "Discord intents") == "message content, members and presences are neither needed nor asked for"
    assert said(lines, "Discord commands").startswith("those of this release: ")
    assert said(lines, "Discord gateway") == "shards: 1, session starts left: 1000 of 1000"
    assert said(lines, "clock") == "as Discord's"


async def test_both_platforms_are_looked_at(doctor: Doctor) -> None:
    async with FakeTelegram() as telegram:
        code, lines = await doctor(TELEGRAM_API_URL=telegram.url, TELEGRAM_BOT_TOKEN=telegram.token)
    assert code == 0
    assert said(lines, "Telegram token") == "it is @milepost_test_bot's"
    assert [line[6:] for line in lines if line[6:].startswith("clock")] == [
        "clock: as Telegram's",
        "clock: as Discord's",
    ]


async def test_a_wrong_token(doctor: Doctor) -> None:
    code, lines = await doctor(DISCORD_BOT_TOKEN="MTA2.wrong-secret")
    assert code == 1
    assert wrong(lines).startswith("Discord token: ")
    assert "copy DISCORD_BOT_TOKEN anew from the developer portal" in wrong(lines)
    assert "wrong-secret" not in "".join(lines)


async def test_no_token(doctor: Doctor) -> None:
    code, lines = await doctor(DISCORD_BOT_TOKEN="")
    assert code == 0
    assert "no DISCORD_BOT_TOKEN is set" in said(lines, "Discord")


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me"])
@pytest.mark.parametrize(
    "fault",
    [
        ServerError(503),
        ServerError(502),
        Garbage(),
        Garbage(b"\xff"),
        Garbage(b"[]"),
        TooMany(3600),
        CloudflareBan(),
        ResetBefore(),
        NoAnswer(),
    ],
    ids=repr,
)
async def test_an_api_that_is_none(fake: FakeDiscord, fault: Fault, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PATIENCE", 0.3)
    fake.fail(fault, path=path, times=99)
    findings = await work.examine(Access(fake.token, fake.url), [])
    ((about, text, well),) = findings
    assert (about, well) == ("Discord", False)
    assert fake.url in text
    assert "is DISCORD_API_URL right?" in text


async def test_an_api_that_is_not_there(fake: FakeDiscord, doctor: Doctor) -> None:
    await fake.stop()
    code, lines = await doctor()
    assert code == 1
    assert "is DISCORD_API_URL right?" in wrong(lines)


async def test_an_endpoint_that_takes_the_interactions_away(
    fake: FakeDiscord, doctor: Doctor, application: dict[str, Any]
) -> None:
    application["interactions_endpoint_url"] = "https://old.example.org/interactions"
    code, lines = await doctor()
    assert code == 1
    assert wrong(lines).startswith("Discord interactions: they go to https://old.example.org/interactions")
    assert "empty the Interactions Endpoint URL" in wrong(lines)


@pytest.mark.parametrize(
    ("flags", "names"), [(1 << 15, "members"), (1 << 12 | 1 << 19, "presences and message content")]
)
async def test_privileged_intents_that_are_on_are_said_and_no_fault(
    doctor: Doctor, application: dict[str, Any], flags: int, names: str
) -> None:
    application["flags"] = flags
    code, lines = await doctor()
    assert code == 0
    assert f"; {names} may be switched off in the developer portal" in said(lines, "Discord intents")


async def test_commands_that_are_not_those_of_this_release(fake: FakeDiscord, doctor: Doctor, tmp_path: Path) -> None:
    code, lines = await doctor()
    assert code == 0
    assert said(lines, "Discord commands").startswith("none are set yet")
    await sync(fake, tmp_path)
    fake.commands[None].popitem()
    code, lines = await doctor()
    assert code == 0
    assert said(lines, "Discord commands").startswith("not those of this release; the next `milepost run`")


async def test_an_entry_point_in_the_way(fake: FakeDiscord, doctor: Doctor, tmp_path: Path) -> None:
    await sync(fake, tmp_path)
    some = next(iter(fake.commands[None].values()))
    fake.judge.tolerant = True
    fake.commands[None]["launch"] = {**some, "name": "launch", "type": 4, "description": "", "handler": 2}
    code, lines = await doctor()
    assert code == 1
    assert wrong(lines).startswith("Discord commands: /launch is the Entry Point of an Activity")


@pytest.mark.parametrize(("path", "about"), [("*/commands", "Discord commands"), ("/gateway/bot", "Discord gateway")])
@pytest.mark.parametrize("fault", [ServerError(503), Garbage(), Garbage(b'{"shards": 1}'), TooMany(3600)], ids=repr)
async def test_what_cannot_be_asked_for(fake: FakeDiscord, doctor: Doctor, path: str, about: str, fault: Fault) -> None:
    fake.fail(fault, path=path, times=99)
    code, lines = await doctor()
    assert code == 1
    assert wrong(lines).startswith(f"{about}: it" if "gateway" in path else f"{about}: they")
    assert "could not be asked for" in wrong(lines)


async def test_no_session_starts_left(fake: FakeDiscord, doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = {"total": 1000, "remaining": 1, "reset_after": 7_200_000, "max_concurrency": 1}
    named = {"url": "wss://gateway.example.org", "shards": 2, "session_start_limit": limit}
    monkeypatch.setattr(fake.gateway, "named", lambda _: named)
    code, lines = await doctor()
    assert code == 1
    assert wrong(lines).startswith("Discord gateway: 1 of 1000 session starts are left and 2 are needed")
    assert "Discord allows more in 2:00:00" in wrong(lines)


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (timedelta(minutes=-5), "s ahead of Discord; set it by NTP"),
        (timedelta(minutes=5), "s behind Discord; set it by NTP"),
        (timedelta(seconds=10), None),
        (None, None),
    ],
)
async def test_a_clock_that_is_off(
    fake: FakeDiscord, doctor: Doctor, ahead: timedelta | None, told: str | None
) -> None:
    """Discord's clock is so much ahead of this machine's; None: it tells no time."""
    async with _dated(fake, ahead) as url:
        code, lines = await doctor(DISCORD_API_URL=url)
    if told:
        assert code == 1
        assert wrong(lines).startswith("clock: this machine is ")
        assert told in wrong(lines)
    else:
        assert code == 0


@asynccontextmanager
async def _dated(fake: FakeDiscord, ahead: timedelta | None) -> AsyncIterator[str]:
    """A proxy that answers what the doctor asks for, with a date of its own."""

    async def answer(request: web.Request) -> web.Response:
        date = "soon" if ahead is None else format_datetime(SystemClock().now() + ahead, usegmt=True)
        bodies: dict[str, Any] = {
            "/users/@me": fake.bot,
            "/oauth2/applications/@me": {"id": str(fake.application_id)},
            "/gateway/bot": fake.gateway.named(True),
        }
        body = json.dumps(bodies.get(request.path, [])).encode()
        return web.Response(body=body, headers={"Date": date, "Content-Type": "application/json"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
def application(fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is put in here, the fake says of its application."""
    changed: dict[str, Any] = {}
    handle = fake.handle

    def with_changes(request: Any) -> Any:
        answer = handle(request)
        if request.path.endswith("/applications/@me") and isinstance(answer.body, dict):
            answer.body.update(changed)
        return answer

    monkeypatch.setattr(fake, "handle", with_changes)
    return changed
