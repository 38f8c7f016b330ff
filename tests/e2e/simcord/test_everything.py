"""Every command, button, select and modal there is, pressed in simcord: who adds one adds it to what is tested."""

from collections.abc import Callable, Iterator

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.simcord.conftest import Begin, in_dm, in_guild
from tests.e2e.simcord.content import two_roadmaps
from tests.e2e.simcord.crawl import IN_A_MENU, Crawl
from tests.e2e.simcord.seat import Seat
from tests.e2e.simcord.words import PREFIXES, Kinds, written_in_features
from tests.simcord_bench import SimcordBench

AFTER_A_FILE = {"br1"}
"""Buttons that only somebody sees who sent a file: tests/e2e/discord/test_bringing.py presses them."""
TOO_LATE = (
    *("stale-button", "not-started", "start-already-answered", "undo-too-late"),
    *("quiz-answered-before", "quiz-goes-on", "forget-stale", "report-stale"),
)


@pytest.mark.parametrize("place", [in_dm, in_guild])
async def test_everything_that_can_be_pressed_was_pressed(
    begin: Begin, catalogue: Catalogue, place: Callable[[SimcordBench], Seat]
) -> None:
    content = two_roadmaps(catalogue)
    bench = await begin(content=content)
    crawl = Crawl(Kinds(content), written_in_features(), [first_words(bench, key) for key in TOO_LATE])
    commands = [name for name in bench.app.registry.commands if name != "forget"]
    await crawl.run(newcomers(bench, place), [*commands, *commands, "start", "forget"])

    assert crawl.called.keys() == bench.app.registry.commands.keys()
    assert PREFIXES - {kind.partition(":")[0] for kind in crawl.pressed} == AFTER_A_FILE
    assert {kind for kind in crawl.missing if kind.partition(":")[0] not in AFTER_A_FILE} == set()
    assert {kind for kind in crawl.pressed if kind.endswith((":typed", ":type"))} == crawl.modals.keys() != set()
    assert [kind for kind in crawl.pressed if kind.endswith(IN_A_MENU)]


def first_words(bench: SimcordBench, key: str) -> str:
    """Of a text; what differs from case to case comes later."""
    return bench.app.translations.text("en", key, {"number": 1, "of": 1}).plain.partition(".")[0]


def newcomers(bench: SimcordBench, place: Callable[[SimcordBench], Seat]) -> Iterator[Seat]:
    while True:
        bench.channel = bench.guild.create_text_channel("study")
        yield place(bench)
