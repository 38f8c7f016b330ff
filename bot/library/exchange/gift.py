"""GIFT, Moodle's plain text: `::title:: stem {=right ~wrong #why}`, read leniently and written as Moodle reads it.

What Moodle has no place for stands in comments before a question: its id, tags, and the check that proves the key.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.library.exchange.draft import (
    Draft,
    DraftOption,
    Entry,
    LeftOut,
    Unfit,
    kind_of,
    true_false,
)
from bot.library.exchange.markup import Plain, explanation_html, plain, stem_html, text_html
from bot.library.exchange.pieces import Piece, hide, pieces, show
from bot.library.exchange.tags import tags_of, told
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind, Question

_TITLE = re.compile(r"\s*::(.*?)::\s*", re.DOTALL)
_FORM = re.compile(r"\s*\[(html|markdown|plain|moodle)\]\s*")
_WEIGHT = re.compile(r"\s*%(-?[0-9]+(?:\.[0-9]*)?)%\s*")
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?:#|$)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
_COMMENTED = re.compile(r"\[(id|tag):((?:[^\[\]\\]|\\.){1,200})\]")
_CHECK = "// milepost check: "


def read_gift(text: str) -> Iterator[Entry]:
    for piece in pieces(text):
        try:
            yield _draft(piece)
        except Unfit as error:
            yield LeftOut(piece.line, str(error))


def write_gift(questions: Iterable[WrittenQuestion]) -> str:
    return "\n".join(map(_written, questions))


def _draft(piece: Piece) -> Draft:
    text, title, form = hide(piece.text), "", ""
    if found := _TITLE.match(text):
        title, text = show(found[1]).strip(), text[found.end() :]
    if found := _FORM.match(text):
        form, text = found[1], text[found.end() :]
    before, opened, rest = text.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened:
        raise Unfit("has no answers in { }")
    if not closed or "{" in inside or "{" in after or "}" in after:
        raise Unfit("{ and } don't match; write \\{ and \\} where they belong to the text")
    stem = plain(show(f"{before.rstrip()} _____ {after.strip()}" if after.strip() else before), form)
    inside, _, general = inside.partition("####")
    explained = _said(general, form)
    kind, options = _answers(inside.strip(), form)
    draft = Draft(
        line=piece.line,
        kind=kind,
        stem=stem.text,
        options=options,
        title=title,
        code=stem.code,
        language=stem.language,
        explanation=explained.text,
        detail=explained.detail,
        source=explained.source,
    )
    return _commented(draft, piece.comments)


def _commented(draft: Draft, comments: Sequence[str]) -> Draft:
    found = [(one[1], re.sub(r"\\(.)", r"\1", one[2])) for line in comments for one in _COMMENTED.finditer(line)]
    tags = told(value for name, value in found if name == "tag")
    check = ""
    for line in comments:
        if line.startswith(_CHECK):
            with suppress(ValueError, RecursionError):
                read = json.loads(line.removeprefix(_CHECK))
                check = read if isinstance(read, str) else ""
    own = next((value.strip() for name, value in found if name == "id"), "")
    return tags.on(replace(draft, id=own, check=check))


def _answers(inside: str, form: str) -> tuple[Kind, tuple[DraftOption, ...]]:
    if not inside:
        raise Unfit("is an essay: there is no right answer to compare with")
    if inside.startswith("#"):
        return Kind.TYPED, tuple(map(_number, _split(inside[1:])))
    if found := _TRUTH.match(inside):
        # Moodle has first what is shown to those who are wrong.
        wrong, right = ([*map(str.strip, inside.split("#")[1:]), "", ""])[:2]
        is_true = found[1].upper().startswith("T")
        if_true, if_false = (right, wrong) if is_true else (wrong, right)
        return Kind.TRUE_FALSE, true_false(is_true, _said(if_true, form).text, _said(if_false, form).text)
    answers = _split(inside)
    if "~" not in inside:
        if "->" in inside and all(one.weight is None for one in answers):
            raise Unfit("is a matching question; ours are choices, true or false, and typed answers")
        return Kind.TYPED, tuple(_typed(one, form) for one in answers)
    several = not any(one.sign == "=" for one in answers)
    return _choices(answers, form, several=several)


@dataclass(frozen=True, slots=True)
class _Answer:
    """`weight` in percent, None where it isn't said."""

    sign: str
    weight: float | None
    text: str
    reason: str

    @property
    def is_right(self) -> bool:
        """Raises Unfit where it is half right."""
        if self.weight is None:
            return self.sign != "~"
        if 0 < self.weight < 100:
            raise Unfit(f"an answer counts {self.weight:g} %; with us an answer is right or wrong")
        return self.weight > 0


def _split(inside: str) -> list[_Answer]:
    first, *rest = re.split("([=~])", inside)
    if first.strip() and rest:
        raise Unfit("an answer begins with = or ~; write \\= and \\~ where they belong to the text")
    signed = zip(rest[::2], rest[1::2], strict=True) if rest else [("=", first)]
    answers = []
    for sign, raw in signed:
        weight = _WEIGHT.match(raw)
        text, _, reason = (raw[weight.end() :] if weight else raw).partition("#")
        answers.append(_Answer(sign, float(weight[1]) if weight else None, text, reason))
    return answers


def _choices(answers: Sequence[_Answer], form: str, *, several: bool) -> tuple[Kind, tuple[DraftOption, ...]]:
    options = []
    for one in answers:
        right = (one.weight or 0) > 0 if several else one.is_right
        said = _said(one.text, form)
        text = "\n".join(filter(None, (said.text, said.code)))
        options.append(DraftOption(text, right, _said(one.reason, form).text))
    return kind_of(tuple(options)), tuple(options)


def _typed(one: _Answer, form: str) -> DraftOption:
    return DraftOption(_line(one.text), one.is_right, _said(one.reason, form).text)


def _number(one: _Answer) -> DraftOption:
    value, _, tolerance = show(one.text).strip().partition(":")
    if not _NUMBER.fullmatch(value.strip()) or tolerance.strip().strip("0.,"):
        raise Unfit("asks for a number in a range; typed answers are compared to the letter")
    return DraftOption(value.strip(), one.is_right, _said(one.reason, "").text)


def _said(text: str, form: str) -> Plain:
    if found := _FORM.match(text):
        form, text = found[1], text[found.end() :]
    return plain(_line(text), form)


def _line(text: str) -> str:
    """A line end that is not escaped is there for whoever reads the file."""
    return show(" ".join(map(str.strip, text.strip().split("\n"))))


def _written(written: WrittenQuestion) -> str:
    question = written.question
    comments = ["// " + " ".join([f"[id:{question.id}]", *(f"[tag:{tag}]" for tag in tags_of(written))])]
    if written.check:
        comments.append(_CHECK + json.dumps(written.check, ensure_ascii=False))
    head = f"::{question.id}::[html]{_escaped(stem_html(question))}{{"
    general = f"\t####{_escaped(explanation_html(question))}"
    return "\n".join([*comments, head, *_written_answers(question), general, "}", ""])


def _written_answers(question: Question) -> Iterator[str]:
    share = f"{100 / len(question.key):.5f}".rstrip("0").rstrip(".")
    if question.kind is Kind.TRUE_FALSE:
        (key,), (other,) = (_reasons(question, correct=correct) for correct in (True, False))
        yield f"\t{'TRUE' if question.key == {'t'} else 'FALSE'}#{other}#{key}"
        return
    for option in question.options:
        typed = question.kind is Kind.TYPED
        text = _escaped(option.text) if typed else _marked(option.text)
        if typed:
            sign = "=%100%" if option.correct else "=%0%"
        elif question.kind is Kind.MULTIPLE:
            sign = f"~%{share}%" if option.correct else "~%-100%"
        else:
            sign = "=" if option.correct else "~"
        yield f"\t{sign}{text}#{_marked(option.reason)}"


def _reasons(question: Question, *, correct: bool) -> list[str]:
    return [_marked(option.reason) for option in question.options if option.correct is correct]


def _marked(text: str) -> str:
    """A weight or a format's name at the beginning is text."""
    html = text_html(text)
    taken = _FORM.match(html) or _WEIGHT.match(html)
    return _escaped(f"&#{ord(html[0])};{html[1:]}" if taken else html)


def _escaped(text: str) -> str:
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")
