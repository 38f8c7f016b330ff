"""Markdown → a tree of blocks, by markdown-it's tokens and their line maps.

The parser and all that works on the tree may recurse: `_DEEPEST` bounds how deep it gets. Whatever is beyond a limit is
dropped with its reason, never parsed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from bot.library.importing.account import Account, Reason
from bot.library.importing.blocks import BULLETS, CLOSED, Block, Kind, is_field, nest, paragraph
from bot.library.importing.drawing import drawn_tree
from bot.library.importing.front import Front, read_front
from bot.library.importing.inline import Line, joined, read_lines
from bot.library.importing.page import Page
from bot.library.importing.titles import names_step, read_title

_DEEPEST = 48
"""Levels as markdown-it counts them: a nested list makes two."""
_LONGEST_LINE = 10_000
_LONGEST_PARAGRAPH = 20_000
_BRACKETS, _FREE_BRACKETS, _ALL_BRACKETS = 200, 4, 5_000
"""Costly ones, in a paragraph and in all: each takes the parser some 80 µs. A few in a line are free."""


_LONGEST_TITLE = 80
_FEWEST = 3
"""Blocks, of which the first may be the title."""
_ESCAPED = re.compile(r"\\.")


def outline(text: str) -> tuple[list[Block], Front | None, Account]:
    """The document's blocks, the front matter of an export, and an account in which markup and what can't be read is
    dropped already."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    account = Account(lines)
    too_long = [row for row, line in enumerate(lines) if len(line) > _LONGEST_LINE]
    account.drop(too_long, Reason.TOO_LONG)
    parsed = list(lines)
    for row in too_long:
        parsed[row] = ""
    reading = _Outline(account)
    return reading.read("\n".join(parsed)), reading.front, account


@dataclass(slots=True)
class _Open:
    """A container whose end has not come. `title` is the summary of details."""

    type: str
    number: str = ""
    blocks: list[Block] = field(default_factory=list)
    title: Block | None = None


class _Markdown(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802 - theirs
        """Links stay as they were written: theirs costs more than the rest of a line."""
        return url.replace(" ", "%20")


class _Outline:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._md = (
            _Markdown("commonmark", {"maxNesting": _DEEPEST})
            .enable("table")
            .use(front_matter_plugin)
            .disable(["inline", "text_join"])
        )
        self.front: Front | None = None
        self._env: dict[str, Any] = {}
        self._open = [_Open("root")]
        self._page = Page()
        self._brackets = _ALL_BRACKETS
        self._columns: tuple[str, ...] = ()
        self._cells: list[Line] | None = None

    def read(self, text: str) -> list[Block]:
        tokens = self._md.parse(text, self._env)
        for token, content in zip(tokens, (*tokens[1:], None), strict=False):
            self._take(token, content)
        while len(self._open) > 1:
            self._close()
        for definition in (*self._env.get("references", {}).values(), *self._env.get("duplicate_refs", ())):
            self._account.drop(range(*definition["map"]), Reason.DEFINITION)
        _entitle(self._open[0].blocks)
        return nest(self._open[0].blocks)

    def _take(self, token: Token, content: Token | None) -> None:
        rows = range(*token.map) if token.map else range(0)
        if token.type in ("list_item_open", "blockquote_open"):
            self._open.append(_Open(token.type, token.info))
            self._account.markup(rows[:1])
            if token.level >= _DEEPEST - 3:
                self._account.drop(rows, Reason.TOO_DEEP)
        elif token.type in ("list_item_close", "blockquote_close"):
            while self._open[-1].type == "details":
                self._close()
            self._close()
        elif token.type == "heading_open" and content:
            self._add(Block(Kind.HEADING, joined(self._lines(content, rows)), depth=int(token.tag[1])))
        elif token.type == "paragraph_open" and content:
            self._open[-1].blocks += paragraph(self._lines(content, rows))
        elif token.type == "front_matter":
            self.front = read_front(token.content)
            if self.front:
                self._account.keep(rows)
            self._account.drop(rows, Reason.FRONT_MATTER)
        elif token.type in ("fence", "code_block"):
            self._fence(token, rows)
        elif token.type == "html_block":
            self._html(token, rows)
        else:
            self._table(token, content, rows)

    def _table(self, token: Token, content: Token | None, rows: range) -> None:
        if token.type == "tr_open":
            self._cells, self._rows = [], rows
        elif token.type in ("td_open", "th_open") and self._cells is not None and content:
            self._cells.append(joined(self._lines(content, self._rows)))
        elif token.type == "tr_close" and self._cells is not None:
            whole = Line(" ".join(cell.text for cell in self._cells), self._rows)
            if any(cell.text.strip() for cell in self._cells):
                self._add(Block(Kind.ROW, whole, cells=tuple(self._cells), columns=self._columns))
        elif token.type == "thead_close" and self._cells is not None:
            self._columns = tuple(cell.text.strip().casefold() for cell in self._cells)
            if self._open[-1].blocks and self._open[-1].blocks[-1].kind is Kind.ROW:
                self._account.drop(self._open[-1].blocks.pop().line.rows, Reason.LABEL)

    def _lines(self, inline: Token, rows: range) -> list[Line]:
        """At least one line; none of what is too much to read."""
        costly = _costly_brackets(inline.content)
        self._brackets -= max(0, costly - _FREE_BRACKETS)
        too_many = costly > _FREE_BRACKETS and (costly > _BRACKETS or self._brackets < 0)
        if too_many or len(inline.content) > _LONGEST_PARAGRAPH:
            self._account.drop(rows, Reason.TOO_LONG)
            return [Line("", rows)]
        return read_lines(self._md, inline.content, rows, self._env)

    def _fence(self, token: Token, rows: range) -> None:
        fenced = token.type == "fence"
        items = drawn_tree(token.content, rows.start + fenced) or ([] if fenced else self._indented(token, rows))
        if items:
            self._account.markup(rows)
            self._open[-1].blocks += items
        else:
            self._account.drop(rows, Reason.CODE)

    def _indented(self, token: Token, rows: range) -> list[Block]:
        """A list that stands so far in that Markdown takes it for code."""
        items = []
        for row, line in enumerate(token.content.split("\n"), rows.start):
            bare = line.lstrip()
            if bare and not (bare[0] in BULLETS and bare[1:2].isspace() and len(line) < _LONGEST_PARAGRAPH):
                return []
            if bare:
                inside = joined(read_lines(self._md, bare[1:].strip(), range(row, row + 1), self._env))
                items.append(Block(Kind.ITEM, inside, depth=1 + len(line) - len(bare)))
        return items

    def _html(self, token: Token, rows: range) -> None:
        for found in self._page.read(token.content, rows.start):
            if found == "open":
                self._open.append(_Open("details"))
            elif found == "close":
                if self._open[-1].type == "details":
                    self._close()
            elif isinstance(found, Block):
                if found.kind is Kind.DETAILS and self._open[-1].type == "details":
                    self._open[-1].title = found
                else:
                    self._add(found)
        self._account.markup(rows)

    def _add(self, block: Block) -> None:
        self._open[-1].blocks.append(block)

    def _close(self) -> None:
        closed = self._open.pop()
        if closed.type == "blockquote_open":
            self._add(Block(Kind.QUOTE, Line("", range(0)), parts=nest(closed.blocks)))
        elif closed.type == "details":
            title = closed.title or Block(Kind.DETAILS, Line("", range(0)), depth=CLOSED)
            title.parts = nest(closed.blocks)
            self._add(title)
        else:
            behind = next((at for at, block in enumerate(closed.blocks) if at and self._is_behind(block)), None)
            closed.blocks, left = closed.blocks[:behind], closed.blocks[behind:] if behind else []
            self._open[-1].blocks += [*_item(closed), *left]

    def _is_behind(self, block: Block) -> bool:
        """Whether Markdown takes a paragraph's line into the list above, and a reader doesn't."""
        if block.kind is not Kind.PROSE or block.line.declared or not block.line.lead:
            return False
        return not self._account.lines[block.line.rows.start][:1].isspace() and (
            is_field(block.line) or block.line.text.rstrip(" *_").endswith(":")
        )


def _costly_brackets(text: str) -> int:
    """Opening ones that another one follows, or nothing: no link's text."""
    if "[" not in text:
        return 0
    text = _ESCAPED.sub("", text)
    brackets = "".join(character for character in text if character in "[]")
    return brackets.count("[") - brackets.count("[]")


def _entitle(blocks: list[Block]) -> None:
    """The first line of a document without headings is its title, if it stands alone and is no sentence."""
    if len(blocks) < _FEWEST or any(block.kind in (Kind.HEADING, Kind.DETAILS) for block in blocks):
        return
    line = blocks[0].line
    alone = len(line.rows) == 1 and blocks[0].kind is Kind.PROSE and not (line.declared or line.links)
    if (
        alone
        and len(line.text) <= _LONGEST_TITLE
        and read_title(line.text).text.rstrip(" )")[-1:].isalnum()
        and not line.text.rstrip(" *_").endswith(":")
        and not names_step(line.text)
    ):
        blocks[0].kind, blocks[0].depth = Kind.HEADING, 1


def _item(closed: _Open) -> list[Block]:
    """An item's first line is its title. One that begins with a heading is that heading, as deep as its list is."""
    if not closed.blocks:
        return []
    first, *rest = closed.blocks
    if first.kind in (Kind.QUOTE, Kind.ROW, Kind.DETAILS) or first.depth == CLOSED:
        return nest(closed.blocks)
    own = Kind.HEADING if first.kind is Kind.HEADING else Kind.ITEM
    return [Block(own, first.line, depth=CLOSED, number=closed.number, parts=nest(rest))]
