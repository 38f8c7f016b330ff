"""What only we say of a question, as tags that another program keeps: `topic:loops`, `level:apply`, …"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import get_args

from bot.library.exchange.draft import Draft, own_ids
from bot.library.questions import WrittenQuestion
from bot.library.schema import Level
from bot.study.question import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """What tags say; those of others say nothing."""

    output: bool = False
    topics: tuple[str, ...] = ()
    level: str = ""
    difficulty: str = ""
    language: str = ""
    ids: tuple[str, ...] = ()
    seen: bool = False

    def on(self, draft: Draft) -> Draft:
        output = self.output and draft.kind is Kind.SINGLE
        return replace(
            draft,
            kind=Kind.OUTPUT if output else draft.kind,
            topics=self.topics,
            level=self.level,
            difficulty=self.difficulty,
            language=draft.language or self.language,
            ids=self.ids,
            seen=self.seen,
        )


def tags_of(written: WrittenQuestion) -> Iterator[str]:
    question = written.question
    yield from (f"topic:{topic}" for topic in question.topics)
    yield f"level:{question.level}"
    yield f"difficulty:{question.difficulty}"
    if question.kind is Kind.OUTPUT:
        yield f"kind:{Kind.OUTPUT}"
    if not question.code and question.language != "python":
        yield f"language:{question.language}"
    if ids := own_ids(written):
        yield f"options:{'-'.join(ids)}"
    if written.seen:
        yield "seen:true"


def told(tags: Iterable[str]) -> Told:
    said: dict[str, list[str]] = {}
    for tag in tags:
        name, _, value = tag.strip().partition(":")
        said.setdefault(name.strip().lower(), []).append(value.strip())
    level, difficulty = _last(said, "level"), _last(said, "difficulty")
    return Told(
        output=_last(said, "kind") == Kind.OUTPUT,
        topics=tuple(said.get("topic", ())),
        level=level if level in get_args(Level) else "",
        difficulty=difficulty if difficulty in {"1", "2", "3", "4", "5"} else "",
        language=_last(said, "language"),
        ids=tuple(filter(None, _last(said, "options").split("-"))),
        seen=_last(said, "seen") == "true",
    )


def _last(said: dict[str, list[str]], name: str) -> str:
    return said.get(name, [""])[-1]
