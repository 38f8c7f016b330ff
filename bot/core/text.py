"""Rich text without markup: plain characters plus spans, so that nothing a person writes can ever become markup."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Style(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    BLOCK = "block"
    """A code block; the span's value is its language."""
    LINK = "link"
    """The span's value is the address."""
    SPOILER = "spoiler"


@dataclass(frozen=True, slots=True)
class Span:
    """A styled stretch; offsets count code points."""

    style: Style
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    plain: str = ""
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Text | str") -> "Text":
        other = as_text(other)
        shift = len(self.plain)
        moved = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in other.spans)
        return Text(self.plain + other.plain, self.spans + moved)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def cut(self, start: int, end: int) -> "Text":
        """Characters start..end; a span that crosses a border keeps its inner part."""
        kept = tuple(
            replace(s, start=max(s.start, start) - start, end=min(s.end, end) - start)
            for s in self.spans
            if s.start < end and s.end > start
        )
        return Text(self.plain[start:end], kept)


def as_text(value: Text | str) -> Text:
    return value if isinstance(value, Text) else Text(value)


def join(separator: str, parts: Iterable[Text | str]) -> Text:
    """Like `str.join`; empty parts are left out."""
    whole = Text()
    for part in parts:
        if part:
            whole = whole + separator + part if whole else as_text(part)
    return whole


def styled(style: Style, text: Text | str, value: str = "") -> Text:
    inner = as_text(text)
    return Text(inner.plain, (Span(style, 0, len(inner.plain), value), *inner.spans)) if inner else inner


def bold(text: Text | str) -> Text:
    return styled(Style.BOLD, text)


def block(source: str, language: str = "") -> Text:
    return styled(Style.BLOCK, source.rstrip("\n"), language)


def link(label: str, url: str) -> Text:
    return styled(Style.LINK, label, url)


def clean(raw: str) -> str:
    """What people send, made storable: PostgreSQL refuses NUL and UTF-8 has no lone surrogates."""
    return raw.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def shorten(text: str, limit: int, size: Callable[[str], int] = len) -> str:
    """At most `limit` in `size` units, the last of them an ellipsis where something is missing."""
    if size(text) <= limit:
        return text
    room = limit - size("…")
    return text[: _fitting(min(len(text), room), lambda end: size(text[:end]) <= room)].rstrip() + "…"


def plain_length(text: Text) -> int:
    return len(text.plain)


def split(text: Text, limit: int, length: Callable[[Text], int] = plain_length) -> list[Text]:
    """Cut `text` into pieces of at most `limit` (as `length` measures), at the best border each piece offers.

    A border is an empty line, else a line end, else a space, else anywhere; one inside a span is taken only when there
    is none outside it, and then the span goes on in the next piece.
    """
    pieces: list[Text] = []
    while length(text) > limit:
        room = _fitting(min(len(text.plain), limit), lambda end: length(text.cut(0, end)) <= limit)  # noqa: B023 - called at once
        end = next(iter(_borders(text, room)), room)
        pieces.append(text.cut(0, len(text.plain[:end].rstrip())))
        text = text.cut(end + _border(text.plain[end:]), len(text.plain))
    return [piece for piece in (*pieces, text) if piece.plain.strip()] or [text]


def _fitting(most: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `most` that fits, and at least 1."""
    low, high = 1, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _borders(text: Text, room: int) -> Iterator[int]:
    for outside in (True, False):
        for mark in ("\n\n", "\n", " "):
            at = text.plain.rfind(mark, 1, room + 1)
            while at > 0:
                if not outside or not any(s.start < at < s.end for s in text.spans):
                    yield at
                    break
                at = text.plain.rfind(mark, 1, at)


def _border(plain: str) -> int:
    """How much of `plain` is the border it was cut at: line ends, or else spaces; what is indented stays so."""
    return len(plain) - len(plain.lstrip("\n") if plain.startswith("\n") else plain.lstrip(" "))
