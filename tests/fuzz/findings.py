"""From a run's account to what is wrong with it, and to what is printed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.fuzz.fuzzing import Account
from tests.fuzz.logbook import Logbook

GROWTH = 6.0
"""KB an update may leave behind in the second half, in the bot and the fake together. An account that is new is
remembered (a bounded number of them), and so is what people were shown."""
AT_LEAST = 20.0
"""MB below which growth is no news."""


def wrong(account: Account, quiet: Account, book: Logbook) -> list[str]:
    """A line each; none is as it should be."""
    return [
        *_accounting(account),
        *(f"stopped: {one}" for one in account.ended),
        *_stories(account.stories, quiet.stories),
        *(f"logged: {line[:300]}" for line in book.errors),
        *(f"the log shows what was sent: {line[:300]}" for line in book.leaks),
        *(f"not as the Bot API describes it: {one}" for one in account.violations),
        *_growth(account),
    ]


def _accounting(account: Account) -> Iterator[str]:
    if account.delivered != account.pushed:
        yield f"{account.pushed} updates were sent, and {account.delivered} delivered"
    if account.counts.total() != account.delivered:
        yield f"{account.delivered} updates were delivered, and {account.counts.total()} accounted for"
    if account.unconfirmed:
        yield f"{account.unconfirmed} updates were not confirmed"
    if account.counts["poisonous"]:
        yield f"{account.counts['poisonous']} updates were poisonous"


def _stories(seen: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, (one, other) in enumerate(zip(seen, expected, strict=True)):
        if one != other:
            at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
            what = f"{one[at]!r}, not {other[at]!r}" if at is not None else f"{len(one)} things, not {len(other)}"
            yield f"neighbour {number} saw {what}"


def _growth(account: Account) -> Iterator[str]:
    half = len(account.memory) // 2
    (before, had), (after, has) = account.memory[half], account.memory[-1]
    if has - had > max(AT_LEAST, (after - before) * GROWTH / 1024):
        yield f"memory grew from {had:.0f} to {has:.0f} MB in {after - before} updates"


def table(account: Account, book: Logbook) -> str:
    lines = [
        f"{account.pushed} updates sent, {account.by_polling} delivered by polling and {account.by_webhook} by webhook",
        *_column("what became of them", account.counts),
        f"  {'in all':44} {account.counts.total():7}",
        *_column("what was done to them", account.done),
        *_column("calls and how they ended", account.calls),
        *_column("log", book.lines),
        *_column("warnings", book.warnings),
        "memory, MB: " + ", ".join(f"{memory:.0f} after {count}" for count, memory in account.memory),
    ]
    return "\n".join(lines)


def _column(title: str, counts: Counter[str]) -> Iterator[str]:
    yield title
    for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield f"  {name:44} {count:7}"
