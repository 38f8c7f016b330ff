"""The description of Discord's API (OpenAPI 3.1), made into validators that are fast enough for every request."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend

PATH = Path(__file__).parents[3] / "shared" / "schemas" / "discord_openapi.json"
AVAILABLE = PATH.is_file()
_TOLD_APART = "x-by-type"
"""Our own keyword, in place of a oneOf whose members each name their "type": it leads to the one member that can fit,
instead of trying all. An answer to a message with 25 buttons takes a tenth of the time by it."""
_OR_NULL = "x-or-null"
"""Another, in place of a oneOf of null and one thing: what is wrong with the thing is told, not that there was none."""
_NULL = {"type": "null"}
_RANGES = {"int32": range(-(2**31), 2**31), "int64": range(-(2**63), 2**63)}

formats = FormatChecker(formats=())


@formats.checks("int32")
def _int32(value: object) -> bool:
    return not isinstance(value, int) or value in _RANGES["int32"]


@formats.checks("int64")
def _int64(value: object) -> bool:
    return not isinstance(value, int) or value in _RANGES["int64"]


@formats.checks("snowflake")
def _snowflake(value: object) -> bool:
    return not isinstance(value, str) or (value.isdecimal() and int(value) < 2**64)


@formats.checks("date-time", raises=ValueError)
def _date_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri", raises=ValueError)
def _uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


def _by_type(
    validator: Any, members: dict[Any, dict[str, Any]], value: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    kind = None if value is None else value.get("type", "") if isinstance(value, dict) else ""
    member = members.get(kind) if isinstance(kind, (int, str, type(None))) else None
    if member is None:
        yield ValidationError("none of its types")
    else:
        yield from validator.descend(value, member)


def _or_null(validator: Any, member: dict[str, Any], value: Any, schema: dict[str, Any]) -> Iterator[ValidationError]:
    if value is not None:
        yield from validator.descend(value, member)


_Validator = extend(Draft202012Validator, {_TOLD_APART: _by_type, _OR_NULL: _or_null})


class Schemas:
    """Component schemas with their references replaced by what they refer to. With `closed`, objects take only the
    properties they name: Discord ignores others, so that one which is misspelt would go unseen."""

    def __init__(self, components: dict[str, Any], closed: bool) -> None:
        self._components, self._closed = components, closed
        self._built: dict[str, dict[str, Any]] = {}

    def validator(self, schema: dict[str, Any]) -> Validator:
        return _Validator(self._plain(schema), format_checker=formats)

    def _component(self, name: str) -> dict[str, Any]:
        if name not in self._built:
            self._built[name] = built = {}  # before its members: some contain themselves
            built.update(self._plain(self._components[name]))
        return self._built[name]

    def _plain(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            return self._component(schema["$ref"].rpartition("/")[2])
        plain: dict[str, Any] = {}
        for keyword, value in schema.items():
            match keyword:
                case "title" | "description" | "contentEncoding":
                    pass
                case "enum" if not value:
                    pass
                case "properties":
                    plain[keyword] = {name: self._plain(one) for name, one in value.items()}
                case "items" | "additionalProperties" if isinstance(value, dict):
                    plain[keyword] = self._plain(value)
                case "oneOf" | "anyOf" | "allOf":
                    plain |= self._members(keyword, value)
                case _ if not keyword.startswith("x-"):
                    plain[keyword] = value
        if self._closed and "properties" in plain:
            plain.setdefault("additionalProperties", False)
        return plain

    def _members(self, keyword: str, members: list[dict[str, Any]]) -> dict[str, Any]:
        if all("const" in one for one in members):
            return {"enum": [one["const"] for one in members]}
        plain = [self._plain(one) for one in members]
        if keyword == "allOf":
            return {keyword: plain}
        match [one for one in plain if one != _NULL]:
            case [{"type": str(kind)} as thing] if kind != "null" and len(plain) == 2:
                return {_OR_NULL: thing}
        apart = _told_apart(plain)
        return {_TOLD_APART: apart} if apart else {keyword: plain}


def _told_apart(members: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """By what their "type" may be, None for null; empty if it doesn't tell them apart."""
    found: dict[Any, dict[str, Any]] = {}
    for one in members:
        kinds = one.get("properties", {}).get("type", {}).get("enum", ()) if "type" in one.get("required", ()) else ()
        kinds = (None,) if one == _NULL else kinds
        if not kinds or not found.keys().isdisjoint(kinds):
            return {}
        found |= dict.fromkeys(kinds, one)
    return found


@dataclass
class Operation:
    """A method of a path. `name` is for people."""

    name: str
    raw: dict[str, Any]
    parameters: list[dict[str, Any]]
    _requests: Schemas
    _answers: Schemas
    _responses: dict[str, Any]
    _validators: dict[int, Validator | None] = field(default_factory=dict)

    @cached_property
    def takes(self) -> dict[str, Any]:
        """Schemas by content type."""
        found: dict[str, Any] = self.raw.get("requestBody", {}).get("content", {})
        return found

    @cached_property
    def needs_body(self) -> bool:
        return bool(self.raw.get("requestBody", {}).get("required"))

    @cached_property
    def body(self) -> Validator | None:
        """Of JSON, and of the payload_json of a form."""
        content = self.takes.get("application/json")
        return self._requests.validator(content["schema"]) if content else None

    @cached_property
    def query(self) -> dict[str, Validator]:
        named = (one for one in self.parameters if one["in"] == "query")
        return {one["name"]: self._requests.validator(one["schema"]) for one in named}

    @cached_property
    def needs_query(self) -> list[str]:
        return [one["name"] for one in self.parameters if one["in"] == "query" and one.get("required")]

    def answer(self, status: int) -> Validator | None:
        """None where the answer has no JSON. Raises KeyError where there is no such answer."""
        if status not in self._validators:
            responses = self.raw["responses"]
            found = responses.get(str(status)) or responses[f"{status // 100}XX"]
            found = self._responses[found["$ref"].rpartition("/")[2]] if "$ref" in found else found
            content = found.get("content", {}).get("application/json")
            self._validators[status] = self._answers.validator(content["schema"]) if content else None
        return self._validators[status]


def find(method: str, path: str) -> Operation | None:
    """`path` is below /api/v10."""
    parts = path.split("/")
    for template, operations in _by_length().get(len(parts), ()):
        if all(one.startswith("{") or one == unquote(part) for one, part in zip(template, parts, strict=True)):
            return operations.get(method)
    return None


@cache
def _by_length() -> dict[int, list[tuple[list[str], dict[str, Operation]]]]:
    """Templates by how many parts they have, those first that have more of them fixed."""
    whole = json.loads(PATH.read_text(encoding="utf-8"))
    components = whole["components"]
    schemas = Schemas(components["schemas"], closed=True), Schemas(components["schemas"], closed=False)
    found: dict[int, list[tuple[list[str], dict[str, Operation]]]] = {}
    for path in sorted(whole["paths"], key=lambda path: path.count("{")):
        item, template = whole["paths"][path], path.split("/")
        operations = {
            method.upper(): Operation(
                f"{method.upper()} {path}",
                raw,
                [*item.get("parameters", ()), *raw.get("parameters", ())],
                *schemas,
                components["responses"],
            )
            for method, raw in item.items()
            if method != "parameters"
        }
        found.setdefault(len(template), []).append((template, operations))
    return found


def problems(validator: Validator, value: object, at: str) -> list[str]:
    """Where it differs and from what, never what it is."""
    return [_told(best_match([error]) or error, at) for error in validator.iter_errors(value)]


def _told(error: ValidationError, at: str) -> str:
    place = at + error.json_path.removeprefix("$")
    match error.validator:
        case "required":
            return f"{place}: {error.message}"
        case "additionalProperties":
            known: Any = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            return f"{place}: has no {', '.join(sorted(set(error.instance) - set(known)))}"
        case "type" | "format" | "const" | "enum" | "pattern" | "x-by-type":
            wanted = list(error.validator_value) if error.validator == _TOLD_APART else error.validator_value
            return f"{place}: not of {error.validator} {str(wanted)[:60]}"
        case "maxLength" | "minLength" | "maxItems" | "minItems" | "maximum" | "minimum" | "maxProperties":
            return f"{place}: beyond {error.validator} {error.validator_value}"
    return f"{place}: not {error.validator}"
