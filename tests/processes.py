"""`milepost` as a child process, as somebody types it.

Importing all of it takes seconds, which is most of what a short process does. So these are forked from one that has
imported everything (one for each process of pytest); where the very start of Python belongs to what a test proves,
it starts `python -m bot` itself.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.cli import main

ROOT = Path(__file__).parents[1]
PATIENCE = 60
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    ["bot.chat", "bot.serve", "bot.doctor", "bot.adapters.telegram.service", "bot.adapters.discord.service", __name__]
)


def fork(
    arguments: tuple[str, ...], cwd: Path, env: Mapping[str, str], files: tuple[Path, Path, Path], *, cold: bool = False
) -> BaseProcess:
    """`milepost` with these arguments, begun; it reads from the first of the files and appends to the others. `cold`
    makes it `python -m bot`."""
    child = _forks.Process(target=_milepost, args=(arguments, cwd, dict(env), files, cold))
    child.start()
    return child


def _milepost(
    arguments: tuple[str, ...], cwd: Path, env: dict[str, str], files: tuple[Path, Path, Path], cold: bool
) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, file in enumerate(files):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    if cold:
        os.execve(sys.executable, [sys.executable, "-m", "bot", *arguments], {"PYTHONPATH": str(ROOT), **env})
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.argv = ["milepost", *arguments]
    sys.exit(main(list(arguments)))


def milepost(
    *arguments: str, cwd: Path, typed: str = "", env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run to its end in the folder `cwd`, without the settings of whoever runs the tests."""
    settings = ("DATABASE_URL", "CONTENT_DIR", "LOG_LEVEL", "TELEGRAM_BOT_TOKEN", "DISCORD_BOT_TOKEN")
    clean = {name: value for name, value in os.environ.items() if name not in settings}
    with tempfile.TemporaryDirectory() as folder:
        given, said, logged = (Path(folder, name) for name in ("given", "said", "logged"))
        given.write_text(typed, encoding="utf-8")
        child = fork(arguments, cwd, {**clean, **(env or {})}, (given, said, logged))
        child.join(PATIENCE)
        if child.exitcode is None:
            child.kill()
        assert child.exitcode is not None, "it hangs"
        return subprocess.CompletedProcess(
            arguments, child.exitcode, said.read_text(encoding="utf-8"), logged.read_text(encoding="utf-8")
        )


def only_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line of a refusal: exit code 2, nothing on stdout, no traceback."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line
