"""Fixtures of the evenings that are played twice, on any platform: with the bot killed again and again, and without."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from tests.databases import SqliteTemplate

ONE_WAY = ("http-basics-https-semantics", "python-setup-editor-is-not-python")
"""Two questions of true or false, one for each step: a quiz then has no choice in what it asks."""


@pytest.fixture
def one_way(catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, questions=HeldBank(catalogue.questions[name] for name in ONE_WAY))


@pytest.fixture
def two_urls(sqlite_template: SqliteTemplate, tmp_path: Path) -> list[str]:
    return [sqlite_template.copy(tmp_path / f"{number}.sqlite3") for number in range(2)]
