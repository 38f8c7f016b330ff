"""A pytest plugin: what the judge of the fake Discord saw in all processes of a run, in the last lines."""

from collections import Counter
from typing import Any

import pytest

from tests.discord.description import AVAILABLE
from tests.discord.schema import tally

_KEY = "discord_tally"
_of_workers: Counter[str] = Counter()


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_KEY] = dict(tally)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _of_workers.update(getattr(node, "workeroutput", {}).get(_KEY, {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    total = Counter(tally)
    total.update(_of_workers)
    if line := told(total, AVAILABLE):
        terminalreporter.write_line(line, red=bool(total["violations"]))


def told(total: Counter[str], available: bool) -> str:
    """Empty where no fake was started."""
    if not total["fakes"]:
        return ""
    if not available:
        return "Discord: nothing was judged, the description of its API isn't beside this checkout"
    return (
        f"Discord requests judged by the schema: {total['requests']:,}, violations: {total['violations']:,} "
        f"(and {total['answers']:,} answers of the fake)"
    )
