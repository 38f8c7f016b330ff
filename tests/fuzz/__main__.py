"""`python -m tests.fuzz --updates 20000 --seed 1`: sends the bot that many mutated updates and accounts for each.

Exits 1 when anything is wrong: a part of the bot stopped, an update is not accounted for or not confirmed, a neighbour
saw something else than without the junk, an error was logged, or what was sent. About four minutes.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.databases import Postgres, migrate, sqlite_url
from tests.fuzz.findings import table, wrong
from tests.fuzz.fuzzing import fuzzed, undisturbed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--updates", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="milepost-fuzz-") as folder:
        if given.database == "sqlite":
            urls = [sqlite_url(Path(folder) / name) for name in ("quiet.sqlite3", "fuzzed.sqlite3")]
            for url in urls:
                asyncio.run(migrate(url))
            return _run(given, *urls)
        server = Postgres()
        try:
            return _run(given, server.create(), server.create())
        finally:
            server.stop()


def _run(given: argparse.Namespace, quiet_url: str, fuzzed_url: str) -> int:
    began = time.monotonic()
    quiet = asyncio.run(undisturbed(quiet_url, given.updates, given.seed))
    account, book = asyncio.run(fuzzed(fuzzed_url, given.updates, given.seed))
    found = wrong(account, quiet, book)
    print(table(account, book))
    print("\n".join(found[:20]))
    print(f"{account.pushed} updates in {time.monotonic() - began:.0f} s, {len(found)} things wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
