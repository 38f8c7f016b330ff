"""A platform in memory: it keeps what it was asked to show, and fails where a test says so."""

import asyncio
import itertools
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.capabilities import Capabilities
from bot.core.clock import Clock
from bot.core.model import Address, Button, Message, QuizPoll
from bot.core.ports import OutboxRow, Receipt


@dataclass(frozen=True, slots=True)
class PlatformCall:
    """One call, when it began, and how it ended (None: well)."""

    at: datetime
    row: OutboxRow
    error: Exception | None = None

    @property
    def text(self) -> str:
        body = self.row.body
        if isinstance(body, Message):
            return body.text.plain
        return body.question.plain if isinstance(body, QuizPoll) else ""

    @property
    def buttons(self) -> list[Button]:
        body = self.row.body
        return [button for row in body.buttons for button in row] if isinstance(body, Message) else []


@dataclass
class RecordingPlatform:
    """Implements the port `bot.core.ports.Platform`."""

    clock: Clock
    name: str = "test"
    capabilities: Capabilities = field(default_factory=Capabilities)
    calls: list[PlatformCall] = field(default_factory=list)
    """Every call that ended, in order of its end."""
    gate: asyncio.Event | None = None
    """While set to an event that isn't set, calls stay in flight."""
    _script: dict[str, deque[Exception | None]] = field(default_factory=lambda: defaultdict(deque))
    _messages: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    in_flight: list[OutboxRow] = field(default_factory=list)

    def will(self, chat: str, *endings: Exception | None) -> None:
        """How the next calls to `chat` end: raising that error, or (None) well. Later ones end well."""
        self._script[chat].extend(endings)

    def counts(self, row: OutboxRow) -> bool:
        return not (row.poll and row.op in ("edit", "close"))

    async def send(self, row: OutboxRow) -> Receipt:
        began = self.clock.now()
        self.in_flight.append(row)
        try:
            if self.gate is not None:
                await self.gate.wait()
        finally:
            self.in_flight.remove(row)
        script = self._script[row.address.chat]
        error = script.popleft() if script else None
        self.calls.append(PlatformCall(began, row, error))
        if error is not None:
            raise error
        if row.op != "send":
            return Receipt()
        number = next(self._messages)
        return Receipt(f"m{number}", f"p{number}" if isinstance(row.body, QuizPoll) else "")

    @property
    def shown(self) -> list[PlatformCall]:
        """The calls that ended well."""
        return [call for call in self.calls if call.error is None]

    def texts(self, chat: str | None = None) -> list[str]:
        """Texts shown, of one chat or of all."""
        return [call.text for call in self.shown if chat in (None, call.row.address.chat)]

    def address(self, chat: str) -> Address:
        return Address(self.name, chat)
