"""`python -m tests.crash --trials 200`: kills the bot that often and counts what was lost, doubled or out of order.

Exits 1 when any promise was broken. A trial takes about a second and a half on the journal, five on
Telegram, eight on Discord.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import get_args

from tests.crash.report import summary, table
from tests.crash.series import Series
from tests.crash.stages import Name
from tests.databases import Postgres, sqlite_url


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=200, metavar="KILLS")
    parser.add_argument("--platform", choices=get_args(Name), default="journal")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chats", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="milepost-crash-") as folder:
        if given.database == "sqlite":
            return _run(given, Path(folder), sqlite_url(Path(folder) / "milepost.sqlite3"))
        server = Postgres()
        try:
            return _run(given, Path(folder), server.create())
        finally:
            server.stop()


def _run(given: argparse.Namespace, folder: Path, database_url: str) -> int:
    began = time.monotonic()
    series = Series(given.platform, folder, database_url, given.seed, given.chats)
    evidence, found, figures = asyncio.run(series.run(given.trials, lambda line: print(line, file=sys.stderr)))
    print(table(found))
    print(summary(evidence, found, figures, time.monotonic() - began))
    return 1 if any(one.broken for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
