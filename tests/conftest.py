"""Fixtures that every test may ask for: databases, and an app on a clock that stands still."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.study.catalogue import Catalogue
from tests import content
from tests.bench import Bench
from tests.databases import KINDS, Postgres, SqliteTemplate, sqlite_url

pytest_plugins = ["tests.summary"]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's own content."""
    return content.catalogue()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of this process; skips them where the package is missing."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def sqlite_file_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> str:
    """A migrated SQLite file of this test alone."""
    return sqlite_template.copy(tmp_path / "test.sqlite3")


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A migrated PostgreSQL database of this test alone."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of this test alone, once on each kind."""
    return str(request.getfixturevalue("sqlite_file_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same without any table."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.sqlite3")
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.create(migrated=False)
    yield url
    postgres.drop(url)


@pytest.fixture
async def benches() -> AsyncIterator[Callable[..., Bench]]:
    """Makes benches (`Bench`'s own arguments), each stopped at the end of the test if it still runs."""
    made: list[Bench] = []

    def make(*arguments: object, **options: object) -> Bench:
        made.append(Bench(*arguments, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for bench in reversed(made):
        await bench.close()
