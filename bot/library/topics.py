"""The rules topics keep among themselves, and their way into study values."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.library.problems import Problem
from bot.library.schema import TopicsFile
from bot.library.source import Source
from bot.study.catalogue import Topic


def topic_values(written: TopicsFile) -> dict[str, Topic]:
    return {
        entry.id: Topic(entry.id, entry.title, entry.area, entry.scope, entry.prerequisites) for entry in written.topics
    }


def topic_problems(source: Source, written: TopicsFile) -> Iterator[Problem]:
    place: dict[str, int] = {}
    for index, entry in enumerate(written.topics):
        if entry.id in place:
            first = source.line(("topics", place[entry.id]))
            yield source.problem(("topics", index, "id"), f"{entry.id} is already the id of the topic on line {first}")
        place.setdefault(entry.id, index)
    needs = {entry.id: list(entry.prerequisites) for entry in written.topics}
    for index, entry in enumerate(written.topics):
        for position, needed in enumerate(entry.prerequisites):
            field = ("topics", index, "prerequisites", position)
            if needed not in place:
                yield source.problem(field, f"there is no topic {needed}")
            elif needed in entry.prerequisites[:position]:
                yield source.problem(field, f"{needed} is given twice")
    for cycle in _cycles(needs):
        path = ("topics", place[cycle[0]], "prerequisites")
        yield source.problem(path, f"each needs the next, in a circle: {' → '.join(cycle)}")


def _cycles(needs: dict[str, list[str]]) -> Iterator[list[str]]:
    """Circles of topics, each starting and ending with the same id; `needs` loses one arrow of each."""
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            cycle: list[str] = error.args[1][::-1]  # graphlib lists a need before who needs it
            yield cycle
            needs[cycle[0]].remove(cycle[1])
        else:
            return
