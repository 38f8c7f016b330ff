"""Calls that Telegram refused because they came too fast: whether the process that made them could have known.

A pacer knows the calls of its own process, and when they left. Those of one that was killed still count for Telegram
as long as the limit's period lasts; and how long a call is on its way, nobody knows. Calls that are refused for either
are made again later; they are told apart here from what a process brought upon itself.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tests.crash.finding import Finding
from tests.telegram.limits import TOKEN, Breach

Cause = Literal["own", "before", "way"]

LIMITS = {
    "token": (30, timedelta(seconds=1)),
    "chat": (1, timedelta(seconds=1)),
    "group": (20, timedelta(minutes=1)),
}
"""Those of core.telegram.org/bots/faq, as the fake keeps them."""
WAY = timedelta(seconds=0.25)
"""How much longer than another one a call may take to arrive: on a quiet machine some 30 ms, on a busy one 170."""
ROUND_TRIP = timedelta(seconds=0.5)
"""Until the answer has come that asks to wait; calls may leave meanwhile."""


@dataclass(frozen=True, slots=True)
class Call:
    """One that was taken."""

    at: datetime
    chat: int


@dataclass(frozen=True, slots=True)
class Calls:
    """All in order; `starts` are those of the processes."""

    taken: Sequence[Call]
    breaches: Sequence[Breach]
    starts: Sequence[datetime]

    def finding(self) -> Finding:
        by_cause: dict[Cause, list[Breach]] = defaultdict(list)
        for one, cause in zip(self.breaches, self._causes(), strict=True):
            by_cause[cause].append(one)
        latest = max(map(self._age, by_cause["before"]), default=0)
        return Finding(
            "calls are within the limits",
            len(self.taken) + len(self.breaches),
            [
                f"{one.method} to {one.chat}: {one.limit}, {self._age(one):.1f} s after a start"
                for one in by_cause["own"]
            ],
            f"refused besides: {len(by_cause['before'])} for what a killed process had sent, at most {latest:.1f} s "
            f"after a start; {len(by_cause['way'])} for having been on their way less long than those before",
        )

    def _age(self, breach: Breach) -> float:
        return (breach.at - self._start(breach.at)).total_seconds()

    def _start(self, at: datetime) -> datetime:
        return self.starts[bisect(self.starts, at) - 1]

    def _causes(self) -> list[Cause]:
        causes: list[Cause] = []
        for place, breach in enumerate(self.breaches):
            if breach.limit == "wait":
                causes.append(self._cause_of_wait(breach, list(zip(self.breaches[:place], causes, strict=True))))
            else:
                causes.append(self._cause(breach))
        return causes

    def _cause(self, breach: Breach) -> Cause:
        most, period = LIMITS[breach.limit]
        chat = TOKEN if breach.limit == "token" else breach.chat
        counted = [one.at for one in self.taken if one.at <= breach.at and chat in (TOKEN, one.chat)][-most:]
        if counted[0] < self._start(breach.at):
            return "before"
        return "way" if breach.at >= counted[0] + period - WAY else "own"

    def _cause_of_wait(self, breach: Breach, earlier: Sequence[tuple[Breach, Cause]]) -> Cause:
        """That of the refusal which asked for it, unless the answer to that had come."""
        start = self._start(breach.at)
        asked = [(one, cause) for one, cause in earlier if one.chat == breach.chat or one.limit == "token"]
        asked = [(one, cause) for one, cause in asked if one.limit != "wait" and one.at >= start]
        if not asked:
            return "before"
        one, cause = asked[-1]
        return cause if breach.at <= one.at + ROUND_TRIP else "own"
