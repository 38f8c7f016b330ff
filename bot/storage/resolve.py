"""From accounts and addresses to ids: looked up once, remembered, made where they are new."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, exists, insert, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.i18n import FALLBACK
from bot.core.model import Address, Answered, Incoming, Pressed
from bot.core.ports import Ticket
from bot.core.text import clean
from bot.storage.polls import Name
from bot.storage.tables import account, conversation, person

K = TypeVar("K")

REMEMBERED = 200_000
"""Accounts and addresses kept in memory, the oldest forgotten first."""


class Resolver:
    def __init__(self, new_id: Callable[[], int], remembered: int = REMEMBERED) -> None:
        self._new_id = new_id
        self._remembered = remembered
        self._persons: dict[tuple[str, str], int] = {}
        self._conversations: dict[Address, int] = {}

    def unknown(self, incoming: Iterable[Incoming]) -> list[Incoming]:
        return [
            one
            for one in incoming
            if _account(one) not in self._persons or not self._conversations.keys() >= set(_places(one))
        ]

    def tickets(self, incoming: Sequence[Incoming], polls: Mapping[Name, int]) -> list[Ticket]:
        """Of events whose accounts and addresses are all known; `polls` are conversations by poll."""
        return [self._ticket(one, polls) for one in incoming]

    def _ticket(self, one: Incoming, polls: Mapping[Name, int]) -> Ticket:
        who = self._persons[_account(one)]
        if name := poll_of(one):
            return Ticket(one.key, who, polls.get(name), poll=name)
        on = one.what.on if isinstance(one.what, Pressed) else None
        private = self._conversations[one.private_chat] if one.private_chat else None
        return Ticket(one.key, who, self._conversations[one.where], on=on, private=private)

    def trim(self) -> None:
        """Only after `tickets`: an event's own ids must not be among those dropped."""
        _trim(self._persons, self._remembered)
        _trim(self._conversations, self._remembered)

    def forget(self, one: Incoming) -> None:
        self._persons.pop(_account(one), None)
        for place in _places(one):
            self._conversations.pop(place, None)

    def learn(self, connection: Connection, unknown: Sequence[Incoming]) -> None:
        """Find or make the ids of `unknown`."""
        accounts = {_account(one): one for one in unknown}
        found = _find_accounts(connection, accounts)
        if new := [one for key, one in accounts.items() if key not in found]:
            self._make_persons(connection, new)
            found = _find_accounts(connection, accounts)
        addresses = {place: one for one in unknown for place in _places(one)}
        places = _find_conversations(connection, addresses)
        if unplaced := [(where, one) for where, one in addresses.items() if where not in places]:
            rows = [self._conversation(where, one, found[_account(one)]) for where, one in unplaced]
            connection.execute(insert_or_ignore(connection, conversation), rows)
            places = _find_conversations(connection, addresses)
        self._persons.update(found)
        self._conversations.update(places)

    def _make_persons(self, connection: Connection, new: Sequence[Incoming]) -> None:
        ids = {_account(one): self._new_id() for one in new}
        connection.execute(
            insert(person),
            [
                {
                    "id": ids[_account(one)],
                    "name": clean(one.who.name),
                    "locale": one.locale or FALLBACK,
                    "created_at": one.at,
                }
                for one in new
            ],
        )
        connection.execute(
            insert_or_ignore(connection, account),
            [{"platform": key[0], "user": key[1], "person": number} for key, number in ids.items()],
        )
        # Another process may have met the same account in the same moment: its person stays, ours goes.
        connection.execute(
            delete(person).where(person.c.id.in_(ids.values()), ~exists().where(account.c.person == person.c.id))
        )

    def _conversation(self, where: Address, one: Incoming, owner: int) -> dict[str, Any]:
        private = one.private or where == one.private_chat
        return {
            "id": self._new_id(),
            "platform": where.platform,
            "chat": where.chat,
            "thread": where.thread,
            "private": private,
            "owner": owner if private else None,
            "created_at": one.at,
        }


def insert_or_ignore(connection: Connection, table: Table) -> Any:
    """An INSERT that leaves rows alone which are there already."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()


def poll_of(one: Incoming) -> Name | None:
    """The poll whose conversation an answer belongs to."""
    return (one.where.platform, one.what.poll) if isinstance(one.what, Answered) else None


def _places(one: Incoming) -> list[Address]:
    """The addresses whose conversations an event is about; an answer to a poll names none."""
    if poll_of(one):
        return []
    return [one.where, one.private_chat] if one.private_chat else [one.where]


def _account(one: Incoming) -> tuple[str, str]:
    return one.where.platform, one.who.user


def _find_accounts(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = connection.execute(
        select(account.c.platform, account.c.user, account.c.person).where(
            tuple_(account.c.platform, account.c.user).in_(list(keys))
        )
    )
    return {(row.platform, row.user): row.person for row in rows}


def _find_conversations(connection: Connection, addresses: Iterable[Address]) -> dict[Address, int]:
    c = conversation.c
    wanted = [(where.platform, where.chat, where.thread) for where in addresses]
    rows = connection.execute(
        select(c.id, c.platform, c.chat, c.thread).where(tuple_(c.platform, c.chat, c.thread).in_(wanted))
    )
    return {Address(row.platform, row.chat, row.thread): row.id for row in rows}


def _trim(memory: dict[K, int], length: int) -> None:
    """The oldest go first."""
    for key in list(islice(memory, max(0, len(memory) - length))):
        del memory[key]
