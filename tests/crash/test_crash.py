"""A short series of the crash trials; the long one is `python -m tests.crash`."""

from pathlib import Path

import pytest

from tests.crash.evidence import Evidence
from tests.crash.report import table
from tests.crash.series import Series
from tests.databases import sqlite_url


async def trial(series: Series, kills: int) -> Evidence:
    evidence, found, _ = await series.run(kills, print)
    assert evidence.updates
    assert not any(one.broken for one in found), table(found)
    return evidence


@pytest.mark.timeout(90)
async def test_six_kills_on_sqlite_break_no_promise(tmp_path: Path) -> None:
    await trial(Series("journal", tmp_path, sqlite_url(tmp_path / "milepost.sqlite3"), seed=6), 6)


@pytest.mark.timeout(90)
async def test_three_kills_on_postgresql_break_no_promise(tmp_path: Path, postgres_url: str) -> None:
    await trial(Series("journal", tmp_path, postgres_url, seed=3), 3)


@pytest.mark.timeout(90)
async def test_a_kill_under_load_and_one_in_a_start_break_no_promise_on_telegram(tmp_path: Path) -> None:
    """The seed draws such a pair; with a small backlog, chats that take one message a second are done soon."""
    await trial(Series("telegram", tmp_path, sqlite_url(tmp_path / "milepost.sqlite3"), seed=627, backlog=40), 2)


@pytest.mark.timeout(90)
async def test_a_kill_in_a_start_and_one_under_load_break_no_promise_on_discord(tmp_path: Path) -> None:
    """The seed draws such a pair. Few people with little to wait for are done soon, all in all with everything that
    one can do: commands, texts, buttons, menus, modals, some of before a kill, and somebody who can't be written to."""
    url = sqlite_url(tmp_path / "milepost.sqlite3")
    evidence = await trial(Series("discord", tmp_path, url, seed=627, chats=16, backlog=40), 2)
    assert evidence.probes
