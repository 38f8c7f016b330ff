"""`content/` as a catalogue: all of it, or a ContentError that lists everything wrong with it."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.library.bank import digest, open_bank, write_bank
from bot.library.folder import Folder, repeated_ids
from bot.library.interview import WrittenInterview
from bot.library.problems import ContentError
from bot.library.questions import WrittenQuestion
from bot.library.schema import StandardFile
from bot.library.zones import find_zone
from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Content:
    """What a content folder holds, for authors' tools; the bot itself needs the catalogue only."""

    folder: Path
    catalogue: Catalogue
    bank: HeldBank
    written: tuple[WrittenQuestion, ...]
    interview: tuple[WrittenInterview, ...]
    standard: StandardFile


def load(folder: Path) -> Catalogue:
    """Reads questions from the bank that was made of the same files, else makes one for the next time.

    Raises ContentError with every problem found."""
    try:
        made_of = digest(folder)
    except OSError:
        return read(folder).catalogue  # which says what can't be read
    bank = open_bank(folder, made_of)
    if bank is None:
        content = read(folder)
        with suppress(OSError, sqlite3.Error):  # a folder that can't be written is as good, only slower to start with
            write_bank(folder, made_of, content.bank)
        return content.catalogue
    reading = Folder(folder)
    topics = reading.topics()
    roadmaps = reading.roadmaps(topics)
    if topics is None or reading.problems:
        raise ContentError(reading.problems)
    return Catalogue(roadmaps, topics, bank, find_zone)


def read(folder: Path) -> Content:
    """Everything, from the files themselves. Raises ContentError with every problem found."""
    reading = Folder(folder)
    topics = reading.topics()
    roadmaps = reading.roadmaps(topics)
    written = reading.questions(topics)
    translated = reading.translated(written)
    interview = reading.interview(topics)
    reading.problems += repeated_ids([*written, *interview])
    standard = reading.standard()
    if topics is None or reading.problems:
        raise ContentError(reading.problems)
    bank = HeldBank((one.question for one in written), (one.question for one in interview), translated)
    return Content(
        folder, Catalogue(roadmaps, topics, bank, find_zone), bank, tuple(written), tuple(interview), standard
    )
