"""Lanes: events of one conversation, and of one person, are handled one after another, in the order they came."""

from collections import deque
from collections.abc import Hashable, Iterable
from typing import Generic, Protocol, TypeVar


class Laned(Hashable, Protocol):
    @property
    def lanes(self) -> frozenset[Hashable]: ...


J = TypeVar("J", bound=Laned)


class Lanes(Generic[J]):
    """Waiting jobs; `take` hands out those whose lanes are all free, `release` frees them again."""

    def __init__(self) -> None:
        self._waiting: deque[J] = deque()
        self._held: dict[J, frozenset[Hashable]] = {}
        """A job's lanes may change while it is handled; those it took are the ones to free."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, jobs: Iterable[J]) -> None:
        self._waiting.extend(jobs)

    def put_back(self, job: J) -> None:
        """To the front: it came before all that waits."""
        self._waiting.appendleft(job)

    def take(self, limit: int, scan: int = 1000) -> list[J]:
        """At most `limit` jobs of pairwise different free lanes, looking at the first `scan` that wait."""
        taken: list[J] = []
        passed: list[J] = []
        blocked = {lane for lanes in self._held.values() for lane in lanes}
        while self._waiting and len(taken) < limit and len(passed) < scan:
            job = self._waiting.popleft()
            (passed if job.lanes & blocked else taken).append(job)
            blocked |= job.lanes
        self._waiting.extendleft(reversed(passed))
        self._held.update((job, job.lanes) for job in taken)
        return taken

    def release(self, jobs: Iterable[J]) -> None:
        for job in jobs:
            del self._held[job]
