"""What is wrong with the content, said so that an author finds the place."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FieldPath = tuple[str | int, ...]
"""The keys and list positions that lead from the top of a file to a value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1 and is None where no line is meant; `field` is empty when the whole file is meant."""

    file: Path
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        place = str(self.file) if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message) if part)


class ContentError(Exception):
    """The content can't be used. Carries every problem found, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def refused(file: Path, message: str) -> ContentError:
    """For what is wrong with a file as a whole."""
    return ContentError([Problem(file, None, "", message)])


def field_name(path: FieldPath) -> str:
    """The path as authors read it: `questions[3].options[0].text`, list positions counted from 0."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
