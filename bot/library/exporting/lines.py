"""Each thing of a roadmap as one line: said as people say it, and in the line's comment where the text can't."""

from collections.abc import Iterable, Iterator

from bot.library.exporting.escaping import escaped, linked
from bot.library.importing.amounts import amount
from bot.library.importing.declared import LABELS, What, comment, marked, numbered
from bot.study.progress import Mark
from bot.study.roadmap import Aside, Node, Resource, Roadmap

SIGNS = {Mark.DONE: "✅", Mark.IN_PROGRESS: "🔥"}
"""What is skipped has no sign."""

_MOST = 99_999
"""An import reads five digits of hours or minutes."""
_FLAGS = ("optional", "important", "basic", "awareness")


def title_line(roadmap: Roadmap) -> str:
    values: dict[str, str] = {}
    front = _front(roadmap.title, "", None, values)
    tail = [*_time(roadmap.stated, values), *_span(roadmap.duration, values)]
    return _line(front + escaped(roadmap.title), comment(What.ROADMAP, "", values), tail)


def node_line(node: Node, mark: Mark | None, what: What | None) -> str:
    """`what` where the line's form doesn't tell."""
    values: dict[str, str] = {}
    front = _front(node.title, node.number, mark, values)
    tail = [*_time(node.minutes, values), *_span(node.duration, values)]
    tail += [f"({flag})" for flag in _FLAGS if getattr(node, flag)]
    values |= _topics(node.topics)
    if node.tier:
        values["tier"] = node.tier
    if node.project:
        values["project"] = "yes"
    return _line(front + escaped(node.title), comment(what, node.id, values), tail)


def resource_line(resource: Resource, mark: Mark | None) -> str:
    values = {key: value for key in ("level", "language") if (value := getattr(resource, key))}
    values |= _address(resource.url, resource.title + resource.author)
    label = f"{LABELS[resource.kind]}: "
    front = _mark(mark, label, values) + label
    tail = [f"by {escaped(resource.author)}"] if resource.author else []
    return _line(front + linked(resource.title, resource.url), comment(What.RESOURCE, resource.id, values), tail)


def aside_line(aside: Aside, what: What, mark: Mark | None) -> str:
    values: dict[str, str] = {}
    box = "[x] " if mark is Mark.DONE else "[ ] "
    front = box if what is What.CHECK else _mark(mark, aside.title, values)
    values |= _topics(aside.topics) | _address(aside.url, aside.title)
    return _line(front + linked(aside.title, aside.url), comment(what, aside.id, values))


def plain_line(text: str, what: What) -> str:
    return _line(escaped(text), comment(what))


def label_line(text: str) -> str:
    return _line(f"**{text}**", comment(What.LABEL))


def _line(text: str, said: str, tail: Iterable[str] = ()) -> str:
    return " ".join((text, said, *tail))


def _front(title: str, number: str, mark: Mark | None, values: dict[str, str]) -> str:
    """A number that nobody would read as one, or a title that begins as if it had one, is the comment's to say."""
    prefix = f"{number} " if "." in number else f"{number}. " if number else ""
    if numbered(prefix + title) != (number, title):
        values["number"] = number
        prefix = ""
    return _mark(mark, prefix + title, values) + prefix


def _mark(mark: Mark | None, text: str, values: dict[str, str]) -> str:
    """Of a text without a mark that begins as if it had one, the comment says so."""
    sign = SIGNS.get(mark) if mark else None
    if sign:
        return f"{sign} "
    if marked(text)[1] != text:
        values["mark"] = ""
    return ""


def _topics(topics: tuple[str, ...]) -> dict[str, str]:
    return {"topics": ",".join(topics)} if topics else {}


def _address(url: str | None, text: str) -> dict[str, str]:
    """An address in a text is no link of its line's."""
    return {"url": ""} if url is None and "://" in text else {}


def _time(minutes: int | None, values: dict[str, str]) -> Iterator[str]:
    if minutes is None:
        return
    if minutes % 60 == 0 and minutes // 60 <= _MOST:
        yield f"({minutes // 60} h)"
    elif minutes <= _MOST:
        yield f"({minutes} min)"
    else:
        values["minutes"] = str(minutes)


def _span(duration: str, values: dict[str, str]) -> Iterator[str]:
    found = amount(duration) if duration else None
    if found and found.duration == duration:
        yield f"({duration})"
    elif duration:
        values["duration"] = duration
