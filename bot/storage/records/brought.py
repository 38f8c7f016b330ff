"""Roadmaps that people bring, as JSON: those offered to them, and those they keep."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import offer, own_roadmap
from bot.study.brought import Brought, Offer, OwnRoadmaps
from bot.study.roadmap import Roadmap

MOST_NODES = 200_000
"""Of roadmaps kept in memory: some 100 MB."""

_roadmap: TypeAdapter[Roadmap] = TypeAdapter(Roadmap)
_brought: TypeAdapter[tuple[Brought, ...]] = TypeAdapter(tuple[Brought, ...])


class OwnRoadmapsRecord:
    """Read with every event of their person, so that those parsed lately are kept: a body of a digest never changes."""

    kind = OwnRoadmaps

    def __init__(self) -> None:
        self._parsed: OrderedDict[tuple[str, str], Roadmap] = OrderedDict()
        self._nodes = 0

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, OwnRoadmaps]:
        c = own_roadmap.c
        rows = connection.execute(select(c.id, c.person, c.digest).where(c.person.in_(keys)).order_by(c.id)).all()
        found = {(row.id, row.digest): self._parsed.get((row.id, row.digest)) for row in rows}
        missing = [id_ for (id_, _), roadmap in found.items() if roadmap is None]
        if missing:
            for row in connection.execute(select(c.id, c.digest, c.body).where(c.id.in_(missing))):
                found[row.id, row.digest] = _roadmap.validate_json(row.body)
        self._keep(found)
        mine: dict[int, list[Roadmap]] = defaultdict(list)
        for row in rows:
            roadmap = found[row.id, row.digest]
            if roadmap is not None:
                mine[row.person].append(roadmap)
        return {person: OwnRoadmaps(person, tuple(roadmaps)) for person, roadmaps in mine.items()}

    def write(self, connection: Connection, pairs: Sequence[tuple[OwnRoadmaps | None, OwnRoadmaps]]) -> None:
        rows: list[dict[str, Any]] = []
        gone: list[str] = []
        for before, after in pairs:
            old = {one.id: one for one in before.roadmaps} if before else {}
            for one in after.roadmaps:
                if old.pop(one.id, None) is not one:
                    body = _roadmap.dump_json(one, exclude_defaults=True).decode()
                    digest = sha256(body.encode()).hexdigest()
                    rows.append({"id": one.id, "person": after.person, "digest": digest, "body": body})
            gone += old
        upsert(connection, own_roadmap, rows)
        delete_where(connection, own_roadmap.c.id, gone)

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, own_roadmap.c.person, keys)

    def _keep(self, found: Mapping[tuple[str, str], Roadmap | None]) -> None:
        for key, roadmap in found.items():
            if roadmap is not None:
                self._nodes += 0 if key in self._parsed else len(roadmap.nodes)
                self._parsed[key] = roadmap
                self._parsed.move_to_end(key)
        while self._nodes > MOST_NODES:
            _, forgotten = self._parsed.popitem(last=False)
            self._nodes -= len(forgotten.nodes)


class OfferRecord:
    kind = Offer

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Offer]:
        rows = connection.execute(select(offer).where(offer.c.person.in_(keys)))
        return {row.person: Offer(row.id, row.person, row.at, _brought.validate_json(row.body)) for row in rows}

    def write(self, connection: Connection, pairs: Sequence[tuple[Offer | None, Offer]]) -> None:
        upsert(
            connection,
            offer,
            [
                {
                    "person": one.person,
                    "id": one.id,
                    "at": one.at,
                    "body": _brought.dump_json(one.roadmaps, exclude_defaults=True).decode(),
                }
                for _, one in pairs
            ],
        )

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, offer.c.person, keys)
