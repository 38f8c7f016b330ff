"""Takes lines that declare what they are at their word: nothing about their meaning is guessed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.library.importing.account import Reason
from bot.library.importing.blocks import Block
from bot.library.importing.building import Building, Resource
from bot.library.importing.declared import Declared, What, labelled, marked, numbered
from bot.library.importing.draft import DraftEntry, Link, Mark
from bot.library.importing.filling import Filling, line_of
from bot.library.importing.labels import KINDS, LEVELS, Meaning
from bot.library.importing.resources import Named, kind_of_host, of_link
from bot.library.importing.sense import LEARN, Mode, all_below, mode_below_label
from bot.library.importing.titles import MARKS, Title, read_title
from bot.library.schema import DURATION, LANGUAGE, LONG_ID, NODE_ID

Fill = Callable[[Building, Iterable[Block], Mode], None]

_MEANINGS = {
    What.CHECK: Meaning.CHECKLIST,
    What.SKIP: Meaning.SKIP,
    What.OUTCOME: Meaning.OUTCOMES,
    What.PROJECT: Meaning.PROJECTS,
}
_AUTHOR = re.compile(r"by\s+(?P<author>\S.*)", re.DOTALL)


class Literal:
    """`fill` puts blocks below a line into a node, in the way of whatever document this is."""

    def __init__(self, lines: Filling, top: Building, fill: Fill) -> None:
        self._lines = lines
        self._top = top
        self._fill = fill

    def take(self, node: Building, block: Block, declared: Declared) -> None:
        if declared.what is What.LABEL:
            self._lines.drop(block, Reason.LABEL)
            self._fill(node, block.parts, mode_below_label(read_title(declared.before).text))
            return
        self._lines.keep(block)
        if declared.what is What.NOTE:
            node.notes.append(_whole(declared, declared.before))
            self._fill(node, block.parts, LEARN)
        elif declared.what is What.RESOURCE:
            node.resources.append(_resource(block, declared))
            self._fill(node, block.parts, Mode(Meaning.RESOURCES))
        elif declared.what in _MEANINGS:
            self._entry(node, block, declared, _MEANINGS[declared.what])
        else:
            self._node(node, block, declared)

    def _node(self, node: Building, block: Block, declared: Declared) -> None:
        says_section = declared.what is What.SECTION or (block.titled and declared.what is not What.ITEM)
        section = node is self._top or (says_section and node.level != 0)
        title, mark = literal_title(declared)
        links = tuple(link for link in block.line.links if link.external and link.text != link.url)
        new = Building(
            title=title,
            line=line_of(block),
            level=max(node.level, 0) + 1 if section else 0,
            declared=declared,
            mark=mark,
            project=declared.values.get("project") == "yes",
            tier=_matching(NODE_ID, declared.values.get("tier", "")),
            topics=_topics(declared.values),
            duration=title.duration,
            hours=title.hours,
            links=links,
            resources=[Resource(of_link(link, title.text), line_of(block)) for link in links],
        )
        node.parts.append(new)
        self._fill(new, block.parts, LEARN)

    def _entry(self, node: Building, block: Block, declared: Declared, meaning: Meaning) -> None:
        mark, rest = _marked(declared, declared.before)
        entry = DraftEntry(
            id=declared.id,
            text=_whole(declared, rest),
            line=line_of(block),
            done=mark is Mark.DONE,
            links=_links(block, declared),
            topics=_topics(declared.values),
            declared=True,
        )
        if meaning is Meaning.PROJECTS:
            features, others = self._features(block.parts)
            node.projects.append(replace(entry, features=features))
            self._fill(node, others, LEARN)
        else:
            node.entries(meaning).append(entry)
            self._fill(node, block.parts, Mode(meaning))

    def _features(self, blocks: Iterable[Block]) -> tuple[tuple[str, ...], list[Block]]:
        """What a project has to do, and what only stands below it."""
        features, others = [], []
        for block in blocks:
            if block.line.declared and block.line.declared.what is not What.FEATURE:
                others.append(block)
                continue
            for one in all_below([block]):
                self._lines.keep(one)
                said = one.line.declared
                text = _whole(said, said.before) if said else read_title(one.line.text).text
                features += [text] if text else []
        return tuple(features), others


def literal_title(declared: Declared) -> tuple[Title, Mark | None]:
    """Of a section, an item or a whole roadmap. What stands behind its comment is read as it is in any title."""
    values = declared.values
    mark, rest = _marked(declared, declared.before)
    number, rest = (values["number"].strip(), rest) if "number" in values else numbered(rest)
    tail, words = _tail(declared.behind)
    minutes = values.get("minutes", "")
    title = replace(
        tail,
        text=f"{rest.strip(' ')} {words}".strip(" "),
        number=number,
        hours=int(minutes) / 60 if re.fullmatch(r"[0-9]{1,15}", minutes) else tail.hours,
        duration=_matching(DURATION, values.get("duration", "")) or tail.duration,
    )
    return title, mark or MARKS.get(tail.sign)


def _resource(block: Block, declared: Declared) -> Resource:
    values = declared.values
    mark, rest = _marked(declared, declared.before)
    kind, rest = (values["kind"], rest) if "kind" in values else labelled(rest)
    links = _links(block, declared)
    url = next((link.url for link in links), "")
    behind = declared.behind.strip()
    author = _AUTHOR.fullmatch(behind)
    level = values.get("level", "")
    named = Named(
        title=rest.strip(" ") if author else _whole(declared, rest),
        kind=kind if kind in KINDS else kind_of_host(url),
        author=author["author"] if author else "",
        url=url,
        language=_matching(LANGUAGE, values.get("language", "")),
        level=level if level in LEVELS else "",
    )
    return Resource(named, line_of(block), mark, links, declared)


def _links(block: Block, declared: Declared) -> tuple[Link, ...]:
    """The links of a line; none where its comment says so, since an address may be part of its title."""
    return () if "url" in declared.values else tuple(link for link in block.line.links if link.external)


def _marked(declared: Declared, text: str) -> tuple[Mark | None, str]:
    return (None, text) if "mark" in declared.values else marked(text)


def _whole(declared: Declared, before: str) -> str:
    return f"{before.strip(' ')} {declared.behind.strip()}".strip(" ")


def _tail(behind: str) -> tuple[Title, str]:
    """What it says of a title, and the words that are left."""
    found = read_title(f"x {behind}")
    return found, found.text.removeprefix("x").strip()


def _topics(values: Mapping[str, str]) -> tuple[str, ...]:
    written = dict.fromkeys(values.get("topics", "").split(","))
    return tuple(topic for topic in written if re.fullmatch(LONG_ID, topic))


def _matching(pattern: str, text: str) -> str:
    return text if re.fullmatch(pattern, text) else ""
