"""Questions answered blind: shown without key and explanation, and answered by somebody else than their writer.

The record beside the questions, `questions/REVIEW.tsv`, keeps each answer with a digest of what was read, so that a
question that was changed since counts as not answered yet.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bot.library.problems import ContentError, Problem, refused
from bot.study.question import Kind, Question
from bot.study.typed import meant

RECORD = Path("questions", "REVIEW.tsv")
_COLUMNS = "question\tread\tanswer\tagreed"


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """`read` is the digest of what was seen; `answer` are option ids in alphabetical order, or what was typed; `agreed`
    means with the key of that time."""

    question: str
    read: str
    answer: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class BlindCount:
    """Of the questions as they are now: how many were answered, how often with the key (`first_agreed`: by the first
    answer, before anything was mended), and how many nobody has answered yet."""

    answered: int
    agreed: int
    first_agreed: int
    unanswered: int


def sheet(questions: Iterable[Question]) -> str:
    """Markdown for a reader: stem, code and options, nothing else."""
    return "\n".join(map(_shown, questions))


def answers(file: Path, questions: Mapping[str, Question]) -> Iterator[BlindAnswer]:
    """From a JSON object, the answer by question's id. Raises ContentError where it isn't that."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        pairs = [(str(key), str(said)) for key, said in given.items()]
    except OSError as error:
        raise refused(file, error.strerror or "can't be read") from error
    except (ValueError, AttributeError) as error:
        example = '{"loops-range-stop": "a"}'
        raise refused(file, f"expected answers by id, such as {example}") from error
    if unknown := [key for key, _ in pairs if key not in questions]:
        raise refused(file, f"there is no question {unknown[0]}")
    return (_answer(questions[key], said) for key, said in pairs)


def recorded(folder: Path) -> list[BlindAnswer]:
    """In the order they were given; none where there is no record. Raises ContentError for a broken line."""
    file = folder / RECORD
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    found = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != 4 or cells[3] not in ("yes", "no"):
            raise ContentError([Problem(file, number, "", "expected question, digest, answer, and yes or no")])
        found.append(BlindAnswer(cells[0], cells[1], cells[2], cells[3] == "yes"))
    return found


def record(folder: Path, new: Iterable[BlindAnswer]) -> None:
    all_ = [*recorded(folder), *new]
    lines = ["\t".join([one.question, one.read, one.answer, "yes" if one.agreed else "no"]) for one in all_]
    (folder / RECORD).write_text("\n".join([_COLUMNS, *lines]) + "\n", encoding="utf-8")


def unanswered(questions: Iterable[Question], given: Sequence[BlindAnswer]) -> list[Question]:
    known = {(one.question, one.read) for one in given}
    return [question for question in questions if (question.id, _digest(question)) not in known]


def counted(questions: Sequence[Question], given: Sequence[BlindAnswer]) -> BlindCount:
    first = {one.question: one for one in reversed(given)}
    newest = {(one.question, one.read): one for one in given}
    now = [(question, newest.get((question.id, _digest(question)))) for question in questions]
    return BlindCount(
        answered=sum(one is not None for _, one in now),
        agreed=sum(one is not None and _agrees(question, one.answer) for question, one in now),
        first_agreed=sum(first[question.id].agreed for question, one in now if one is not None),
        unanswered=sum(one is None for _, one in now),
    )


def _shown(question: Question) -> str:
    lines = [f"## {question.id} ({question.kind})", "", question.stem, ""]
    if question.code:
        lines += [f"```{question.language}", question.code, "```", ""]
    if question.kind is not Kind.TYPED:
        lines += [*(f"{option.id}) {option.text}" for option in question.options), ""]
    return "\n".join(lines)


def _digest(question: Question) -> str:
    return blake2b(_shown(question).encode(), digest_size=6).hexdigest()


def _answer(question: Question, said: str) -> BlindAnswer:
    plain = " ".join(said.split())
    if question.kind is not Kind.TYPED:
        plain = "".join(sorted({letter for letter in plain.casefold() if letter.isalpha()}))
    return BlindAnswer(question.id, _digest(question), plain, _agrees(question, plain))


def _agrees(question: Question, answer: str) -> bool:
    if question.kind is Kind.TYPED:
        option = meant(question, answer)
        return option is not None and option.correct
    return set(answer) == question.key
