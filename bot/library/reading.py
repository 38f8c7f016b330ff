"""From a file to its model, with pydantic's findings put in an author's words."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.library.problems import ContentError, FieldPath, Problem
from bot.library.schema import ITEM, PATTERNS, SECTION, ItemEntry, SectionEntry
from bot.library.source import Source, read_source

Model = TypeVar("Model", bound=BaseModel)

_TAGS: dict[str | int, type[BaseModel]] = {SECTION: SectionEntry, ITEM: ItemEntry}

_MESSAGES = {
    "missing": "required, but not there",
    "model_type": "expected keys and values",
    "dict_type": "expected keys and values",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "string_type": "expected text",
    "string_too_short": "must not be empty",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} needed, here {actual_length}",
    "too_long": "at most {max_length} allowed, here {actual_length}",
    "literal_error": "expected {expected}",
    "enum": "expected {expected}",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "decimal_parsing": "expected a number",
    "decimal_type": "expected a number",
    "finite_number": "expected a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "value_error": "{error}",
}
"""What to tell an author for each kind of finding of pydantic's."""


def read_model(file: Path, model: type[Model]) -> tuple[Source, Model]:
    """Raises ContentError with all that is wrong with the file's shape."""
    source = read_source(file)
    try:
        return source, model.model_validate(source.value)
    except ValidationError as error:
        raise ContentError(_problem(source, model, detail) for detail in error.errors()) from error


def _problem(source: Source, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path: FieldPath = tuple(step for step in detail["loc"] if step not in _TAGS and step != "[key]")
    return source.problem(path, finding(model, detail))


def finding(model: type[BaseModel], detail: ErrorDetails) -> str:
    """What to tell an author of it."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key; known here: {', '.join(_keys(model, detail['loc'][:-1]))}"
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]]
    return _MESSAGES.get(kind, detail["msg"]).format(**context)


def _keys(model: type[BaseModel], place: FieldPath) -> list[str]:
    """The keys an object at `place` may have."""
    for step in place:
        if step in _TAGS:
            model = _TAGS[step]
        elif isinstance(step, str):
            model = next(_models(model.model_fields[step].annotation), model)
    return list(model.model_fields)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
