"""`milepost discord sync`: what it tells Discord, and what it says where it can't."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.adapters.discord import sync as work
from bot.adapters.discord.client import Access
from bot.core.ports import CannotServe
from bot.features import FEATURES
from tests.discord.faults import CloudflareBan, Fault, Garbage, NoAnswer, Refuse, ResetBefore, ServerError, TooMany
from tests.discord.server import FakeDiscord
from tests.processes import milepost, only_line

NAMES = [name for feature in FEATURES for name in feature.commands]


@dataclass
class Desk:
    fake: FakeDiscord
    folder: Path

    async def sync(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        env = {"DISCORD_BOT_TOKEN": self.fake.token, "DISCORD_API_URL": self.fake.url, **settings}
        return await asyncio.to_thread(milepost, "discord", "sync", *arguments, cwd=self.folder, env=env)

    async def said(self, *arguments: str) -> str:
        done = await self.sync(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    async def refused(self, *arguments: str, **settings: str) -> str:
        line = only_line(await self.sync(*arguments, **settings))
        assert self.fake.token not in line
        assert "for example" in line
        return line

    def there(self, guild: int | None = None) -> list[str]:
        return list(self.fake.commands.get(guild, {}))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with FakeDiscord() as fake:
        yield Desk(fake, tmp_path)


async def test_everywhere(desk: Desk) -> None:
    assert await desk.said() == f"commands set everywhere: {len(NAMES)}\n"
    assert desk.there() == NAMES
    await desk.said()
    assert len(desk.fake.of("PUT")) == 2
    assert await desk.said("--clear") == f"commands removed everywhere: {len(NAMES)}\n"
    assert desk.there() == []


async def test_in_one_guild(desk: Desk) -> None:
    guild = desk.fake.guild("Algo").id
    await desk.said()
    assert await desk.said("--guild", str(guild)) == f"commands set in guild {guild}: {len(NAMES)}\n"
    assert (desk.there(), desk.there(guild)) == (NAMES, NAMES)
    assert await desk.said("--guild", str(guild), "--clear") == f"commands removed in guild {guild}: {len(NAMES)}\n"
    assert (desk.there(), desk.there(guild)) == (NAMES, [])
    assert not (desk.folder / "data").exists()


async def test_a_wrong_token(desk: Desk) -> None:
    assert "DISCORD_BOT_TOKEN" in await desk.refused(DISCORD_BOT_TOKEN="MTA2.wrong")
    assert "DISCORD_BOT_TOKEN" in await desk.refused(DISCORD_BOT_TOKEN="")


@pytest.mark.parametrize("guild", ["algo", "0", "9" * 20, "١٢٣"])
async def test_what_is_no_guilds_id(desk: Desk, guild: str) -> None:
    assert "--guild" in await desk.refused(f"--guild={guild}")
    assert desk.fake.requests == []


async def test_a_guild_without_the_bot(desk: Desk) -> None:
    there = desk.fake.guild("Algo", with_bot=False).id
    for guild in (there, 42):
        assert f"isn't in the guild {guild}" in await desk.refused("--guild", str(guild))
        assert f"isn't in the guild {guild}" in await desk.refused("--guild", str(guild), "--clear")


async def test_an_address_that_is_none_or_not_discords(desk: Desk) -> None:
    assert "DISCORD_API_URL" in await desk.refused(DISCORD_API_URL="discord")
    desk.fake.judge.tolerant = True
    assert "DISCORD_API_URL" in await desk.refused(DISCORD_API_URL=desk.fake.url + "/nowhere")
    await desk.fake.stop()
    assert f"{desk.fake.url} doesn't answer" in await desk.refused()


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me", "*/commands"])
@pytest.mark.parametrize(
    "fault",
    [ServerError(503), Garbage(), Garbage(b"\xff"), ResetBefore(), CloudflareBan(60), TooMany(3600)],
    ids=repr,
)
async def test_a_discord_in_trouble(desk: Desk, fault: Fault, path: str) -> None:
    desk.fake.fail(fault, path=path, times=99)
    with pytest.raises(CannotServe, match="for example"):
        await work.sync(Access(desk.fake.token, desk.fake.url), [], clear=True)


async def test_an_application_that_is_none(desk: Desk) -> None:
    for body in (b"[]", b"{}", b'{"id": "one"}'):
        desk.fake.fail(Garbage(body), path="/oauth2/applications/@me")
        with pytest.raises(CannotServe, match="doesn't answer as Discord does"):
            await work.sync(Access(desk.fake.token, desk.fake.url), [])


async def test_a_refusal_of_the_commands_is_told_in_discords_words(desk: Desk) -> None:
    desk.fake.fail(Refuse(400, 30034, "Max number of daily application command creates has been reached"), "PUT")
    with pytest.raises(CannotServe, match=r"30034 Max number of daily.*for example"):
        await work.sync(Access(desk.fake.token, desk.fake.url), [])


async def test_it_does_not_wait_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PATIENCE", 0.2)
    desk.fake.fail(NoAnswer(), path="*/commands")
    with pytest.raises(CannotServe, match="TimeoutError"):
        await work.sync(Access(desk.fake.token, desk.fake.url), [])
