"""The bot dies and starts again after everything Ada does, and she sees nothing of it."""

from dataclasses import replace

from bot.adapters.telegram.webhook import Hook
from bot.core.clock import VirtualClock
from bot.study.catalogue import Catalogue
from tests.e2e.ids import Ids
from tests.e2e.telegram.conftest import EVENING as START
from tests.e2e.telegram.conftest import behaved
from tests.e2e.telegram.phone import Phone, Seen
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

EVENING = [
    "/start",
    *["#1"] * 4,
    "#Type a city",
    "Nowhere",
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
    "=True",
    "=False",
    "#Retry",
    "/cancel",
    "/settings",
    "#Reminder",
    "#Another",
    "25:00",
    "20:15",
    "#Back",
    "/roadmap",
    "#2 Python",
    "#2.1",
    "#Variables",
    "#Started",
    "#Undo",
    ":until 2026-03-03T20:15",
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


async def test_restarts_all_along_change_nothing(two_urls: list[str], one_way: Catalogue, hook: Hook | None) -> None:
    through = await _story(two_urls[0], one_way, hook, restart_every=0)
    # By webhook less often: each takes a moment of real time.
    restarted = await _story(two_urls[1], one_way, hook, restart_every=5 if hook else 1)
    assert _comparable(through) == _comparable(restarted)
    # Every line did something: the comparison is about real messages.
    assert [line for line, step in zip(EVENING, through, strict=True) if not step] == []


async def _story(url: str, content: Catalogue, hook: Hook | None, *, restart_every: int) -> list[list[Seen]]:
    async with FakeTelegram(clock=VirtualClock(START)) as fake:
        bench = await TelegramBench(fake, url, fake.clock, hook=hook, content=content).start()
        ada, steps = Phone(bench, fake.person("Ada")), []
        for number, line in enumerate(EVENING, 1):
            steps.append(await ada.does(line))
            if restart_every and number % restart_every == 0:
                await bench.restart()
        await bench.close()
        behaved(fake)
    return steps


def _comparable(steps: list[list[Seen]]) -> list[list[tuple[object, ...]]]:
    """Without the ids in button data."""
    ids = Ids()

    def shown(seen: Seen) -> tuple[object, ...]:
        rows = tuple(tuple(replace(one, data=ids.within(one.data)) for one in row) for row in seen.rows)
        return seen.op, seen.id, seen.text, rows, seen.spans, seen.options, seen.asks

    return [[shown(seen) for seen in step] for step in steps]
