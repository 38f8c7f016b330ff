"""The questions of a content folder in a file of its own, validated once and read by topic.

The file carries a digest of all it was made of, so that any edit is noticed at the next start, which makes it anew. It
may be deleted at any time. The wheel brings one along.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, fields
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from weakref import finalize

from bot import __version__
from bot.study.bank import ENGLISH, Bank, HeldBank, language_of
from bot.study.interview import InterviewQuestion
from bot.study.question import Kind, Option, Question

FILE = ".bank.sqlite3"
"""Beside the folders whose files it holds."""
_SCHEMA = """
CREATE TABLE made_of (digest TEXT NOT NULL);
CREATE TABLE question (place INTEGER, language TEXT, id TEXT, value TEXT, PRIMARY KEY (place, language));
CREATE INDEX question_id ON question (id, language);
CREATE TABLE about (topic TEXT, place INTEGER, nth INTEGER, PRIMARY KEY (topic, place)) WITHOUT ROWID;
CREATE TABLE interview (topic TEXT, place INTEGER, value TEXT, PRIMARY KEY (topic, place));
"""
_KEPT = 512
"""Topics in one language that a process remembers: more than there are."""


def digest(folder: Path) -> str:
    """Of all that decides what the questions of a content folder are and whether they are sound.

    Raises OSError where a file can't be read."""
    shapes = [field.name for value in (Question, Option, InterviewQuestion) for field in fields(value)]
    found = blake2b("\0".join([__version__, _SCHEMA, *shapes]).encode(), digest_size=16)
    for file in [folder / "topics.yaml", *_files(folder / "questions"), *_files(folder / "interview")]:
        content = file.read_bytes()
        found.update(f"\0{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def _files(start: Path) -> list[Path]:
    return sorted(start.rglob("*.y*ml"))


def write_bank(folder: Path, made_of: str, bank: HeldBank) -> None:
    """Raises OSError or sqlite3.Error where the folder can't be written. Who has an older file open goes on with it."""
    with NamedTemporaryFile(dir=folder, prefix=FILE, delete=False) as temporary:
        path = Path(temporary.name)
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_SCHEMA)
            connection.execute("INSERT INTO made_of VALUES (?)", (made_of,))
            for place, question in enumerate(bank.values()):
                versions = {ENGLISH: question, **bank.translations(question.id)}
                rows = [(place, language, one.id, _text(one)) for language, one in versions.items()]
                connection.executemany("INSERT INTO question VALUES (?, ?, ?, ?)", rows)
                topics = [(topic, place, nth) for nth, topic in enumerate(question.topics)]
                connection.executemany("INSERT INTO about VALUES (?, ?, ?)", topics)
            open_ones = [(question.topic, place, _text(question)) for place, question in enumerate(bank.open_ones)]
            connection.executemany("INSERT INTO interview VALUES (?, ?, ?)", open_ones)
        path.chmod(0o644)
        path.replace(folder / FILE)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def open_bank(folder: Path, made_of: str) -> "StoredBank | None":
    """None where there is no file, or one made of something else."""
    file = folder / FILE
    if not file.is_file():
        return None
    with suppress(sqlite3.Error):  # also where it is deleted in this moment
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        with suppress(sqlite3.Error):
            if connection.execute("SELECT digest FROM made_of").fetchall() == [(made_of,)]:
                return StoredBank(connection)
        connection.close()
    return None


class StoredBank(Bank):
    """Reads what is asked for, and remembers it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        # The file may be replaced under its name: what is open stays as it was.
        self._connection = connection
        finalize(self, connection.close)
        rows = connection.execute("SELECT topic FROM about ORDER BY place, nth")
        self._topics = {topic: None for (topic,) in rows}
        self._read = lru_cache(_KEPT)(self._about)

    @property
    def topics(self) -> Collection[str]:
        return self._topics.keys()

    def about(self, topic: str, locale: str = ENGLISH) -> tuple[Question, ...]:
        return self._read(topic, language_of(locale)) if topic in self._topics else ()

    def interview(self, topic: str) -> tuple[InterviewQuestion, ...]:
        rows = self._values("SELECT value FROM interview WHERE topic = ? ORDER BY place", topic)
        return tuple(InterviewQuestion(**value | {"mentions": tuple(value["mentions"])}) for value in rows)

    def __getitem__(self, key: str) -> Question:
        for value in self._values("SELECT value FROM question WHERE id = ? AND language = ?", key, ENGLISH):
            return _question(value)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        rows = self._connection.execute("SELECT id FROM question WHERE language = ? ORDER BY place", (ENGLISH,))
        return (key for (key,) in rows.fetchall())

    def __len__(self) -> int:
        rows = self._connection.execute("SELECT count(*) FROM question WHERE language = ?", (ENGLISH,))
        return int(rows.fetchone()[0])

    def _about(self, topic: str, language: str) -> tuple[Question, ...]:
        query = """
            SELECT value FROM question JOIN about USING (place)
            WHERE topic = ? AND language IN (?, ?) ORDER BY place, language <> ?
        """
        found: dict[str, Question] = {}
        for value in self._values(query, topic, language, ENGLISH, language):
            found.setdefault(value["id"], _question(value))
        return tuple(found.values())

    def _values(self, query: str, *parameters: str) -> list[dict[str, Any]]:
        return [json.loads(value) for (value,) in self._connection.execute(query, parameters).fetchall()]


def _text(value: Question | InterviewQuestion) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"))


def _question(value: dict[str, Any]) -> Question:
    options = tuple(Option(**option) for option in value["options"])
    return Question(**value | {"kind": Kind(value["kind"]), "topics": tuple(value["topics"]), "options": options})
