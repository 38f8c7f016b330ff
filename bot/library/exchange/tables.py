"""Questions as a table, a row each: the columns of ours, and what others call them."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from bot.library.exchange.draft import Draft, DraftOption, Entry, LeftOut, Unfit, is_text, kind_of, own_ids
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind

_LETTERS = "abcdefgh"
_FIELDS = ("id", "kind", "stem", "code", "language")
_AFTER = ("explanation", "detail", "topics", "level", "difficulty", "source", "seen", "check", "options")
COLUMNS = (
    *_FIELDS,
    *(name for letter in _LETTERS for name in (letter, f"reason_{letter}")),
    "correct",
    *_AFTER,
)
_ALSO = {
    "question": "stem",
    "question text": "stem",
    "text": "stem",
    "answer": "correct",
    "answers": "correct",
    "key": "correct",
    "correct answer": "correct",
    "correct answers": "correct",
    "correct option": "correct",
    "right": "correct",
    "feedback": "explanation",
    "general feedback": "explanation",
    "rationale": "explanation",
    "topic": "topics",
    "type": "kind",
    "title": "title",
    "name": "title",
    "url": "source",
    "link": "source",
}
_OPTION = re.compile(r"(?:option|answer|choice)? ?([a-h1-8])")
_REASON = re.compile(r"(?:reason|feedback)(?: for)? ?([a-h1-8])|([a-h1-8]) (?:reason|feedback)")
_SEVERAL = re.compile(r"[\s,;|+&]+")
_KINDS = {
    "single choice": Kind.SINGLE,
    "multiple choice": None,
    "mcq": None,
    "true/false": Kind.TRUE_FALSE,
    "truefalse": Kind.TRUE_FALSE,
    "short answer": Kind.TYPED,
    "shortanswer": Kind.TYPED,
}
_LARGEST_CELL = 131_072
"""Characters: what the csv module reads unless told otherwise, which is for the whole process."""


def read_csv(text: str) -> Iterator[Entry]:
    head = text.lstrip("\n").partition("\n")[0]
    yield from _read(text, max(",;\t", key=head.count))


def read_tsv(text: str) -> Iterator[Entry]:
    yield from _read(text, "\t")


def write_csv(questions: Iterable[WrittenQuestion]) -> str:
    return _table(questions, ",")


def write_tsv(questions: Iterable[WrittenQuestion]) -> str:
    return _table(questions, "\t")


def holds_table(written: WrittenQuestion) -> bool:
    return is_text(written) and len(written.question.options) <= len(_LETTERS)


def _read(text: str, delimiter: str) -> Iterator[Entry]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    names: list[str] | None = None
    while True:
        before = rows.line_num
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield LeftOut(before + 1, f"is no row of a table: {error}")
            continue
        if not any(map(str.strip, row)):
            continue
        if names is None:
            names = [_name(cell) for cell in row]
            if "stem" not in names or "correct" not in names:
                yield LeftOut(before + 1, "the first line should name the columns, for example stem,a,b,c,correct")
                return
            continue
        # A cell may begin with empty lines, which are its own: a row's line is where it begins.
        line = before + 1
        if len(row) > len(names):
            yield LeftOut(
                line, f"has {len(row)} cells for {len(names)} columns; put quotes around text with {_SIGN[delimiter]}"
            )
            continue
        try:
            yield _draft(line, {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()})
        except Unfit as error:
            yield LeftOut(line, str(error))


_SIGN = {",": "a comma", ";": "a semicolon", "\t": "a tab"}


def _name(cell: str) -> str:
    name = " ".join(re.findall(r"[a-z0-9]+", cell.lower()))
    if name in _ALSO or name.replace(" ", "_") in COLUMNS:
        return _ALSO.get(name, name.replace(" ", "_"))
    if found := _REASON.fullmatch(name):
        return f"reason_{_letter(found[1] or found[2])}"
    if found := _OPTION.fullmatch(name):
        return _letter(found[1])
    return ""


def _letter(sign: str) -> str:
    return _LETTERS[int(sign) - 1] if sign.isdigit() else sign


def _draft(line: int, row: Mapping[str, str]) -> Draft:
    texts = {letter: row[letter].strip() for letter in _LETTERS if letter in row}
    given = row.get("kind", "").strip().lower()
    if not texts and _KINDS.get(given, given) == Kind.TYPED:
        texts = {"a": row.get("correct", "").strip()}
    correct = _correct(row.get("correct", ""), texts)
    if not texts and correct & {"true", "false"}:
        texts = {"a": "True", "b": "False"}
        correct = {"a"} if "true" in correct else {"b"}
    options = tuple(
        DraftOption(text, letter in correct, row.get(f"reason_{letter}", "").strip()) for letter, text in texts.items()
    )
    return Draft(
        line=line,
        kind=_kind(given, options),
        stem=row.get("stem", "").strip(),
        options=options,
        title=row.get("title", "").strip(),
        id=row.get("id", "").strip(),
        ids=tuple(row.get("options", "").split()),
        topics=tuple(filter(None, _SEVERAL.split(row.get("topics", "").strip()))),
        level=row.get("level", "").strip().lower(),
        difficulty=row.get("difficulty", "").strip(),
        code=row.get("code", "").rstrip(),
        language=row.get("language", "").strip().lower(),
        check=row.get("check", "").rstrip(),
        explanation=row.get("explanation", "").strip(),
        detail=row.get("detail", "").strip(),
        source=row.get("source", "").strip(),
        seen=row.get("seen", "").strip().lower() in {"true", "yes", "1"},
    )


def _kind(given: str, options: tuple[DraftOption, ...]) -> Kind:
    known = _KINDS.get(given) if given in _KINDS else Kind(given) if given in set(Kind) else None
    if given and given not in _KINDS and known is None:
        raise Unfit(f"expected as kind one of {', '.join(Kind)}, here {given[:30]!r}")
    return known or kind_of(options)


def _correct(cell: str, texts: Mapping[str, str]) -> set[str]:
    """Letters of options; a cell may name them, count them, or say what one says."""
    said = cell.strip()
    named = {one.lower() for one in _SEVERAL.split(said) if one}
    if not named:
        raise Unfit("says of no option that it is correct; name its letter in the column correct")
    if named <= set(texts):
        return named
    if not texts:
        if named <= {"true", "false"} or named <= {"t", "f"}:
            return {"true" if "t" in {one[0] for one in named} else "false"}
        raise Unfit("has no options; expected columns such as a, b and c")
    same = {letter for letter, text in texts.items() if text.casefold() == said.casefold()}
    counted = {_LETTERS[int(one) - 1] for one in named if re.fullmatch("[1-8]", one)}
    counted = counted if len(counted) == len(named) and counted <= set(texts) else set()
    if same and counted and same != counted:
        raise Unfit(f"correct is {said[:30]!r}, the text of one option and the number of another; give a letter")
    if not (same or counted):
        raise Unfit(f"correct is {said[:30]!r}, which is no option here: expected letters of {', '.join(texts)}")
    return same or counted


def _table(questions: Iterable[WrittenQuestion], delimiter: str) -> str:
    written = StringIO(newline="")
    rows = csv.DictWriter(written, COLUMNS, delimiter=delimiter, lineterminator="\n", restval="")
    rows.writeheader()
    rows.writerows(map(_row, questions))
    return written.getvalue()


def _row(written: WrittenQuestion) -> dict[str, str]:
    question = written.question
    row = {
        "id": question.id,
        "kind": str(question.kind),
        "stem": question.stem,
        "code": question.code,
        "language": question.language if question.code or question.language != "python" else "",
        "explanation": question.explanation,
        "detail": question.detail,
        "topics": " ".join(question.topics),
        "level": question.level,
        "difficulty": str(question.difficulty),
        "source": question.source,
        "seen": "true" if written.seen else "",
        "check": written.check,
        "options": " ".join(own_ids(written)),
        "correct": " ".join(letter for letter, one in zip(_LETTERS, question.options, strict=False) if one.correct),
    }
    for letter, option in zip(_LETTERS, question.options, strict=False):
        row |= {letter: option.text, f"reason_{letter}": option.reason}
    return row
