"""Which headings of a document begin a roadmap, and which of their blocks are its phases."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.library.importing.account import Account, Reason
from bot.library.importing.blocks import CLOSED, Block, Kind
from bot.library.importing.declared import What
from bot.library.importing.labels import meaning_of
from bot.library.importing.titles import read_title

_ROADMAP = re.compile(
    r"\b(?:roadmaps?|road map|learning (?:path|plan)|study (?:path|plan)|curriculum|syllabus|роадмап|дорожная карта|"
    r"план (?:обучения|изучения))\b",
    re.IGNORECASE,
)
_WRAPPER = re.compile(
    r"(?:(?:the|my|full|complete) )*"
    r"(?:roadmap|road map|learning path|study plan|curriculum|syllabus|plan|path|план|роадмап)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Part:
    """The blocks of one roadmap, and the heading that names it."""

    heading: Block | None
    blocks: list[Block]


def split(blocks: list[Block], account: Account) -> list[Part]:
    """Headings that are nobody's title are dropped as another title."""
    highest = min((block.depth for block in blocks if _is_heading(block)), default=0)
    tops = [block for block in blocks if _is_heading(block) and block.depth == highest and not _is_part(block)]
    full = {block: None for block in tops if _teaches(block)}
    declared = [block for block in tops if block.line.declared]
    roadmaps = declared or [
        block for block in full if _says_roadmap(block) and any(part.titled for part in block.parts)
    ]
    nobody: set[Block] = set()
    parts = _several(blocks, roadmaps) if len(roadmaps) > 1 else [_one(blocks, tops, full, roadmaps)]
    named = {part.heading for part in parts}
    for block in tops:
        title = read_title(block.line.text)
        if block not in full and block not in named and not meaning_of(title.text) and full and not title.number:
            account.drop(block.line.rows, Reason.TITLE)
            nobody.add(block)
    for part in parts:
        part.blocks = [one for old in part.blocks for one in (old.parts if old in nobody else [old])]
    for part in parts:
        _unwrap(part, account)
    return parts


def _several(blocks: list[Block], roadmaps: Collection[Block]) -> list[Part]:
    """What stands before the first belongs to it; other headings to the roadmap above them."""
    parts: list[Part] = []
    before: list[Block] = []
    for block in blocks:
        if block in roadmaps:
            parts.append(Part(block, [*before, *block.parts]))
            before = []
        elif parts:
            parts[-1].blocks.append(block)
        else:
            before.append(block)
    return parts


def _one(blocks: list[Block], tops: list[Block], full: Collection[Block], roadmaps: list[Block]) -> Part:
    title = roadmaps[0] if roadmaps else None
    only = next(iter(full)) if len(full) == 1 else None
    if title is None and only and (any(part.titled for part in only.parts) or len(tops) == 1):
        title = only
    if title is None and full and tops[0] not in full:
        title = tops[0]
    if title is None:
        return Part(None, list(blocks))
    inside = [one for block in blocks for one in (title.parts if block is title else [block])]
    return Part(title, inside)


def _unwrap(part: Part, account: Account) -> None:
    """A single heading that only says "Roadmap" is no phase."""
    headings = [block for block in part.blocks if _is_heading(block) and _teaches(block)]
    if (
        len(headings) == 1
        and not headings[0].line.declared
        and _WRAPPER.fullmatch(read_title(headings[0].line.text).text)
    ):
        account.drop(headings[0].line.rows, Reason.TITLE)
        part.blocks = [one for old in part.blocks for one in (old.parts if old is headings[0] else [old])]


def _is_heading(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.depth != CLOSED


def _is_part(block: Block) -> bool:
    """Whether a heading declares that it is something else than a roadmap's title."""
    return block.line.declared is not None and block.line.declared.what is not What.ROADMAP


def _says_roadmap(block: Block) -> bool:
    return bool(_ROADMAP.search(block.line.text))


def _teaches(block: Block) -> bool:
    """Whether there is a list, a table or a title below."""
    return any(part.titled or part.kind in (Kind.ITEM, Kind.ROW, Kind.LABEL) for part in block.parts)
