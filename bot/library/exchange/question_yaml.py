"""Questions as the text of their file: a new one, or more in one that is there."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

import yaml

from bot.library.problems import ContentError, refused
from bot.library.questions import WrittenQuestion
from bot.library.reading import read_model
from bot.library.schema import QuestionsFile
from bot.library.source import Source
from bot.library.yaml_text import INDENT, Block, Fields, listed

_HEAD = "# yaml-language-server: $schema=../../schema/questions.json\nquestions:\n"


def add_questions(file: Path, questions: Sequence[WrittenQuestion]) -> None:
    """Makes the file where it isn't there; what it holds stays, comments included.

    Raises ContentError where that can't be; then all is as it was."""
    try:
        if file.exists():
            _append(file, questions)
        else:
            with file.open("x", encoding="utf-8", newline="\n") as written:
                written.write(_HEAD + _text(questions, INDENT))
    except OSError as error:
        raise refused(file, error.strerror or "can't be written") from error


def _append(file: Path, questions: Sequence[WrittenQuestion]) -> None:
    source, before = read_model(file, QuestionsFile)
    added = "\n" + _text(questions, _indent(source))
    text = source.text.rstrip() + "\n" + added
    if "\r\n" in source.text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    target = file.resolve()
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.stem}-", delete=False) as temporary:
        temporary.write(text.encode())
    path = Path(temporary.name)
    try:
        if not _holds(path, before, questions):
            raise refused(file, "is written in a way that can't be added to; name a new file, and join them by hand")
        path.chmod(target.stat().st_mode)
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def _holds(file: Path, before: QuestionsFile, added: Sequence[WrittenQuestion]) -> bool:
    """Whether it is as it was, with these at its end."""
    try:
        _, after = read_model(file, QuestionsFile)
    except ContentError:
        return False
    old = len(before.questions)
    ids = [entry.id for entry in after.questions[old:]]
    return after.questions[:old] == before.questions and ids == [one.question.id for one in added]


def _indent(source: Source) -> str:
    """Before the hyphens of the list of questions."""
    root = source.root
    found = root.value[0][1] if isinstance(root, yaml.MappingNode) else root
    return " " * found.start_mark.column


def _text(questions: Sequence[WrittenQuestion], indent: str) -> str:
    return "\n\n".join("\n".join(listed([_fields(one)], indent)) for one in questions) + "\n"


def _fields(written: WrittenQuestion) -> Fields:
    question = written.question
    options: list[Fields] = [
        {"id": one.id, "text": one.text, "correct": one.correct, "reason": one.reason} for one in question.options
    ]
    return {
        "id": question.id,
        "topics": question.topics,
        "kind": str(question.kind),
        "level": question.level,
        "difficulty": question.difficulty,
        "stem": question.stem,
        "code": _block(question.code),
        "language": question.language if question.language != "python" else None,
        "check": _block(written.check),
        "options": options,
        "explanation": question.explanation,
        "detail": question.detail,
        "source": question.source,
        "seen": written.seen,
    }


def _block(text: str) -> Block | None:
    return Block(text) if text else None
