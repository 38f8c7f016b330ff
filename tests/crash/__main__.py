"""`python -m tests.crash --trials 200`: kills the bot that often and counts what was lost, doubled or out of order.

Exits 1 when any promise was broken. About a second and a half a trial.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.crash.checks import findings
from tests.crash.report import summary, table
from tests.crash.trial import Trial
from tests.databases import Postgres, sqlite_url


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=200, metavar="KILLS")
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
    trial = Trial(folder, database_url, Random(given.seed), given.chats, lambda line: print(line, file=sys.stderr))
    evidence = asyncio.run(trial.run(given.trials))
    found = findings(evidence)
    print(table(found))
    print(summary(evidence, found, time.monotonic() - began))
    return 1 if any(one.broken for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
