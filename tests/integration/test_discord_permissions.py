"""The permissions that the guide's link asks for: enough for all that Milepost does in a channel, and no more."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.bench import START
from tests.content import catalogue
from tests.discord.channels import FakeChannel
from tests.discord.people import FakePerson
from tests.discord.permissions import BITS
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.processes import ROOT

GUIDE = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
ASKED = re.findall(r"^\| ([A-Z][\w ]+) \| yes", GUIDE, re.MULTILINE)


def bit_names() -> set[str]:
    return {name.lower().replace(" ", "_").replace("channels", "channel") for name in ASKED}


def test_the_links_number_is_what_the_table_says() -> None:
    (number,) = re.findall(r"permissions=(\d+)", GUIDE)
    assert int(number) == sum(BITS[name] for name in bit_names())
    assert bit_names() == {"view_channel", "send_messages", "send_messages_in_threads"}


@pytest.fixture
async def bench(sqlite_file_url: str) -> AsyncIterator[DiscordBench]:
    clock = VirtualClock(START)
    async with FakeDiscord(clock) as fake:
        bench = DiscordBench(fake, sqlite_file_url, clock, content=catalogue())
        yield await bench.start()
        await bench.close()


def channel_of(bench: DiscordBench, *people: FakePerson, without: str = "") -> FakeChannel:
    """In which the bot has what the link asks for, and nothing else."""
    channel = bench.fake.guild("Algo", *people).channel("study")
    channel.deny_bot(*(set(BITS) - bit_names()), *([without] if without else []))
    return channel


async def late(bench: DiscordBench, ada: FakePerson, place: FakeChannel) -> None:
    """Milepost hears of a command only when nothing can be answered to it any more, and her direct messages are
    closed."""
    ada.closes_dms()
    ada.slash(place, "today")
    assert isinstance(bench.clock, VirtualClock)
    await bench.clock.set(bench.clock.now() + timedelta(minutes=20))
    await bench.settle()
    await bench.advance(timedelta(minutes=1))


@pytest.mark.parametrize("in_thread", [False, True])
async def test_they_are_enough_for_the_line_that_all_see(bench: DiscordBench, in_thread: bool) -> None:
    ada, bob = bench.fake.person("Ada"), bench.fake.person("Bob")
    channel = channel_of(bench, ada, bob)
    place = channel.thread("python") if in_thread else channel
    await late(bench, ada, place)
    (line,) = [one.text for one in place.seen_by(bob)]
    assert line.startswith("Ada, that's between you and me")


async def test_without_them_that_line_is_missing(bench: DiscordBench) -> None:
    ada, bob = bench.fake.person("Ada"), bench.fake.person("Bob")
    channel = channel_of(bench, ada, bob, without="send_messages")
    await late(bench, ada, channel)
    assert channel.seen_by(bob) == []


async def test_answers_need_none_of_them(bench: DiscordBench) -> None:
    ada = bench.fake.person("Ada")
    channel = channel_of(bench, ada, without="send_messages")
    for command in ("start", "cancel", "today"):
        ada.slash(channel, command)
        await bench.settle()
    ada.clicks(channel.last(ada), "Done")
    await bench.settle()
    assert "Dev Environment" in channel.last(ada).text
