"""What storage must know of a kind of state: where it stands, and how it is read and written in bulk."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Column, Connection, Table, delete
from sqlalchemy.dialects import postgresql, sqlite

S = TypeVar("S")


class Record(Protocol[S]):
    """`kind` is the study type; keys are what its reads are keyed by (most often a person's id)."""

    kind: type[S]

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, S]:
        """The states there are; keys without one are left out."""
        ...

    def write(self, connection: Connection, pairs: Sequence[tuple[S | None, S]]) -> None:
        """Store each second value; the first is what was loaded, if it was."""
        ...

    def remove(self, connection: Connection, keys: Sequence[int]) -> None: ...


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or give those with the same primary key these values. All rows have the same columns."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    key = [column.name for column in table.primary_key]
    changing = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if changing:
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changing), list(rows))
    else:
        connection.execute(statement.on_conflict_do_nothing(), list(rows))


def delete_where(connection: Connection, column: Column[Any], values: Sequence[Any]) -> None:
    if values:
        connection.execute(delete(column.table).where(column.in_(values)))
