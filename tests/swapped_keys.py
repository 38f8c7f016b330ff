"""Whether a wrong key gets past the check by running: `python -m tests.swapped_keys --count 50 --seed 7`."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from bot.library import Problem, content_dir, read, verify
from bot.library.questions import WrittenQuestion
from bot.study.question import Option


def with_moved_key(written: WrittenQuestion, random: Random) -> WrittenQuestion:
    """A right option and a wrong one change places. Where no wrong one is foreseen (typed), the right one turns."""
    options = written.question.options
    moved = {random.choice([one.id for one in options if one.correct])}
    if wrong := [one.id for one in options if not one.correct]:
        moved.add(random.choice(wrong))
    turned = tuple(_turned(one) if one.id in moved else one for one in options)
    return replace(written, question=replace(written.question, options=turned))


def executed(written: Iterable[WrittenQuestion]) -> list[WrittenQuestion]:
    return [one for one in written if one.is_executed]


def stayed_green(swapped: list[WrittenQuestion]) -> list[str]:
    """Ids of those whose options nothing is said against. That a script is slow says nothing about its key."""
    red = {_place(problem) for problem in verify(swapped) if ".options" in problem.field}
    return [one.question.id for one in swapped if _place(one.problem((), "")) not in red]


def _turned(option: Option) -> Option:
    return replace(option, correct=not option.correct)


def _place(problem: Problem) -> tuple[object, str]:
    return problem.file, problem.field.partition(".")[0]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.swapped_keys")
    parser.add_argument("--count", type=int, default=50, help="how many questions to draw")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    there = executed(read(content_dir(None)).written)
    drawn = random.sample(there, min(arguments.count, len(there)))
    green = stayed_green([with_moved_key(one, random) for one in drawn])
    print(f"{len(drawn) - len(green)} of {len(drawn)} turned red")
    for key in green:
        print(key)
    return 1 if green or not drawn else 0


if __name__ == "__main__":
    sys.exit(main())
