"""The rules a question keeps, and its way into study values."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.library.problems import FieldPath, Problem
from bot.library.schema import OptionEntry, QuestionEntry, QuestionsFile
from bot.library.source import Source
from bot.study.catalogue import Topic
from bot.study.question import Kind, Option, Question
from bot.study.typed import normal


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question together with what only its authors need: where it stands and how its key is proved."""

    question: Question
    check: str
    source: Source
    index: int
    seen: bool = False
    """Whether the page it names was looked at."""

    @property
    def is_executed(self) -> bool:
        """Whether its key is proved by running something."""
        return bool(self.check) or self.predicts

    @property
    def predicts(self) -> bool:
        """Whether the answer is what the code prints."""
        question = self.question
        runs = question.kind is Kind.OUTPUT or (question.kind is Kind.TYPED and bool(question.code) and not self.check)
        return runs and question.language == "python"

    def problem(self, field: FieldPath, message: str) -> Problem:
        return self.source.problem(("questions", self.index, *field), message)


def written_questions(source: Source, file: QuestionsFile) -> Iterator[WrittenQuestion]:
    for index, entry in enumerate(file.questions):
        yield WrittenQuestion(_question(entry), entry.check or "", source, index, entry.seen)


def file_problems(source: Source, topics: dict[str, Topic]) -> Iterator[Problem]:
    """Whether `questions/<area>/<topic>.yaml` says what it should; the top of the file is what it is about."""
    topic, area = source.file.stem, source.file.parent.name
    if topic not in topics:
        yield source.problem((), f"the file's name should be a topic's id; there is no topic {topic}")
    elif topics[topic].area != area:
        yield source.problem((), f"expected in the folder {topics[topic].area}, the area of {topic}")


def question_problems(written: WrittenQuestion, topics: Collection[str] | None) -> Iterator[Problem]:
    """`topics` are the ids there are; None when they could not be read, so that nothing is said about them."""
    question = written.question
    if question.topics[0] != written.source.file.stem:
        yield written.problem(("topics", 0), f"the first topic should be the file's, {written.source.file.stem}")
    for index, topic in enumerate(question.topics):
        if topics is not None and topic not in topics:
            yield written.problem(("topics", index), f"there is no topic {topic}")
        elif topic in question.topics[:index]:
            yield written.problem(("topics", index), f"{topic} is given twice")
    yield from _option_problems(written)
    yield from _code_problems(written)


def _option_problems(written: WrittenQuestion) -> Iterator[Problem]:
    options = written.question.options
    same = normal if written.question.kind is Kind.TYPED else str
    for index, option in enumerate(options):
        if option.id in {other.id for other in options[:index]}:
            yield written.problem(("options", index, "id"), f"another option has the id {option.id}")
        if same(option.text) in {same(other.text) for other in options[:index]}:
            yield written.problem(("options", index, "text"), "another option says the same")
    yield from _number_problems(written)


def _number_problems(written: WrittenQuestion) -> Iterator[Problem]:
    options, right = written.question.options, len(written.question.key)
    match written.question.kind:
        case Kind.SINGLE | Kind.OUTPUT:
            if not 3 <= len(options) <= 5:
                yield written.problem(("options",), f"expected 3 to 5 options, here {len(options)}")
            if right != 1:
                yield written.problem(("options",), f"expected exactly one correct option, here {right}")
        case Kind.MULTIPLE:
            if not 4 <= len(options) <= 5:
                yield written.problem(("options",), f"expected 4 or 5 options, here {len(options)}")
            if right < 2 or right == len(options):
                yield written.problem(
                    ("options",), f"expected two or more correct options and a wrong one, here {right}"
                )
        case Kind.TRUE_FALSE:
            if sorted((option.id, option.text) for option in options) != [("f", "False"), ("t", "True")]:
                yield written.problem(("options",), "expected two options: id t with text True, id f with text False")
            elif right != 1:
                yield written.problem(("options",), f"expected exactly one correct option, here {right}")
        case Kind.TYPED:
            if not right:
                yield written.problem(("options",), "expected at least one correct option: the answer to type")


def _code_problems(written: WrittenQuestion) -> Iterator[Problem]:
    question = written.question
    python = question.language == "python"
    if question.kind is Kind.OUTPUT:
        if not question.code:
            yield written.problem(("code",), "required: the reader predicts what it prints")
        elif not python and not written.check:
            yield written.problem(("check",), f"required: {question.language} can't be run to see what it prints")
    elif question.code and python and not written.is_executed:
        yield written.problem(("check",), "required: Python code needs a check that prints yes for a correct OPTION")


def _question(entry: QuestionEntry) -> Question:
    return Question(
        id=entry.id,
        topics=tuple(entry.topics),
        kind=entry.kind,
        stem=entry.stem,
        options=tuple(map(_option, entry.options)),
        explanation=entry.explanation,
        source=entry.source,
        level=entry.level,
        difficulty=entry.difficulty,
        code=entry.code or "",
        language=entry.language,
        detail=entry.detail or "",
    )


def _option(entry: OptionEntry) -> Option:
    return Option(entry.id, entry.text, entry.correct, entry.reason)
