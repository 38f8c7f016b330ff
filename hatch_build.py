"""Makes the question bank of the wheel while it is built, so that nobody's first start has to."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BankHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, _: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout makes its own, beside content that may change
        sys.path.insert(0, self.root)
        from bot.library.loader import load  # noqa: PLC0415

        load(Path(self.root, "content"))  # which writes it beside what the wheel takes from there
