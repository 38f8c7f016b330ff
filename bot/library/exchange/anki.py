"""An Anki package: one deck a topic, a note a question. What is known by its GUID is updated when it comes again."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from html import escape
from io import BytesIO
from typing import Any

from bot.library.exchange.needed import needed
from bot.study.interview import InterviewQuestion
from bot.study.question import Kind, Option, Question

_FRONT = """<div class="stem">{{Question}}</div>
{{Code}}
{{Options}}"""
_BACK = """{{FrontSide}}
<hr id="answer">
<div class="key">{{Key}}</div>
{{Reasons}}
<div class="explanation">{{Explanation}}</div>
{{Source}}"""
_ASKED_BACK = """{{FrontSide}}
<hr id="answer">
<div class="explanation">{{Answer}}</div>
{{Mentions}}
{{Source}}"""
_STYLE = """.card { font-family: sans-serif; font-size: 18px; text-align: left; }
pre { font-size: 15px; overflow-x: auto; padding: 8px; background: rgba(128, 128, 128, 0.15); }
.key { font-weight: bold; }
.right { color: #2e8b57; }
.source { font-size: 14px; }"""
_QUIZ_FIELDS = ("Question", "Code", "Options", "Key", "Reasons", "Explanation", "Source", "Id")
_OPEN_FIELDS = ("Question", "Answer", "Mentions", "Source", "Id")


def write_anki(
    questions: Iterable[Question], interview: Iterable[InterviewQuestion], titles: Mapping[str, str]
) -> bytes:
    """`titles` of topics by id; where one is missing, its id names the deck. Raises ContentError without genanki."""
    genanki = needed("genanki")
    quiz = _model(genanki, "quiz question", _QUIZ_FIELDS, _FRONT, _BACK)
    asked = _model(genanki, "interview question", _OPEN_FIELDS, '<div class="stem">{{Question}}</div>', _ASKED_BACK)
    decks: dict[str, Any] = {}

    def add(topic: str, own: str, model: Any, fields: Sequence[str], tags: Sequence[str]) -> None:
        if topic not in decks:
            decks[topic] = genanki.Deck(_stable(f"deck {topic}"), f"Milepost::{titles.get(topic, topic)}")
        guid = blake2b(f"milepost {own}".encode(), digest_size=10).hexdigest()
        decks[topic].add_note(genanki.Note(model=model, fields=[*fields, own], tags=list(tags), guid=guid))

    for question in questions:
        tags = (*question.topics, str(question.kind), question.level, f"difficulty-{question.difficulty}")
        add(question.topics[0], question.id, quiz, _quiz_fields(question), tags)
    for one in interview:
        tags = (one.topic, "interview", one.level, f"difficulty-{one.difficulty}")
        add(one.topic, one.id, asked, _open_fields(one), tags)
    written = BytesIO()
    genanki.Package(list(decks.values())).write_to_file(written)
    return written.getvalue()


def _model(genanki: Any, name: str, fields: Sequence[str], front: str, back: str) -> Any:
    return genanki.Model(
        _stable(f"model {name}"),
        f"Milepost {name}",
        fields=[{"name": field} for field in fields],
        templates=[{"name": "Card", "qfmt": front, "afmt": back}],
        css=_STYLE,
        sort_field_index=len(fields) - 1,
    )


def _stable(name: str) -> int:
    """The same at every export; Anki's own ids are times in milliseconds, of the same size."""
    return int.from_bytes(blake2b(f"milepost {name}".encode(), digest_size=4).digest()) % (1 << 30) + (1 << 30)


def _quiz_fields(question: Question) -> tuple[str, ...]:
    shown = [(option, _shown(question, option)) for option in question.options]
    return (
        _text(question.stem),
        f"<pre>{escape(question.code)}</pre>" if question.code else "",
        "" if question.kind is Kind.TYPED else _list([_text(text) for _, text in shown]),
        _text("\n".join(text for option, text in shown if option.correct)),
        _list([_reason(option, text) for option, text in shown]),
        _text("\n\n".join(filter(None, (question.explanation, question.detail)))),
        _source(question.source),
    )


def _open_fields(one: InterviewQuestion) -> tuple[str, ...]:
    mentions = _list([_text(mention) for mention in one.mentions])
    return _text(one.question), _text(one.answer), mentions, _source(one.source)


def _shown(question: Question, option: Option) -> str:
    """With the letter that people speak of it by."""
    lettered = question.kind not in (Kind.TYPED, Kind.TRUE_FALSE)
    return f"{option.id.upper()}. {option.text}" if lettered else option.text


def _reason(option: Option, text: str) -> str:
    sign, name = ("✓", "right") if option.correct else ("✗", "wrong")
    return f'<span class="{name}">{sign} {_text(text)}</span><br>{_text(option.reason)}'


def _list(entries: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"


def _source(url: str) -> str:
    return f'<div class="source"><a href="{escape(url)}">{escape(url)}</a></div>'


def _text(text: str) -> str:
    return escape(text.strip()).replace("\n", "<br>")
