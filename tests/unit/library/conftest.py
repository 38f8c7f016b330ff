"""A small content folder that is right, for tests to break in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import ContentError, load

TOPICS = """\
topics:
  - id: loops
    title: Loops
    area: basics
    scope: for and while
  - id: sets
    title: Sets
    area: basics
    scope: no order, no repeats
    prerequisites: [loops]
"""

ROADMAP = """\
id: short
title: A short way
audience: Anyone in a hurry
moved:
  looping: loops
parts:
  - section: First
    id: first
    number: "1"
    hours: 2
    parts:
      - section: Loops
        id: loops-part
        number: "1.1"
        hours: 1.5
        parts:
          - item: for and while
            id: loops
            topics: [loops]
            resources:
              - id: loops-docs
                title: Compound statements
                url: https://docs.python.org/3/reference/compound_stmts.html
                kind: docs
          - item: Nested loops
            id: nested
            optional: true
            minutes: 15
            parts:
              - item: Leaving two loops at once
                id: leaving
                awareness: true
      - section: Sets
        id: sets-part
        topics: [sets, loops]
        tier: job-ready
"""

QUESTIONS = """\
questions:
  - id: loops-range-sum
    topics: [loops]
    kind: output
    level: understand
    difficulty: 2
    stem: What does this print?
    code: |
      print(sum(range(3)))
    options:
      - {id: a, text: 3, correct: true, reason: 0 + 1 + 2 make three.}
      - {id: b, text: 6, reason: The stop is left out.}
      - {id: c, text: TypeError, reason: Numbers can be added.}
    explanation: range(3) gives 0, 1 and 2.
    source: https://docs.python.org/3/library/stdtypes.html#range
  - id: loops-no-else
    topics: [loops, sets]
    kind: true-false
    level: analyse
    difficulty: 4
    stem: "A loop can have no else."
    options:
      - {id: t, text: True, correct: false, reason: It can have one.}
      - {id: f, text: False, correct: true, reason: The else runs when no break did.}
    explanation: for and while both take an else.
    source: https://docs.python.org/3/reference/compound_stmts.html
  - id: loops-over-what
    topics: [loops]
    kind: multiple
    level: apply
    difficulty: 3
    stem: What can a for loop go through?
    check: |
      try:
          iter(eval(OPTION))
          print("yes")
      except TypeError:
          print("no")
    options:
      - {id: a, text: "[1, 2]", correct: true, reason: A list gives its entries.}
      - {id: b, text: "'ab'", correct: true, reason: A string gives its characters.}
      - {id: c, text: "12", reason: A number holds nothing to go through.}
      - {id: d, text: "None", reason: None holds nothing to go through.}
    explanation: Anything that iter() takes.
    source: https://docs.python.org/3/glossary.html#term-iterable
"""

FILES = {
    "topics.yaml": TOPICS,
    "roadmaps/short.yaml": ROADMAP,
    "questions/basics/loops.yaml": QUESTIONS,
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def found(content: Path) -> Callable[[], list[str]]:
    """The problems of the folder, each as one line whose file is relative to the folder."""

    def problems() -> list[str]:
        with pytest.raises(ContentError) as error:
            load(content)
        return [line.removeprefix(f"{content}/") for line in str(error.value).splitlines()]

    return problems
