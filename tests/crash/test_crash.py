"""A short series of the crash trials; the long one is `python -m tests.crash`."""

from pathlib import Path
from random import Random

import pytest

from tests.crash.checks import findings
from tests.crash.report import table
from tests.crash.trial import Trial
from tests.databases import sqlite_url


async def trial(folder: Path, database_url: str, kills: int) -> None:
    evidence = await Trial(folder, database_url, Random(kills), chats=50, told=print).run(kills)
    found = findings(evidence)
    assert evidence.updates
    assert not any(one.broken for one in found), table(found)


@pytest.mark.timeout(90)
async def test_six_kills_on_sqlite_break_no_promise(tmp_path: Path) -> None:
    await trial(tmp_path, sqlite_url(tmp_path / "milepost.sqlite3"), 6)


@pytest.mark.timeout(90)
async def test_three_kills_on_postgresql_break_no_promise(tmp_path: Path, postgres_url: str) -> None:
    await trial(tmp_path, postgres_url, 3)
