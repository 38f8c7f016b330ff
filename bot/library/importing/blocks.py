"""The blocks of a document, whatever markup they came from, and how a flat run of them becomes a tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.library.importing.declared import What
from bot.library.importing.inline import Line, joined
from bot.library.importing.labels import kind_of, meaning_of
from bot.library.importing.titles import MARKS, NOTES, read_title

CLOSED = -1
BULLETS = "-*+•·‣▪●○–—"
_LONGEST_LABEL = 120
_PSEUDO = 7
"""Bold paragraphs and labels stand below all headings."""
_NUMBERED = 8
_INDENTED = 100
_ITEM = 99


class Kind(Enum):
    HEADING = auto()
    NUMBERED = auto()
    """A paragraph's line such as "1.2 Functions"."""
    LABEL = auto()
    """A paragraph that is bold as a whole, or ends in a colon, with a list under it."""
    DETAILS = auto()
    ITEM = auto()
    PROSE = auto()
    NOTE = auto()
    QUOTE = auto()
    ROW = auto()


@dataclass(slots=True, eq=False)
class Block:
    """`depth` is a heading's level, how many dots a number has, or an item's indent within its paragraph.

    It is `CLOSED` for what a list or details made: that has its parts, and nothing after it belongs to it.
    """

    kind: Kind
    line: Line
    depth: int = 0
    number: str = ""
    row: bool = False
    cells: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    parts: list["Block"] = field(default_factory=list)

    @property
    def titled(self) -> bool:
        return self.kind in (Kind.HEADING, Kind.NUMBERED, Kind.DETAILS)


def paragraph(lines: Iterable[Line]) -> list[Block]:
    """A paragraph may be prose over several lines, or hold bullets, numbered titles and notes, a line each."""
    blocks: list[Block] = []
    for line in lines:
        block = _unit(line)
        own = line.declared and (line.fresh or not blocks or blocks[-1].line.declared)
        if block.kind is Kind.PROSE and blocks and not line.fresh and not own:
            blocks[-1].line = joined([blocks[-1].line, line])
        else:
            blocks.append(block)
    return blocks


def _unit(line: Line) -> Block:
    if line.declared:
        return Block(Kind.LABEL if line.declared.what is What.LABEL else Kind.PROSE, line)
    text = line.text
    bare = text.lstrip(" \u00a0\u2002\u2003\u2009\t")
    indent = len(text) - len(bare)
    if (bare[:1] in BULLETS and bare[1:2].isspace() and (indent or bare[0] in "•·‣▪●○")) or bare[:1] in MARKS:
        return Block(Kind.ITEM, line if bare[0] in MARKS else _without_bullet(line), depth=indent)
    if bare[:1] in NOTES:
        return Block(Kind.NOTE, line)
    if bare[:1].isdigit() and "." in (number := read_title(bare).number):
        return Block(Kind.NUMBERED, line, depth=number.count("."))
    return Block(Kind.PROSE, line)


def _without_bullet(line: Line) -> Line:
    return Line(line.text.lstrip()[1:].lstrip(), line.rows, line.links, line.lead, line.em, line.fresh)


def nest(blocks: Iterable[Block]) -> list[Block]:
    """Puts each block under the title, or the indented item, that it belongs to."""
    flat = list(blocks)
    top: list[Block] = []
    open_: list[tuple[int, Block]] = []
    _find_labels(flat)
    for block in flat:
        rank = _rank(block)
        while open_ and (open_[-1][0] >= rank or _is_over(open_[-1][1], block)):
            open_.pop()
        (open_[-1][1].parts if open_ else top).append(block)
        if rank != _ITEM and block.depth != CLOSED:
            open_.append((rank, block))
    return top


def _find_labels(flat: list[Block]) -> None:
    """A paragraph right over a list is its label if it ends so; one in bold also if there is prose in between."""
    listed = right_over = False
    for block in reversed(flat):
        if block.kind is Kind.PROSE:
            bold = len(block.line.text) <= _LONGEST_LABEL and is_bold_title(block.line)
            if (bold and listed) or (right_over and block.line.text.rstrip(" *_").endswith(":")):
                block.kind = Kind.LABEL
        right_over = block.kind in (Kind.ITEM, Kind.ROW)
        listed = right_over or (listed and block.kind in (Kind.PROSE, Kind.NOTE, Kind.QUOTE))


def is_bold_title(line: Line) -> bool:
    return bool(line.lead) and read_title(line.lead).text == read_title(line.text).text


def _rank(block: Block) -> int:
    if block.depth == CLOSED and block.kind is not Kind.DETAILS:
        return _ITEM
    if block.kind is Kind.HEADING:
        return block.depth
    if block.kind in (Kind.LABEL, Kind.DETAILS):
        return _PSEUDO
    if block.kind is Kind.NUMBERED:
        return _NUMBERED + min(block.depth, 9)
    if block.kind is Kind.ITEM and block.depth:
        return _INDENTED + min(block.depth, 900)
    return _ITEM


def _is_over(label: Block, block: Block) -> bool:
    """A label with a colon holds the list right under it and nothing more; a bold one all up to the next title.

    One that says what its lines are ("Resources") ends at the next paragraph that begins in bold.
    """
    if label.kind is not Kind.LABEL or block.kind in (Kind.ITEM, Kind.ROW):
        return False
    if not is_bold_title(label.line):
        return True
    title = read_title(label.line.text).text
    return block.kind is Kind.PROSE and bool(block.line.lead) and bool(meaning_of(title) or kind_of(title))
