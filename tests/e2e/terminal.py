"""Drives `milepost chat --json` as a real process over pipes: a line in, what it answers out."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds without a word from the process after which it counts as hanging."""


@dataclass(frozen=True)
class Label:
    label: str
    data: str | None
    url: str | None


@dataclass(frozen=True)
class Call:
    """One printed object but idle. Of an error only `op` and `text` are there."""

    op: str
    text: str
    at: str = ""
    chat: str = ""
    to: str | None = None
    id: str | None = None
    spans: tuple[tuple[str, int, int, str], ...] = ()
    buttons: tuple[tuple[Label, ...], ...] = ()
    picture: str | None = None
    alt: str | None = None

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.buttons for button in row]

    def styled(self, style: str) -> list[str]:
        """The stretches of the text in this style."""
        return [self.text[start:end] for kind, start, end, _ in self.spans if kind == style]


class Terminal:
    """A chat that runs until `close` or the end of the `with` block, which also proves that it ended well."""

    def __init__(
        self,
        database: Path,
        *,
        at: str = "2026-03-02T18:00",
        zone: str = "Europe/Berlin",
        speaker: str = "Ada",
        content: Path | None = None,
    ) -> None:
        command = [sys.executable, "-m", "bot", "chat", "--json", "--at", at, "--zone", zone, "--as", speaker]
        self._process = subprocess.Popen(
            [*command, "--db", f"sqlite:///{database}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=database.parent,
            env=environment(content),
        )
        self._unread = b""
        self.now = ""
        """The instant of the newest idle, UTC."""
        self.calls: list[Call] = []
        """All there were, in order."""
        self.ready = self._until_idle()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is not None:
            self._process.kill()
            self._process.communicate()
            return
        self.close()

    def say(self, line: str) -> list[Call]:
        """Type one line and wait for its idle."""
        return self.write(line.encode())

    def write(self, line: bytes) -> list[Call]:
        assert self._process.stdin is not None
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()
        return self._until_idle()

    def run(self, lines: Iterable[str]) -> list[list[Call]]:
        return [self.say(line) for line in lines]

    def only(self, line: str) -> Call:
        """The one thing that comes of it."""
        (call,) = self.say(line)
        return call

    def close(self) -> None:
        """End the input; nothing more may be printed, and it must exit with 0 without a word on stderr."""
        out, errors = self._process.communicate(timeout=PATIENCE)
        assert (self._unread + out, errors, self._process.returncode) == (b"", b"", 0)

    def _until_idle(self) -> list[Call]:
        calls = []
        while (printed := self._read())["op"] != "idle":
            calls.append(_call(printed))
        assert printed.keys() == {"op", "at"}
        self.now = printed["at"]
        self.calls += calls
        return calls

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        stdout = self._process.stdout.fileno()
        while b"\n" not in self._unread:
            ready, _, _ = select.select([stdout], [], [], PATIENCE)
            assert ready, "the chat has hung"
            chunk = os.read(stdout, 1 << 16)
            assert chunk, f"the chat ended: {self._process.communicate()[1].decode()}"
            self._unread += chunk
        line, self._unread = self._unread.split(b"\n", 1)
        printed = json.loads(line.decode("ascii"))
        assert isinstance(printed, dict)
        return printed


def environment(content: Path | None = None) -> Mapping[str, str]:
    """The process's own, without settings that a developer may have there."""
    kept = {
        name: value for name, value in os.environ.items() if not name.endswith(("_TOKEN", "_URL", "_DIR", "_LEVEL"))
    }
    added = {"CONTENT_DIR": str(content)} if content else {}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **added}


def _call(printed: dict[str, Any]) -> Call:
    if printed["op"] == "error":
        assert printed.keys() == {"op", "text"}
        return Call(**printed)
    spans = tuple((one["style"], one["start"], one["end"], one["value"]) for one in printed["spans"])
    buttons = tuple(tuple(Label(**button) for button in row) for row in printed["buttons"])
    return Call(**{**printed, "spans": spans, "buttons": buttons})
