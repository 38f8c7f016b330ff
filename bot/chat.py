"""`milepost chat`: one process, one terminal, and an app behind it that can be dropped and started again."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TextIO

from bot.adapters.terminal.platform import TerminalPlatform
from bot.adapters.terminal.printer import JsonPrinter, Printer
from bot.adapters.terminal.screen import Screens
from bot.adapters.terminal.session import Session
from bot.adapters.terminal.stdin import descriptor, read_lines
from bot.app import LOCALES, App, CannotStart, machine_milliseconds
from bot.core.clock import Clock, SystemClock, VirtualClock
from bot.core.i18n import Argument, Translations
from bot.core.model import Incoming
from bot.core.ports import Handled, StorageUnavailable
from bot.library import content_dir, load
from bot.study.zone import tz


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """`at` (aware) starts a virtual clock there; `zone` is a name of ours."""

    database_url: str
    content: Path | None
    json: bool
    at: datetime | None
    zone: str
    locale: str
    speaker: str


class AppHost:
    """The session's view of the app. What is on the screens survives `restart`, as a person's screen does."""

    def __init__(self, options: ChatOptions, translations: Translations) -> None:
        self.clock: Clock = VirtualClock(options.at) if options.at else SystemClock()
        self.virtual = options.at is not None
        self._options = options
        self._translations = translations
        self._content = load(content_dir(options.content))
        self.screens = Screens()
        self._rng = Random()
        self.printer: Printer = JsonPrinter(sys.stdout) if options.json else self._people()
        self._app = self._build()

    def _people(self) -> Printer:
        from bot.adapters.terminal.people import RichPrinter  # Scripts needn't pay for rich.

        return RichPrinter(sys.stdout, self.text, prompts=_is_tty(sys.stdin) and _is_tty(sys.stdout))

    def _build(self) -> App:
        return App(
            self._options.database_url,
            [TerminalPlatform(self.clock, self.screens, self.printer)],
            self._content,
            clock=self.clock,
            rng=self._rng,
            milliseconds=machine_milliseconds,
            translations=self._translations,
        )

    async def start(self) -> None:
        await self._app.start()

    async def stop(self) -> None:
        await self._app.stop()

    async def handle(self, incoming: Incoming) -> Handled:
        return await self._app.engine.handle(incoming)

    async def settle(self) -> None:
        await self._app.settle()

    async def advance(self, to: datetime) -> None:
        await self._app.advance(to)

    async def restart(self) -> None:
        await self._app.drop()
        self._app = self._build()
        try:
            await self._app.start()
        except StorageUnavailable as error:
            raise CannotStart(f"The database can't be used any more: {error}") from error

    def text(self, key: str, /, **arguments: Argument) -> str:
        return self._translations.text(self._options.locale, key, arguments).plain


def _is_tty(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


async def chat(options: ChatOptions) -> None:
    """Until the input ends. Raises ContentError, CannotStart or StorageUnavailable before the first prompt."""
    host = AppHost(options, Translations.read(LOCALES))
    await host.start()
    try:
        session = Session(
            host,
            host.screens,
            host.printer,
            zone=tz(options.zone),
            zone_name=options.zone,
            locale=options.locale,
            speaker=options.speaker,
        )
        await session.run(read_lines(descriptor(sys.stdin)))
    finally:
        await host.stop()
