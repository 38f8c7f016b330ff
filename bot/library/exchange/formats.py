"""The formats there are, and the way in and out of them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from bot.library.encoding import Decoded, NotTextError, decode
from bot.library.exchange.aiken import holds_aiken, read_aiken, write_aiken
from bot.library.exchange.anki import write_anki
from bot.library.exchange.draft import Draft, Entry, is_text
from bot.library.exchange.gift import read_gift, write_gift
from bot.library.exchange.moodle import read_moodle, write_moodle
from bot.library.exchange.tables import holds_table, read_csv, read_tsv, write_csv, write_tsv
from bot.library.problems import Problem, refused
from bot.library.questions import WrittenQuestion
from bot.study.interview import InterviewQuestion

MOST_BYTES = 5 * 1024 * 1024
MOST_QUESTIONS = 10_000
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_DECLARED = re.compile(rb"<\?xml[^>]{0,80}encoding=[\"'](iso-8859-\d+|windows-125\d|koi8-[ru])[\"']", re.IGNORECASE)


class Format(StrEnum):
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE = "moodle"
    CSV = "csv"
    TSV = "tsv"
    ANKI = "anki"


SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".gift": Format.GIFT,
        ".aiken": Format.AIKEN,
        ".txt": Format.AIKEN,
        ".xml": Format.MOODLE,
        ".csv": Format.CSV,
        ".tsv": Format.TSV,
    }
)


@dataclass(frozen=True, slots=True)
class _Text:
    read: Callable[[str], Iterator[Entry]]
    write: Callable[[Iterable[WrittenQuestion]], str]
    holds: Callable[[WrittenQuestion], bool]


_TEXTS = {
    Format.GIFT: _Text(read_gift, write_gift, is_text),
    Format.AIKEN: _Text(read_aiken, write_aiken, holds_aiken),
    Format.MOODLE: _Text(read_moodle, write_moodle, is_text),
    Format.CSV: _Text(read_csv, write_csv, holds_table),
    Format.TSV: _Text(read_tsv, write_tsv, holds_table),
}
READABLE = tuple(_TEXTS)


@dataclass(frozen=True, slots=True)
class Found:
    """`problems` has one entry for each question that was left out."""

    file: Path
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    decoded: Decoded


def read_questions(given: Path | bytes, form: Format) -> Found:
    """`form` is one of READABLE.

    Raises ContentError where the file can't be read, is no text, or is larger than MOST_BYTES or MOST_QUESTIONS."""
    file = given if isinstance(given, Path) else Path("-")
    decoded = _decoded(file, given if isinstance(given, bytes) else _bytes(file))
    entries = list(islice(_TEXTS[form].read(decoded.text), MOST_QUESTIONS + 1))
    if len(entries) > MOST_QUESTIONS:
        raise refused(file, f"more than the {MOST_QUESTIONS} questions that a file may have")
    problems = tuple(Problem(file, one.line, "", one.reason) for one in entries if not isinstance(one, Draft))
    return Found(file, tuple(one for one in entries if isinstance(one, Draft)), problems, decoded)


def holds(form: Format, written: WrittenQuestion) -> bool:
    """Whether the format can say the question."""
    return form is Format.ANKI or _TEXTS[form].holds(written)


def write_questions(
    questions: Sequence[WrittenQuestion],
    form: Format,
    interview: Sequence[InterviewQuestion] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Without those that the format doesn't hold. Anki's alone has interview questions, and `titles` of topics by id.

    Raises ContentError where a package is missing."""
    if form is Format.ANKI:
        return write_anki([one.question for one in questions], interview, titles)
    return _TEXTS[form].write(one for one in questions if holds(form, one)).encode()


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise refused(file, error.strerror or "can't be read") from error


def _decoded(file: Path, raw: bytes) -> Decoded:
    if len(raw) > MOST_BYTES:
        raise refused(file, f"more than the {MOST_BYTES} bytes that a file of questions may have")
    declared = _DECLARED.match(raw)
    try:
        text = raw.decode(declared[1].decode().lower() if declared else "utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    # What decodes is left alone: a question about encodings may look like one that needs repair.
    if text and not _NO_TEXT.search(text):
        codec = declared[1].decode().lower() if declared else "utf-8"
        return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), codec, (), 0, ())
    try:
        return decode(raw)
    except NotTextError as error:
        raise refused(file, str(error)) from error
