"""The findings for people: a table and one line."""

from collections import Counter
from collections.abc import Sequence

from tests.crash.checks import repeats
from tests.crash.evidence import Evidence
from tests.crash.finding import Finding

SHOWN = 5
"""Broken cases written out for each promise."""


def table(found: Sequence[Finding]) -> str:
    lines = [f"{'promise':50} {'looked at':>9} {'broken':>7}"]
    for one in found:
        lines.append(f"{one.promise:50} {one.looked_at:9} {len(one.broken):7}")
        lines += [f"    {case[:150]}" for case in one.broken[:SHOWN]]
        lines += [f"    ({one.remark})"] if one.remark else []
    return "\n".join(lines)


def summary(evidence: Evidence, found: Sequence[Finding], figures: Sequence[str], seconds: float) -> str:
    broken = {one.promise: len(one.broken) for one in found}
    repeated = repeats(evidence)
    under_load = sum(kill.under_load for kill in evidence.kills)
    most = max(Counter((one.run, one.chat) for one in repeated).values(), default=0)
    return ", ".join(
        [
            f"{len(evidence.kills)} kills ({under_load} under load) in {seconds:.0f} s",
            f"{len(evidence.updates)} updates",
            f"{broken['every update is counted']} lost",
            f"{broken['no update is counted twice']} counted twice",
            f"{broken['every reply is shown']} replies lost",
            f"{broken['every timer rings']} timers lost",
            f"{broken['no timer rings twice']} rung twice",
            f"{len(evidence.applied)} messages",
            f"{sum(len(kill.in_flight) for kill in evidence.kills)} in flight at a kill",
            f"{len(repeated)} repeated (at most {most} a conversation and kill)",
            *figures,
            f"{broken['order holds in a conversation and priority']} out of order",
            f"{sum(' WARNING ' in line for line in evidence.log)} warnings",
            f"{sum(broken.values())} breaches",
        ]
    )
