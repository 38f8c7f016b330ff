"""The command that moves keys does move them, and tells when nobody notices."""

from pathlib import Path
from random import Random

import pytest

from bot.library import content_dir, read
from bot.study.question import Kind
from tests.swapped_keys import executed, stayed_green, with_moved_key
from tests.unit.library.question_files import asked, write


@pytest.mark.parametrize("seed", range(3))
def test_every_key_is_moved_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    for written in executed(read(content_dir(None)).written):
        before, after = written.question, with_moved_key(written, random).question
        assert after.key != before.key
        assert [(one.id, one.text) for one in after.options] == [(one.id, one.text) for one in before.options]
        if before.kind is not Kind.TYPED:
            assert len(after.key) == len(before.key)


def test_what_stays_green_is_named(content: Path) -> None:
    """Here for want of a fault: the key of two was not moved."""
    entries = [asked(f"q{number}", kind="output", code="print(3)") for number in range(3)]
    write(content / "questions/basics/loops.yaml", *entries)
    first, second, third = read(content).written
    assert stayed_green([first, with_moved_key(second, Random(1)), third]) == ["q0", "q2"]


def test_what_is_said_against_the_code_is_nothing_against_the_key(content: Path) -> None:
    write(content / "questions/basics/loops.yaml", asked("broken", kind="output", code="print(1)\nraise KeyError"))
    assert stayed_green(list(read(content).written)) == ["broken"]
