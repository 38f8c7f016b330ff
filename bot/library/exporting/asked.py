"""What `milepost content export` is asked for: the marks in a file."""

import json
from pathlib import Path

from bot.library.problems import refused
from bot.study.progress import Mark
from bot.study.roadmap import Roadmap

_MARKS = (Mark.DONE, Mark.IN_PROGRESS)
_EXAMPLE = 'for example {"loops": "done", "functions": "in-progress"}'


def asked_marks(file: Path, roadmap: Roadmap) -> tuple[dict[str, Mark], list[str]]:
    """The marks by today's ids, and the ids that belong to nothing in the roadmap. Raises ContentError."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise refused(file, error.strerror or "can't be read") from error
    except (ValueError, RecursionError):
        raise refused(file, f"is no JSON; {_EXAMPLE}") from None
    if not isinstance(found, dict):
        raise refused(file, f"expected marks by id, {_EXAMPLE}")
    for own, mark in found.items():
        if mark not in _MARKS:
            raise refused(file, f"{own} is marked {json.dumps(mark)}, expected done or in-progress, {_EXAMPLE}")
    marks = {roadmap.current_id(own) or own: Mark(mark) for own, mark in found.items()}
    known = {*roadmap.nodes, *roadmap.beside}
    return marks, [own for own in marks if own not in known]
