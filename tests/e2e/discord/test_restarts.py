"""The bot dies and starts again after everything Ada does, and she sees nothing of it."""

from dataclasses import replace

import pytest

from bot.core.clock import VirtualClock
from bot.study.catalogue import Catalogue
from tests.discord_bench import DiscordBench
from tests.e2e.discord.conftest import EVENING as START
from tests.e2e.discord.conftest import Expected, behaved, seated, silence
from tests.e2e.discord.screens import Change, WatchedDiscord
from tests.e2e.ids import Ids

EVENING = [
    "/start",
    *["#1"] * 4,
    "#Type a city",
    "Nowhere",
    "#Type a city",
    "Berlin",
    "#Yes",
    "#Start here",
    "#Show my first",
    "#Domain",
    "#HTTP",
    "#HTTP",
    "#Later",
    "#Back",
    "#Done",
    "#1 h",
    "/quiz",
    "#True",
    "#False",
    "#Retry",
    "/cancel",
    "/settings",
    "#Reminder",
    "#Another",
    "25:00",
    "#Another",
    "20:15",
    "#Back",
    "/roadmap",
    "#2 Python",
    "#2.1",
    "#Variables",
    "#Started",
    "#Undo",
    ":until 2026-03-03T19:15",
    "#+1",
    ":wait 61",
    "#Start",
    "#Done",
    "#Undo",
    "hello",
    "/start t_lists",
    "#Go to",
    ":until 2026-03-10T21:00",
    "/today",
    "/forget",
    "#Delete",
    "/start",
]
OPENS_A_MODAL = ["#Type a city", "#Type a city", "#Another", "#Another"]


@pytest.mark.parametrize("in_guild", [False, True], ids=["dm", "guild"])
async def test_restarts_all_along_change_nothing(two_urls: list[str], one_way: Catalogue, in_guild: bool) -> None:
    through = await _story(two_urls[0], one_way, in_guild, restart=False)
    restarted = await _story(two_urls[1], one_way, in_guild, restart=True)
    if in_guild:
        # What only one person sees is reached through the interaction that made it, as long as that is remembered.
        through, restarted = _without_closing(through), _without_closing(restarted)
    for line, one, other in zip(EVENING, _comparable(through), _comparable(restarted), strict=True):
        assert (line, one) == (line, other)
    # Every line did something: the comparison is about real messages.
    assert [line for line, step in zip(EVENING, through, strict=True) if not step] == OPENS_A_MODAL


async def _story(url: str, content: Catalogue, in_guild: bool, *, restart: bool) -> list[list[Change]]:
    async with WatchedDiscord(VirtualClock(START), limits=False) as fake:
        bench = await DiscordBench(fake, url, fake.clock, content=content).start()
        ada, steps = seated(bench, fake, in_guild=in_guild), []
        for line in EVENING:
            steps.append(await ada.does(line))
            if restart:
                await bench.restart()
        await bench.close()
        silence(ada)
        behaved(fake, Expected())
    return steps


def _without_closing(steps: list[list[Change]]) -> list[list[Change]]:
    """Without the changes that only took a message's buttons away."""
    last: dict[int, str] = {}

    def only_closes(seen: Change) -> bool:
        before, last[seen.message.id] = last.get(seen.message.id), seen.text
        return seen.op == "edit" and not seen.rows and seen.text == before

    return [[seen for seen in step if not only_closes(seen)] for step in steps]


def _comparable(steps: list[list[Change]]) -> list[list[tuple[object, ...]]]:
    """Without the ids of messages and in button data."""
    ids = Ids()

    def shown(seen: Change) -> tuple[object, ...]:
        rows = tuple(tuple(replace(one, data=ids.within(one.data)) for one in row) for row in seen.rows)
        private = seen.only_for is not None
        return seen.op, seen.place.kind, private, ids.name(str(seen.message.id)), seen.text, rows, seen.spans

    return [[shown(seen) for seen in step] for step in steps]
