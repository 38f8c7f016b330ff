"""HTML amid Markdown: details, headings, lists and table rows become blocks, the rest is markup."""

from html.parser import HTMLParser

from bot.library.importing.blocks import CLOSED, Block, Kind, paragraph
from bot.library.importing.inline import Line, Pen, joined

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    ("p", "div", "summary", "li", "ul", "ol", "details", "tr", "blockquote", "dt", "dd", "section", *_HEADINGS)
)
_CELLS = ("td", "th")
_WITHIN_SUMMARY = frozenset(("p", "div", *_HEADINGS))
DEEPEST = 24
"""Lists nested deeper are taken as if they were not."""


class Page(HTMLParser):
    """Feed it one block of HTML after the other; lists and details stay open in between."""

    def __init__(self) -> None:
        super().__init__()
        self._pen = Pen(range(1))
        self._row = 0
        self._lists = 0
        self._heads = False
        self._mute = 0
        self._found: list[Block | str] = []
        self._begin("p")

    def read(self, source: str, row: int) -> list[Block | str]:
        """Blocks in order; the words "open" and "close" stand where details begin and end."""
        self._row, self._mute, self._found = row, 0, []
        self.reset()
        self._begin("p")
        self.feed(source)
        self.close()
        self._end()
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _WITHIN_SUMMARY and self._tag == "summary":
            return
        if tag in _BLOCKS:
            self._end()
            self._begin(tag)
            if tag == "details":
                self._found.append("open")
            elif tag in ("ul", "ol"):
                self._lists += 1
        elif tag in ("script", "style"):
            self._mute += 1
        elif tag == "br":
            self._pen.line_break(fresh=True, down=False)
        elif tag == "a":
            self._pen.open_link(values.get("href") or "")
        elif tag in ("b", "strong"):
            self._pen.open_bold()
        elif tag in _CELLS and self._tag == "tr":
            self._heads = self._heads and tag == "th"
            self._pen.text("\t")
        elif tag == "input" and values.get("type") == "checkbox":
            self._pen.text("[x] " if "checked" in values else "[ ] ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _WITHIN_SUMMARY and self._tag == "summary":
            return
        if tag in _BLOCKS:
            self._end()
            self._begin("p")
            if tag == "details":
                self._found.append("close")
            elif tag in ("ul", "ol"):
                self._lists = max(0, self._lists - 1)
        elif tag in ("script", "style"):
            self._mute = max(0, self._mute - 1)
        elif tag == "a":
            self._pen.close_link()
        elif tag in ("b", "strong"):
            self._pen.close_bold()

    def handle_data(self, data: str) -> None:
        if not self._mute and data.strip():
            self._pen.text(data if self._tag == "tr" else " ".join(data.split("\n")))
            self._last = self._row + self.getpos()[0] - 1 + data.rstrip().count("\n")

    def _begin(self, tag: str) -> None:
        self._tag = tag
        self._heads = tag == "tr"
        first = self._row + max(0, self.getpos()[0] - 1)
        self._first = self._last = first
        self._pen = Pen(range(first, first + 1))

    def _end(self) -> None:
        lines = [line for line in self._pen.finish() if line.text.strip()]
        if not lines or self._heads:
            return
        rows = range(self._first, self._last + 1)
        lines = [Line(_tidy(line.text), rows, line.links, line.lead, line.em, line.fresh) for line in lines]
        if self._tag in _HEADINGS:
            self._found.append(Block(Kind.HEADING, joined(lines), depth=_HEADINGS[self._tag]))
        elif self._tag == "summary":
            self._found.append(Block(Kind.DETAILS, joined(lines), depth=CLOSED))
        elif self._tag in ("li", "tr") or (self._tag == "dt"):
            self._found.append(Block(Kind.ITEM, lines[0], depth=min(max(self._lists, 1), DEEPEST)))
            self._found += paragraph(lines[1:])
        else:
            self._found += paragraph(lines)


def _tidy(text: str) -> str:
    return " ".join(text.split())
