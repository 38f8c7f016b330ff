"""What a whole document tells about its single lines: what its marks mean, and whether its links are topics."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.library.importing.blocks import Block, Kind
from bot.library.importing.draft import Mark
from bot.library.importing.labels import Meaning, kind_of, meaning_of
from bot.library.importing.remarks import label_of
from bot.library.importing.titles import MARKS, is_sign, read_title

_MEANINGS = (
    (Mark.IN_PROGRESS, ("progress", "now", "current", "doing", "studying", "процесс", "изуча", "сейчас")),
    (Mark.DONE, ("done", "complete", "finish", "ready", "learned", "passed", "готов", "сделан", "пройден", "изучен")),
)
_LONGEST = 50
_OFTEN = 2
_SEPARATORS = re.compile(r"\s*[,;|·•/]\s*|\s{2,}")
_EQUALS = ("-", "–", "—", "=", ":")


@dataclass(frozen=True, slots=True)
class Manner:
    """`marks` maps signs to what they mean here. `labelled`: links without a label are resources, not topics."""

    marks: dict[str, Mark]
    labelled: bool
    decorated: bool = False
    """Its titles bear pictures, so that a mark among them says nothing."""
    labels: frozenset[str] = frozenset()
    """Bold words before a colon that come again and again: no terms that are defined, whatever they say."""


def manner(blocks: list[Block]) -> Manner:
    under_label = elsewhere = items = ticked = 0
    marks: dict[str, Mark] = {}
    leads: Counter[str] = Counter()
    pictures: Counter[bool] = Counter()
    for block, label in _walk(blocks, False):
        marks |= {} if block.parts else dict(_legend_in_line(block.line.text))
        if block.kind is Kind.HEADING and (sign := read_title(block.line.text).sign):
            pictures[sign in MARKS] += 1
        if block.kind is Kind.ITEM:
            items += not block.parts
            ticked += not block.parts and read_title(block.line.text).sign in MARKS
            link = block.line.only_link
            if link and not block.parts and link.external:
                under_label, elsewhere = under_label + label, elsewhere + (not label)
        elif block.titled and is_legend(block):
            marks |= dict(_legend(block.parts))
        elif block.kind is Kind.PROSE:
            leads[label_of(block.line)] += bool(block.line.lead)
    often = frozenset(lead for lead, times in leads.items() if times >= _OFTEN)
    known = {} if items and items == ticked and not marks else MARKS | marks
    return Manner(known, under_label > elsewhere, pictures[False] > pictures[True], often)


def is_legend(block: Block) -> bool:
    """Whether it explains marks: by its title, or since all of its lines do."""
    found = meaning_of(read_title(block.line.text).text)
    explained = len(list(_legend(block.parts)))
    return bool(found and found[0] is Meaning.LEGEND) or (explained > 0 and explained == len(block.parts))


def _legend(blocks: Iterable[Block]) -> Iterator[tuple[str, Mark]]:
    for block in blocks:
        if not block.parts:
            yield from _explained(block.line.text)


def _legend_in_line(text: str) -> Iterator[tuple[str, Mark]]:
    """ "✔ = done, 🔄 = in progress" """
    pieces = _SEPARATORS.split(text.strip()) if any(sign in text for sign in _EQUALS) else []
    if len(pieces) > 1 and all(piece and is_sign(piece[0]) for piece in pieces):
        for piece in pieces:
            yield from _explained(piece)


def _explained(text: str) -> Iterator[tuple[str, Mark]]:
    text = text.strip()
    if text and is_sign(text[0]) and len(text) < _LONGEST and text[1:].strip("\ufe0f ")[:1] in _EQUALS:
        words = text.casefold()
        found = next((mark for mark, stems in _MEANINGS if any(stem in words for stem in stems)), None)
        if found:
            yield text[0], found


def _walk(blocks: Iterable[Block], label: bool) -> Iterator[tuple[Block, bool]]:
    """Every block, and whether a label with a kind of resource stands above it."""
    waiting = [(block, label) for block in blocks]
    while waiting:
        block, below = waiting.pop()
        yield block, below
        if block.parts:
            inside = below or bool(kind_of(read_title(block.line.text).text))
            waiting += [(part, inside) for part in block.parts]
