"""How long people on Discord wait for the first response: Milepost beside a bare discord.py that says a fixed text.

`python -m benchmarks.discord_first_response [--burst 300] [--steady 700] [--rate 25] [--database sqlite]`; about two
minutes. 200 people in 40 places, direct messages and busy channels, use commands, press buttons and fill in modals:
a burst within one second, then so many a second, while a thousand of Milepost's reminders leave. The fake Discord
takes 0.03 to 0.12 s for a call and keeps Discord's limits. It is a process of its own, and so is each bot: what one
of them computes keeps the other from nothing. A wait is from when the interaction is made until Discord takes the
response, at the fake. Exits 1 where one came after three seconds or never, or where not 99 % come within one second.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.discord_bot import bare, milepost
from benchmarks.discord_crowd import CHANNELS, DMS, PEOPLE, Answered, Load, Seen, crowd
from benchmarks.telegram_bot import process
from tests.databases import Postgres, migrate, sqlite_url
from tests.journal.tally import create_table

LATEST = 3.0
"""Seconds after which Discord takes no first response."""
WANTED = 1.0
"""For 99 of 100."""
EARLIEST = 1.4
"""Seconds before which nothing is put off; a press on what only its person sees is taken first, and then answered."""
NAMES = {"sqlite": "Milepost on SQLite", "postgres": "Milepost on PostgreSQL"}


def measure(bot: Callable[..., None], load: Load, database_url: str) -> Seen:
    with process(crowd, load, bot is milepost) as there:
        url = there.recv()
        with process(bot, url, database_url):
            seen: Seen = there.recv()
        return seen


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.discord_first_response")
    parser.add_argument("--burst", type=int, default=300)
    parser.add_argument("--steady", type=int, default=700)
    parser.add_argument("--rate", type=float, default=25)
    parser.add_argument("--database", choices=list(NAMES), default="sqlite")
    given = parser.parse_args()
    load = Load(given.burst, given.steady, given.rate)
    server = Postgres() if given.database == "postgres" else None
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = server.create() if server else _new_file(Path(folder) / "bench.sqlite3")
            asyncio.run(create_table(url))
            mine = measure(milepost, load, url)
        peer = measure(bare, load, "")
    finally:
        if server:
            server.stop()
    return 1 if _report(NAMES[given.database], mine, peer) else 0


def _new_file(file: Path) -> str:
    asyncio.run(migrate(sqlite_url(file)))
    return sqlite_url(file)


def _report(name: str, mine: Seen, peer: Seen) -> int:
    """How many things are wrong."""
    kinds = Counter(one.kind for one in mine.answered)
    print(
        f"{len(mine.answered)} interactions ({', '.join(f'{kinds[one]} {one}' for one in sorted(kinds))}) in "
        f"{mine.seconds:.0f} s by {PEOPLE} people in {DMS + CHANNELS} places; {mine.reminders} reminders left meanwhile"
    )
    print(f"{'first response, in seconds':28} {'count':>6} {'median':>7} {'99%':>7} {'longest':>7} {'after 3 s':>10}")
    my_median, my_most = _row(name, mine.answered)
    _row("  of the burst", [one for one in mine.answered if one.burst])
    _row("  of the others", [one for one in mine.answered if not one.burst])
    peer_median, peer_most = _row("bare discord.py", peer.answered)
    print(f"{'ratio':28} {'':6} {my_median / peer_median:7.2f} {my_most / peer_most:7.2f}")
    in_two = [one for one in mine.answered if one.in_two]
    put_off = [one for one in in_two if one.first is not None and one.first >= EARLIEST]
    print(
        f"answered by the first response itself {len(mine.answered) - len(in_two)}, taken first and answered at once "
        f"{len(in_two) - len(put_off)}, put off {len(put_off)}"
    )
    whole = [one.whole for one in mine.answered if one.whole is not None]
    print(f"{'the answer itself':28} {len(whole):6} {median(whole):7.3f} {_most(whole):7.3f} {max(whole):7.3f}")
    if late := [one.whole for one in put_off if one.whole is not None]:
        print(f"{'  where it was put off':28} {len(late):6} {median(late):7.3f} {'':7} {max(late):7.3f}")
    print(f"limits broken {len(mine.breaches)}, never answered {_never(mine)}")
    for breach in mine.breaches[:5]:
        print(f"    {breach}")
    return _late(mine.answered) + _never(mine) + len(mine.breaches) + (my_most >= WANTED)


def _row(name: str, answered: Sequence[Answered]) -> tuple[float, float]:
    """The median, and what 99 % wait at most."""
    first = [one.first for one in answered if one.first is not None]
    longest, late = max(first), _late(answered)
    print(f"{name:28} {len(answered):6} {median(first):7.3f} {_most(first):7.3f} {longest:7.3f} {late:10}")
    return median(first), _most(first)


def _late(answered: Sequence[Answered]) -> int:
    return sum(one.first is None or one.first > LATEST for one in answered)


def _most(waits: Sequence[float]) -> float:
    return quantiles(waits, n=100)[98]


def _never(seen: Seen) -> int:
    return sum(one.whole is None for one in seen.answered)


if __name__ == "__main__":
    sys.exit(main())
