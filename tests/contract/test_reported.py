"""What operators are told of reported questions, with how they are answered; on each kind of database."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, text

from bot.core.ports import StorageUnavailable
from bot.storage.database import Database, parse_url
from bot.storage.migrate import downgrade, upgrade
from bot.storage.reported import MOST_REMARKS, done_with, reported
from bot.storage.study_tables import answer, question_report
from bot.storage.tables import person
from bot.study.item import FEWEST, Discrimination
from bot.study.report import Remark, ReportedQuestion, ReportKind
from tests.bench import START
from tests.contract.conftest import Store

UNCLEAR, WRONG, OTHER = ReportKind.UNCLEAR, ReportKind.WRONG, ReportKind.OTHER
Report = tuple[int, str, ReportKind, str, datetime]
Answer = tuple[int, str, bool]


def hours(number: int) -> datetime:
    return START + timedelta(hours=number)


async def people(store: Store, count: int) -> None:
    rows = [{"id": one, "name": f"name {one}", "locale": "en", "created_at": START} for one in range(1, count + 1)]
    async with store.database.begin() as connection:
        await connection.execute(insert(person), rows)


async def report(store: Store, *reports: Report) -> None:
    names = ("person", "question", "kind", "text", "at")
    async with store.database.begin() as connection:
        rows = [dict(zip(names, one, strict=True)) | {"language": "en"} for one in reports]
        await connection.execute(insert(question_report), rows)


async def answers(store: Store, given: Iterable[Answer]) -> None:
    """In this order."""
    rows = [
        {"id": n, "person": who, "question": question, "chosen": [], "correct": right, "seconds": 1, "at": START}
        for n, (who, question, right) in enumerate(given, 1)
    ]
    async with store.database.begin() as connection:
        await connection.execute(insert(answer), rows)


async def test_by_question_most_reported_first_and_then_the_newest(store: Store) -> None:
    await people(store, 3)
    await report(
        store,
        (1, "once", OTHER, "b, too", hours(1)),
        (1, "thrice", UNCLEAR, "", hours(0)),
        (2, "thrice", OTHER, "which one?", hours(2)),
        (3, "thrice", UNCLEAR, "", hours(1)),
        (2, "newer", WRONG, "", hours(3)),
    )
    assert await reported(store.database) == [
        ReportedQuestion("thrice", 3, {UNCLEAR: 2, OTHER: 1}, (Remark(hours(2), "en", OTHER, "which one?"),), hours(2)),
        ReportedQuestion("newer", 1, {WRONG: 1}, (), hours(3)),
        ReportedQuestion("once", 1, {OTHER: 1}, (Remark(hours(1), "en", OTHER, "b, too"),), hours(1)),
    ]


async def test_the_newest_texts_and_no_names(store: Store) -> None:
    await people(store, 9)
    await report(store, *[(one, "q", OTHER, f"text {one}", hours(one)) for one in range(1, 10)])
    (found,) = await reported(store.database)
    assert [said.text for said in found.remarks] == [f"text {one}" for one in range(9, 9 - MOST_REMARKS, -1)]
    assert "name" not in str(found)


async def test_since(store: Store) -> None:
    await people(store, 2)
    await report(
        store, (1, "q", OTHER, "old", hours(0)), (2, "q", WRONG, "", hours(2)), (1, "old", WRONG, "", hours(1))
    )
    await answers(store, [(1, "q", True), (2, "q", False)])
    (found,) = await reported(store.database, since=hours(2))
    assert (found.question, found.people, found.kinds, found.remarks) == ("q", 1, {WRONG: 1}, ())
    assert (found.answers, found.right) == (2, 1), "answers count whenever they were given"
    assert await reported(store.database, since=hours(3)) == []


async def test_all_answers_count_for_the_difficulty_and_the_first_for_the_discrimination(store: Store) -> None:
    rng = Random(7)
    await people(store, 40)
    await report(store, (1, "q", WRONG, "", hours(0)), (1, "rare", WRONG, "", hours(0)))
    given: list[Answer] = []
    expected = Discrimination()
    for who in range(1, 31):
        rest = [rng.random() < who / 30 for _ in range(5)]
        first = rng.random() < who / 30
        given += [(who, f"other {n}", right) for n, right in enumerate(rest)]
        given += [(who, "q", first), (who, "q", True)]  # once told, everybody is right
        expected.add(right=first, rest=sum(rest) / 5)
    given += [(31, "q", True)]  # who answered nothing else has no rest to be held against
    given += [(who, "rare", True) for who in range(1, FEWEST)]
    given += [(40, "other 1", False)]
    await answers(store, given)
    found = {one.question: one for one in await reported(store.database)}
    firsts = sum(right for who, question, right in given if question == "q") - 31
    assert (found["q"].answers, found["q"].right) == (61, 31 + firsts)
    # "rare" is one of the others, too
    with_rare = Discrimination()
    for who in range(1, 31):
        mine = [right for one, question, right in given if one == who and question != "q"]
        first = next(right for one, question, right in given if one == who and question == "q")
        with_rare.add(right=first, rest=sum(mine) / len(mine))
    assert found["q"].discrimination == pytest.approx(with_rare.value)
    assert with_rare.value != pytest.approx(expected.value)
    assert (found["rare"].answers, found["rare"].difficulty, found["rare"].discrimination) == (FEWEST - 1, 1.0, None)


async def test_done_with(store: Store) -> None:
    await people(store, 2)
    await report(store, (1, "q", OTHER, "x", hours(0)), (2, "q", WRONG, "", hours(0)), (1, "p", WRONG, "", hours(0)))
    assert await done_with(store.database, "q") == 2
    assert [one.question for one in await reported(store.database)] == ["p"]
    assert await done_with(store.database, "q") == 0


async def test_it_works_while_the_bot_writes(store: Store) -> None:
    """Whoever reads waits for no writer, and no writer for them."""
    await people(store, 2)
    await report(store, (1, "q", OTHER, "x", hours(0)))
    operator = Database(store.database._engine.url)
    try:
        async with store.database.begin() as writing:
            await writing.execute(insert(question_report), [_row(2)])
            assert [one.people for one in await reported(operator)] == [1]
        async with operator.reading() as reading:
            assert (await reading.execute(text("SELECT count(*) FROM question_report"))).scalar() == 2
            await done_with(store.database, "q")
            assert (await reading.execute(text("SELECT count(*) FROM question_report"))).scalar() == 2
        assert await reported(operator) == []
    finally:
        await operator.close()


def _row(who: int) -> dict[str, object]:
    return {"person": who, "question": "q", "kind": WRONG, "text": "", "at": START, "language": "en"}


async def test_reading_writes_nothing_on_postgresql(store: Store) -> None:
    if store.database.is_sqlite:
        pytest.skip("SQLite takes the write lock when something is written")
    with pytest.raises(StorageUnavailable):
        async with store.database.reading() as reading:
            await reading.execute(text("DELETE FROM person"))
    async with store.database.begin() as connection:
        await connection.execute(text("DELETE FROM person"))


async def test_a_database_of_an_earlier_release_or_without_any_table(empty_database_url: str) -> None:
    database = Database(parse_url(empty_database_url))
    try:
        assert await reported(database) == []
        assert await done_with(database, "q") == 0
        await upgrade(database)
        await downgrade(database, "0004")
        assert await reported(database) == []
        assert await done_with(database, "q") == 0
    finally:
        await database.close()


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "none" / "db.sqlite3"
    database = Database(parse_url(f"sqlite:///{file}"))
    assert await reported(database) == []
    assert await done_with(database, "q") == 0
    await database.close()
    assert not file.parent.exists()
