"""The session: what people at the terminal type, line by line, and the bot as they reach it."""

import asyncio
from collections.abc import AsyncIterable, Awaitable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol, assert_never
from uuid import uuid4

from bot.adapters.terminal.lines import (
    Blank,
    Command,
    Directive,
    GoTo,
    PressLabel,
    PressNumber,
    Restart,
    Say,
    SayExactly,
    SendFile,
    SpeakAs,
    Typed,
    Until,
    Wait,
    Wrong,
    parse,
)
from bot.adapters.terminal.place import PLATFORM, Place
from bot.adapters.terminal.printer import Call, Printer
from bot.adapters.terminal.screen import Found, Screens
from bot.adapters.terminal.upload import read_upload
from bot.core.clock import Clock
from bot.core.i18n import Argument
from bot.core.model import CommandCalled, Happening, Incoming, Message, Pressed, Said, Who
from bot.core.ports import Handled, StorageUnavailable
from bot.core.text import Text

LONGEST_WAIT = timedelta(days=36525)


class Host(Protocol):
    """The bot behind the terminal. It may be restarted; what is on the screens stays."""

    @property
    def clock(self) -> Clock: ...

    @property
    def virtual(self) -> bool:
        """Whether `advance` may be called."""
        ...

    async def handle(self, incoming: Incoming) -> Handled:
        """Raises StorageUnavailable: nothing of it was written."""
        ...

    async def settle(self) -> None:
        """Run all that is due now and deliver it. Raises StorageUnavailable."""
        ...

    async def advance(self, to: datetime) -> None:
        """Move the virtual clock to `to` (UTC), running all that falls due, in order. Raises StorageUnavailable."""
        ...

    async def restart(self) -> None:
        """Drop the process state without any goodbye and start again on the same database. Raises
        StorageUnavailable."""
        ...

    def text(self, key: str, /, **arguments: Argument) -> str:
        """A text of the catalogue, plain."""
        ...


class _NotHandled(StorageUnavailable):
    """It failed on the line itself, not on what was due besides: the line has to be typed again."""


class Session:
    """`zone` is what wall times are meant in, its name is offered to newcomers; `speaker` is the person at first."""

    def __init__(
        self, host: Host, screens: Screens, printer: Printer, *, zone: tzinfo, zone_name: str, locale: str, speaker: str
    ) -> None:
        self._host = host
        self._screens = screens
        self._printer = printer
        self._zone = zone
        self._zone_name = zone_name
        self._locale = locale
        self._first_speaker = self._speaker = speaker
        self._group: str | None = None

    async def run(self, lines: AsyncIterable[str]) -> None:
        """Until there are no more lines, or nobody reads the answers. One idle is printed before the first line and
        one after each."""
        self._printer.note(self._host.text("terminal-welcome"))
        try:
            await self._with_storage(self._host.settle())
            self._idle()
            async for line in lines:
                self._printer.heard()
                await self._with_storage(self._handle(line))
                self._idle()
                if self._printer.closed:
                    break
        finally:
            self._printer.end()

    @property
    def _place(self) -> Place:
        return Place(private=True, name=self._speaker) if self._group is None else Place(False, self._group)

    async def _handle(self, raw: str) -> None:
        match parse(raw):
            case Blank():
                pass
            case Wrong() as wrong:
                self._wrong(wrong)
            case Command(name, args):
                await self._tell(CommandCalled(name, args))
                self._screens.asking.pop((self._place, self._speaker), None)
            case Say() | PressNumber() | PressLabel() as typed:
                await self._typed(typed)
            case directive:
                await self._obey(directive)
        await self._host.settle()

    async def _with_storage(self, work: Awaitable[None]) -> None:
        try:
            await work
        except _NotHandled as error:
            self._error("terminal-storage", reason=str(error))
        except StorageUnavailable as error:
            self._error("terminal-storage-later", reason=str(error))

    async def _typed(self, typed: Typed) -> None:
        asker = (self._place, self._speaker)
        if (asked := self._screens.asking.get(asker)) and not typed.text.startswith("/"):
            await self._tell(Pressed(asked.button.data, asked.on, typed.text), asked.on)
            self._screens.asking.pop(asker, None)
            return
        match typed:
            case PressNumber(number) if found := self._screens.numbered(*asker, number):
                await self._press(found)
            case PressLabel(label):
                found = self._screens.labelled(*asker, label)
                await (self._press(found) if found else self._no_button(label))
            case _:
                await self._tell(Said(typed.text))
                self._screens.asking.pop(asker, None)

    async def _press(self, found: Found) -> None:
        button = found.button
        if button.url:
            self._ack(button.url, found.on)
        elif button.asks:
            hint = f" ({button.asks.hint})" if button.asks.hint else ""
            self._ack(button.asks.label + hint, found.on)
            self._screens.asking[self._place, self._speaker] = found
        else:
            await self._tell(Pressed(button.data, found.on), found.on)

    async def _no_button(self, label: str) -> None:
        labels = self._screens.labels(self._place, self._speaker)
        if labels:
            self._error("terminal-no-button", label=label, labels=", ".join(labels), example=f"#{labels[0]}")
        else:
            self._error("terminal-no-buttons", label=label)

    async def _obey(self, directive: Directive) -> None:
        match directive:
            case SayExactly(text):
                await self._tell(Said(text))
            case SpeakAs(name):
                self._speaker = name
            case GoTo(group):
                self._group = group
            case Wait() | Until() if not self._host.virtual:
                self._error("terminal-real-clock")
            case Wait(duration):
                await self._advance(duration)
            case Until(when):
                await self._advance_to(when)
            case Restart():
                await self._host.restart()
            case SendFile(path):
                upload = await asyncio.to_thread(read_upload, path)
                if isinstance(upload, Wrong):
                    self._wrong(upload)
                else:
                    await self._tell(upload)
                    # What a number means now is on the screen.
                    self._screens.asking.pop((self._place, self._speaker), None)
            case _:
                assert_never(directive)

    async def _advance_to(self, when: datetime) -> None:
        now = self._host.clock.now()
        try:
            # A wall time that exists twice means the first that is still to come.
            instants = [when] if when.tzinfo else [when.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1)]
            ahead = [one.astimezone(UTC) - now for one in instants]
        except OverflowError:
            self._error("terminal-too-far")
            return
        duration = next((one for one in ahead if one >= timedelta()), None)
        if duration is None:
            here = now.astimezone(self._zone)
            tomorrow = f"{here.date() + timedelta(days=1)}T09:00"
            self._error("terminal-past", now=_wall(here), example=tomorrow)
        else:
            await self._advance(duration)

    async def _advance(self, duration: timedelta) -> None:
        if duration > LONGEST_WAIT:
            self._error("terminal-too-far")
            return
        await self._host.advance(self._host.clock.now() + duration)
        here = self._host.clock.now().astimezone(self._zone)
        self._printer.note(self._host.text("terminal-now", now=_wall(here)))

    async def _tell(self, what: Happening, on: str | None = None) -> None:
        """Hand it to the bot and show its notice; `on` is the message pressed."""
        place = self._place
        incoming = Incoming(
            key=f"{PLATFORM}:{uuid4().hex}",
            at=self._host.clock.now(),
            where=place.address,
            private=place.private,
            private_chat=None if place.private else Place(private=True, name=self._speaker).address,
            who=Who(self._speaker, self._speaker),
            what=what,
            locale=self._locale,
            zone=self._zone_name,
        )
        try:
            handled = await self._host.handle(incoming)
        except StorageUnavailable as error:
            raise _NotHandled(str(error)) from error
        if handled.ack:
            self._ack(handled.ack, on)

    def _ack(self, text: str, on: str | None) -> None:
        now = self._host.clock.now()
        self._printer.call(Call(now, self._place, self._speaker, "ack", on, Message(Text(text))))

    def _idle(self) -> None:
        self._printer.idle(self._host.clock.now(), self._prompt())

    def _prompt(self) -> str:
        if self._group is not None:
            return self._host.text("terminal-prompt-group", name=self._speaker, group=self._group)
        if self._speaker != self._first_speaker:
            return self._host.text("terminal-prompt-as", name=self._speaker)
        return self._host.text("terminal-prompt")

    def _wrong(self, wrong: Wrong) -> None:
        self._error(wrong.key, **wrong.arguments)

    def _error(self, key: str, **arguments: Argument) -> None:
        self._printer.error(self._host.text(key, **arguments))


def _wall(here: datetime) -> str:
    return here.strftime("%Y-%m-%d %H:%M")
