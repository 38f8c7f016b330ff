"""What the engine needs from storage and from a platform."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.capabilities import Capabilities
from bot.core.lowering import Op
from bot.core.model import Address, Body, Incoming
from bot.core.turn import Conversation, Person, Timer


class StorageUnavailable(Exception):
    """Nothing was written, and the same event may be tried again later. The text says why in one line."""


class WriteRefused(Exception):
    """The database refused these very rows; trying them again as they are would be refused again."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an event is about, in ids. `on` is the platform's id of a pressed message, `poll` (platform, id) of the poll
    that was answered; its conversation is None while that poll isn't known."""

    key: str | None
    person: int | None
    conversation: int | None
    timer: int | None = None
    on: str | None = None
    poll: tuple[str, str] | None = None
    others: tuple[int, ...] = ()
    """Persons whose lanes the handler asked for."""
    private: int | None = None
    """The conversation with the person alone, of an event in a group whose platform tells."""


@dataclass(frozen=True, slots=True)
class SentPoll:
    """A native poll of ours: its message's ref, and the button data of each option. `owner` is the only person whose
    answers count, where the poll was sent to their private chat: people pass polls on."""

    ref: int
    options: tuple[str, ...]
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """An event's rows as they are under lock. `waiting` is the button data the next text answers."""

    person: Person | None
    conversation: Conversation | None
    home: Conversation | None
    seen: bool
    waiting: str = ""
    on: int | None = None
    poll: SentPoll | None = None
    private: Conversation | None = None
    """The conversation with the person alone, as far as the ticket names one."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One platform call to be made. Times are UTC; `message` is the platform's id of `ref`, once known."""

    id: int
    key: str
    conversation: int | None
    address: Address
    op: Op
    ref: int | None
    body: Body | None
    priority: int
    created_at: datetime
    expires_at: datetime | None = None
    only_for: str = ""
    attempts: int = 0
    token: str = ""
    """Of the event that it answers, in the conversation of that event."""
    fallback: Body | None = None
    """What everybody there may see instead, where the person alone can't be shown the body."""
    message: str | None = None
    poll: str = ""
    """The platform's id of the native poll that `message` is, if it is one."""
    channel: str = ""
    """What the platform calls the place, once a receipt said so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one event writes, in one transaction with its seen key."""

    ticket: Ticket
    at: datetime
    saves: Sequence[tuple[object | None, object]] = ()
    """Pairs of (as loaded, as it shall be)."""
    removes: Sequence[tuple[type, int]] = ()
    timers: Sequence[Timer] = ()
    """To set, or to postpone where the id exists."""
    dropped_timers: Sequence[tuple[str, int, str]] = ()
    outbox: Sequence[OutboxRow] = ()
    waiting: str | None = None
    """New awaited button data; "" for none; None leaves it."""
    home: int | None = None
    """The conversation that becomes the person's home, in place of `old_home`."""
    old_home: int | None = None
    reopened: int | None = None
    """A conversation that could not be reached, and may be tried again."""
    forget: bool = False
    reachable: bool | None = None
    """False is said of all conversations in that chat: the bot was shut out of it."""
    moved_to: Address | None = None
    person: Person | None = None
    """The person's row, where name or language changed."""
    parked: Incoming | None = None
    """An answer that overtook its poll: it is kept until the poll is known."""


class Transaction(Protocol):
    async def lock(self, tickets: Sequence[Ticket]) -> Sequence[Locked | None]:
        """Lock the events' rows in id order. None: its ids no longer hold (forgotten, merged), or its timer is gone."""
        ...

    async def read(self, wants: Collection[tuple[type, int]]) -> Mapping[tuple[type, int], object | None]: ...

    async def write(self, outcomes: Sequence[Outcome]) -> None: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """How a delivery ended; `message` to `channel` are the receipt's. `state` is what becomes of the row, as it now is;
    a retry has `not_before`. `moved_to`: its chat's address is to be replaced by this one."""

    row: OutboxRow
    state: str
    message: str | None = None
    poll: str = ""
    at: Address | None = None
    channel: str = ""
    not_before: datetime | None = None
    error: str = ""
    unreachable: bool = False
    moved_to: Address | None = None
    instead: Body | None = None
    """The body, for all to see, that the next attempt is to have."""


class Outbox(Protocol):
    async def exchange(
        self, done: Sequence[Sent], now: datetime, lease: timedelta, limit: int, less_urgent: int | None = None
    ) -> Sequence[OutboxRow]:
        """Settle what was delivered and lease what may go next, in one transaction: at most `limit` rows, and at most
        `less_urgent` that are no replies.

        At most one row of a conversation is leased at a time: the oldest of its most urgent ones. In a group, what one
        person alone sees counts as a conversation of its own.
        """
        ...

    async def next_delivery(self, now: datetime) -> datetime | None:
        """When a row that waits (a retry, a lease of a dead process) may go; None when nothing waits."""
        ...

    async def backlog(self) -> int:
        """Rows not yet sent that are less urgent than a reply."""
        ...


class Storage(Outbox, Protocol):
    parallel: int
    """How many transactions may be under way together."""

    async def resolve(self, incoming: Sequence[Incoming]) -> Sequence[Ticket]:
        """The ids of accounts and addresses, made where they are new."""
        ...

    def forget_resolved(self, incoming: Incoming) -> None:
        """Drop what is remembered of its ids: they no longer hold."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Committed when the block ends well. Raises StorageUnavailable or WriteRefused."""
        ...

    async def due_timers(self, now: datetime, limit: int) -> Sequence[Timer]: ...

    async def next_timer(self) -> datetime | None: ...

    async def overtaken(self, limit: int) -> Sequence[Incoming]:
        """Parked answers whose polls are known by now, to be handed in again."""
        ...

    async def purge(self, now: datetime) -> None:
        """Delete what was kept long enough."""
        ...


class CannotServe(Exception):
    """Part of a process can't begin its work, and trying again would be in vain. The text is one line that says what to
    do."""


class Poisonous(StorageUnavailable):
    """Storage works, but it refuses this very event, and will the next time. The text says nothing of what it holds."""


class DeliveryError(Exception):
    """A send that didn't happen; the subclass says what follows."""


@dataclass
class Temporary(DeliveryError):
    """Try again, after `retry_after` where the platform says so."""

    reason: str
    retry_after: timedelta | None = None
    whole_token: bool = False
    """Whether the platform asks every chat to wait."""


@dataclass
class Unreachable(DeliveryError):
    """Blocked, kicked, no such chat: nothing goes there until it speaks again."""

    reason: str


@dataclass
class Rejected(DeliveryError):
    """This call will never be accepted."""

    reason: str


@dataclass
class NotPrivately(DeliveryError):
    """The message can't be shown to one person alone."""

    reason: str


@dataclass
class Gone(DeliveryError):
    """The message to edit can't be edited any more."""


@dataclass
class Relocated(DeliveryError):
    """The chat lives under another address now."""

    to: Address


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform answered to a call: its ids of the message, and of the native poll in it. `at` is where the
    message stands, if that isn't where it was to go; `channel` what the platform calls that place, if not by its
    address: it is handed back with later calls to it."""

    message: str | None = None
    poll: str = ""
    at: Address | None = None
    channel: str = ""


class Platform(Protocol):
    """An adapter's sending side."""

    name: str
    capabilities: Capabilities

    def counts(self, row: OutboxRow) -> bool:
        """Whether the platform counts the call towards its limits."""
        ...

    async def send(self, row: OutboxRow) -> Receipt:
        """Make the call. Raises a DeliveryError."""
        ...


@dataclass(frozen=True, slots=True)
class Handled:
    """What the intake needs after the commit. `duplicate`: the event had been handled before. `answered`: calls of the
    outbox carry its token, and show something that wasn't there or change what was pressed."""

    ack: str = ""
    duplicate: bool = False
    answered: bool = False
