"""`content/` as a catalogue: all of it, or a ContentError that lists everything wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.library.problems import ContentError, Problem
from bot.library.questions import (
    WrittenQuestion,
    file_problems,
    question_problems,
    repeated_questions,
    written_questions,
)
from bot.library.reading import Model, read_model
from bot.library.roadmaps import roadmap_problems, roadmap_value
from bot.library.schema import OfferedFile, QuestionsFile, RoadmapFile, TopicsFile
from bot.library.source import Source
from bot.library.topics import topic_problems, topic_values
from bot.library.zones import find_zone
from bot.study.catalogue import Catalogue, Topic
from bot.study.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class Content:
    """What a content folder holds, for authors' tools; the bot itself needs the catalogue only."""

    catalogue: Catalogue
    written: tuple[WrittenQuestion, ...]


def load(folder: Path) -> Catalogue:
    """Raises ContentError with every problem found."""
    return read(folder).catalogue


def read(folder: Path) -> Content:
    """Raises ContentError with every problem found."""
    reading = _Reading(folder)
    topics = reading.topics()
    roadmaps = reading.roadmaps(topics)
    written = reading.questions(topics)
    if topics is None or reading.problems:
        raise ContentError(reading.problems)
    questions = {one.question.id: one.question for one in written}
    return Content(Catalogue(roadmaps, topics, questions, find_zone), tuple(written))


class _Reading:
    """One pass over a folder; problems gather here while the pass goes on."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Problem] = []
        self._folder = folder

    def topics(self) -> dict[str, Topic] | None:
        file = self._file(self._folder / "topics.yaml", TopicsFile)
        if file is None:
            return None
        self.problems += topic_problems(*file)
        return topic_values(file[1])

    def roadmaps(self, topics: dict[str, Topic] | None) -> dict[str, Roadmap]:
        found: dict[str, Roadmap] = {}
        for path in self._paths("roadmaps", "roadmaps/<id>.yaml"):
            if (file := self._file(path, RoadmapFile)) is not None:
                self.problems += roadmap_problems(*file, topics)
                found[file[1].id] = roadmap_value(file[1])
        first = [id_ for id_ in self._offered(found) if id_ in found]
        return {id_: found[id_] for id_ in (*first, *(id_ for id_ in found if id_ not in first))}

    def _offered(self, roadmaps: Mapping[str, Roadmap]) -> tuple[str, ...]:
        path = self._folder / "offered.yaml"
        file = self._file(path, OfferedFile) if path.exists() else None
        if file is None:
            return ()
        for index, id_ in enumerate(file[1].roadmaps):
            if id_ not in roadmaps:
                self.problems.append(file[0].problem(("roadmaps", index), f"there is no sound roadmap {id_}"))
            elif id_ in file[1].roadmaps[:index]:
                self.problems.append(file[0].problem(("roadmaps", index), f"{id_} is given twice"))
        return file[1].roadmaps

    def questions(self, topics: dict[str, Topic] | None) -> list[WrittenQuestion]:
        found: list[WrittenQuestion] = []
        for path in self._paths("questions", "questions/<area>/<topic>.yaml"):
            if (file := self._file(path, QuestionsFile)) is not None:
                if topics is not None:
                    self.problems += file_problems(file[0], topics)
                found += written_questions(*file)
        for written in found:
            self.problems += question_problems(written, topics)
        self.problems += repeated_questions(found)
        return found

    def _paths(self, start: str, layout: str) -> Iterator[Path]:
        """The YAML files under `start` in order of their paths; one that lies elsewhere than `layout` is a problem."""
        for path in sorted((self._folder / start).rglob("*.y*ml")):
            place = path.relative_to(self._folder)
            if path.suffix == ".yaml" and len(place.parts) == len(Path(layout).parts):
                yield path
            else:
                self.problems.append(Problem(path, None, "", f"expected as {layout}"))

    def _file(self, path: Path, model: type[Model]) -> tuple[Source, Model] | None:
        try:
            return read_model(path, model)
        except ContentError as error:
            self.problems += error.problems
            return None
