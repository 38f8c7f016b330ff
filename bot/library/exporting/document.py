"""The whole document: what stands where, as headings, lists and labels.

Markdown gives whatever follows a sub-heading to that. So a section has headings below it only where no item follows a
section, and where there is a heading small enough; else its parts are a list.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.library.exporting.escaping import at_start
from bot.library.exporting.lines import aside_line, label_line, node_line, plain_line, resource_line, title_line
from bot.library.importing.declared import What
from bot.library.importing.front import Front, front_matter
from bot.study.progress import Mark
from bot.study.roadmap import Aside, Extras, Node, Roadmap

_DEEPEST_HEADING = 6
_RESOURCES = "Resources"
_LABELS = (
    ("projects", What.PROJECT, "Projects"),
    ("checklist", What.CHECK, "Checklist"),
    ("skip", What.SKIP, "You can skip"),
    ("outcomes", What.OUTCOME, "You will be able to"),
)
"""What a list is, by the field it comes from, and what a reader sees above it."""


def roadmap_markdown(roadmap: Roadmap, marks: Mapping[str, Mark] | None = None) -> str:
    """`marks` are by the id of whatever they belong to: nodes, resources, projects, lines of a checklist.

    An import reads lists up to 20 deep.
    """
    front = front_matter(Front(roadmap.id, roadmap.audience, roadmap.source, roadmap.moved))
    return front + "\n" + "\n".join(_Document(marks or {}).lines(roadmap)).rstrip("\n") + "\n"


class _Document:
    def __init__(self, marks: Mapping[str, Mark]) -> None:
        self._marks = marks

    def lines(self, roadmap: Roadmap) -> Iterator[str]:
        yield f"# {title_line(roadmap)}"
        yield ""
        yield from _block(_notes(roadmap.extras))
        yield from self._beside(roadmap)
        for phase in roadmap.phases:
            yield from self._headed(phase, 2)

    def _headed(self, node: Node, level: int) -> Iterator[str]:
        listed = _listed(node, level)
        yield f"{'#' * level} {node_line(node, self._marks.get(node.id), None)}"
        yield ""
        yield from _block(_notes(node.extras))
        yield from _block(line for part in node.parts[:listed] for line in self._item(part))
        yield from self._beside(node)
        for part in node.parts[listed:]:
            yield from self._headed(part, level + 1)

    def _beside(self, holder: Roadmap | Node) -> Iterator[str]:
        """The lists beside what there is to learn, each under its label."""
        resources = [f"- {resource_line(one, self._marks.get(one.id))}" for one in holder.resources]
        for text, lines in ((_RESOURCES, resources), *self._asides(holder.extras)):
            if lines:
                yield from _block([label_line(text)])
                yield from _block(lines)

    def _item(self, node: Node) -> Iterator[str]:
        """A part as an item of a list, with all that is in it below."""
        yield _bullet(node_line(node, self._marks.get(node.id), What.SECTION if node.section else None))
        yield from _indented(self._within(node))

    def _within(self, node: Node) -> Iterator[str]:
        yield from _notes(node.extras)
        for resource in node.resources:
            yield _bullet(resource_line(resource, self._marks.get(resource.id)))
        for part in node.parts:
            yield from self._item(part)
        for text, lines in self._asides(node.extras):
            if lines:
                yield f"- {label_line(text)}"
                yield from _indented(lines)

    def _asides(self, extras: Extras) -> Iterator[tuple[str, list[str]]]:
        for field, what, text in _LABELS:
            asides: tuple[Aside, ...] = getattr(extras, field)
            yield text, [line for one in asides for line in self._aside(one, what)]

    def _aside(self, aside: Aside, what: What) -> Iterator[str]:
        yield _bullet(aside_line(aside, what, self._marks.get(aside.id)))
        yield from _indented(_bullet(plain_line(feature, What.FEATURE)) for feature in aside.features)


def _listed(node: Node, level: int) -> int:
    """How many of the parts are items of a list; the others have headings."""
    sections = [part.section for part in node.parts]
    first = sections.index(True) if True in sections else len(sections)
    return first if level < _DEEPEST_HEADING and all(sections[first:]) else len(sections)


def _notes(extras: Extras) -> Iterator[str]:
    """A paragraph each of one quotation."""
    for index, note in enumerate(extras.notes):
        if index:
            yield ">"
        yield f"> {at_start(plain_line(note, What.NOTE))}"


def _bullet(line: str) -> str:
    return f"- {at_start(line)}"


def _block(lines: Iterable[str]) -> Iterator[str]:
    """With an empty line behind, if there are any."""
    found = list(lines)
    return iter((*found, "") if found else ())


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
