"""Messages for all in a channel, which only a feature of the test's own writes: everybody's presses count, and what is
for one person is seen by that one alone."""

import pytest

from bot.features import FEATURES
from tests.e2e.discord import board
from tests.e2e.discord.conftest import Begin
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.screens import WatchedDiscord, text_of


@pytest.fixture
async def both(begin: Begin, fake: WatchedDiscord) -> tuple[Desk, Desk]:
    """Ada and Bob in the same channel."""
    bench = await begin(features=(*FEATURES, board.feature))
    ada, bob = fake.person("Ada"), fake.person("Bob")
    place = fake.guild("Algo", ada, bob).channel("study")
    return Desk(bench, ada, place), Desk(bench, bob, place)


async def test_the_board_is_for_everybody(both: tuple[Desk, Desk]) -> None:
    ada, bob = both
    shown = await ada.only("/board")
    assert (shown.text, shown.only_for) == ("The board", None)
    signed = await bob.only("#Sign")
    assert (signed.op, signed.message, signed.text) == ("edit", shown.message, "Signed by Bob")
    assert ada.reads(shown.message) == "Signed by Bob"
    assert (await ada.only("#Sign")).text == "Signed by Ada"
    assert bob.fake.public_texts() == ["The board", "Signed by Bob", "Signed by Ada"]


@pytest.mark.parametrize(("button", "said"), [("#Mine", "Bob's own"), ("#Hush", "Hush, Bob")])
async def test_who_presses_is_answered_alone(both: tuple[Desk, Desk], button: str, said: str) -> None:
    ada, bob = both
    shown = await ada.only("/board")
    answer = await bob.only(button)
    assert (answer.op, answer.text, answer.only_for) == ("send", said, bob.person)
    assert [one.message for one in await ada.does(button)] == [ada.screen[-1]]
    assert [text_of(one) for one in ada.screen] == ["The board", said.replace("Bob", "Ada")]
    assert [text_of(one) for one in bob.screen] == ["The board", said]
    assert text_of(shown.message) == "The board"


async def test_one_press_that_is_for_all_and_for_one(both: tuple[Desk, Desk]) -> None:
    ada, bob = both
    await ada.only("/board")
    signed, own = await bob.does("#Both")
    assert (signed.text, signed.only_for) == ("Signed by Bob", None)
    assert (own.text, own.only_for) == ("Bob's own", bob.person)
    assert [text_of(one) for one in ada.screen] == ["Signed by Bob"]


async def test_two_presses_at_once(both: tuple[Desk, Desk]) -> None:
    ada, bob = both
    shown = await ada.only("/board")
    presses = [desk.tap_only("Sign", shown.message) for desk in (ada, bob, ada, bob)]
    await ada.bench.settle()
    assert {one.first_response and one.first_response[0] for one in presses} <= {6, 7}
    assert text_of(shown.message) in ("Signed by Ada", "Signed by Bob")
    assert [text_of(one) for one in ada.screen] == [text_of(shown.message)]


async def test_a_command_for_all_may_answer_one(both: tuple[Desk, Desk]) -> None:
    ada, bob = both
    own = await ada.only("/mine")
    assert (own.text, own.only_for) == ("Ada's own", ada.person)
    assert bob.screen == []


async def test_the_board_after_a_restart(both: tuple[Desk, Desk]) -> None:
    ada, bob = both
    shown = await ada.only("/board")
    await ada.bench.restart()
    assert [one.text for one in await bob.does("#Both")] == ["Signed by Bob", "Bob's own"]
    assert text_of(shown.message) == "Signed by Bob"
