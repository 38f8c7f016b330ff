"""Everything there is to study, as values: what `content/` holds once it is read and validated."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.study.question import Question
from bot.study.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class Topic:
    """A canonical topic, shared by all roadmaps. `scope` is one line; `prerequisites` are topic ids."""

    id: str
    title: str
    area: str
    scope: str
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Roadmaps, topics and questions by id, each in the order they are offered."""

    roadmaps: Mapping[str, Roadmap]
    topics: Mapping[str, Topic]
    questions: Mapping[str, Question]

    @cached_property
    def questions_of(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each topic id; topics without any are left out."""
        found: dict[str, list[Question]] = {}
        for question in self.questions.values():
            for topic in question.topics:
                found.setdefault(topic, []).append(question)
        return {topic: tuple(questions) for topic, questions in found.items()}
