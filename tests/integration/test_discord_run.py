"""`milepost run` with a Discord token as a process: it serves, ends in order, and says in a line why it can't."""

import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.discord.faults import Garbage, Refuse, ServerError
from tests.discord.server import FakeDiscord
from tests.integration.telegram.running import PATIENCE, Running
from tests.telegram.server import FakeTelegram

Runs = Callable[..., Running]


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """On the machine's clock: the bot is another process."""
    async with FakeDiscord() as discord:
        yield discord


@pytest.fixture
async def runs(fake: FakeDiscord, tmp_path: Path) -> AsyncIterator[Runs]:
    """Makes processes (with settings beside working ones) that are gone at the end."""
    made: list[Running] = []

    def make(*, cold: bool = False, **settings: str) -> Running:
        ours = {"DISCORD_API_URL": fake.url, "DISCORD_BOT_TOKEN": fake.token}
        made.append(Running(None, tmp_path, cold=cold, **{**ours, **settings}))
        return made[-1]

    yield make
    for one in made:
        await one.kill()


async def until_it_offers_commands(fake: FakeDiscord) -> None:
    await fake.connected(timeout=PATIENCE)
    await fake.until(lambda: fake.commands.get(None), PATIENCE)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_and_ends_in_order(fake: FakeDiscord, runs: Runs, by: signal.Signals) -> None:
    milepost = await runs(cold=True).start("serving Discord")
    await until_it_offers_commands(fake)
    ada = fake.person("Ada")
    called = ada.slash(ada.dm, "start")
    await fake.until(lambda: called.acknowledged and ada.dm.last(ada).labels, PATIENCE)
    assert "Python backend developer" in ada.dm.last(ada).labels
    assert await milepost.stop(by) == 0
    assert "serving Discord as Milepost" in milepost.log
    assert "Traceback" not in milepost.log
    assert not fake.gateway.is_connected()


async def test_a_wrong_token_is_one_line(runs: Runs) -> None:
    milepost = runs(DISCORD_BOT_TOKEN="MTA2.WRONG-TOKEN")
    assert await milepost.run() == 2
    (line,) = [line for line in milepost.lines if " INFO " not in line]
    assert line.startswith("milepost: DISCORD_BOT_TOKEN: Discord knows no bot with this token")
    assert "for example" in line
    assert "WRONG" not in milepost.log


async def test_it_waits_for_discord(fake: FakeDiscord, runs: Runs) -> None:
    await fake.stop()
    milepost = await runs().start("Discord's gateway is gone")
    await fake.start()
    await until_it_offers_commands(fake)
    ada = fake.person("Ada")
    ada.slash(ada.dm, "help")
    await fake.until(lambda: ada.dm.history, PATIENCE)
    assert await milepost.stop() == 0


async def test_nothing_secret_and_nothing_that_people_write_is_logged(fake: FakeDiscord, runs: Runs) -> None:
    fake.judge.tolerant = True
    milepost = await runs(LOG_LEVEL="DEBUG").start("serving Discord")
    await until_it_offers_commands(fake)
    ada = fake.person("Adalovelace")
    channel = fake.guild("Guildofada", ada).channel("study")
    refused = Refuse(400, 50035, "Invalid Form Body")
    for fault in (ServerError(503), refused, Garbage(b"Zebrafish \xff")):
        fake.fail(fault, "POST", "/channels/*/messages")
    for fault in (refused, Garbage(b"Zebrafish")):
        fake.fail(fault, "POST", "/interactions/*")
    done = [ada.slash(place, "quiz", topic="Zebrafish") for place in (ada.dm, channel)]
    for text in ("Zebrafish one", "/zebrafish", "/start Zebrafish"):
        ada.writes(text)
    ada.writes("Zebrafish", attachments=[("Zebrafish.txt", b"Zebrafish")])
    await fake.until(lambda: len([one for one in ada.dm.history if one.by_bot]) >= 4, PATIENCE)
    last = next(one for one in reversed(ada.dm.history) if one.labels)
    done.append(ada.clicks(last, 0))
    await fake.until(lambda: done[-1].acknowledged, PATIENCE)
    assert await milepost.stop() == 0
    assert "DEBUG" in milepost.log
    secrets = [fake.token, fake.token.rpartition(".")[2], "ebrafish", "lovelace", "Guildof", "I didn't expect"]
    secrets += [one.token for one in done]
    assert [line for line in milepost.lines for secret in secrets if secret in line] == []


async def test_both_by_a_file_of_settings(fake: FakeDiscord, tmp_path: Path) -> None:
    async with FakeTelegram() as telegram:
        lines = [
            f"TELEGRAM_BOT_TOKEN={telegram.token}",
            f"TELEGRAM_API_URL={telegram.url}",
            f"DISCORD_BOT_TOKEN={fake.token}",
            f"DISCORD_API_URL={fake.url}",
        ]
        (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
        milepost = Running(None, tmp_path)
        try:
            await milepost.start("serving Telegram")
            await until_it_offers_commands(fake)
            ada, bob = telegram.person("Ada"), fake.person("Bob")
            ada.says("/start")
            bob.slash(bob.dm, "start")
            await telegram.until(lambda: ada.private.texts, PATIENCE)
            await fake.until(lambda: bob.dm.history and bob.dm.last(bob).labels, PATIENCE)
            assert ada.private.last.labels == bob.dm.last(bob).labels
            assert ada.private.last.labels[0] == "Python backend developer"
            assert await milepost.stop() == 0
        finally:
            await milepost.kill()
    assert "Traceback" not in milepost.log
    assert telegram.token.partition(":")[2] not in milepost.log
    assert fake.token not in milepost.log
