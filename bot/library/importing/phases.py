"""Where the way of a roadmap begins among its blocks."""

from collections.abc import Sequence

from bot.library.importing.amounts import stated
from bot.library.importing.blocks import Block, Kind
from bot.library.importing.declared import What
from bot.library.importing.labels import meaning_of
from bot.library.importing.titles import read_title


def first_phase(blocks: Sequence[Block]) -> int:
    """The index of the first phase. Lists before it tell what will come, unless they are all there is."""
    phases = [index for index, block in enumerate(blocks) if _is_phase(block)]
    first = phases[0] if phases else 0
    deep = any(block.kind is Kind.ITEM and block.parts for block in blocks[:first])
    return 0 if deep and not any(blocks[index].parts for index in phases) else first


def _is_phase(block: Block) -> bool:
    if block.line.declared:
        return block.titled and block.line.declared.what is not What.LABEL
    title = read_title(block.line.text).text
    return block.titled and bool(title) and not stated(title) and not meaning_of(title)
