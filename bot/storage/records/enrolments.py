"""Enrolments with their marks: only the marks that changed are written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import enrolment, mark
from bot.study.progress import Change, Enrolment, Mark, Studies


class StudiesRecord:
    kind = Studies

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Studies]:
        e = enrolment.c
        rows = connection.execute(select(enrolment).where(e.person.in_(keys)).order_by(e.id)).all()
        marks: dict[int, dict[str, Mark]] = defaultdict(dict)
        if rows:
            wanted = mark.c.enrolment.in_([row.id for row in rows])
            for one in connection.execute(select(mark.c.enrolment, mark.c.node, mark.c.state).where(wanted)):
                marks[one.enrolment][one.node] = Mark(one.state)
        mine: dict[int, list[Enrolment]] = defaultdict(list)
        active: dict[int, int] = {}
        for row in rows:
            undo = tuple(_change(packed) for packed in row.undo)
            mine[row.person].append(Enrolment(row.id, row.roadmap, row.started_at, marks[row.id], row.anchor, undo))
            if row.active:
                active[row.person] = row.id
        return {person: Studies(person, tuple(all_), active.get(person)) for person, all_ in mine.items()}

    def write(self, connection: Connection, pairs: Sequence[tuple[Studies | None, Studies]]) -> None:
        rows: list[dict[str, Any]] = []
        marked: list[dict[str, Any]] = []
        cleared: list[tuple[int, str]] = []
        for before, after in pairs:
            for one in after.enrolments:
                old = before.by_id(one.id) if before else None
                if old == one and before and before.active == after.active:
                    continue
                rows.append(_row(after, one))
                old_marks = old.marks if old else {}
                marked += [
                    {"enrolment": one.id, "node": node, "state": state}
                    for node, state in one.marks.items()
                    if old_marks.get(node) != state
                ]
                cleared += [(one.id, node) for node in old_marks if node not in one.marks]
        upsert(connection, enrolment, rows)
        upsert(connection, mark, marked)
        if cleared:
            connection.execute(delete(mark).where(tuple_(mark.c.enrolment, mark.c.node).in_(cleared)))

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, enrolment.c.person, keys)


def _row(studies: Studies, one: Enrolment) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": studies.person,
        "roadmap": one.roadmap,
        "active": studies.active == one.id,
        "anchor": one.anchor,
        "undo": [{"id": change.id, "before": dict(change.before)} for change in one.undo],
        "started_at": one.started_at,
    }


def _change(packed: dict[str, Any]) -> Change:
    before = {node: None if state is None else Mark(state) for node, state in packed["before"].items()}
    return Change(packed["id"], before)
