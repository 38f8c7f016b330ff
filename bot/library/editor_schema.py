"""JSON Schemas of the content files, for editors that check YAML while it is written.

They are committed beside the content; `python -m bot.library.editor_schema` in the checkout writes them anew.
"""

import json
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.library.directory import content_dir
from bot.library.schema import (
    InterviewFile,
    OfferedFile,
    QuestionsFile,
    RoadmapFile,
    StandardFile,
    TopicsFile,
    TranslatedFile,
)

_FILES: dict[str, type[BaseModel]] = {
    "topics.json": TopicsFile,
    "roadmap.json": RoadmapFile,
    "questions.json": QuestionsFile,
    "translated.json": TranslatedFile,
    "interview.json": InterviewFile,
    "offered.json": OfferedFile,
    "standard.json": StandardFile,
}


class _Editors(GenerateJsonSchema):
    """An editor gives scalars types before it looks at the schema; we read all of them as text."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return super().str_schema(schema) | {"type": ["string", "number", "boolean"]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def editor_schemas() -> dict[str, str]:
    """The text of each file of `content/schema/`, by name."""
    return {
        name: json.dumps(model.model_json_schema(schema_generator=_Editors), indent=2) + "\n"
        for name, model in _FILES.items()
    }


def write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in editor_schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(content_dir(None) / "schema")
