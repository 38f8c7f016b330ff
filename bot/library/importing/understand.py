"""From a document's text to its roadmaps: the way through the package."""

from dataclasses import dataclass

from bot.library.importing.account import Account
from bot.library.importing.building import Building
from bot.library.importing.draft import DraftRoadmap
from bot.library.importing.ids import Ids, slug
from bot.library.importing.manner import manner
from bot.library.importing.outline import outline
from bot.library.importing.split import Part, split
from bot.library.importing.structure import Structure
from bot.library.importing.titles import Title, read_title

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Understood:
    """No roadmaps: there is nothing to learn in the document."""

    roadmaps: tuple[DraftRoadmap, ...]
    account: Account


def understand(text: str, name: str = "Roadmap") -> Understood:
    """`name` is the title of a document that has none, such as its file's name."""
    blocks, account = outline(text)
    how = manner(blocks)
    roadmaps: list[DraftRoadmap] = []
    for part in split(blocks, account):
        title = read_title(part.heading.line.text) if part.heading else Title("")
        top = Building(
            title if title.text else Title(name), _line(part), level=-1, hours=title.hours, duration=title.duration
        )
        Structure(account, how, top).fill(part.blocks)
        if part.heading:
            account.keep(part.heading.line.rows)
        if top.parts:
            roadmaps.append(_roadmap(top, [one.id for one in roadmaps]))
    account.close()
    read_title.cache_clear()  # each title was read several times, and is never read again
    return Understood(tuple(roadmaps), account)


def _line(part: Part) -> int:
    return part.heading.line.rows.start + 1 if part.heading else 1


def _roadmap(top: Building, taken: list[str]) -> DraftRoadmap:
    wanted = own = slug(top.title.text, _LONGEST_ID - 3) or "roadmap"
    figure = 1
    while wanted in taken:
        figure += 1
        wanted = f"{own}-{figure}"
    return DraftRoadmap(wanted, top.title.text, top.frozen(Ids()), top.hours)
