"""Where a person stands: marks on the leaves of a roadmap, the step they are at, and the derived state of parents.

Only leaves carry marks; everything else is derived. Ids of leaves that a newer roadmap no longer has are kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.study.roadmap import Node, Roadmap, Step

UNDO_DEPTH = 20


class Mark(StrEnum):
    """A leaf without a mark is to do."""

    IN_PROGRESS = "in-progress"
    DONE = "done"
    SKIPPED = "skipped"


CLOSED = frozenset({Mark.DONE, Mark.SKIPPED})


@dataclass(frozen=True, slots=True)
class Change:
    """What one marking overwrote, so that it can be undone."""

    id: int
    before: Mapping[str, Mark | None]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person on one roadmap. `anchor` is a step's first leaf that the person jumped to; steps before it wait."""

    id: int
    roadmap: str
    started_at: datetime
    marks: Mapping[str, Mark] = field(default_factory=dict)
    anchor: str | None = None
    undo: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Studies:
    """All enrolments of a person; `active` is the id of the one reminders and `/today` are about."""

    person: int
    enrolments: tuple[Enrolment, ...] = ()
    active: int | None = None

    @property
    def current(self) -> Enrolment | None:
        return self.by_id(self.active) if self.active is not None else None

    def by_id(self, enrolment: int) -> Enrolment | None:
        return next((mine for mine in self.enrolments if mine.id == enrolment), None)

    def on(self, roadmap: str) -> Enrolment | None:
        return next((mine for mine in self.enrolments if mine.roadmap == roadmap), None)

    def with_(self, enrolment: Enrolment) -> "Studies":
        """With `enrolment` added or replaced, and active."""
        others = tuple(mine for mine in self.enrolments if mine.id != enrolment.id)
        return Studies(self.person, (*others, enrolment), enrolment.id)


def up_to_date(enrolment: Enrolment, roadmap: Roadmap) -> Enrolment:
    """The enrolment with renamed leaves under their ids of today. The mark of a leaf that has parts by now is kept, and
    counts for nothing: its parts may be new."""
    if not roadmap.moved:
        return enrolment
    marks = {roadmap.current_id(node) or node: mark for node, mark in enrolment.marks.items()}
    anchor = enrolment.anchor and roadmap.current_id(enrolment.anchor)
    undo = tuple(
        Change(change.id, {roadmap.current_id(node) or node: mark for node, mark in change.before.items()})
        for change in enrolment.undo
    )
    return replace(enrolment, marks=marks, anchor=anchor, undo=undo)


def marked(enrolment: Enrolment, leaves: Iterable[str], mark: Mark | None, change: int) -> Enrolment:
    """With `mark` (None: to do) on `leaves`, and the change remembered under its id for undo."""
    before = {leaf: enrolment.marks.get(leaf) for leaf in leaves if enrolment.marks.get(leaf) != mark}
    if not before:
        return enrolment
    marks = _laid(enrolment.marks, dict.fromkeys(before, mark))
    return replace(enrolment, marks=marks, undo=(*enrolment.undo, Change(change, before))[-UNDO_DEPTH:])


def undone(enrolment: Enrolment, change: int) -> Enrolment | None:
    """Without the newest change; None where `change` isn't the newest (undone already, or something came after)."""
    if not enrolment.undo or enrolment.undo[-1].id != change:
        return None
    return replace(enrolment, marks=_laid(enrolment.marks, enrolment.undo[-1].before), undo=enrolment.undo[:-1])


def _laid(marks: Mapping[str, Mark], over: Mapping[str, Mark | None]) -> dict[str, Mark]:
    return {node: mark for node, mark in {**marks, **over}.items() if mark is not None}


def is_closed(enrolment: Enrolment, leaf: str) -> bool:
    return enrolment.marks.get(leaf) in CLOSED


def position(enrolment: Enrolment, roadmap: Roadmap) -> Step | None:
    """The first step with an open leaf, counted from where the person jumped to; None when all is finished."""
    steps = roadmap.steps
    start = 0
    if enrolment.anchor is not None and enrolment.anchor in roadmap.step_of:
        start = steps.index(roadmap.step_of[enrolment.anchor])
    for step in (*steps[start:], *steps[:start]):
        if any(not is_closed(enrolment, leaf.id) for leaf in step.leaves):
            return step
    return None


@dataclass(frozen=True, slots=True)
class Tally:
    """Leaves of a node: those done, skipped and in progress, of `total`."""

    done: int
    skipped: int
    in_progress: int
    total: int

    @property
    def share(self) -> float:
        """Done, of what wasn't skipped; 1.0 when everything was skipped."""
        counted = self.total - self.skipped
        return self.done / counted if counted else 1.0

    @property
    def mark(self) -> Mark | None:
        """The derived state of a parent."""
        if self.skipped == self.total:
            return Mark.SKIPPED
        if self.done + self.skipped == self.total:
            return Mark.DONE
        return Mark.IN_PROGRESS if self.done or self.in_progress else None


def tally(enrolment: Enrolment, leaves: Iterable[Node]) -> Tally:
    marks = [enrolment.marks.get(leaf.id) for leaf in leaves]
    return Tally(marks.count(Mark.DONE), marks.count(Mark.SKIPPED), marks.count(Mark.IN_PROGRESS), len(marks))


def minutes_left(enrolment: Enrolment, roadmap: Roadmap) -> float:
    """Expected minutes of the leaves still open, as the roadmap states them."""
    return float(sum(minutes for leaf, minutes in roadmap.budget.items() if not is_closed(enrolment, leaf)))
