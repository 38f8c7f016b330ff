"""A pytest plugin: what the judge of the fake Telegram saw in all processes of a run, in the last lines."""

from collections import Counter
from typing import Any

import pytest

from tests.telegram.schema import AVAILABLE, tally

_KEY = "telegram_tally"
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
        return "Telegram: nothing was judged, the description of the Bot API isn't beside this checkout"
    many = f"{total['violations']:,} violation{'' if total['violations'] == 1 else 's'}"
    return (
        f"Telegram: {total['requests']:,} requests judged by the Bot API schema, {many} "
        f"(and {total['answers']:,} answers of the fake)"
    )
