"""`milepost run` and its other commands as child processes of a test, against the fakes."""

import asyncio
import os
import signal
import socket
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.e2e.terminal import environment
from tests.processes import fork
from tests.telegram.server import FakeTelegram

PATIENCE = 40
"""Real seconds for a process to start, or to end after it was told to."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Running:
    """`start` it, `stop` or `wait` for it; `log` is all it wrote to stderr, of all its starts. Without a fake it serves
    what `settings`, or a .env file in the folder, say."""

    def __init__(
        self, fake: FakeTelegram | None, folder: Path, *command: str, cold: bool = False, **settings: str
    ) -> None:
        """`cold`: a Python that has imported nothing yet."""
        self._folder, self._command, self._cold = folder, command or ("run",), cold
        self._settings = {
            **({"TELEGRAM_API_URL": fake.url, "TELEGRAM_BOT_TOKEN": fake.token} if fake else {}),
            "DATABASE_URL": f"sqlite:///{folder / 'run.sqlite3'}",
            **settings,
        }
        self._file = folder / f"{'-'.join(self._command)}-{id(self)}.log"
        self._process: BaseProcess | None = None

    @property
    def log(self) -> str:
        return self._file.read_text(encoding="utf-8") if self._file.exists() else ""

    @property
    def lines(self) -> list[str]:
        return self.log.splitlines()

    async def start(self, until: str = "serving Telegram") -> "Running":
        """Until it logs that once more; without words, it just begins."""
        before = self.log.count(until)
        files = Path(os.devnull), self._file, self._file
        env = {**environment(), **self._settings}
        self._process = await asyncio.to_thread(fork, self._command, self._folder, env, files, cold=self._cold)
        if until:
            await self.logs(until, before + 1)
        return self

    async def logs(self, words: str, times: int = 1) -> None:
        """Until it has, so many times; fails where it ends before."""
        assert self._process
        async with asyncio.timeout(PATIENCE):
            while self.log.count(words) < times:
                assert self._process.exitcode is None, self.log
                await asyncio.sleep(0.01)

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Answers the exit code."""
        assert self._process
        assert self._process.pid
        os.kill(self._process.pid, by)
        return await self.wait()

    async def wait(self) -> int:
        assert self._process
        await asyncio.to_thread(self._process.join, PATIENCE)
        assert self._process.exitcode is not None, f"it hangs: {self.log}"
        return self._process.exitcode

    async def run(self) -> int:
        """Start it and wait for its end by itself."""
        await self.start("")
        return await self.wait()

    async def kill(self) -> None:
        if self._process and self._process.exitcode is None:
            self._process.kill()
            await self.wait()
