"""Interactions that are being answered: how far each is, for as long as Discord takes answers to it.

An interaction has one first response, within three seconds; what was it decides which call the next answer is.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

import discord

from bot.core.clock import Clock

LIFE = timedelta(minutes=14, seconds=45)
"""Of a token: fifteen minutes ("Receiving and Responding", "Followup Messages"), less what a call may take."""


class Kind(Enum):
    COMMAND = "c"
    PRESS = "b"
    MODAL = "m"


class Stage(Enum):
    OPEN = auto()
    """Not answered yet."""
    THINKING = auto()
    """Put off with a message that says so; the first answer replaces it."""
    TAKEN = auto()
    """The press was taken, or changed its message, which is the one that "@original" means."""
    REPLIED = auto()
    """Answered with a message of its own."""
    UNKNOWN = auto()
    """Of an earlier process."""
    LOST = auto()
    """Discord doesn't know it any more."""


@dataclass(frozen=True, slots=True)
class Token:
    """What an outbox row keeps of the interaction it answers."""

    interaction: str
    kind: Kind
    secret: str

    def __str__(self) -> str:
        return f"{self.interaction}:{self.kind.value}:{self.secret}"

    @classmethod
    def parse(cls, written: str) -> "Token":
        """Raises ValueError."""
        interaction, kind, secret = written.split(":", 2)
        return cls(interaction, Kind(kind), secret)

    @property
    def made_at(self) -> datetime:
        return discord.utils.snowflake_time(int(self.interaction))


@dataclass(eq=False)
class Exchange:
    """`message` is the name of the message whose button was pressed; `asks`: a modal may be the answer."""

    token: Token
    stage: Stage = Stage.OPEN
    private: bool = True
    message: str = ""
    asks: bool = False
    notice: str = ""
    """What the person is to read once the answer stands in the place of our thinking."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while its stage is looked at and changed."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    """The first response was made, or never will be."""

    def goes_on(self, stage: Stage) -> None:
        self.stage = stage
        self.answered.set()


class Exchanges:
    """All that are alive, and which of them made which message that only one person sees."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: OrderedDict[str, Exchange] = OrderedDict()
        self._made: OrderedDict[str, Exchange] = OrderedDict()

    def begin(self, exchange: Exchange) -> bool:
        """False: it is known already."""
        self._prune()
        if exchange.token.interaction in self._open:
            return False
        self._open[exchange.token.interaction] = exchange
        return True

    def find(self, written: str) -> Exchange | None:
        """None where there was no interaction, or Discord takes no more answers to it."""
        if not written:
            return None
        token = Token.parse(written)
        if not self._lives(token):
            return None
        exchange = self._open.get(token.interaction)
        if exchange is None:
            exchange = self._open[token.interaction] = Exchange(token, Stage.UNKNOWN)
        return None if exchange.stage is Stage.LOST else exchange

    def made(self, message: str, exchange: Exchange) -> None:
        self._made[message] = exchange

    def maker(self, message: str) -> Exchange | None:
        """The one whose token may still change the message."""
        exchange = self._made.get(message)
        return exchange if exchange and self._lives(exchange.token) else None

    def _lives(self, token: Token) -> bool:
        return self._clock.now() - token.made_at < LIFE

    def _prune(self) -> None:
        for table in (self._open, self._made):
            while table and not self._lives(next(iter(table.values())).token):
                table.popitem(last=False)
