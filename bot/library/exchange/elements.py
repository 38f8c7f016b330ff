"""The questions of a Moodle file as nodes with lines, one at a time, so that what is before a broken place is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from bot.library.exchange.draft import LeftOut, Unfit
from bot.library.exchange.needed import needed

_CHUNK = 65_536
_DEEPEST = 40


@dataclass(slots=True)
class Node:
    name: str
    given: Mapping[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def all(self, name: str) -> list["Node"]:
        return [child for child in self.children if child.name == name]

    def text(self, *path: str) -> str:
        """Of the first node on that path; empty where there is none."""
        node = self
        for name in path:
            found = node.all(name)
            if not found:
                return ""
            node = found[0]
        return "".join(node.texts).strip()


class _Reader(ContentHandler):
    """Keeps one question at a time; `ready` are those that have ended."""

    def __init__(self) -> None:
        super().__init__()
        self.ready: list[Node] = []
        self._open: list[Node] = []
        self._above: list[str] = []

    @property
    def begun(self) -> Node | None:
        """The question that has begun and not ended."""
        return self._open[0] if self._open else None

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the standard library's name
        self._above.append(name)
        if len(self._above) > _DEEPEST:
            raise Unfit(f"elements stand {_DEEPEST} deep in each other, which no Moodle file needs")
        if self._open or name == "question":
            line = self._locator.getLineNumber()  # type: ignore[attr-defined]
            node = Node(name, dict(attrs), int(line))
            if self._open:
                self._open[-1].children.append(node)
            self._open.append(node)
        elif len(self._above) == 1 and name != "quiz":
            raise Unfit(f"expected <quiz>, as Moodle writes it, here <{name[:40]}>")

    def endElement(self, name: str) -> None:  # noqa: N802 - the standard library's name
        self._above.pop()
        if self._open:
            node = self._open.pop()
            if not self._open:
                self.ready.append(node)

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].texts.append(content)


def question_nodes(text: str) -> Iterator[Node | LeftOut]:
    """Raises ContentError where defusedxml is missing."""
    sax, common = needed("defusedxml.expatreader"), needed("defusedxml.common")
    reader, parser = _Reader(), sax.DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    reader.setDocumentLocator(parser)
    broken = ""
    for start in range(0, len(text) + 1, _CHUNK):
        try:
            parser.feed(text[start : start + _CHUNK])
            if start + _CHUNK > len(text):
                parser.close()
        except SAXParseException as error:
            broken = f"is no sound XML ({error.getMessage()}); what follows was not read"
        except common.DefusedXmlException:
            broken = "declares a document type or entities, which no Moodle file needs; what follows was not read"
        except (Unfit, SAXException, UnicodeError) as error:
            broken = f"{error}; what follows was not read"
        yield from reader.ready
        reader.ready.clear()
        if broken:
            yield LeftOut(reader.begun.line if reader.begun else max(1, parser.getLineNumber()), broken)
            return
