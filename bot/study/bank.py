"""Where questions come from: asked for by topic, since nobody needs all of them at once."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from bot.study.interview import InterviewQuestion
from bot.study.question import Question

ENGLISH = "en"
"""What every question is written in; other languages stand beside it."""


def language_of(locale: str) -> str:
    """`ru` of `ru-RU`."""
    return locale.partition("-")[0].lower()


class Bank(Mapping[str, Question]):
    """Quiz questions by id, in English and in the order of their files; to go through all is for authors and tests."""

    @property
    @abstractmethod
    def topics(self) -> Collection[str]:
        """Ids of the topics that questions are about, in that order too."""

    @abstractmethod
    def about(self, topic: str, locale: str = ENGLISH) -> tuple[Question, ...]:
        """Each in the locale's language where it is there, else in English; empty for a topic not among `topics`."""

    @abstractmethod
    def interview(self, topic: str) -> tuple[InterviewQuestion, ...]:
        """The open questions about a topic; empty where there are none."""


class HeldBank(Bank):
    """All questions in memory; `translated` by language and id."""

    def __init__(
        self,
        questions: Iterable[Question] = (),
        interview: Iterable[InterviewQuestion] = (),
        translated: Mapping[str, Mapping[str, Question]] | None = None,
    ) -> None:
        self._questions = {question.id: question for question in questions}
        self.open_ones = tuple(interview)
        self._translated = translated or {}

    @property
    def topics(self) -> Collection[str]:
        return self._about.keys()

    def about(self, topic: str, locale: str = ENGLISH) -> tuple[Question, ...]:
        translated = self._translated.get(language_of(locale), {})
        return tuple(translated.get(question.id, question) for question in self._about.get(topic, ()))

    def interview(self, topic: str) -> tuple[InterviewQuestion, ...]:
        return tuple(question for question in self.open_ones if question.topic == topic)

    def translations(self, key: str) -> dict[str, Question]:
        """Of the question with that id, by language."""
        return {language: those[key] for language, those in self._translated.items() if key in those}

    def __getitem__(self, key: str) -> Question:
        return self._questions[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    @cached_property
    def _about(self) -> dict[str, list[Question]]:
        found: dict[str, list[Question]] = {}
        for question in self._questions.values():
            for topic in question.topics:
                found.setdefault(topic, []).append(question)
        return found
