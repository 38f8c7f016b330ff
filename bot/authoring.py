"""What `milepost content` does for authors."""

import argparse
import json
import sys
from dataclasses import asdict

from bot.library import ContentError, content_dir, read, stats, verify
from bot.library.importing.report import as_json, as_text, read_document, write_roadmaps
from bot.settings import Settings

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
    counted = asdict(stats(read(content_dir(settings.content_dir)).catalogue))
    print(json.dumps(counted, indent=None if arguments.json else 2, ensure_ascii=False))
    return 0


def _import(arguments: argparse.Namespace, _: Settings) -> int:
    found, decoded = read_document(arguments.file)
    if arguments.json:
        print(json.dumps(as_json(found, decoded), ensure_ascii=False))
    elif found.roadmaps:
        print(as_text(found, decoded))
    if not found.roadmaps:
        print(f"milepost: {arguments.file}: there is nothing to learn in it", file=sys.stderr)
        return NOTHING_TO_LEARN
    if arguments.to is not None:
        for file in write_roadmaps(found, arguments.to):
            print(f"written: {file}", file=sys.stderr)
    return 0


_ACTIONS = {"check": _check, "stats": _stats, "import": _import}
