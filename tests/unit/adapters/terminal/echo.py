"""A little bot behind the terminal, with real deliveries on a virtual clock: what was sent and what is due is kept in a
"database" that outlives a restart."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.terminal.platform import TerminalPlatform
from bot.core.clock import VirtualClock
from bot.core.i18n import Argument, Translations
from bot.core.model import Address, Body, Button, CommandCalled, Field, Incoming, Message, Pressed, Rows, Said, Uploaded
from bot.core.ports import Handled, OutboxRow, StorageUnavailable
from bot.core.text import Text

LOCALES = Path(__file__).parents[4] / "bot" / "locales"
TRANSLATIONS = Translations.read(LOCALES)

MENU: Rows = (
    (Button("Done", "done"), Button("Undo", "undo")),
    (
        Button("Docs", url="https://example.org/docs"),
        Button("Rename", "rename", asks=Field("New name", "1 to 9 letters")),
    ),
)


def text(key: str, /, **arguments: Argument) -> str:
    return TRANSLATIONS.text("en", key, arguments).plain


@dataclass
class Database:
    refs: int = 0
    outbox: list[OutboxRow] = field(default_factory=list)
    due: list[tuple[datetime, Incoming]] = field(default_factory=list)
    down: str = ""

    def check(self) -> None:
        if self.down:
            raise StorageUnavailable(self.down)


@dataclass
class EchoHost:
    clock: VirtualClock
    platform: TerminalPlatform
    database: Database = field(default_factory=Database)
    virtual: bool = True
    heard: list[Incoming] = field(default_factory=list)
    starts: int = 1

    async def handle(self, incoming: Incoming) -> Handled:
        self.database.check()
        self.heard.append(incoming)
        match incoming.what:
            case Said(words):
                self._put(incoming, f"{incoming.who.name} said {words}")
            case CommandCalled("menu"):
                self._put(incoming, "Menu", MENU)
            case CommandCalled("secret"):
                self._put(incoming, "Secret", ((Button("Mine", "mine"),),), only_for=incoming.who.user)
            case CommandCalled("nudge", str(hours)):
                self.database.due.append((self.clock.now() + timedelta(hours=int(hours)), incoming))
            case CommandCalled("crash"):
                self.database.down = "disk full"
            case CommandCalled(name, args):
                self._put(incoming, f"/{name} with {args}")
            case Pressed("done", on):
                self._put(incoming, "Menu, done", MENU, edits=on)
                return Handled("Well done")
            case Pressed("undo", on):
                self._put(incoming, None, deletes=on)
            case Pressed(data, _, answer):
                self._put(incoming, f"{data}: {answer}")
            case Uploaded(name, content):
                self._put(incoming, f"{name} of {len(content)} bytes")
        return Handled()

    async def settle(self) -> None:
        self.database.check()
        for at, incoming in sorted(self.database.due, key=lambda due: due[0]):
            if at <= self.clock.now():
                self.database.due.remove((at, incoming))
                self._put(incoming, "nudge")
        while self.database.outbox:
            await self.platform.send(self.database.outbox.pop(0))

    async def advance(self, to: datetime) -> None:
        for at in sorted(at for at, _ in self.database.due if at <= to):
            await self.clock.set(at)
            await self.settle()
        await self.clock.set(to)

    async def restart(self) -> None:
        self.database.check()
        self.starts += 1

    def text(self, key: str, /, **arguments: Argument) -> str:
        return text(key, **arguments)

    def _put(
        self,
        about: Incoming,
        words: str | None,
        buttons: Rows = (),
        only_for: str = "",
        edits: str | None = None,
        deletes: str | None = None,
    ) -> None:
        self.database.refs += 1
        body = None if words is None else Message(Text(words), buttons)
        row = outbox_row(about.where.chat, body, ref=self.database.refs, only_for=only_for)
        if edits or deletes:
            row = replace(row, op="edit" if edits else "delete", message=edits or deletes)
        self.database.outbox.append(row)


def outbox_row(chat: str, body: Body | None, *, ref: int, only_for: str = "") -> OutboxRow:
    """A Send."""
    return OutboxRow(
        id=ref,
        key=f"test/{ref}",
        conversation=1,
        address=Address("terminal", chat),
        op="send",
        ref=ref,
        body=body,
        priority=0,
        created_at=datetime.fromisoformat("2026-03-28T08:00+00:00"),
        only_for=only_for,
    )
