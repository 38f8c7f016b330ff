"""How to take the lines under a title or a label: as topics, as something that is said about them, or not at all."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.library.importing.account import Reason
from bot.library.importing.blocks import Block, Kind, is_bold_title
from bot.library.importing.inline import Line
from bot.library.importing.labels import Meaning, is_introduction, kind_of, level_of, meaning_of
from bot.library.importing.manner import is_legend
from bot.library.importing.remarks import is_remark, is_state, is_task, label_of
from bot.library.importing.resources import prefixed_kind, sign_kind
from bot.library.importing.titles import Title, names_step, read_title

_DEFINED = re.compile(r"^\s*(?:[:–—-]|\()")
_ANSWER = re.compile(
    r"(?:(?:show|see|view)\s+)?(?:the\s+)?(?:solutions?|answers?|hints?|spoiler|ответ|решение)\W*$", re.IGNORECASE
)
_FILLERS = ("", "etc", "etc etc", "and so on", "and more", "more", "others", "и т.д", "и т. д", "и др", "и так далее")
_GRADING = ("grading", "grades", "assessment", "evaluation", "оценивание", "bewertung", "evaluación")
_LONGEST_TERM = 60
_SURE_KINDS = ("book", "video", "course", "cheatsheet", "podcast")
"""What a title alone tells; others may be topics, so that they need links under them."""
_KINDS_OF_ITEMS = ("book", "video", "course", "article")


@dataclass(frozen=True, slots=True)
class Mode:
    """What the lines at hand are; without a meaning they are what there is to learn."""

    meaning: Meaning | None = None
    reason: Reason = Reason.LABEL
    kind: str = ""
    level: str = ""


LEARN = Mode()


def mode_below(block: Block, title: Title, mode: Mode, *, projects: bool, top: bool) -> Mode | None:
    """How to take the lines under a title; None if it is a section.

    `mode` is that of the title itself, `projects` whether it stands among projects, `top` whether it would be a phase.
    """
    found = meaning_of(title.text)
    if found and found[0] is Meaning.PROJECTS and _is_project_section(block, title, mode, projects, top):
        return mode if block.kind is Kind.LABEL else None
    if found:
        return _mode(*found)
    if mode.meaning is Meaning.RESOURCES:
        return replace(mode, kind=kind_of(title.text) or mode.kind, level=level_of(title.text) or mode.level)
    if mode.meaning is not None:
        return mode
    if title.text.casefold() in _GRADING and all("%" in one.line.text for one in block.parts):
        return Mode(Meaning.DROPPED, Reason.ABOUT)
    if is_answer(block):
        return Mode(Meaning.DROPPED, Reason.PROSE)
    if is_state(title.text) and not top:
        return mode
    if block.parts and all(map(_is_offer, block.parts)):
        return Mode(Meaning.DROPPED, Reason.OFFER)
    if block.parts and is_introduction(title.text) and all(part.kind is Kind.PROSE for part in block.parts):
        return Mode(Meaning.DROPPED, Reason.INTRODUCTION)
    if is_legend(block):
        return Mode(Meaning.DROPPED, Reason.LEGEND)
    if (kind := kind_of(title.text)) in _SURE_KINDS or (kind and _has_links(block)):
        return Mode(Meaning.RESOURCES, kind=kind)
    if block.kind is Kind.LABEL and not is_bold_title(block.line):
        return mode
    return None


def mode_below_item(block: Block, title: Title) -> Mode | None:
    """How to take the lines under an item that is a label; None if it is something to learn."""
    if not block.parts or block.line.links:
        return None
    bold = is_bold_title(block.line)
    found = meaning_of(title.text) if bold or title.colon else None
    if found and found[0] is not Meaning.RESOURCES:
        return _mode(*found)
    kind, links = kind_of(title.text), _has_links(block)
    if kind and (title.colon or kind in _SURE_KINDS or (links and bold) or all(one.line.links for one in block.parts)):
        return Mode(Meaning.RESOURCES, kind=kind)
    if level_of(title.text) and all(kind_of(read_title(one.line.text).text) for one in block.parts):
        return Mode(Meaning.RESOURCES, level=level_of(title.text))
    return _mode(*found) if found else None


def mode_below_label(text: str) -> Mode:
    """How to take the lines under what is a label for sure."""
    if found := meaning_of(text):
        return _mode(*found)
    kind = kind_of(text)
    return Mode(Meaning.RESOURCES, kind=kind) if kind else LEARN


def is_resource(block: Block) -> bool:
    """ "Book: Dune by Frank Herbert" among what there is to learn."""
    kind, _ = prefixed_kind(block.line)
    return (kind in _KINDS_OF_ITEMS or bool(sign_kind(block.line))) and bool(block.line.links or block.line.em)


def is_answer(block: Block) -> bool:
    """Details that hide what the reader shall find out alone."""
    return block.kind is Kind.DETAILS and _ANSWER.match(read_title(block.line.text).text) is not None


def is_anchor(block: Block) -> bool:
    """Whether it leads to another place of the document, and does nothing else."""
    link = block.line.only_link
    return link is not None and link.url.startswith("#")


def is_filler(title: Title) -> bool:
    return title.text.casefold().strip(" .…") in _FILLERS


def is_told(block: Block) -> bool:
    """Whether all that stands under a title is prose."""
    return bool(block.parts) and all(part.kind in (Kind.PROSE, Kind.QUOTE) for part in all_below(block.parts))


def is_definition(line: Line) -> bool:
    """ "**Closure**: a function that …" """
    lead = read_title(line.lead)
    rest = line.text.strip().removeprefix(line.lead)
    return (
        0 < len(lead.text) <= _LONGEST_TERM
        and not is_remark(lead.text)
        and not meaning_of(lead.text)
        and any(map(str.isalpha, rest))
        and bool(lead.colon or _DEFINED.match(rest))
    )


def is_whole(line: Line, labels: Collection[str]) -> bool:
    """Whether a paragraph is a line to learn with all that it says; `labels` are no terms."""
    often = bool(line.lead) and label_of(line) in labels and is_definition(line)
    asks = is_bold_title(line) and line.text.rstrip(" *_").endswith("?")
    step = names_step(line.text) or (is_definition(line) and read_title(line.lead).step)
    return is_task(line) or often or asks or bool(step)


def all_below(blocks: Iterable[Block]) -> Iterator[Block]:
    """These blocks and whatever is in them, in reading order."""
    waiting = list(reversed(list(blocks)))
    while waiting:
        block = waiting.pop()
        yield block
        waiting.extend(reversed(block.parts))


def _mode(meaning: Meaning, reason: Reason) -> Mode:
    if meaning is Meaning.TOPICS:
        return LEARN
    return Mode(Meaning.DROPPED if meaning is Meaning.LEGEND else meaning, reason)


def _is_project_section(block: Block, title: Title, mode: Mode, projects: bool, top: bool) -> bool:
    """Projects that are steps of the way themselves, not an addition to what a section teaches."""
    if projects and block.kind is Kind.LABEL:
        return True
    return mode.meaning is None and not title.colon and (top or projects)


def _is_offer(block: Block) -> bool:
    found = meaning_of(read_title(block.line.text).text)
    return found is not None and found[1] is Reason.OFFER


def _has_links(block: Block) -> bool:
    return any(one.line.links for one in all_below(block.parts))
