"""Puts a line into the node that it says something about, and into the account."""

import re

from bot.library.importing.account import Account, Reason
from bot.library.importing.amounts import stated
from bot.library.importing.blocks import Block, Kind
from bot.library.importing.building import Building, Resource
from bot.library.importing.draft import DraftEntry, Mark
from bot.library.importing.labels import Meaning
from bot.library.importing.manner import Manner
from bot.library.importing.resources import named, of_link
from bot.library.importing.sense import Mode, all_below
from bot.library.importing.titles import Title, read_title, shown
from bot.library.importing.vault import without_vault

_ALERT = re.compile(r"^\[!(?:\w+)\][+-]?\s*")
_BEFORE_WORDS = re.compile(r"^[^\w(]+")


class Filling:
    def __init__(self, account: Account, manner: Manner) -> None:
        self._account = account
        self._manner = manner
        self.inherited: Mark | None = None
        """The mark of all lines at hand that have none themselves."""

    def keep(self, block: Block) -> None:
        self._account.keep(block.line.rows)

    def drop(self, block: Block, reason: Reason) -> None:
        self._account.drop(block.line.rows, reason)

    def mark(self, title: Title, *, own: bool = False) -> Mark | None:
        """`own`: of a title, not of a line."""
        if title.ticked or title.begun:
            return Mark.DONE if title.ticked else Mark.IN_PROGRESS
        if own:
            return None if self._manner.decorated else self._manner.marks.get(title.sign)
        return self._manner.marks.get(title.sign) or self.inherited

    def note(self, node: Building, block: Block) -> None:
        node.notes.append(shown(read_title(block.line.text).text))
        self.keep(block)

    def alert(self, node: Building, block: Block) -> bool:
        """Takes a paragraph that GitHub shows as a note."""
        text = block.line.text.strip()
        if not _ALERT.match(text):
            return False
        node.notes.append(shown(without_vault(_ALERT.sub("", text))))
        self.keep(block)
        return True

    def time(self, node: Building, block: Block, top: Building) -> bool:
        """Takes a line that says how long its section lasts, or the whole roadmap."""
        text = block.line.text
        found = stated(read_title(text).text or text) or stated(text) or stated(_BEFORE_WORDS.sub("", text))
        if not found:
            return False
        node = top if found.total else node
        node.hours = node.hours if found.hours is None else found.hours
        node.duration = node.duration or found.duration
        self.keep(block)
        return True

    def entry(self, node: Building, block: Block, title: Title, meaning: Meaning) -> None:
        """A line of one of the three lists whose lines are just told."""
        node.entries(meaning).append(DraftEntry("", title.text, line_of(block), bool(title.ticked), block.line.links))
        self.keep(block)

    def project(self, node: Building, block: Block, title: Title) -> None:
        """With everything below it."""
        below = list(all_below(block.parts))
        features = [shown(read_title(one.line.text).text) for one in below if one.kind is Kind.ITEM]
        for one in below:
            if one.kind in (Kind.ITEM, Kind.NOTE):
                self.keep(one)
            else:
                self.drop(one, Reason.PROSE)
        self.keep(block)
        links = (*block.line.links, *(link for one in below for link in one.line.links))
        node.projects.append(DraftEntry("", title.text, line_of(block), bool(title.ticked), links, tuple(features)))

    def resource(self, node: Building, block: Block, title: Title, mode: Mode) -> None:
        found = named(block.line, mode.kind, mode.level)
        if not found.title:
            self.drop(block, Reason.MARKUP)
            return
        node.resources.append(Resource(found, line_of(block), self.mark(title), block.line.links))
        self.keep(block)

    def links(self, node: Building, block: Block, kind: str) -> None:
        """Each link of the line as a resource."""
        for link in block.line.links:
            node.resources.append(Resource(of_link(link, node.title.text, kind), line_of(block), links=(link,)))
        self.keep(block)


def line_of(block: Block) -> int:
    """Counted from 1."""
    return block.line.rows.start + 1
