"""What a whole document tells about its single lines: what its marks mean, and whether its links are topics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.library.importing.blocks import Block, Kind
from bot.library.importing.draft import Mark
from bot.library.importing.labels import Meaning, kind_of, meaning_of
from bot.library.importing.titles import MARKS, is_sign, read_title

_MEANINGS = (
    (Mark.IN_PROGRESS, ("progress", "now", "current", "doing", "studying", "процесс", "изуча", "сейчас")),
    (Mark.DONE, ("done", "complete", "finish", "ready", "learned", "passed", "готов", "сделан", "пройден", "изучен")),
)
_LONGEST = 50
_EQUALS = ("-", "–", "—", "=", ":")


@dataclass(frozen=True, slots=True)
class Manner:
    """`marks` maps signs to what they mean here. `labelled`: links without a label are resources, not topics."""

    marks: dict[str, Mark]
    labelled: bool


def manner(blocks: list[Block]) -> Manner:
    under_label = elsewhere = items = ticked = 0
    marks: dict[str, Mark] = {}
    for block, label in _walk(blocks, False):
        if block.kind is Kind.ITEM:
            items += not block.parts
            ticked += not block.parts and read_title(block.line.text).sign in MARKS
            link = block.line.only_link
            if link and not block.parts and link.external:
                under_label, elsewhere = under_label + label, elsewhere + (not label)
        elif block.titled and is_legend(block):
            marks |= dict(_legend(block.parts))
    if items == ticked and not marks:
        return Manner({}, under_label > elsewhere)
    return Manner(MARKS | marks, under_label > elsewhere)


def is_legend(block: Block) -> bool:
    """Whether it explains marks: by its title, or since all of its lines do."""
    found = meaning_of(read_title(block.line.text).text)
    explained = len(list(_legend(block.parts)))
    return bool(found and found[0] is Meaning.LEGEND) or (explained > 0 and explained == len(block.parts))


def _legend(blocks: Iterable[Block]) -> Iterator[tuple[str, Mark]]:
    for block in blocks:
        text = block.line.text.strip()
        if (
            text
            and is_sign(text[0])
            and not block.parts
            and len(text) < _LONGEST
            and text[1:].strip("\ufe0f ")[:1] in _EQUALS
        ):
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
