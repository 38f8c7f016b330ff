"""The blocks of a document, whatever markup they came from, and how a flat run of them becomes a tree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise

from bot.library.importing.amounts import stated
from bot.library.importing.declared import What
from bot.library.importing.inline import Line, joined
from bot.library.importing.labels import kind_of, meaning_of
from bot.library.importing.remarks import is_labelled
from bot.library.importing.titles import MARKS, NOTES, is_sign, names_step, read_title

CLOSED = -1
BULLETS = "-*+•·‣▪●○–—"
_PICTURED = frozenset("▫◦➤➢→➜➔▸►▹◆◇❖■□🔹🔸🔷🔶")
TICKS = frozenset((*MARKS, *"⬜☐◻▢🔲⬛"))
"""Signs that begin an item."""
_FIELD = re.compile(r"^\W*[^\W\d][^:：.!?]{0,39}[:：]\W*\s\S", re.DOTALL)
_LETTERED = re.compile(r"[a-zа-я]\)\s+\S")
_CHAPTER = re.compile(r"(?P<number>\d{1,2})\s+(?P<rest>[^\W\d].*)", re.DOTALL)
_LONGEST_LABEL = 120
_FEWEST = 2
_SHORT = 40
_BARE_LINE = re.compile(r"[^\W\d_a-zа-я](?:[^:.;!?,]|[,.](?=\S)|, (?=\S)){1,47}[^\W_]\)?")
"""A line of a list that lost its bullets on the way: it begins with a capital, and is no sentence."""
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
    DEFINED = auto()
    """What stands under a term, after a colon, while its paragraph is being read."""
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
    lines = list(lines)
    fields = len(lines) > 1 and all(_FIELD.match(line.text) for line in lines)
    listed = _listed(lines)
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        block = _unit(line, lines[index + 1].text if index + 1 < len(lines) else "")
        if listed and index >= listed[0]:
            block = Block(Kind.ITEM, _without_bullet(line) if line.text.lstrip()[:1] in "—–" else line)
        own = fields or (line.declared and (line.fresh or not blocks or blocks[-1].line.declared))
        if block.kind is Kind.PROSE and blocks and not line.fresh and not own and not _begins(line, blocks[-1]):
            blocks[-1].line = joined([blocks[-1].line, line])
        else:
            blocks.append(block)
    for above, block in pairwise(blocks):
        if block.kind is Kind.DEFINED and above.kind is Kind.PROSE:
            above.kind = Kind.ITEM
    for block in blocks:
        if block.kind is Kind.DEFINED:
            block.kind = Kind.PROSE
    return blocks


def _listed(lines: list[Line]) -> range:
    """The lines that are a list by how they are set: short ones under a label, or each with a sign."""
    texts = [line.text.strip() for line in lines]
    if len(texts) < _FEWEST or any(line.declared for line in lines):
        return range(0)
    if all(text and is_sign(text[0]) for text in texts) and any(text[0] in TICKS for text in texts):
        return range(len(texts))
    if all(text[:2] in ("— ", "– ") for text in texts):
        return range(len(texts))
    if all(_BARE_LINE.fullmatch(text) for text in texts):
        return range(len(texts))
    short = all(text and len(text) <= _SHORT and text[-1] not in ".,;:!?" for text in texts[1:])
    labels = texts[0].rstrip(" *_").endswith(":")
    return range(1, len(texts)) if len(texts) > _FEWEST and labels and short else range(0)


def _begins(line: Line, above: Block) -> bool:
    """Whether a line of a paragraph is one of its own, though no hard break tells so."""
    if line.declared or above.line.declared:
        return False
    bold_label = bool(line.lead) and line.text.rstrip(" *_").endswith(":")
    return bold_label or is_field(line) or names_step(line.text) or stated(above.line.text) is not None


def is_field(line: Line) -> bool:
    """Whether it begins with a label in bold, and goes on."""
    return bool(line.lead) and _FIELD.match(line.text) is not None


def _unit(line: Line, following: str) -> Block:
    if line.declared:
        return Block(Kind.LABEL if line.declared.what is What.LABEL else Kind.PROSE, line)
    text = line.text
    bare = text.lstrip(" \u00a0\u2002\u2003\u2009\t")
    indent = len(text) - len(bare)
    if (bare[:1] in BULLETS and bare[1:2].isspace() and (indent or bare[0] in "•·‣▪●○")) or (
        bare[:1] in TICKS and not (line.lead and is_labelled(line))
    ):
        return Block(Kind.ITEM, line if bare[0] in TICKS else _without_bullet(line), depth=indent)
    if bare[:1] in _PICTURED and bare[1:].lstrip("\ufe0f")[:1].isspace() and not text.rstrip().endswith("."):
        return Block(Kind.ITEM, _without_bullet(line), depth=indent)
    if _LETTERED.match(bare):
        return Block(Kind.ITEM, line, depth=indent + 1)
    if bare[:2] == ": ":
        return Block(Kind.DEFINED, _without_bullet(line))
    if bare[:1] in NOTES and not text.rstrip(" *_").endswith(":"):
        return Block(Kind.NOTE, line)
    if bare[:1].isdigit() and "." in (number := read_title(bare).number):
        return Block(Kind.NUMBERED, line, depth=number.count("."))
    if (found := _CHAPTER.match(bare)) and following.lstrip().startswith(f"{found['number']}.1"):
        return Block(Kind.NUMBERED, replace(line, text=f"{found['number']}. {found['rest']}"))
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
            elif listed and not (block.line.declared or block.line.lead) and names_step(block.line.text):
                block.kind = Kind.NUMBERED
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
    title = read_title(label.line.text)
    says_what = bool(meaning_of(title.text) or kind_of(title.text))
    return block.kind is Kind.PROSE and bool(block.line.lead) and (says_what or (title.colon and is_field(block.line)))
