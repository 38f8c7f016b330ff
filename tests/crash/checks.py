"""From the evidence to findings: a line for each promise, with how often it was broken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from bot.core.effects import Priority
from tests.crash.evidence import Evidence
from tests.crash.finding import Finding
from tests.crash.stage import number_of, rings
from tests.journal.files import Applied
from tests.journal.tally import Told, What


def findings(evidence: Evidence) -> list[Finding]:
    messages = _messages(evidence.applied)
    wanted = [number_of(update) for update in evidence.updates]
    ringing = [number_of(update) for update in evidence.updates if rings(update)]
    counted, rang = _numbers(messages, "counted"), _numbers(messages, "rang")
    return [
        Finding("every update is counted", len(wanted), _totals(evidence, 0, low=True)),
        Finding("no update is counted twice", len(wanted), _twice(counted) + _totals(evidence, 0, low=False)),
        Finding("every reply is shown", len(wanted), _missing(wanted, counted)),
        Finding("every timer rings", len(ringing), _missing(ringing, rang) + _totals(evidence, 1, low=True)),
        Finding("no timer rings twice", len(ringing), _twice(rang) + _totals(evidence, 1, low=False)),
        Finding("totals shown are 1, 2, 3 …", len(messages), _gaps(evidence, messages)),
        Finding("nothing else is said", len(messages), _strange(messages, set(wanted))),
        Finding("no update is acknowledged before its commit", len(evidence.kills), _early(evidence)),
        Finding("every update is acknowledged", len(wanted), _unacknowledged(evidence)),
        Finding("the database is left empty of work", 1, _leftovers(evidence)),
        Finding("repeats: one a conversation and kill, in flight", len(repeats(evidence)), _excess(evidence)),
        Finding("order holds in a conversation and priority", len(evidence.applied), _disorder(evidence)),
        Finding("no error is logged", 1, [line for line in evidence.log if " ERROR " in line]),
        Finding("the last process stops in order", 1, [f"exit code {evidence.exit_code}"][: evidence.exit_code != 0]),
    ]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A message applied again, by the process `again`, although the process `run` had applied it."""

    run: int
    again: int
    chat: str
    key: str


def repeats(evidence: Evidence) -> list[Repeat]:
    last: dict[str, Applied] = {}
    found = []
    for one in evidence.applied:
        if one.key in last:
            found.append(Repeat(last[one.key].run, one.run, one.chat, one.key))
        last[one.key] = one
    return found


def _messages(applied: Iterable[Applied]) -> dict[str, Applied]:
    """By key: what repeats is one message. One with another text under that key is another."""
    return {f"{one.key} {one.text}": one for one in applied}


def _numbers(messages: dict[str, Applied], what: What) -> "Counter[int]":
    told = (Told.parse(one.text) for one in messages.values())
    return Counter(one.number for one in told if one and one.what == what)


def _missing(wanted: Sequence[int], told: "Counter[int]") -> list[str]:
    return [f"number {number} was never told" for number in wanted if not told[number]]


def _twice(told: "Counter[int]") -> list[str]:
    return [f"number {number} was told {times} times" for number, times in told.items() if times > 1]


def _totals(evidence: Evidence, which: int, *, low: bool) -> list[str]:
    expected = Counter(update.user for update in evidence.updates if which == 0 or rings(update))
    broken = []
    for user, times in expected.items():
        stored = evidence.final.totals.get(user, (0, 0))[which]
        wrong = times - stored if low else stored - times
        broken += [f"{user} has {stored} of {times}"] * max(0, wrong)
    return broken


def _gaps(evidence: Evidence, messages: dict[str, Applied]) -> list[str]:
    user_of = {number_of(update): update.user for update in evidence.updates}
    totals: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in messages.values():
        if (told := Told.parse(one.text)) and told.number in user_of:
            totals[user_of[told.number], told.what].append(told.total)
    return [
        f"{user} was told {what} {sorted(shown)}"
        for (user, what), shown in totals.items()
        if sorted(shown) != list(range(1, len(shown) + 1))
    ]


def _strange(messages: dict[str, Applied], wanted: AbstractSet[int]) -> list[str]:
    told = ((one, Told.parse(one.text)) for one in messages.values())
    return [f"{one.chat}: {one.text!r}" for one, parsed in told if parsed is None or parsed.number not in wanted]


def _early(evidence: Evidence) -> list[str]:
    first = {key: kill.run for kill in reversed(evidence.kills) for key in kill.early}
    return [f"{key} before the kill of run {run}" for key, run in first.items()]


def _unacknowledged(evidence: Evidence) -> list[str]:
    return [update.key for update in evidence.updates if update.key not in evidence.acknowledged]


def _leftovers(evidence: Evidence) -> list[str]:
    final = evidence.final
    left = {"timers": final.timers, "unsent messages": final.unsent}
    broken = [f"{count} {what}" for what, count in left.items() if count]
    if final.seen != len(evidence.updates):
        broken.append(f"{final.seen} seen keys of {len(evidence.updates)} updates")
    return broken


def _excess(evidence: Evidence) -> list[str]:
    in_flight = {kill.run: kill.in_flight for kill in evidence.kills}
    found = repeats(evidence)
    broken = [
        f"{one.key} of run {one.run} was repeated without having been in flight at its kill"
        for one in found
        if one.key not in in_flight.get(one.run, ()) or one.again == one.run
    ]
    per_kill = Counter((one.run, one.chat) for one in found)
    return broken + [
        f"{times} repeats in {chat} after run {run}" for (run, chat), times in per_kill.items() if times > 1
    ]


def _disorder(evidence: Evidence) -> list[str]:
    """Replies come in the order of the updates, reminders in the order in which the timers were handled."""
    place = {number_of(update): place for place, update in enumerate(evidence.updates)}
    broken = []
    before: dict[tuple[str, int], Any] = {}
    for one in evidence.applied:
        told = Told.parse(one.text)
        if told is None:
            continue
        rank = place.get(told.number, -1) if one.priority == Priority.REPLY else told.total
        lane = one.chat, one.priority
        if rank < before.get(lane, -1):
            broken.append(f"{one.chat}: {one.text!r} came late")
        before[lane] = rank
    return broken
