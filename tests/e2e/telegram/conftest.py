"""Fixtures of the tests in Telegram: a fake, benches by polling and by webhook, and a look back on how all went."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest

from bot.adapters.telegram.webhook import Hook
from bot.core.clock import VirtualClock
from bot.study.catalogue import Catalogue
from tests.e2e.telegram.phone import Phone
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import HOOK, TelegramBench

Begin = Callable[..., Awaitable[TelegramBench]]
EVENING = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""A Monday, six o'clock in Berlin."""


@pytest.fixture(params=[None, HOOK], ids=["polling", "webhook"])
def hook(request: pytest.FixtureRequest) -> Hook | None:
    """Once each."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=VirtualClock(EVENING)) as fake:
        yield fake


@pytest.fixture
def expected() -> list[str]:
    """What Telegram may refuse in this test: a part of each description."""
    return []


@pytest.fixture
async def begin(
    fake: FakeTelegram, catalogue: Catalogue, sqlite_file_url: str, expected: list[str]
) -> AsyncIterator[Begin]:
    """Starts benches (`TelegramBench`'s own options); at the end each is stopped, and must have behaved."""
    made: list[TelegramBench] = []

    async def start(hook: Hook | None = None, **options: object) -> TelegramBench:
        options = {"content": catalogue, **options}
        bench = TelegramBench(fake, sqlite_file_url, fake.clock, hook=hook, **options)  # type: ignore[arg-type]
        made.append(bench)
        return await bench.start()

    yield start
    for bench in made:
        await bench.close()
    behaved(fake, expected)


@pytest.fixture
async def ada(begin: Begin, fake: FakeTelegram, hook: Hook | None) -> Phone:
    """Somebody who hasn't said anything yet; once by polling, once by webhook."""
    return Phone(await begin(hook), fake.person("Ada"))


@pytest.fixture
async def bob(begin: Begin, fake: FakeTelegram) -> Phone:
    """The same, by polling alone."""
    return Phone(await begin(), fake.person("Bob"))


def behaved(fake: FakeTelegram, expected: Sequence[str] = ()) -> None:
    """Nothing was refused that wasn't expected, nothing came too fast, and no button was left spinning."""
    refused = [
        f"{one.method}: {one.status} {one.answer}"
        for one in fake.requests
        if one.status != 200 and one.fault is None and not (one.method == "getUpdates" and one.status is None)
    ]
    assert [one for one in refused if not any(words in one for words in expected)] == []
    assert [words for words in expected if not any(words in one for one in refused)] == []
    assert fake.limit_breaches == []
    late = "query is too old" in "".join(expected)
    assert late or [one for one in fake.presses.values() if one.answered is None] == []
    assert not fake.updates.waiting
