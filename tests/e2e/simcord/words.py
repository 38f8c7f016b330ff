"""Kinds of buttons: what their data says, without what differs from person to person and from content to content."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bot.features
from bot.features import FEATURES
from bot.study.catalogue import Catalogue

PREFIXES = frozenset(prefix for feature in FEATURES for prefix in feature.buttons)
_WORD = re.compile(r"[a-z-]+")
NUMBER, NAME = "#", "…"
"""In place of a number, and of something's name."""


class Kinds:
    """`of("td1:tick:1a:lists")` is "td1:tick:#:…"."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._fields = {prefix: route.fields for one in FEATURES for prefix, route in one.buttons.items()}
        self._names = {*catalogue.topics, *catalogue.roadmaps}
        for roadmap in catalogue.roadmaps.values():
            self._names |= {*roadmap.nodes, *(step.id for step in roadmap.steps)}
        for question in catalogue.questions.values():
            self._names |= {option.id for option in question.options}

    def of(self, data: str) -> str:
        prefix, *parts = data.split(":")
        fields = self._fields[prefix]
        return ":".join([prefix, *(self._part(field, part) for field, part in zip(fields, parts, strict=True))])

    def _part(self, field: type[str] | type[int], part: str) -> str:
        if field is int:
            return NUMBER
        return part if _WORD.fullmatch(part) and part not in self._names else NAME


def written_in_features() -> set[str]:
    """What the features' source says that buttons may hold, as patterns of kinds in which `*` stands for anything: from
    `data("td1", "open", enrolment, leaf)` comes "td1:open:*:*"."""
    sources = sorted(Path(bot.features.__path__[0]).glob("*.py"))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources]
    constants = {name: value for tree in trees for name, value in _constants(tree)}
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "data":
                words = [_literal(argument, constants) for argument in node.args]
                found.add(":".join(words))
    return {one for one in found if one.partition(":")[0] in PREFIXES}


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                yield name, value


def _literal(argument: ast.expr, constants: dict[str, str]) -> str:
    match argument:
        case ast.Constant(value=str(value)) if value:
            return value
        case ast.Name(id=name) if constants.get(name):
            return constants[name]
    return "*"


def fits(pattern: str, kind: str) -> bool:
    wanted, parts = pattern.split(":"), kind.split(":")
    return len(wanted) == len(parts) and all(one in ("*", part) for one, part in zip(wanted, parts, strict=True))
