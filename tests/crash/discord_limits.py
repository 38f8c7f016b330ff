"""Calls that Discord refused because they came too fast: whether the process that made them could have known.

discord.py learns how much of a limit is left from the answers to its own calls. What a process that was killed had
used of it, the next one learns only when it is refused.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.crash.finding import Finding
from tests.crash.watched_discord import Judged
from tests.discord.limits import GLOBAL, bucket_of


@dataclass(slots=True)
class _Window:
    """A fixed one, as Discord counts. `run` is the process whose call opened it."""

    until: datetime
    run: int


def finding(judged: Sequence[Judged], starts: Sequence[datetime]) -> Finding:
    """`judged` in order; `starts` are those of the processes."""
    windows: dict[str, _Window] = {}
    broken, before = [], 0
    for one in judged:
        run = bisect(starts, one.at)
        if one.refused:
            window = windows.get("" if one.refused == "global" else _bucket(one))
            if window is None or window.run == run:
                broken.append(f"{one.method} {one.path}: {one.refused}")
            else:
                before += 1
            continue
        for key, seconds in _periods(one):
            if key not in windows or one.at >= windows[key].until:
                windows[key] = _Window(one.at + timedelta(seconds=seconds), run)
    remark = f"refused besides: {before} for what a killed process had sent"
    return Finding("calls are within the limits", len(judged), broken, remark)


def _bucket(one: Judged) -> str:
    bucket = bucket_of(one.method, one.path)
    return bucket.key if bucket else ""


def _periods(one: Judged) -> list[tuple[str, float]]:
    bucket = bucket_of(one.method, one.path)
    whole = [] if one.path.startswith(("/interactions/", "/webhooks/")) else [("", GLOBAL[1])]
    return whole + ([(bucket.key, bucket.period)] if bucket else [])
