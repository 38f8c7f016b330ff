"""The schemas editors use agree with the loader and with what is committed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.library import content_dir
from bot.library.editor_schema import editor_schemas

CONTENT = content_dir(None)


class EditorLoader(yaml.CSafeLoader):
    """Types scalars as editors do (YAML 1.2), where a date is text."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def schema_of(file: Path) -> str:
    if file.name in ("topics.yaml", "offered.yaml", "standard.yaml"):
        return f"{file.stem}.json"
    if "interview" in file.parts:
        return "interview.json"
    return "roadmap.json" if file.parent.name == "roadmaps" else "questions.json"


def errors(file: Path) -> list[str]:
    schema = json.loads(editor_schemas()[schema_of(file)])
    Draft202012Validator.check_schema(schema)
    value = yaml.load(file.read_text(encoding="utf-8"), EditorLoader)
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


def test_the_committed_schemas_are_up_to_date() -> None:
    committed = {file.name: file.read_text(encoding="utf-8") for file in (CONTENT / "schema").iterdir()}
    assert committed == editor_schemas(), "write them anew: python -m bot.library.editor_schema"


def test_the_real_files_are_valid() -> None:
    found = {str(file): errors(file) for file in CONTENT.rglob("*.yaml")}
    assert len(found) >= 2
    assert {file: problems for file, problems in found.items() if problems} == {}


def test_what_the_loader_takes_is_valid(content: Path) -> None:
    assert [errors(file) for file in sorted(content.rglob("*.yaml"))] == [[], [], []]


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("topics.yaml", "area: basics", "areas: basics", "$.topics[0]"),
        ("roadmaps/short.yaml", "id: first", "id: First", "$.parts[0].id"),
        ("roadmaps/short.yaml", "hours: 2", "hours: two", "$.parts[0].hours"),
        ("roadmaps/short.yaml", "hours: 2", "hours:", "$.parts[0].hours"),
        ("roadmaps/short.yaml", "looping: loops", "looping: Loops", "$.moved.looping"),
        ("roadmaps/short.yaml", "optional: true", "optional: maybe", "$.parts[0].parts[0]"),
        ("questions/basics/loops.yaml", "kind: output", "kind: open", "$.questions[0].kind"),
        ("questions/basics/loops.yaml", "difficulty: 4", "difficulty: 7", "$.questions[1].difficulty"),
        ("questions/basics/loops.yaml", "text: 6, ", "", "$.questions[0].options[1]"),
        ("questions/basics/loops.yaml", "The stop is left out.", "x" * 161, "$.questions[0].options[1].reason"),
    ],
)
def test_a_broken_file_is_underlined(
    content: Path, found: Callable[[], list[str]], name: str, old: str, new: str, where: str
) -> None:
    file = content / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(error.startswith(where) for error in errors(file))
    assert found()
