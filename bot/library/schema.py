"""What may stand in a content file: the shape and limits of each field.

Rules that need more than one field, or more than one file, are in `questions`, `roadmaps` and `topics`.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from bot.study.question import Kind

NODE_ID = r"^[a-z0-9-]{1,32}$"
LONG_ID = r"^[a-z0-9-]{1,64}$"
OPTION_ID = r"^[a-z]$"
URL = r"^https?://\S+$"
ONE_LINE = r"^[^\n]*$"
LANGUAGE = r"^[a-z]{2}$"
SITE = r"^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$"
DURATION = r"^(?:\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)? (?:day|week|month|year)s?|ongoing)$"

PATTERNS = {
    NODE_ID: "expected 1 to 32 of a-z, 0-9 and -",
    LONG_ID: "expected 1 to 64 of a-z, 0-9 and -",
    OPTION_ID: "expected one letter, a to z",
    URL: "expected an address that starts with https:// or http://",
    ONE_LINE: "expected a single line",
    LANGUAGE: "expected a language's code of two letters, such as ru",
    SITE: "expected a host such as docs.python.org, or *.readthedocs.io for all that belong to it",
    DURATION: "expected a span such as 2 weeks, 1.5 months or 1-2 months, or ongoing",
}
"""What to tell an author whose text doesn't match."""


def _text(longest: int, pattern: str | None = None) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest, pattern=pattern)


def _flag(value: object) -> object:
    if value not in ("true", "false"):
        raise ValueError("expected true or false")
    return value


def _code(value: object) -> object:
    return value.rstrip() if isinstance(value, str) else value


NodeId = Annotated[str, StringConstraints(pattern=NODE_ID)]
LongId = Annotated[str, StringConstraints(pattern=LONG_ID)]
OptionId = Annotated[str, StringConstraints(pattern=OPTION_ID)]
Url = Annotated[str, StringConstraints(pattern=URL)]
OptionText = Annotated[str, _text(80, ONE_LINE)]
Title = Annotated[str, _text(120, ONE_LINE)]
Line = Annotated[str, _text(200, ONE_LINE)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Code = Annotated[str, BeforeValidator(_code), StringConstraints(min_length=1)]
Level = Literal["remember", "understand", "apply", "analyse"]
Difficulty = Annotated[int, Field(ge=1, le=5)]
Percent = Annotated[int, Field(ge=0, le=100)]
Amount = Annotated[Decimal, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TopicEntry(_Strict):
    id: LongId
    title: Title
    area: LongId
    scope: Line
    prerequisites: tuple[LongId, ...] = ()


class TopicsFile(_Strict):
    """topics.yaml"""

    topics: Annotated[list[TopicEntry], Field(min_length=1)]


class ResourceEntry(_Strict):
    id: NodeId
    title: Title
    kind: Literal[
        "article",
        "docs",
        "video",
        "book",
        "course",
        "tutorial",
        "project",
        "cheatsheet",
        "practice",
        "list",
        "podcast",
        "site",
    ]
    url: Url | None = None
    author: Annotated[str, _text(80, ONE_LINE)] | None = None
    language: Annotated[str, StringConstraints(pattern=LANGUAGE)] | None = None
    level: Literal["beginner", "intermediate", "advanced"] | None = None


class LineEntry(_Strict):
    """A line of a checklist, of what may be skipped, or of what one can do in the end."""

    id: NodeId
    title: Line
    topics: tuple[LongId, ...] = ()
    url: Url | None = None


class ProjectEntry(LineEntry):
    features: tuple[Line, ...] = ()


class _Holder(_Strict):
    """What the roadmap as a whole may hold as well as each of its parts."""

    hours: Amount | None = None
    minutes: Amount | None = None
    duration: Annotated[str, StringConstraints(pattern=DURATION)] | None = None
    resources: tuple[ResourceEntry, ...] = ()
    notes: tuple[Line, ...] = ()
    projects: tuple[ProjectEntry, ...] = ()
    checklist: tuple[LineEntry, ...] = ()
    skip: tuple[LineEntry, ...] = ()
    outcomes: tuple[LineEntry, ...] = ()


class _NodeEntry(_Holder):
    id: NodeId
    number: Annotated[str, _text(12, ONE_LINE)] | None = None
    topics: tuple[LongId, ...] = ()
    optional: Flag = False
    important: Flag = False
    basic: Flag = False
    awareness: Flag = False
    project: Flag = False
    tier: NodeId | None = None


class ItemEntry(_NodeEntry):
    """A line to learn; it may hold finer items."""

    item: Title
    parts: Annotated[list["ItemEntry"], Field(min_length=1)] | None = None


class SectionEntry(_NodeEntry):
    """A heading."""

    section: Title
    parts: Annotated[list["PartEntry"], Field(min_length=1)] | None = None


SECTION, ITEM = "<section>", "<item>"
"""How pydantic names the two kinds of part in the place of an error; no key can be called so."""


def _part(value: object) -> str | None:
    if isinstance(value, dict):
        return SECTION if "section" in value else ITEM if "item" in value else None
    return None


PartEntry = Annotated[
    Annotated[SectionEntry, Tag(SECTION)] | Annotated[ItemEntry, Tag(ITEM)],
    Discriminator(
        _part,
        custom_error_type="part",
        custom_error_message="expected keys and values that begin with a title, as `section:` or `item:`",
    ),
]


class RoadmapFile(_Holder):
    """roadmaps/<id>.yaml"""

    id: LongId
    title: Title
    audience: Line
    source: Line | None = None
    moved: dict[NodeId, NodeId] = Field(default_factory=dict)
    parts: Annotated[list[SectionEntry], Field(min_length=1)]


class OfferedFile(_Strict):
    """offered.yaml"""

    roadmaps: Annotated[tuple[LongId, ...], Field(min_length=1)]


class OptionEntry(_Strict):
    id: OptionId
    text: OptionText
    correct: Flag = False
    reason: Annotated[str, _text(160)]


class QuestionEntry(_Strict):
    id: LongId
    topics: Annotated[list[LongId], Field(min_length=1)]
    kind: Kind
    level: Level
    difficulty: Difficulty
    stem: Annotated[str, _text(240)]
    code: Code | None = None
    language: LongId = "python"
    check: Code | None = None
    options: Annotated[list[OptionEntry], Field(min_length=1, max_length=8)]
    explanation: Annotated[str, _text(200)]
    detail: Annotated[str, _text(700)] | None = None
    source: Url
    seen: Flag = False
    """Whether the page at `source` was looked at when the question was written."""


class QuestionsFile(_Strict):
    """questions/<area>/<topic>.yaml"""

    questions: Annotated[list[QuestionEntry], Field(min_length=1)]


class OptionWords(_Strict):
    """`text` is left out where it stays as it is: a number, code."""

    id: OptionId
    text: OptionText | None = None
    reason: Annotated[str, _text(160)]


class QuestionWords(_Strict):
    """A question in another language; what isn't said here stays as it is in English."""

    id: LongId
    stem: Annotated[str, _text(240)]
    options: Annotated[list[OptionWords], Field(min_length=1, max_length=8)]
    explanation: Annotated[str, _text(200)]
    detail: Annotated[str, _text(700)] | None = None


class TranslatedFile(_Strict):
    """questions/<area>/<topic>.<language>.yaml"""

    questions: Annotated[list[QuestionWords], Field(min_length=1)]


class InterviewEntry(_Strict):
    """An open question, answered aloud and graded by oneself."""

    id: LongId
    level: Level
    difficulty: Difficulty
    question: Annotated[str, _text(240)]
    answer: Annotated[str, _text(900)]
    mentions: Annotated[tuple[Annotated[str, _text(100, ONE_LINE)], ...], Field(min_length=2, max_length=5)]
    """What a good answer can't leave out."""
    source: Url
    seen: Flag = False


class InterviewFile(_Strict):
    """interview/<area>/<topic>.yaml"""

    questions: Annotated[list[InterviewEntry], Field(min_length=1)]


class StandardFile(_Strict):
    """standard.yaml: what the bank as a whole is held to."""

    questions: Annotated[int, Field(ge=0)] = 0
    questions_per_topic: Annotated[int, Field(ge=0)] = 0
    interview_per_topic: Annotated[int, Field(ge=0)] = 0
    executed_percent: Percent = 0
    above_remember_percent: Percent = 0
    key_longest_percent: Percent = 100
    """At most; the others are the least."""
    sites: tuple[Annotated[str, StringConstraints(pattern=SITE)], ...] = ()
    """Hosts that a source may be at; `*.` before one stands for what belongs to it. Without any, all are fine."""
