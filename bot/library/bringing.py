"""What becomes of a file that a person brings: roadmaps with topics and ticks, or why there are none."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from bot.core.model import LARGEST_FILE
from bot.library.encoding import NotTextError, decode
from bot.library.importing import DraftNode, DraftRoadmap, roadmap_of, understand
from bot.library.importing import Mark as Tick
from bot.library.importing.account import Reason
from bot.library.importing.report import MOST_LINES
from bot.library.matching import Matcher, taught_by
from bot.study.brought import MOST_OWN, Brought, Refusal, Understanding
from bot.study.catalogue import Catalogue
from bot.study.progress import Mark

MOST_NODES = 5_000
SILENT = (Reason.MARKUP, Reason.LABEL, Reason.TITLE, Reason.DEFINITION)
"""What nobody misses who sent the file."""
_MARKS = {Tick.DONE: Mark.DONE, Tick.IN_PROGRESS: Mark.IN_PROGRESS}


class RoadmapReader:
    """The job that reads a file; it may be called in any thread, by one at a time."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, name: str, raw: bytes) -> Understanding:
        if len(raw) > LARGEST_FILE:
            return Understanding(refusal=Refusal.TOO_BIG)
        try:
            decoded = decode(raw)
        except NotTextError:
            return Understanding(refusal=Refusal.NOT_TEXT)
        if decoded.text.count("\n") > MOST_LINES:
            return Understanding(refusal=Refusal.TOO_LONG)
        found = understand(decoded.text, name.rpartition(".")[0] or name)
        if not found.roadmaps:
            return Understanding(refusal=Refusal.NOTHING)
        drafts = found.roadmaps[:MOST_OWN]
        if any(sum(1 for _ in draft.nodes) > MOST_NODES for draft in drafts):
            return Understanding(refusal=Refusal.TOO_MANY)
        missed = (one.reason for one in found.account.dropped if one.reason not in SILENT)
        dropped = Counter(reason.name.lower().replace("_", "-") for reason in missed)
        return Understanding(tuple(map(self._brought, drafts)), lost=decoded.lost, dropped=dict(dropped))

    def _brought(self, draft: DraftRoadmap) -> Brought:
        roadmap = roadmap_of(draft, self._matcher.topics)
        marks = {node: mark for phase in draft.top.parts for node, mark in _ticked(phase) if node in roadmap.leaves}
        return Brought(roadmap, marks)

    @cached_property
    def _matcher(self) -> Matcher:
        """Made when it is first needed: it takes a moment, and most processes never need it."""
        return taught_by(self._catalogue)


def _ticked(node: DraftNode, above: Mark | None = None) -> Iterator[tuple[str, Mark]]:
    """A tick on a title is one on all below it."""
    mark = _MARKS[node.mark] if node.mark else above if above is Mark.DONE else None
    if mark:
        yield node.id, mark
    for part in node.parts:
        yield from _ticked(part, mark)
