"""The inside of a paragraph, heading or cell: plain lines that still know their links, bold start and row."""

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.library.importing.declared import Declared, read_comment
from bot.library.importing.draft import Link

_BARE = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]]")
_DUNDER = frozenset(("init", "getitem", "setitem", "delitem", "aenter", "aexit"))
"""Names that are no words: in bold they were written with underscores, and made bold on their way."""
_SHORTCODE = re.compile(r"(?<!\S):([a-z0-9_+-]{2,40}):(?!\S)")
_SHORTCODES = {
    **dict.fromkeys(("white_check_mark", "heavy_check_mark", "ballot_box_with_check"), "✅"),
    **{"fire": "🔥", "construction": "🚧", "warning": "⚠", "bulb": "💡", "point_right": "👉"},
}
"""Those of GitHub's names for emoji that say something; others are decoration."""
_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True, slots=True)
class Line:
    """`lead` is the bold run that the line begins with, `em` the first in italics.

    `fresh`: a hard break stands before it.
    """

    text: str
    rows: range
    links: tuple[Link, ...] = ()
    lead: str = ""
    em: str = ""
    fresh: bool = False
    declared: Declared | None = None

    @property
    def only_link(self) -> Link | None:
        """The link, if there is nothing but it."""
        if len(self.links) != 1:
            return None
        rest = self.text.replace(self.links[0].text, "", 1)
        return None if any(map(str.isalnum, rest)) else self.links[0]

    def joined(self, other: "Line") -> "Line":
        declared = self.declared and self.declared.within("", f" {other.text}")
        if declared is None and other.declared:
            declared = other.declared.within(f"{self.text} ", "")
        return replace(
            self,
            text=f"{self.text} {other.text.strip()}".strip(),
            rows=range(self.rows.start, max(self.rows.stop, other.rows.stop)),
            links=self.links + other.links,
            lead=self.lead or ("" if self.text.strip() else other.lead),
            em=self.em or other.em,
            declared=declared,
        )


def joined(lines: list[Line]) -> Line:
    first = lines[0]
    for line in lines[1:]:
        first = first.joined(line)
    return first


def read_lines(md: MarkdownIt, content: str, rows: range, env: dict[str, Any]) -> list[Line]:
    """The lines of `content`, which stands on `rows` of the source."""
    tokens: list[Token] = []
    md.inline.parse(content, md, env, tokens)
    pen = Pen(rows)
    for token in tokens:
        _write(pen, token)
    return pen.finish()


def _write(pen: "Pen", token: Token) -> None:
    if token.type in _BREAKS:
        pen.line_break(fresh=token.type == "hardbreak", down=True)
    elif token.type == "link_open":
        pen.open_link(str(token.attrs.get("href", "")))
    elif token.type == "link_close":
        pen.close_link()
    elif token.type == "strong_open":
        pen.open_bold()
    elif token.type == "strong_close":
        pen.close_bold(underscores=token.markup == "__")
    elif token.type in ("em_open", "em_close"):
        pen.toggle_em()
    elif token.type == "html_inline" and token.content.startswith("<!--"):
        pen.comment(token.content)
    elif token.type == "html_inline":
        _InlineTag(pen).feed(token.content)
    elif token.type != "image":
        pen.text(token.content)


class Pen:
    """Collects text and what is marked in it, line by line."""

    def __init__(self, rows: range) -> None:
        self._rows = rows
        self._row = rows.start
        self._lines: list[Line] = []
        self._start(False)

    def _start(self, fresh: bool) -> None:
        self._text = ""
        self._links: list[Link] = []
        self._lead = self._em = ""
        self._fresh = fresh
        self._bold_at: int | None = None
        self._em_at: int | None = None
        self._link: tuple[int, str] | None = None
        self._declared: tuple[int, Declared] | None = None

    def text(self, text: str) -> None:
        self._text += _SHORTCODE.sub(_sign, text) if ":" in text else text

    def open_link(self, url: str) -> None:
        self._link = (len(self._text), url)

    def close_link(self) -> None:
        if self._link:
            at, url = self._link
            if self._text[at:].strip():
                self._links.append(Link(self._text[at:].strip(), url))
            self._link = None

    def open_bold(self) -> None:
        self._bold_at = len(self._text)

    def close_bold(self, *, underscores: bool = False) -> None:
        if self._bold_at is None:
            return
        before, inside = self._text[: self._bold_at], self._text[self._bold_at :]
        if inside.isidentifier() and (underscores or inside in _DUNDER):
            self._text = f"{before}__{inside}__"
        elif not self._lead and not any(map(str.isalpha, before)):
            self._lead = inside.strip()
        self._bold_at = None

    def toggle_em(self) -> None:
        if self._em_at is None:
            self._em_at = len(self._text)
        else:
            self._em = self._em or self._text[self._em_at :].strip()
            self._em_at = None

    def comment(self, source: str) -> None:
        """The first that declares something counts."""
        if self._declared is None and (found := read_comment(source)):
            self._declared = (len(self._text), found)

    def line_break(self, *, fresh: bool, down: bool) -> None:
        """`down`: the source goes to its next row too. A bold run, link or italics may go over the break."""
        bold, link, em = self._bold_at is not None, self._link, self._em_at is not None
        if bold:
            self.close_bold()
        if link:
            self.close_link()
        self._end(range(self._row, self._row + 1))
        self._row += down
        self._start(fresh)
        if bold:
            self._bold_at = 0
        if link:
            self._link = (0, link[1])
        if em:
            self._em_at = 0

    def finish(self) -> list[Line]:
        self._end(range(self._row, max(self._rows.stop, self._row + 1)))
        return self._lines

    def _end(self, rows: range) -> None:
        known = "".join(link.text + link.url for link in self._links)
        bare = [Link(url, url) for url in _BARE.findall(self._text) if url not in known] if "://" in self._text else []
        declared = None
        if self._declared:
            at, found = self._declared
            declared = found.within(self._text[:at], self._text[at:])
        links = (*self._links, *bare)
        self._lines.append(Line(self._text, rows, links, self._lead, self._em, self._fresh, declared))


def _sign(shortcode: re.Match[str]) -> str:
    return _SHORTCODES.get(shortcode[1], "")


class _InlineTag(HTMLParser):
    """One tag amid Markdown."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self._pen = pen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "br":
            self._pen.line_break(fresh=True, down=False)
        elif tag == "a":
            self._pen.open_link(values.get("href") or "")
        elif tag in ("b", "strong"):
            self._pen.open_bold()
        elif tag == "input" and values.get("type") == "checkbox":
            self._pen.text("[x] " if "checked" in values else "[ ] ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._pen.close_link()
        elif tag in ("b", "strong"):
            self._pen.close_bold()
