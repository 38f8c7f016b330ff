"""What an import tells: how large the roadmaps are, how the file was read, and which lines are in no roadmap."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.core.model import LARGEST_FILE
from bot.library.encoding import Decoded, NotTextError, decode
from bot.library.importing.account import Reason
from bot.library.importing.counts import counts
from bot.library.importing.draft import DraftRoadmap
from bot.library.importing.understand import Understood, understand
from bot.library.problems import refused
from bot.library.roadmap_yaml import roadmap_yaml
from bot.study.roadmap import Roadmap

MOST_LINES = 20_000


def read_document(file: Path) -> tuple[Understood, Decoded]:
    """Raises ContentError when the file can't be read, is no text, or is larger than any roadmap."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise refused(file, error.strerror or "can't be read") from error
    if len(raw) > LARGEST_FILE:
        raise refused(file, f"{len(raw)} bytes are more than the {LARGEST_FILE} that a roadmap may have")
    try:
        decoded = decode(raw)
    except NotTextError as error:
        raise refused(file, str(error)) from error
    lines = decoded.text.count("\n")
    if lines > MOST_LINES:
        raise refused(file, f"{lines} lines are more than the {MOST_LINES} that a roadmap may have")
    return understand(decoded.text, file.stem), decoded


def write_roadmaps(roadmaps: Sequence[Roadmap], folder: Path) -> list[Path]:
    """Raises ContentError rather than write over a file; then nothing is written."""
    files = [folder / f"{roadmap.id}.yaml" for roadmap in roadmaps]
    for file in files:
        if file.exists():
            raise refused(file, "is already there; take it away, or choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, roadmap in zip(files, roadmaps, strict=True):
            file.write_text(roadmap_yaml(roadmap), encoding="utf-8")
    except OSError as error:
        raise refused(folder, error.strerror or "can't be written") from error
    return files


def as_json(found: Understood, decoded: Decoded) -> dict[str, Any]:
    return {
        "roadmaps": [
            {"id": roadmap.id, "title": roadmap.title, "counts": asdict(counts(roadmap))} for roadmap in found.roadmaps
        ],
        "encoding": {"codec": decoded.codec, "repaired_lines": len(decoded.repaired_lines), "lost": decoded.lost},
        "dropped": [{"line": one.line, "text": one.text, "reason": one.reason.value} for one in found.account.dropped],
        "unmatched": len(found.account.unmatched),
    }


def as_text(found: Understood, decoded: Decoded) -> str:
    lines = [line for roadmap in found.roadmaps for line in _roadmap(roadmap)]
    if decoded.repaired_lines or decoded.lost:
        repaired = len(decoded.repaired_lines)
        lines.append(f"read as {decoded.codec}: {repaired} lines repaired, {decoded.lost} characters lost")
    dropped = Counter(one.reason for one in found.account.dropped)
    lines += [f"dropped, {reason.value}: {_rows(found, reason)}" for reason in sorted(dropped)]
    if found.account.unmatched:
        lines.append(f"not understood: lines {', '.join(map(str, found.account.unmatched))}")
    return "\n".join(lines)


def _roadmap(roadmap: DraftRoadmap) -> list[str]:
    size = counts(roadmap)
    levels = ", ".join(f"{count} on level {level}" for level, count in size.levels.items())
    shown = {name: value for name, value in asdict(size).items() if value and name != "levels"}
    others = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in shown.items())
    return [f"{roadmap.title} ({roadmap.id})", f"  sections: {levels}", *([f"  {others}"] if others else [])]


def _rows(found: Understood, reason: Reason) -> str:
    rows = [one.line for one in found.account.dropped if one.reason is reason]
    shown = ", ".join(map(str, rows[:12]))
    return f"lines {shown}{' …' if len(rows) > 12 else ''}" if len(rows) > 1 else f"line {shown}"
