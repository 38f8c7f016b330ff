"""Moodle's XML: what its elements mean to us, and ours as such."""

from collections.abc import Iterable, Iterator
from html import escape

from bot.library.exchange.draft import (
    Draft,
    DraftOption,
    Entry,
    LeftOut,
    Unfit,
    kind_of,
    true_false,
)
from bot.library.exchange.elements import Node, question_nodes
from bot.library.exchange.markup import Plain, explanation_html, plain, stem_html, text_html
from bot.library.exchange.tags import tags_of, told
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind, Option, Question

_FORMS = {"html": "html", "markdown": "markdown", "plain_text": "plain"}
_TYPES = {Kind.MULTIPLE: "multichoice", Kind.TRUE_FALSE: "truefalse", Kind.TYPED: "shortanswer"}
_UNFIT = {
    "matching": "a matching question",
    "essay": "an essay",
    "cloze": "a text with gaps",
    "description": "a text without a question",
    "calculated": "a calculated question",
}


def read_moodle(text: str) -> Iterator[Entry]:
    """Raises ContentError where defusedxml is missing."""
    for node in question_nodes(text):
        entry = node if isinstance(node, LeftOut) else _entry(node)
        if entry is not None:
            yield entry


def write_moodle(questions: Iterable[WrittenQuestion]) -> str:
    body = "\n".join(map(_written, questions))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'


def _entry(node: Node) -> Entry | None:
    """None for what only says where the questions after it belong."""
    if node.given.get("type") == "category":
        return None
    try:
        return _draft(node)
    except Unfit as error:
        return LeftOut(node.line, str(error))


def _draft(node: Node) -> Draft:
    kind, options = _answers(node)
    stem, explained = _said(node, "questiontext"), _said(node, "generalfeedback")
    draft = Draft(
        line=node.line,
        kind=kind,
        stem=stem.text,
        options=options,
        title=node.text("name", "text"),
        id=node.text("idnumber"),
        code=stem.code,
        language=stem.language,
        check="".join(text for one in node.all("milepostcheck") for text in one.texts),
        explanation=explained.text,
        detail=explained.detail,
        source=explained.source,
    )
    tags = [tag.text("text") for holder in node.all("tags") for tag in holder.all("tag")]
    return told(tags).on(draft)


def _answers(node: Node) -> tuple[Kind, tuple[DraftOption, ...]]:
    answers = node.all("answer")
    match node.given.get("type", ""):
        case "multichoice":
            several = node.text("single").lower() in {"false", "0"}
            options = tuple(_choice(answer, several=several) for answer in answers)
            return kind_of(options), options
        case "truefalse":
            return Kind.TRUE_FALSE, _truth(answers)
        case "shortanswer":
            # A star stands for whatever else is typed, which is wrong anyway.
            meant = [one for one in answers if _is_right(one) or one.text("text") != "*"]
            return Kind.TYPED, tuple(DraftOption(one.text("text"), _is_right(one), _reason(one)) for one in meant)
        case "numerical":
            return Kind.TYPED, tuple(map(_number, answers))
        case other:
            what = _UNFIT.get(other, f"of the type {other[:40]!r}")
            raise Unfit(f"is {what}; ours are choices, true or false, and typed answers")


def _choice(answer: Node, *, several: bool) -> DraftOption:
    said = _marked(answer)
    right = _fraction(answer) > 0 if several else _is_right(answer)
    return DraftOption("\n".join(filter(None, (said.text, said.code))), right, _reason(answer))


def _truth(answers: list[Node]) -> tuple[DraftOption, ...]:
    said = {answer.text("text").lower(): answer for answer in answers}
    if set(said) != {"true", "false"}:
        raise Unfit("expected two answers, true and false")
    return true_false(_is_right(said["true"]), _reason(said["true"]), _reason(said["false"]))


def _number(answer: Node) -> DraftOption:
    tolerance = answer.text("tolerance").strip("0.,+-")
    if tolerance or answer.text("text") == "*":
        raise Unfit("asks for a number in a range; typed answers are compared to the letter")
    return DraftOption(answer.text("text"), _is_right(answer), _reason(answer))


def _is_right(answer: Node) -> bool:
    share = _fraction(answer)
    if 0 < share < 100:
        raise Unfit(f"an answer counts {share:g} %; with us an answer is right or wrong")
    return share > 0


def _fraction(answer: Node) -> float:
    said = answer.given.get("fraction", "0")
    try:
        return float(said)
    except ValueError:
        raise Unfit(f"expected as fraction a number from 0 to 100, here {said[:20]!r}") from None


def _reason(answer: Node) -> str:
    return _said(answer, "feedback").text


def _said(node: Node, name: str) -> Plain:
    return next(map(_marked, node.all(name)), Plain(""))


def _marked(node: Node) -> Plain:
    if node.all("file"):
        raise Unfit("shows a picture or another file, which our questions can't")
    return plain(node.text("text"), _FORMS.get(node.given.get("format", ""), ""))


def _written(written: WrittenQuestion) -> str:
    question = written.question
    lines = [
        f'<question type="{_TYPES.get(question.kind, "multichoice")}">',
        f"<name><text>{escape(question.id)}</text></name>",
        _field("questiontext", stem_html(question)),
        _field("generalfeedback", explanation_html(question)),
        "<defaultgrade>1</defaultgrade>",
        f"<idnumber>{escape(question.id)}</idnumber>",
    ]
    if question.kind in (Kind.SINGLE, Kind.OUTPUT, Kind.MULTIPLE):
        lines.append(f"<single>{'false' if question.kind is Kind.MULTIPLE else 'true'}</single>")
        lines += ["<shuffleanswers>true</shuffleanswers>", "<answernumbering>abc</answernumbering>"]
    if question.kind is Kind.TYPED:
        lines.append("<usecase>0</usecase>")
    lines += [_answer(question, option) for option in question.options]
    if written.check:
        lines.append(f"<milepostcheck>{escape(written.check)}</milepostcheck>")
    tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in tags_of(written))
    return "\n".join([*lines, f"<tags>{tags}</tags>", "</question>"])


def _answer(question: Question, option: Option) -> str:
    share = 100 / len(question.key) if question.kind is Kind.MULTIPLE else 100.0
    worth = share if option.correct else -100 if question.kind is Kind.MULTIPLE else 0
    form, text = "html", text_html(option.text)
    if question.kind in (Kind.TYPED, Kind.TRUE_FALSE):
        form = "moodle_auto_format"
        text = option.text.lower() if question.kind is Kind.TRUE_FALSE else option.text
    reason = _field("feedback", text_html(option.reason))
    return f'<answer fraction="{worth:.7g}" format="{form}"><text>{escape(text)}</text>{reason}</answer>'


def _field(name: str, html: str) -> str:
    return f'<{name} format="html"><text>{escape(html)}</text></{name}>'
