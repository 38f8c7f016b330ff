"""What `milepost content` does for authors."""

import argparse
import json
import sys
from dataclasses import asdict
from functools import cache

from bot.library import ContentError, content_dir, load, read, stats, verify
from bot.library.counts import table
from bot.library.exporting import roadmap_markdown
from bot.library.exporting.asked import asked_marks, write_markdown
from bot.library.importing.report import as_json, as_text, read_document, write_roadmaps
from bot.library.importing.written import roadmap_of
from bot.library.matching import Matcher, Topics, taught_by
from bot.library.named import named_roadmap
from bot.library.updating import update_roadmap
from bot.settings import BadSettings, Settings

NOTHING_TO_LEARN = 3


def author(arguments: argparse.Namespace, settings: Settings) -> int:
    """The exit status. Raises ContentError where a file or folder can't be used."""
    return _ACTIONS[arguments.action](arguments, settings)


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    questions = 0
    try:
        written = read(content_dir(settings.content_dir)).written
        questions, problems = len(written), verify(written)
    except ContentError as error:
        problems = list(error.problems)
    for problem in problems:
        print(json.dumps(asdict(problem), default=str) if arguments.json else problem)
    if not problems and not arguments.json:
        print(f"content is sound: {questions} questions, every key that can be run was run")
    return 1 if problems else 0


def _stats(arguments: argparse.Namespace, settings: Settings) -> int:
    counted = stats(read(content_dir(settings.content_dir)))
    print(json.dumps(asdict(counted), ensure_ascii=False) if arguments.json else table(counted))
    return 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.update is not None and arguments.to is not None:
        raise BadSettings(
            "--to: --update says already where to write, so give one of both; for example --update python-backend-hours"
        )
    found, decoded = read_document(arguments.file)
    topics, update = _topics(settings), None
    if arguments.update is not None and found.roadmaps:
        roadmaps = list(map(roadmap_of, found.roadmaps))
        update = update_roadmap(roadmaps, arguments.update, settings.content_dir, topics)
    if arguments.json:
        told = as_json(found, decoded)
        print(json.dumps(told if update is None else told | {"update": update.as_json()}, ensure_ascii=False))
    elif found.roadmaps:
        print(as_text(found, decoded))
        if update is not None:
            print(update.as_text())
    if not found.roadmaps:
        print(f"milepost: {arguments.file}: there is nothing to learn in it", file=sys.stderr)
        return NOTHING_TO_LEARN
    if update is not None and not update.nothing_new:
        print(f"written: {update.file}", file=sys.stderr)
    if arguments.to is not None:
        for file in write_roadmaps([roadmap_of(one, topics) for one in found.roadmaps], arguments.to):
            print(f"written: {file}", file=sys.stderr)
    return 0


def _topics(settings: Settings) -> Topics:
    """Reads the content when it is first asked."""

    @cache
    def matcher() -> Matcher:
        return taught_by(load(content_dir(settings.content_dir)))

    return lambda path: matcher().topics(path)


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    roadmap = named_roadmap(arguments.roadmap, settings.content_dir)[1]
    marks, unknown = asked_marks(arguments.marks, roadmap) if arguments.marks is not None else ({}, [])
    if unknown:
        print(f"milepost: {arguments.marks}: {roadmap.id} has nothing called {', '.join(unknown)}", file=sys.stderr)
    text = roadmap_markdown(roadmap, marks)
    if arguments.to is None:
        print(text, end="")
    else:
        write_markdown(arguments.to, text)
        print(f"written: {arguments.to}", file=sys.stderr)
    return 0


_ACTIONS = {"check": _check, "stats": _stats, "import": _import, "export": _export}
