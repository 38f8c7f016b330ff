"""What `milepost content` does for authors."""

import argparse
import json
import re
import sys
import time
from dataclasses import asdict
from functools import cache

from bot.library import Content, ContentError, Problem, content_dir, content_problems, load, read, stats, verify
from bot.library.blind import answers, record, recorded, sheet, unanswered
from bot.library.counts import table
from bot.library.exchange import SUFFIXES, Format, Terms
from bot.library.exchange.asked import export_questions, import_questions
from bot.library.exporting import roadmap_markdown
from bot.library.exporting.asked import asked_marks
from bot.library.importing.report import as_json, as_text, read_document, write_roadmaps
from bot.library.importing.written import roadmap_of
from bot.library.matching import Matcher, Topics, taught_by
from bot.library.named import named_roadmap
from bot.library.new_file import write_new
from bot.library.schema import PATTERNS, URL
from bot.library.updating import update_roadmap
from bot.settings import BadSettings, Settings

NOTHING_TO_LEARN = 3


def author(arguments: argparse.Namespace, settings: Settings) -> int:
    """The exit status. Raises ContentError where a file or folder can't be used."""
    return _ACTIONS[arguments.action](arguments, settings)


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.run:
        _refuse_to_run_others(settings)
    started, said = time.monotonic(), ""
    try:
        content = read(content_dir(settings.content_dir))
        problems = list(content_problems(content))
        said = f"content is sound: {len(content.written)} questions, {len(content.interview)} interview questions"
        if arguments.run:
            problems += _proved(content)
            executed = sum(written.is_executed for written in content.written)
            said += f"; {executed} keys proved by running them, in {time.monotonic() - started:.0f} s"
        else:
            said += "; --run proves the keys that code can prove"
    except ContentError as error:
        problems = list(error.problems)
    for problem in problems:
        print(json.dumps(asdict(problem), default=str) if arguments.json else problem)
    if not problems and not arguments.json:
        print(said)
    return 1 if problems else 0


def _proved(content: Content) -> list[Problem]:
    try:
        return verify(content.written)
    except ImportError as error:
        raise BadSettings(
            f"--run: {error.name} isn't installed, and questions' code uses it; in a checkout: pip install -e '.[dev]'"
        ) from error


def _refuse_to_run_others(settings: Settings) -> None:
    own = content_dir(None)
    if settings.content_dir is not None and settings.content_dir.resolve() != own.resolve():
        raise BadSettings(
            f"--run: runs the code of questions, so our own content's only; unset CONTENT_DIR to run that of {own}"
        )


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
        write_new(arguments.to, text.encode())
        print(f"written: {arguments.to}", file=sys.stderr)
    return 0


def _import_questions(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.source and not re.match(URL, arguments.source):
        raise BadSettings(f"--source: {PATTERNS[URL]}; for example --source https://docs.python.org/3/tutorial/")
    form = Format(arguments.format) if arguments.format else SUFFIXES.get(arguments.file.suffix.lower())
    if form is None:
        raise BadSettings(
            f"--format: {arguments.file.name} doesn't say by its name what it is; for example --format gift"
        )
    if arguments.to is not None and arguments.to.suffix != ".yaml":
        raise BadSettings(
            "--to: questions go into a .yaml file; for example --to content/questions/python-basics/loops.yaml"
        )
    terms = Terms(arguments.topic, arguments.source, arguments.level, arguments.difficulty)
    imported = import_questions(arguments.file, form, terms, settings.content_dir, arguments.to)
    print(json.dumps(imported.as_json(), ensure_ascii=False) if arguments.json else imported.as_text())
    if not imported.taken.written:
        print(f"milepost: {arguments.file}: there is no question in it to import", file=sys.stderr)
        return NOTHING_TO_LEARN
    if imported.to is not None:
        print(f"written: {imported.to}", file=sys.stderr)
    return 0


def _export_questions(arguments: argparse.Namespace, settings: Settings) -> int:
    form = Format(arguments.format)
    if form is Format.ANKI and arguments.to is None:
        raise BadSettings("--to: an Anki package is no text to print; for example --to milepost.apkg")
    exported = export_questions(read(content_dir(settings.content_dir)), arguments.names, form)
    if arguments.to is None:
        print(exported.raw.decode(), end="")
    else:
        write_new(arguments.to, exported.raw)
        print(f"written: {arguments.to}", file=sys.stderr)
    beside = f" and {exported.interview} interview questions" if form is Format.ANKI else ""
    left_out = f"; {exported.left_out} left out, which the format can't hold" if exported.left_out else ""
    print(f"{exported.questions} questions{beside}{left_out}", file=sys.stderr)
    return 0


def _blind(arguments: argparse.Namespace, settings: Settings) -> int:
    content = read(content_dir(settings.content_dir))
    bank, given = content.bank, recorded(content.folder)
    if arguments.answers is None:
        left = unanswered(bank.values(), given)
        print(sheet(left), end="")
        print(f"{len(left)} questions that nobody has answered as they are now", file=sys.stderr)
        return 0
    new = list(answers(arguments.answers, bank))
    record(content.folder, new)
    for one in new:
        if not one.agreed:
            print(f"{one.question}: answered {one.answer!r}, which is not the key")
    print(f"{sum(one.agreed for one in new)} of {len(new)} answers agree with the key")
    return 0


_ACTIONS = {
    "blind": _blind,
    "check": _check,
    "stats": _stats,
    "import": _import,
    "export": _export,
    "import-questions": _import_questions,
    "export-questions": _export_questions,
}
