"""One pass over a content folder: each file read and judged, all that is wrong with it gathered."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from re import fullmatch

from bot.library.interview import WrittenInterview, interview_problems, written_interviews
from bot.library.problems import ContentError, Problem
from bot.library.questions import WrittenQuestion, file_problems, question_problems, written_questions
from bot.library.reading import Model, read_model
from bot.library.roadmaps import roadmap_problems, roadmap_value
from bot.library.schema import (
    LANGUAGE,
    PATTERNS,
    InterviewFile,
    OfferedFile,
    QuestionsFile,
    RoadmapFile,
    StandardFile,
    TopicsFile,
    TranslatedFile,
)
from bot.library.source import Source
from bot.library.topics import topic_problems, topic_values
from bot.library.translated import translated_questions
from bot.study.bank import ENGLISH
from bot.study.catalogue import Topic
from bot.study.question import Question
from bot.study.roadmap import Roadmap

Written = WrittenQuestion | WrittenInterview


class Folder:
    """Problems gather here while its parts are asked for."""

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
        for path in self._question_files:
            if not _is_beside(path) and (file := self._file(path, QuestionsFile)) is not None:
                self._place(file[0], topics)
                found += written_questions(*file)
        for written in found:
            self.problems += question_problems(written, topics)
        return found

    def translated(self, written: list[WrittenQuestion]) -> dict[str, dict[str, Question]]:
        """By language and id."""
        found: dict[str, dict[str, Question]] = {}
        for path in self._question_files:
            if _is_beside(path) and (file := self._file(path, TranslatedFile)) is not None:
                topic, _, language = path.stem.partition(".")
                beside = path.with_name(f"{topic}.yaml")
                english = {one.question.id: one.question for one in written if one.source.file == beside}
                if not fullmatch(LANGUAGE, language) or language == ENGLISH:
                    self.problems.append(file[0].problem((), PATTERNS[LANGUAGE]))
                for question in translated_questions(*file, english):
                    if isinstance(question, Problem):
                        self.problems.append(question)
                    else:
                        found.setdefault(language, {})[question.id] = question
        return found

    def interview(self, topics: dict[str, Topic] | None) -> list[WrittenInterview]:
        found: list[WrittenInterview] = []
        for path in self._paths("interview", "interview/<area>/<topic>.yaml"):
            if (file := self._file(path, InterviewFile)) is not None:
                self._place(file[0], topics)
                found += written_interviews(*file)
        for written in found:
            self.problems += interview_problems(written)
        return found

    def standard(self) -> StandardFile:
        path = self._folder / "standard.yaml"
        file = self._file(path, StandardFile) if path.exists() else None
        return StandardFile() if file is None else file[1]

    def _place(self, source: Source, topics: dict[str, Topic] | None) -> None:
        if topics is not None:
            self.problems += file_problems(source, topics)

    @cached_property
    def _question_files(self) -> list[Path]:
        return list(self._paths("questions", "questions/<area>/<topic>.yaml"))

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


def _is_beside(path: Path) -> bool:
    """Whether it is `<topic>.<language>.yaml`."""
    return "." in path.stem


def repeated_ids(written: Iterable[Written]) -> Iterator[Problem]:
    seen: dict[str, Written] = {}
    for one in written:
        first = seen.setdefault(one.question.id, one)
        if first is not one:
            line = first.source.line(("questions", first.index, "id"))
            yield one.problem(("id",), f"{one.question.id} is already a question at {first.source.file}:{line}")
