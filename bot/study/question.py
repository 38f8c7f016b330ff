"""Questions as authors write them: what is asked, the options, and why each is right or wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    OUTPUT = "output"
    """Predict what the code prints."""
    TYPED = "typed"
    """The learner types it; the options are the spellings that count as right, and wrong answers one can foresee."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `id` never changes its meaning; `reason` says why it is right or wrong."""

    id: str
    text: str
    correct: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """`id` never changes its meaning: a question whose key changes gets a new id. `difficulty` is 1 (easy) to 5."""

    id: str
    topics: tuple[str, ...]
    kind: Kind
    stem: str
    options: tuple[Option, ...]
    explanation: str
    source: str
    level: str
    difficulty: int
    code: str = ""
    language: str = "python"
    detail: str = ""
    """A longer explanation, for those who want it."""

    @property
    def key(self) -> frozenset[str]:
        """Ids of the options that make a right answer."""
        return frozenset(option.id for option in self.options if option.correct)
