"""Item analysis: whether those who know more are right on a question more often than those who know less."""

from dataclasses import dataclass, field
from math import sqrt

FEWEST = 20
"""People below which a correlation says nothing."""


@dataclass(slots=True)
class _Moments:
    """Mean and squared deviations of numbers that come one by one (Welford 1962, Technometrics 4, 419-420)."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        self.count += 1
        step = value - self.mean
        self.mean += step / self.count
        self.squares += step * (value - self.mean)


@dataclass(slots=True)
class Discrimination:
    """Of one question, over people who come one by one, so that nobody has to be kept in memory."""

    _all: _Moments = field(default_factory=_Moments)
    _right: _Moments = field(default_factory=_Moments)
    _wrong: _Moments = field(default_factory=_Moments)

    def add(self, *, right: bool, rest: float) -> None:
        """A person: whether they were right on the question, and their share of right answers to all others."""
        self._all.add(rest)
        (self._right if right else self._wrong).add(rest)

    @property
    def value(self) -> float | None:
        """The point-biserial correlation of being right on the question with the share right on the rest, from -1 to 1:

            r = (M1 - M0) / s * sqrt(p * (1 - p))

        M1 and M0 are the mean shares of those who were right and of those who were wrong, s the standard deviation of
        all shares (over n, not n - 1), p the part of people who were right. The question itself is left out of the
        share, or it would correlate with itself: Guilford 1953, "The correlation of an item with a composite of the
        remaining items in a test", Educational and Psychological Measurement 13, 87-93. Below 0 the key is suspect.

        None under 20 people, and where all were right, all wrong, or all the same on the rest.
        """
        people = self._all.count
        if people < FEWEST or not self._right.count or not self._wrong.count or not self._all.squares:
            return None
        p = self._right.count / people
        return (self._right.mean - self._wrong.mean) / sqrt(self._all.squares / people) * sqrt(p * (1 - p))
