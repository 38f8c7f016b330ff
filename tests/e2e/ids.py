"""Ids in what was seen, replaced by the order of their first appearance: two runs are then compared by the rest."""

import re


class Ids:
    """Of one run. Button data may also hold words as long as ids; those are replaced just as well."""

    def __init__(self, shortest: int = 5) -> None:
        self._pattern = re.compile(rf"\b[0-9a-z]{{{shortest},13}}\b")
        self._names: dict[str, str] = {}

    def name(self, found: str) -> str:
        return self._names.setdefault(found, f"id-{len(self._names)}")

    def within(self, data: str) -> str:
        return self._pattern.sub(lambda found: self.name(found[0]), data)
