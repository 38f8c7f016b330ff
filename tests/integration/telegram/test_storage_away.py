"""A PostgreSQL server that takes no writes for a while: updates wait for it, and none is passed as handled."""

import asyncio
from collections.abc import Callable

import pytest

from bot.core.clock import VirtualClock
from bot.storage.database import parse_url
from tests.databases import Postgres
from tests.integration.telegram import parrot
from tests.integration.telegram.conftest import until, until_confirmed
from tests.journal import tally
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


@pytest.mark.parametrize(
    ("trouble", "cure"),
    [
        pytest.param(
            "ALTER DATABASE {0} SET default_transaction_read_only = on",
            "ALTER DATABASE {0} SET default_transaction_read_only = off",
            id="a standby after a failover",
        ),
        pytest.param(
            "ALTER DATABASE {0} ALLOW_CONNECTIONS false",
            "ALTER DATABASE {0} ALLOW_CONNECTIONS true",
            id="closed for maintenance",
        ),
        pytest.param(
            "ALTER DATABASE {0} RENAME TO {0}_away",
            "ALTER DATABASE {0}_away RENAME TO {0}",
            id="gone for a while",
        ),
    ],
)
async def test_updates_wait_while_the_server_takes_no_writes(
    fake: FakeTelegram,
    postgres: Postgres,
    clock: VirtualClock,
    warnings: Callable[[], list[str]],
    trouble: str,
    cure: str,
) -> None:
    url = await asyncio.to_thread(postgres.create)
    await tally.create_table(url)
    features, records = (parrot.feature, tally.feature), (tally.TallyRecord(),)
    bench = await TelegramBench(fake, url, clock, features=features, records=records).start()
    ada = fake.person("Ada")
    name = parse_url(url).database
    hang_up = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{name}', '{name}_away')"
    try:
        ada.says("/count 1")
        await bench.settle()
        await asyncio.to_thread(postgres._run, hang_up, trouble.format(name), hang_up)
        ada.says("/count 2")
        await until(warnings)
        await asyncio.to_thread(postgres._run, cure.format(name), hang_up)
        await until_confirmed(bench)
        await bench.settle()
        told = [one for one in ada.private.texts if "counted" in one]
    finally:
        await bench.kill()
        await asyncio.to_thread(postgres.drop, url)
    assert told == ["counted 1 1", "counted 2 2"]
