"""From our spans, which may lie across each other, to Telegram's entities, which may only lie inside each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from aiogram.types import MessageEntity
from aiogram.utils import formatting

from bot.core.text import Span, Style, Text

_ORDER: tuple[tuple[Style, ...], ...] = (
    (Style.CODE, Style.BLOCK),
    (Style.LINK,),
    (Style.SPOILER,),
    (Style.BOLD,),
    (Style.ITALIC,),
)
"""What lies around what, outermost first. Styles of one place never lie in each other, and in code lies nothing."""
_CODE = _ORDER[0]
_NODES = {Style.SPOILER: formatting.Spoiler, Style.BOLD: formatting.Bold, Style.ITALIC: formatting.Italic}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch without any border in it, under these spans."""

    plain: str
    spans: tuple[Span, ...]

    def under(self, styles: tuple[Style, ...]) -> Span | None:
        return next((span for span in self.spans if span.style in styles), None)


def entities(text: Text) -> tuple[str, list[MessageEntity] | None]:
    """The characters without the white space around them, which Telegram would cut off, and where they are styled."""
    if not text.spans:
        return text.plain.strip(), None
    start = len(text.plain) - len(text.plain.lstrip())
    text = text.cut(start, max(start, len(text.plain.rstrip())))
    plain, found = formatting.Text(*_nodes(list(_pieces(text)), _ORDER)).render()
    return plain, found or None


def _pieces(text: Text) -> Iterator[_Piece]:
    spans = [span for span in text.spans if span.start < span.end and text.plain[span.start : span.end].strip()]
    borders = sorted({0, len(text.plain), *(at for span in spans for at in (span.start, span.end))})
    for start, end in pairwise(borders):
        here = tuple(span for span in spans if span.start <= start and end <= span.end)
        yield _Piece(text.plain[start:end], here)


def _nodes(pieces: Sequence[_Piece], order: Sequence[tuple[Style, ...]]) -> Iterator[formatting.Text | str]:
    if not order:
        yield "".join(piece.plain for piece in pieces)
        return
    styles, *inner = order
    for span, group in groupby(pieces, lambda piece: _same(piece.under(styles))):
        under = list(group)
        if span is None:
            yield from _nodes(under, inner)
        else:
            yield _node(span, _nodes(under, () if styles == _CODE else inner))


def _same(span: Span | None) -> Span | None:
    """Bold beside bold is one stretch, but a link beside a link is two."""
    return Span(span.style, 0, 0) if span and span.style in _NODES else span


def _node(span: Span, body: Iterable[formatting.Text | str]) -> formatting.Text:
    match span.style:
        case Style.BLOCK:
            return formatting.Pre(*body, language=span.value or None)
        case Style.CODE:
            return formatting.Code(*body)
        case Style.LINK:
            return formatting.TextLink(*body, url=span.value)
    return _NODES[span.style](*body)
