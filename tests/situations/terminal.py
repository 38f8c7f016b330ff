"""Plays the terminal: a session and the app behind it, in this process."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from random import Random

from bot.adapters.terminal.platform import TerminalPlatform
from bot.adapters.terminal.printer import Call
from bot.adapters.terminal.screen import Screens
from bot.adapters.terminal.session import Session
from bot.app import App
from bot.core.clock import VirtualClock
from bot.core.i18n import Argument
from bot.core.model import Incoming
from bot.core.ports import Handled
from bot.study.catalogue import Catalogue
from bot.study.zone import tz
from tests.bench import milliseconds
from tests.content import texts
from tests.situations.steps import (
    Chooses,
    IsDown,
    Presses,
    PressesInGroup,
    PressesOld,
    PressesTwice,
    Row,
    Says,
    SaysInGroup,
    Seen,
    SendsFile,
    Step,
    Types,
    Waits,
)

ZONE = "Europe/Berlin"


class TerminalPlayer:
    """`folder` is where people's files lie."""

    name = "terminal"

    def __init__(self, database_url: str, content: Catalogue, start: datetime, folder: Path) -> None:
        self.clock = VirtualClock(start)
        self.virtual = True
        self._url, self._content, self._folder = database_url, content, folder
        self._rng, self._screens, self._paper = Random(1), Screens(), _Paper()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._app = self._build()
        self._session: asyncio.Task[None] | None = None

    def _build(self) -> App:
        return App(
            self._url,
            [TerminalPlatform(self.clock, self._screens, self._paper)],
            self._content,
            clock=self.clock,
            rng=self._rng,
            milliseconds=milliseconds,
            translations=texts(),
        )

    # what the session needs of its host

    async def handle(self, incoming: Incoming) -> Handled:
        return await self._app.engine.handle(incoming)

    async def settle(self) -> None:
        await self._app.settle()

    async def advance(self, to: datetime) -> None:
        await self._app.advance(to)

    async def restart(self) -> None:
        await self._app.drop()
        self._app = self._build()
        await self._app.start()

    def text(self, key: str, /, **arguments: Argument) -> str:
        return texts().text("en", key, arguments).plain

    # what the stage needs

    async def start(self) -> None:
        await self._app.start()
        session = Session(
            self, self._screens, self._paper, zone=tz(ZONE), zone_name=ZONE, locale="en", speaker="nobody"
        )
        self._session = asyncio.create_task(session.run(self._typed()))
        await self._paper.ready()

    async def close(self) -> None:
        self._lines.put_nowait(None)
        if self._session:
            await self._session
        await self._app.stop()

    async def reach(self, when: datetime) -> None:
        await self.advance(when)
        assert not self._paper.take()

    async def does(self, who: str, step: Step) -> list[Seen]:
        match step:
            case Waits(until):
                await self.advance(until)
            case IsDown(until):
                await self._app.drop()
                await self.clock.set(until)
                self._app = self._build()
                await self._app.start()
                await self.settle()
            case _:
                for line in (f":as {who}", *self._lines_for(step)):
                    await self._type(line)
        return self._paper.take()

    def others_see(self) -> list[str]:
        return self._paper.public

    def _lines_for(self, step: Step) -> list[str]:
        match step:
            case Says(text):
                return [text]
            case Presses(label) | PressesOld(label) | Chooses(label):
                return [f"#{label}"]
            case PressesTwice(label):
                return [f"#{label}"] * 2
            case Types(label, text):
                return [f"#{label}", text]
            case SendsFile(name, content):
                (self._folder / name).write_bytes(content)
                return [f":send {self._folder / name}"]
            case SaysInGroup(text):
                return [":in group Algo", text, ":in private"]
            case PressesInGroup(label):
                return [":in group Algo", f"#{label}", ":in private"]
        raise AssertionError(f"nobody types {step}")

    async def _type(self, line: str) -> None:
        self._lines.put_nowait(line)
        await self._paper.ready()

    async def _typed(self) -> AsyncIterator[str]:
        while (line := await self._lines.get()) is not None:
            yield line


class _Paper:
    """What is printed: a printer that keeps it."""

    closed = False

    def __init__(self) -> None:
        self.public: list[str] = []
        self._printed: list[Seen] = []
        self._idle = asyncio.Event()

    async def ready(self) -> None:
        async with asyncio.timeout(20):
            await self._idle.wait()
        self._idle.clear()

    def take(self) -> list[Seen]:
        """As on other screens: a notice lies over all, and what changed in place stands above what is new."""
        taken, self._printed = self._printed, []
        return sorted(taken, key=lambda seen: (seen.kind != "notice", not seen.in_place))

    def call(self, call: Call) -> None:
        if not call.place.private and call.to is None:
            self.public.append(call.message.text.plain)
        if call.op == "delete":
            return
        rows = tuple(Row(tuple(button.label for button in row)) for row in call.message.buttons)
        kind = "notice" if call.op == "ack" else "message"
        only = not call.place.private and call.to is not None
        self._printed.append(Seen(kind, call.message.text.plain, rows, call.op == "edit", only))

    def error(self, text: str) -> None:
        self._printed.append(Seen("client", text))

    def note(self, text: str) -> None: ...

    def idle(self, at: datetime, prompt: str) -> None:
        self._idle.set()

    def heard(self) -> None: ...

    def end(self) -> None: ...
