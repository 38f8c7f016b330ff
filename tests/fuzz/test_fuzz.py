"""A short run of the fuzzing; the long one is `python -m tests.fuzz`."""

from pathlib import Path

import pytest

from tests.databases import SqliteTemplate
from tests.fuzz.findings import table, wrong
from tests.fuzz.fuzzing import fuzzed, undisturbed
from tests.fuzz.mutations import MUTATIONS


@pytest.fixture
def another_file_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> str:
    return sqlite_template.copy(tmp_path / "quiet.sqlite3")


async def test_300_mutated_updates_are_accounted_for_and_disturb_nobody(
    sqlite_file_url: str, another_file_url: str
) -> None:
    quiet = await undisturbed(another_file_url, 300, seed=7)
    account, book = await fuzzed(sqlite_file_url, 300, seed=7)
    assert wrong(account, quiet, book) == [], table(account, book)
    assert account.by_polling > 200
    assert account.by_webhook > 50
    assert account.counts["handled"] > 50
    assert account.counts["undecodable"] > 50
    assert {mutation.__name__ for mutation in MUTATIONS} <= account.done.keys()
