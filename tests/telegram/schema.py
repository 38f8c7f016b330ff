"""The judge: what goes over the wire is held against the description of the Bot API."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[3] / "shared" / "schemas" / "telegram_bot_api_10.3.json"
AVAILABLE = PATH.is_file()
tally: Counter[str] = Counter(fakes=0, requests=0, answers=0, violations=0)
"""Of this process: what was judged, and what was found wrong."""
_CONST = re.compile(r"""(?:must be|always) ['"“]?([a-z_]+)['"”]?$""")
_MEMBER = re.compile(r"^ ?- ([A-Z]\w+)$", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!])\s+")
_SIMPLE: dict[str, tuple[type, ...]] = {"Integer": (int,), "String": (str,), "Boolean": (bool,), "Float": (int, float)}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Field:
    types: tuple[str, ...]
    required: bool
    const: str


@dataclass(frozen=True, slots=True)
class _Item:
    """A type or a method."""

    fields: dict[str, _Field]
    members: tuple[str, ...]
    """Of a union."""
    returns: tuple[str, ...]


@cache
def _items() -> dict[str, _Item]:
    """Empty where the description isn't at hand."""
    if not AVAILABLE:
        return {}
    items = json.loads(PATH.read_text(encoding="utf-8"))["items"]
    raw = {child["name"]: child for item in items for child in item["children"]}
    return {name: _item(child, raw.keys()) for name, child in raw.items()}


def _item(child: dict[str, Any], names: Any) -> _Item:
    annotations = child.get("annotations") or []
    members = () if annotations else tuple(_MEMBER.findall(child["description"]))
    method = child["category"] == "methods"
    returns = _returns(child["description"], names) if method else ()
    return _Item({one["name"]: _field(one) for one in annotations}, members, returns)


def _field(one: dict[str, Any]) -> _Field:
    const = _CONST.search(one["description"].strip().rstrip("."))
    return _Field(_types(one["type"]), one["required"], const[1] if const and one["type"] == "String" else "")


def _types(text: str) -> tuple[str, ...]:
    """Of "A or B", "Array of A, B and C", "Array of Array of A"; the prefix goes to each."""
    prefix = "".join(re.findall(r"Array of ", text))
    return tuple(prefix + one for one in re.split(r", | or | and ", text.removeprefix(prefix)))


def _returns(description: str, names: Any) -> tuple[str, ...]:
    found: list[str] = []
    for sentence in _SENTENCE.split(description):
        if re.search(r"[Rr]eturns|returned", sentence):
            array = re.search(r"Array of (\w+)", sentence)
            words = [array[0]] if array else re.findall(r"\b[A-Z]\w+", sentence)
            found += [one for one in words if one in names or one == "True" or one.startswith("Array of")]
    return tuple(dict.fromkeys(found))


def _problems(value: Any, kind: str, at: str) -> list[str]:
    """Where `value` differs from what the type says."""
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{at}: {_name(value)}, not {kind}"]
        inner = kind.removeprefix("Array of ")
        return [one for index, item in enumerate(value) for one in _problems(item, inner, f"{at}[{index}]")]
    if kind in _SIMPLE:
        right = isinstance(value, _SIMPLE[kind]) and (kind == "Boolean" or not isinstance(value, bool))
        return [] if right else [f"{at}: {_name(value)}, not {kind}"]
    if kind == "True":
        return [] if value is True else [f"{at}: {_name(value)}, not True"]
    if kind == "InputFile":
        return [] if isinstance(value, Upload) else [f"{at}: {_name(value)}, not a file"]
    if kind == "RichText":
        return []
    return _object_problems(value, kind, at)


def _object_problems(value: Any, kind: str, at: str) -> list[str]:
    item = _items()[kind]
    if item.members:
        return _best(value, item.members, at)
    if not isinstance(value, dict):
        return [f"{at}: {_name(value)}, not {kind}"]
    return _fields(value, item, at, kind)


def _fields(value: dict[str, Any], item: _Item, at: str, kind: str) -> list[str]:
    found = [f"{at}: {kind} has no field {name}" for name in value if name not in item.fields]
    for name, one in item.fields.items():
        if name not in value:
            found += [f"{at}: {kind} lacks {name}"] if one.required else []
            continue
        found += _best(value[name], one.types, f"{at}.{name}")
        if one.const and value[name] != one.const:
            found.append(f"{at}.{name}: {value[name]!r}, not {one.const!r}")
    return found


def _best(value: Any, kinds: tuple[str, ...], at: str) -> list[str]:
    """The problems with the type that fits best."""
    return min((_problems(value, kind, at) for kind in kinds), key=len)


def _names_parse_mode(params: dict[str, Any]) -> bool:
    return any(name.endswith("parse_mode") for name in params)


def _name(value: Any) -> str:
    return "null" if value is None else type(value).__name__


@dataclass
class Judge:
    """Of one fake. With `tolerant` violations are kept here only: no test fails for them, and no total counts them."""

    tolerant: bool = False
    violations: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    """Violations by the fake itself; never tolerated."""

    def request(self, method: str, params: dict[str, Any]) -> None:
        if not AVAILABLE:
            return
        tally["requests"] += 1
        item = _items().get(method)
        if item is None or not method[0].islower():
            self.blame(f"{method}: no such method")
            return
        for problem in _fields(params, item, method, method):
            self.blame(problem)

    def blame_parse_mode(self, method: str, params: dict[str, Any]) -> None:
        """A rule of this project: texts go with entities, so that nothing in them can be taken for markup."""
        if any(isinstance(one, dict) and _names_parse_mode(one) for one in (params, params.get("media"))):
            self.blame(f"{method}: parse_mode is used")

    def answer(self, method: str, result: Any) -> None:
        if AVAILABLE and (returns := _items()[method].returns):
            tally["answers"] += 1
            self._lie(_best(result, returns, f"answer to {method}"))

    def update(self, update: dict[str, Any]) -> None:
        if AVAILABLE:
            tally["answers"] += 1
            self._lie(_problems(update, "Update", "update"))

    def blame(self, problem: str) -> None:
        """The bot did what it must not."""
        self.violations.append(problem)
        tally["violations"] += not self.tolerant

    def _lie(self, problems: list[str]) -> None:
        self.lies += problems
        tally["violations"] += len(problems)

    def verdict(self) -> list[str]:
        """What a test must not pass with."""
        return self.lies + ([] if self.tolerant else self.violations)


def known_method(name: str) -> str | None:
    """As it is written in the description; method names are case-insensitive."""
    return _by_lower_case().get(name.lower())


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in _items() if name[0].islower()}
