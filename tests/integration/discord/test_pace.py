"""Answers that can't be given to their interaction any more go as messages, and those keep the bot's pace."""

from datetime import timedelta

from bot.adapters.discord.surface import CAPABILITIES
from tests.discord.faults import Refuse
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import texts

GONE = Refuse(404, 10062, "Unknown interaction")


async def test_what_finds_another_way_keeps_the_pace_there(fake: FakeDiscord, bench: DiscordBench) -> None:
    """As after a kill, when many are answered in their direct messages: that takes two calls each."""
    assert CAPABILITIES.pace
    people = [fake.person(f"Person {number}") for number in range(60)]
    channel = fake.guild("Study", *people).channel("general")
    fake.fail(GONE, "POST", "/interactions/*", times=len(people))
    for person in people:
        person.slash(channel, "secret")
    await bench.settle()
    assert 0 < _counted(fake) <= CAPABILITIES.pace.count
    await bench.advance(timedelta(seconds=5))
    assert [texts(person.dm, person) for person in people] == [["secret answer"]] * len(people)
    assert _counted(fake) == 2 * len(people)


def _counted(fake: FakeDiscord) -> int:
    return len(fake.of("POST", "/channels/*")) + len(fake.of("POST", "/users/@me/channels"))
