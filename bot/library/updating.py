"""An edited source read again: its roadmap in the file that was made of it before, under the ids of that file."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from bot.library.matching.filling import Topics, with_topics
from bot.library.named import named_roadmap
from bot.library.problems import refused
from bot.library.roadmap_yaml import roadmap_yaml
from bot.study.revision import Revision, revised
from bot.study.roadmap import Roadmap

_LEAST_IN_COMMON = 0.25
"""Of the smaller roadmap's parts. Two roadmaps to the same profession share up to 0.3, most of them less than this."""


@dataclass(frozen=True, slots=True)
class Update:
    """What was done to `file`; nothing was written where the source says `nothing_new`."""

    file: Path
    revision: Revision
    nothing_new: bool
    gone: tuple[str, ...] = ()
    """Ids of resources, projects and other lines beside the parts that the source doesn't have."""

    def as_json(self) -> dict[str, Any]:
        revision = self.revision
        return {
            "roadmap": revision.roadmap.id,
            "kept": revision.kept,
            "moved": dict(revision.moved),
            "added": list(revision.added),
            "removed": list(revision.removed),
            "gone": list(self.gone),
        }

    def as_text(self) -> str:
        revision, titles = self.revision, self.revision.roadmap.nodes
        if self.nothing_new:
            return f"{revision.roadmap.id}: nothing new"
        counts = f"{revision.kept} kept, {len(revision.moved)} renamed, {len(revision.added)} added"
        lines = [f"{revision.roadmap.id}: {counts}, {len(revision.removed)} removed"]
        lines += [f"  renamed: {old} → {new} ({titles[new].title})" for old, new in revision.moved.items()]
        lines += [f"  added: {node} ({titles[node].title})" for node in revision.added]
        lines += [f"  removed: {node}" for node in revision.removed]
        lines += [f"  gone with its line, or not in the source: {one}" for one in self.gone]
        return "\n".join(lines)


def update_roadmap(roadmaps: Sequence[Roadmap], named: str, content: Path | None, topics: Topics) -> Update:
    """`named` is as in `named_roadmap`; `topics` is asked for what is added.

    Raises ContentError when there is no such roadmap, when it can't be read or written, or when none of `roadmaps`
    is an edition of it; then nothing is written.
    """
    file, old = named_roadmap(named, content)
    revision = _best(old, roadmaps)
    if revision is None:
        raise refused(file, "nothing in the source is an edition of it; another one, for example --update my-roadmap")
    nothing_new = revision.roadmap == old
    if not nothing_new:
        revision = replace(revision, roadmap=with_topics(revision.roadmap, topics, only=revision.added))
        _write(file, roadmap_yaml(revision.roadmap))
    gone = tuple(one for one in old.beside if one not in revision.roadmap.beside)
    return Update(file, revision, nothing_new, gone)


def _best(old: Roadmap, roadmaps: Sequence[Roadmap]) -> Revision | None:
    """Of the roadmap of which most is in the old one; the first of equals."""
    found = [(revised(old, new), min(len(old.nodes), len(new.nodes))) for new in roadmaps]
    fitting = [one for one, size in found if _known(one) >= _LEAST_IN_COMMON * size]
    return max(fitting, key=_known, default=None)


def _known(revision: Revision) -> int:
    return revision.kept + len(revision.moved)


def _write(file: Path, text: str) -> None:
    """Whoever reads the file meanwhile finds the old one or the new one, whole."""
    try:
        target = file.resolve()
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.stem}-", delete=False
        ) as temporary:
            temporary.write(text)
            temporary.flush()
            os.fsync(temporary.fileno())
        written = Path(temporary.name)
        try:
            written.chmod(target.stat().st_mode)
            written.replace(target)
        except OSError:
            written.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise refused(file, error.strerror or "can't be written") from error
