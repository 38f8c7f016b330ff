"""The same texts on Telegram, Discord and the terminal, but for a short list of differences, each with its reason."""

import pytest

from tests.situations import PAGE
from tests.situations.page import page
from tests.situations.script import SITUATIONS
from tests.situations.stage import Played, play

DIFFERENT = {
    "The question for the time zone",
    "A city nobody knows",
    "A quiz question",
    "A wrong answer, and the score",
    "The wrong ones again",
    "A right answer, and the score",
    "An argument out of bounds",
    "A time that can't be read",
    "A button twice, quickly",
}
"""All that may be read differently."""


pytestmark = pytest.mark.xdist_group("situations")  # they are played once, not in each process


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[Played]:
    return play(tmp_path_factory.mktemp("situations"))


def test_what_is_read_is_the_same_but_for_a_few_situations(played: list[Played]) -> None:
    assert len(SITUATIONS) >= 30
    assert {one.situation.title for one in played if not one.same} == DIFFERENT
    assert {one.title for one in SITUATIONS if one.differs} == DIFFERENT, "each has its reason, and no other has one"


def test_everybody_is_answered_everywhere(played: list[Played]) -> None:
    silent = [(one.situation.title, name) for one in played for name, seen in one.seen.items() if not seen]
    assert silent == []
    empty = [one.situation.title for one in played for seen in one.seen.values() for each in seen if not each.text]
    assert empty == []


def test_nothing_that_is_somebodys_own_is_there_for_all(played: list[Played]) -> None:
    assert all(not texts for one in played for texts in one.public.values())
    (called, pressed) = (one for one in played if one.situation.title in ("In a group", "A button of the answer"))
    for one in (called, pressed):
        assert all(seen.only_theirs for seen in one.seen["Discord"])
        assert all(seen.in_private for seen in one.seen["Telegram"])


def test_the_page_is_what_they_see_now(played: list[Played]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(played), "run `python -m tests.situations` and look at what changed"
