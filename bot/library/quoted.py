"""Where a text only shows broken characters: in code, in quotation marks, or where it speaks of encodings."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

Spans = tuple[tuple[int, int], ...]
"""Starts and ends within a line, in order."""

_TOPIC = re.compile(
    r"mojibake|\bencod|\bdecod|utf-?(?:8|16|32)|latin-?1|\bcp-?125\d|windows-125\d|iso-?8859|\bcharset|code ?page"
    r"|garbled|gibberish|\bunicode|кодиров|кракозябр|бнопня|kodlama|zeichensatz|zeichenkodierung|codificaci|encodage|乱码|文字化け",
    re.IGNORECASE,
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SIGNS = r"[^\sA-Za-z0-9]{1,12}"
_SHOWN = re.compile(
    rf"(?<!`)`{{1,3}}(?!`)[^`\n]+`|(?<![^\s(\[])(?:\"{_SIGNS}\"|'{_SIGNS}'|“{_SIGNS}”|„{_SIGNS}“|«{_SIGNS}»|‘{_SIGNS}’)(?![^\s.,;:!?)\]])"
)


def within(place: int, spans: Spans) -> bool:
    at = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < spans[at][1]


def quoted_parts(lines: Sequence[str]) -> Mapping[int, Spans]:
    """By line, counted from 1. A paragraph that names encodings is taken whole, as is fenced code."""
    found: dict[int, Spans] = {}
    paragraph: list[int] = []
    fence = ""
    for number, line in enumerate((*lines, ""), 1):
        mark = _FENCE.match(line)
        if fence:
            found[number] = ((0, len(line)),)
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            fence = mark[1]
        if line and not line.isspace():
            paragraph.append(number)
            continue
        if not all(lines[at - 1].isascii() for at in paragraph):
            found.update(_of_paragraph([(at, lines[at - 1]) for at in paragraph if at not in found]))
        paragraph.clear()
    return found


def _of_paragraph(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Spans]]:
    topical = _TOPIC.search("\n".join(line for _, line in lines)) is not None
    for number, line in lines:
        if topical:
            yield number, ((0, len(line)),)
        elif not line.isascii():
            shown = tuple(match.span() for match in _SHOWN.finditer(line))
            if shown:
                yield number, shown
