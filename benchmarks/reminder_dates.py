"""Fires a reminder every day for two years in every zone of tzdata and counts where the oracle disagrees.

`python -m benchmarks.reminder_dates`, from the repository's root; about 15 seconds. Exits 1 on any mismatch.
"""

import sys
from datetime import UTC, timedelta

from bot.study.reminder import Reminder, next_firing
from bot.study.weekdays import EVERY_DAY
from tests.oracles.reminder_dates import FIRST_DAY, LAST_DAY, WALL_TIMES, expected_firings, pieces, zones_by_rules


def main() -> int:
    groups = zones_by_rules()
    dates = firings = mismatches = 0
    for names in groups:
        clock = pieces(names[0], FIRST_DAY, LAST_DAY)
        for wall in WALL_TIMES:
            expected = {(day, at.replace(tzinfo=UTC)) for day, at in expected_firings(clock, wall, FIRST_DAY, LAST_DAY)}
            reminder = Reminder(1, 1, wall, EVERY_DAY, names[0])
            after = min(at for _, at in expected) - timedelta(seconds=1)
            fired = []
            while (firing := next_firing(reminder, after)) is not None and firing.day <= LAST_DAY:
                fired.append((firing.day, firing.at))
                after = firing.at
            dates += len(expected)
            firings += len(fired)
            mismatches += len(expected ^ set(fired)) + len(fired) - len(set(fired))
    walls = ", ".join(f"{wall:%H:%M}" for wall in WALL_TIMES)
    print(f"every day from {FIRST_DAY} to {LAST_DAY} at each of {walls}; {len(groups)} different sets of rules")
    print(f"zones {sum(map(len, groups))}, dates {dates}, firings {firings}, mismatches {mismatches}")
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
