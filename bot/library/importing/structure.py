"""Blocks → nodes: which titles are sections, which lines are to be learned, and which say something about others."""

from collections.abc import Iterable
from dataclasses import replace

from bot.library.importing import labels
from bot.library.importing.account import Account, Reason
from bot.library.importing.blocks import Block, Kind, is_bold_title
from bot.library.importing.building import Building, Resource
from bot.library.importing.declared import What
from bot.library.importing.filling import Filling, line_of
from bot.library.importing.inline import Line
from bot.library.importing.labels import Meaning, kind_of, level_of
from bot.library.importing.literal import Literal
from bot.library.importing.manner import Manner
from bot.library.importing.phases import first_phase
from bot.library.importing.remarks import is_task, state_mark
from bot.library.importing.resources import address, of_link
from bot.library.importing.rows import is_total, row_parts, row_title
from bot.library.importing.saying import Said, saying
from bot.library.importing.sense import (
    LEARN,
    Mode,
    all_below,
    is_anchor,
    is_answer,
    is_definition,
    is_filler,
    is_resource,
    is_told,
    is_whole,
    mode_below,
    mode_below_item,
)
from bot.library.importing.tiers import tiers_in
from bot.library.importing.titles import Title, names_step, read_title

_DEEPEST = 60


class Structure:
    """Fills the top of one roadmap from its blocks."""

    def __init__(self, account: Account, manner: Manner, top: Building) -> None:
        self._labelled = manner.labelled
        self._labels = manner.labels
        self._lines = Filling(account, manner)
        self._literal = Literal(self._lines, top, self._fill)
        self._top = top
        self._depth = 0
        self._tiers: list[tuple[int, int, str]] = []

    def fill(self, blocks: list[Block]) -> None:
        first = first_phase(blocks)
        self._fill(self._top, blocks[:first], Mode(Meaning.DROPPED, Reason.INTRODUCTION))
        self._fill(self._top, blocks[first:], LEARN)
        for phase in self._top.parts:
            number = phase.title.number
            phase.tier = phase.tier or next(
                (tier for low, high, tier in self._tiers if number.isdigit() and low <= int(number) <= high), ""
            )

    def _fill(self, node: Building, blocks: Iterable[Block], mode: Mode) -> None:
        if self._depth >= _DEEPEST:
            for block in all_below(blocks):
                self._lines.drop(block, Reason.TOO_DEEP)
            return
        self._depth += 1
        for block in blocks:
            self._take(node, block, mode)
        self._depth -= 1

    def _take(self, node: Building, block: Block, mode: Mode) -> None:
        declared = block.line.declared
        if declared and block.line.text.strip() and declared.what is not What.FEATURE:
            self._literal.take(node, block, declared)
        elif not block.line.text.strip() and block.kind is not Kind.QUOTE:
            self._lines.drop(block, Reason.MARKUP)
            self._fill(node, block.parts, mode)
        elif block.kind is Kind.QUOTE:
            self._fill(node, block.parts, mode)
        elif block.kind is Kind.NOTE and mode.meaning is Meaning.DROPPED:
            self._lines.drop(block, mode.reason)
        elif block.kind is Kind.NOTE:
            self._lines.note(node, block)
        elif block.kind is Kind.PROSE:
            self._prose(node, block, mode)
        elif self._lines.time(node, block, self._top):
            self._fill(node, block.parts, mode)
        elif block.kind is Kind.ITEM:
            self._item(node, block, mode)
        elif block.kind is Kind.ROW:
            self._row(node, block, mode)
        else:
            self._titled(node, block, mode)

    # titles

    def _titled(self, node: Building, block: Block, mode: Mode) -> None:
        title = read_title(block.line.text)
        outer = self._lines.inherited
        self._lines.inherited = state_mark(title.text) or outer
        below = mode_below(block, title, mode, projects=node.project, top=node is self._top)
        if below is None:
            self._add(node, block, title, section=True)
        else:
            self._lines.drop(block, below.reason)
            apart = below.meaning is Meaning.DROPPED and below.reason in (Reason.CONTENTS, Reason.LEGEND)
            for part in block.parts if apart else ():
                self._take(node, part, mode if part.titled else below)
            self._fill(node, () if apart else block.parts, below)
        self._lines.inherited = outer

    # lines

    def _item(self, node: Building, block: Block, mode: Mode) -> None:
        title = read_title(block.line.text)
        if not title.text:
            self._lines.drop(block, Reason.MARKUP)
            self._fill(node, block.parts, mode)
        elif mode.meaning is None:
            self._learn(node, block, title)
        elif mode.meaning is Meaning.RESOURCES:
            self._resource(node, block, title, mode)
        elif mode.meaning is Meaning.PROJECTS:
            self._lines.project(node, block, title)
        elif mode.meaning is Meaning.DROPPED:
            self._lines.drop(block, Reason.CONTENTS if is_anchor(block) else mode.reason)
            self._fill(node, block.parts, mode)
        else:
            self._lines.entry(node, block, title, mode.meaning)
            self._fill(node, block.parts, mode)

    def _learn(self, node: Building, block: Block, title: Title) -> None:
        link = block.line.only_link
        if title.text in (one.url for one in block.line.links):
            title = replace(title, text=address(title.text))
        if link and link.text == link.url:
            title = replace(title, text=address(link.url))
        if is_anchor(block):
            self._lines.drop(block, Reason.CONTENTS)
            self._fill(node, block.parts, LEARN)
        elif not block.parts and self._take_saying(node, block):
            pass
        elif (below := mode_below_item(block, title)) is not None:
            self._lines.drop(block, below.reason)
            self._fill(node, block.parts, below)
        elif not block.parts and (is_resource(block) or (link and link.external and self._labelled)):
            self._resource(node, block, title, Mode(Meaning.RESOURCES))
        else:
            section = node is self._top or any(part.titled and not is_answer(part) for part in all_below(block.parts))
            self._add(node, block, replace(title, number=title.number or block.number), section=section)

    def _take_saying(self, node: Building, block: Block) -> bool:
        """Takes a line that is a label with what it labels, if it is one."""
        found = saying(block.line) if node is not self._top else None
        if found is None:
            return False
        if found.said is Said.RESOURCES:
            self._lines.links(node, block, found.kind)
            for name in found.books:
                part = _with_line(block, Line(name, block.line.rows))
                self._lines.resource(node, part, read_title(name), Mode(Meaning.RESOURCES, kind=found.kind))
        for index, name in enumerate(found.names):
            part = _with_line(block, Line(name, block.line.rows, () if index else block.line.links))
            self._add(node, part, read_title(name), section=False, project=found.said is Said.PROJECT)
        return True

    def _resource(self, node: Building, block: Block, title: Title, mode: Mode) -> None:
        kind, level = kind_of(title.text), level_of(title.text)
        if block.parts and not block.line.links and (kind or level or is_bold_title(block.line) or title.colon):
            self._lines.drop(block, Reason.LABEL)
            mode = replace(mode, kind=kind or mode.kind, level=level or mode.level)
        else:
            self._lines.resource(node, block, title, mode)
        self._fill(node, block.parts, mode)

    def _row(self, node: Building, block: Block, mode: Mode) -> None:
        """A row of a table is a line to learn, or whatever else the lines at hand are."""
        title, line = row_title(block)
        if is_total(title.text):
            self._top.hours = self._top.hours or title.hours
            self._lines.drop(block, Reason.FILLER)
        elif mode.meaning is not None:
            self._item(node, _with_line(block, line), mode)
        else:
            self._add(node, _with_line(block, line, row_parts(block)), title, section=node is self._top)

    def _prose(self, node: Building, block: Block, mode: Mode) -> None:
        text = block.line.text.strip()
        found = labels.meaning_of(read_title(text).text)
        tiers = list(tiers_in(text)) if node is self._top else []
        if tiers:
            self._tiers += tiers
            self._lines.keep(block)
        elif self._lines.alert(node, block) or self._lines.time(node, block, self._top):
            pass
        elif found and found[0] is Meaning.DROPPED:
            self._lines.drop(block, found[1])
        elif mode.meaning is Meaning.DROPPED:
            self._lines.drop(block, Reason.PROSE if mode.reason is Reason.INTRODUCTION else mode.reason)
        elif mode.meaning is Meaning.RESOURCES and block.line.links:
            self._resource(node, block, read_title(text), mode)
        elif mode.meaning is None and node is self._top and names_step(text):
            self._add(node, block, read_title(text), section=True)
        elif mode.meaning is not None or node is self._top or not self._prose_to_learn(node, block):
            self._lines.drop(block, Reason.PROSE)

    def _prose_to_learn(self, node: Building, block: Block) -> bool:
        """Takes a paragraph that names something to learn, though it is in no list."""
        if self._take_saying(node, block):
            return True
        if block.line.only_link:
            self._learn(node, block, read_title(block.line.text))
        elif is_whole(block.line, self._labels):
            title = read_title(block.line.text)
            self._add(node, block, replace(title, sign="") if is_task(block.line) else title, section=False)
        elif is_definition(block.line):
            self._add(node, block, read_title(block.line.lead), section=False)
        elif node.told and any(link.external for link in block.line.links):
            self._lines.links(node, block, "")
        else:
            return False
        return True

    def _add(self, node: Building, block: Block, title: Title, *, section: bool, project: bool = False) -> None:
        """Whatever stands in an item is an item too."""
        if not title.text:
            self._lines.drop(block, Reason.MARKUP)
            self._fill(node, block.parts, LEARN)
            return
        section = section and node.level != 0
        found = labels.meaning_of(title.text) if section else None
        new = Building(
            title=title,
            line=line_of(block),
            level=max(node.level, 0) + 1 if section else 0,
            mark=self._lines.mark(title, own=section),
            bold=is_bold_title(block.line),
            filler=not (block.parts or section) and is_filler(title),
            project=project or node.project or (found is not None and found[0] is Meaning.PROJECTS),
            duration=title.duration,
            hours=title.hours,
            told=section and is_told(block),
            links=block.line.links,
        )
        new.resources += [Resource(of_link(link, title.text), new.line) for link in block.line.links if link.external]
        node.parts.append(new)
        if new.filler:
            self._lines.drop(block, Reason.FILLER)
        else:
            self._lines.keep(block)
        self._fill(new, block.parts, LEARN)


def _with_line(block: Block, line: Line, parts: Iterable[Block] = ()) -> Block:
    return Block(Kind.ITEM, line, parts=[*block.parts, *parts])
