"""A pytest plugin: what the judges of the fakes saw in all processes of a run, in the last lines."""

from collections import Counter
from typing import Any

import pytest

from tests.discord import schema as discord
from tests.discord import summary as of_discord
from tests.discord.description import AVAILABLE
from tests.telegram import schema as telegram
from tests.telegram import summary as of_telegram

_KEY = "tallies"
_JUDGES = {
    "discord": (discord.tally, of_discord.told, AVAILABLE),
    "telegram": (telegram.tally, of_telegram.told, telegram.AVAILABLE),
}
_of_workers: dict[str, Counter[str]] = {name: Counter() for name in _JUDGES}


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_KEY] = {name: dict(tally) for name, (tally, _, _) in _JUDGES.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for name, tally in getattr(node, "workeroutput", {}).get(_KEY, {}).items():
        _of_workers[name].update(tally)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for name, (tally, told, available) in _JUDGES.items():
        total = Counter(tally)
        total.update(_of_workers[name])
        if line := told(total, available):
            terminalreporter.write_line(line, red=bool(total["violations"]))
