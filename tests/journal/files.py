"""The journal's files: one JSON object a line, each appended in one write, so that a kill leaves whole lines."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Update:
    """What somebody wrote, in the order the platform gives it out."""

    key: str
    chat: str
    user: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An update that was handled, after `handle` returned. `run` numbers the process."""

    run: int
    key: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """A call the platform has carried out: people see it from this moment on."""

    run: int
    key: str
    chat: str
    op: str
    priority: int
    text: str


class Tail:
    """Reads on where it left off; the piece of a line that is still being written stays for later."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._at = 0

    def lines(self) -> list[dict[str, Any]]:
        if not self._file.exists():
            return []
        with self._file.open("rb") as stream:
            stream.seek(self._at)
            whole = stream.read()
        whole = whole[: whole.rfind(b"\n") + 1]
        self._at += len(whole)
        return [json.loads(line) for line in whole.splitlines()]


class Journal:
    """A folder that stands for a platform's servers. They outlive every process of ours."""

    def __init__(self, folder: Path) -> None:
        self.updates = folder / "updates.jsonl"
        self.acknowledgements = folder / "acknowledgements.jsonl"
        self.platform = folder / "platform.jsonl"

    def write(self, updates: list[Update]) -> None:
        _append(self.updates, *(asdict(update) for update in updates))

    def end(self) -> None:
        """No more updates will come."""
        _append(self.updates, {"end": True})

    def acknowledge(self, one: Acknowledged) -> None:
        _append(self.acknowledgements, asdict(one))

    def apply(self, one: Applied) -> None:
        _append(self.platform, asdict(one))

    def acknowledged(self) -> list[Acknowledged]:
        return [Acknowledged(**line) for line in Tail(self.acknowledgements).lines()]

    def applied(self) -> list[Applied]:
        return [Applied(**line) for line in Tail(self.platform).lines()]


def _append(file: Path, *objects: dict[str, Any]) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, "".join(json.dumps(one) + "\n" for one in objects).encode())
    finally:
        os.close(handle)
