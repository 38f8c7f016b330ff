"""The file of validated questions answers as the YAML files do, and never after they have changed."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import ContentError, load, read
from bot.library.bank import FILE, digest, open_bank, write_bank
from bot.study.bank import Bank, HeldBank
from bot.study.interview import InterviewQuestion
from bot.study.question import Kind, Option, Question
from tests.unit.library.question_files import asked, open_one, write

QUESTIONS, SETS, INTERVIEW = "questions/basics/loops.yaml", "questions/basics/sets.yaml", "interview/basics/loops.yaml"
ROADMAP = "roadmaps/short.yaml"

RUSSIAN = """\
questions:
  - id: loops-no-else
    stem: У цикла не бывает else.
    options:
      - {id: t, text: Верно, reason: Бывает.}
      - {id: f, text: Неверно, reason: Он ждёт конца без break.}
    explanation: И for, и while могут иметь else.
"""


@pytest.fixture
def rich(content: Path) -> Path:
    """With interview questions and a translation."""
    write(content / INTERVIEW, open_one("loops-why"), open_one("loops-how"))
    (content / "questions/basics/loops.ru.yaml").write_text(RUSSIAN, encoding="utf-8")
    return content


def state(folder: Path) -> tuple[int, int, bytes]:
    """Another one after the file was written anew, whatever was written."""
    found = (folder / FILE).stat()
    return found.st_ino, found.st_mtime_ns, (folder / FILE).read_bytes()


def alter(folder: Path, statement: str, *parameters: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        connection.execute(statement, parameters)


def replace_text(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def same(one: Bank, other: Bank) -> bool:
    """Whatever may be asked of both."""
    topics = [*one.topics, *other.topics, "no-such-topic"]
    return (
        list(one.topics) == list(other.topics)
        and list(one.items()) == list(other.items())
        and len(one) == len(other) == len(list(one))
        and all(one[key] == other[key] for key in other)
        and all(one.about(topic, to) == other.about(topic, to) for topic in topics for to in ("en", "ru-RU", "de"))
        and all(one.interview(topic) == other.interview(topic) for topic in topics)
    )


# --- written once, then read ---


def test_the_first_load_makes_the_file_and_the_second_reads_it(rich: Path) -> None:
    assert not (rich / FILE).exists()
    first = load(rich)
    made = state(rich)
    second = load(rich)
    assert state(rich) == made
    assert same(second.questions, read(rich).bank)
    assert same(first.questions, second.questions)
    assert (second.topics, list(second.roadmaps)) == (first.topics, list(first.roadmaps))


def test_what_the_second_load_says_is_what_stands_in_the_file(rich: Path) -> None:
    load(rich)
    alter(rich, "UPDATE question SET value = replace(value, 'A loop can have no else.', 'Out of the file.')")
    assert load(rich).questions["loops-no-else"].stem == "Out of the file."
    assert read(rich).bank["loops-no-else"].stem == "A loop can have no else."


def test_an_id_that_there_is_not(rich: Path) -> None:
    load(rich)
    questions = load(rich).questions
    with pytest.raises(KeyError, match="no-such-question"):
        questions["no-such-question"]
    assert "no-such-question" not in questions
    assert "loops-no-else" in questions
    assert questions.get("loops-why") is None, "an interview question is no quiz question"
    assert questions.about("no-such-topic", "ru") == ()
    assert questions.interview("no-such-topic") == ()


def test_interview_questions_and_translations_come_through(rich: Path) -> None:
    load(rich)
    questions = load(rich).questions
    assert [one.id for one in questions.interview("loops")] == ["loops-why", "loops-how"]
    assert questions.interview("loops")[0].mentions == ("loops-why itself", "the rest")
    stems = [one.stem for one in questions.about("sets", "ru-RU")]
    assert stems == ["У цикла не бывает else."]
    assert [one.stem for one in questions.about("sets", "de")] == ["A loop can have no else."]


# --- every edit is noticed ---


def edited(folder: Path) -> None:
    replace_text(folder / QUESTIONS, "A loop can have no else.", "Every loop has an else.")


def edited_in_its_translation(folder: Path) -> None:
    replace_text(folder / "questions/basics/loops.ru.yaml", "У цикла", "У циклов")


def edited_in_an_interview(folder: Path) -> None:
    replace_text(folder / INTERVIEW, "First loops-why", "First of all loops-why")


def edited_back_to_the_same_size_and_time(folder: Path) -> None:
    file = folder / QUESTIONS
    before = file.stat()
    replace_text(file, "no else", "an else")
    assert file.stat().st_size == before.st_size
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def added(folder: Path) -> None:
    write(folder / SETS, asked("sets-new", topics=["sets"]))


def removed(folder: Path) -> None:
    (folder / INTERVIEW).unlink()


def renamed_to_another_language(folder: Path) -> None:
    (folder / "questions/basics/loops.ru.yaml").rename(folder / "questions/basics/loops.de.yaml")


def moved_to_another_topic(folder: Path) -> None:
    text = (folder / QUESTIONS).read_text(encoding="utf-8")
    (folder / SETS).write_text(text.replace("[loops, sets]", "[sets]").replace("[loops]", "[sets]"), encoding="utf-8")
    (folder / "questions/basics/loops.ru.yaml").rename(folder / "questions/basics/sets.ru.yaml")
    (folder / QUESTIONS).unlink()


@pytest.mark.parametrize(
    "change",
    [
        edited,
        edited_in_its_translation,
        edited_in_an_interview,
        edited_back_to_the_same_size_and_time,
        added,
        removed,
        renamed_to_another_language,
        moved_to_another_topic,
    ],
)
def test_every_change_is_noticed_at_the_next_load(rich: Path, change: Callable[[Path], None]) -> None:
    before, made = load(rich).questions, state(rich)
    change(rich)
    after = load(rich).questions
    assert state(rich) != made
    assert not same(after, before)
    assert same(after, read(rich).bank)
    assert same(load(rich).questions, after)


def test_a_change_of_the_topics_is_noticed(rich: Path) -> None:
    load(rich)
    made = state(rich)
    replace_text(rich / "topics.yaml", "title: Loops", "title: Going round")
    assert load(rich).topics["loops"].title == "Going round"
    assert state(rich) != made


def test_a_topic_that_is_gone_is_missed(rich: Path) -> None:
    """Though no file of questions has changed."""
    load(rich)
    replace_text(rich / "topics.yaml", "  - id: sets\n", "  - id: trees\n")
    with pytest.raises(ContentError, match=r"loops\.yaml:17: questions\[1\]\.topics\[1\]: there is no topic sets"):
        load(rich)


def test_roadmaps_are_always_read_from_their_files(rich: Path) -> None:
    load(rich)
    made = state(rich)
    replace_text(rich / ROADMAP, "title: A short way", "title: A shorter way")
    assert load(rich).roadmaps["short"].title == "A shorter way"
    assert state(rich) == made


# --- what is wrong is said as without it ---


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (QUESTIONS, "text: 3, correct: true", "text: 3"),
        (QUESTIONS, "kind: output", "kind: outputs"),
        (INTERVIEW, "First loops-why. Then the rest.", "Nothing"),
        ("questions/basics/loops.ru.yaml", "id: t", "id: x"),
        ("topics.yaml", "id: sets", "id: Sets"),
        (ROADMAP, "hours: 1.5", "hours: none"),
        (ROADMAP, "topics: [loops]", "topics: [graphs]"),
    ],
)
def test_problems_in_an_edited_file_are_said_as_without_a_bank(rich: Path, file: str, old: str, new: str) -> None:
    load(rich)
    made = state(rich)
    replace_text(rich / file, old, new)
    with pytest.raises(ContentError) as with_bank:
        load(rich)
    assert state(rich) == made, "nothing is made of what is broken"
    (rich / FILE).unlink()
    with pytest.raises(ContentError) as without:
        load(rich)
    assert with_bank.value.problems == without.value.problems
    assert not (rich / FILE).exists()


def test_a_file_that_was_mended_needs_no_other_bank(rich: Path) -> None:
    load(rich)
    made = state(rich)
    replace_text(rich / QUESTIONS, "kind: output", "kind: outputs")
    with pytest.raises(ContentError):
        load(rich)
    replace_text(rich / QUESTIONS, "kind: outputs", "kind: output")
    load(rich)
    assert state(rich) == made


# --- files that are none, folders that take none ---


def broken(folder: Path) -> None:
    (folder / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)


def cut_short(folder: Path) -> None:
    (folder / FILE).write_bytes((folder / FILE).read_bytes()[:3000])


def foreign(folder: Path) -> None:
    (folder / FILE).unlink()
    alter(folder, "CREATE TABLE somebody (else_ TEXT)")


def of_another_make(folder: Path) -> None:
    alter(folder, "DROP TABLE about")


def of_other_files(folder: Path) -> None:
    alter(folder, "UPDATE made_of SET digest = ?", "0" * 32)


def made_of_nothing(folder: Path) -> None:
    alter(folder, "DELETE FROM made_of")


def empty(folder: Path) -> None:
    (folder / FILE).write_bytes(b"")


@pytest.mark.parametrize(
    "change", [broken, cut_short, foreign, of_another_make, of_other_files, made_of_nothing, empty]
)
def test_a_file_that_is_no_bank_of_this_content_is_replaced(rich: Path, change: Callable[[Path], None]) -> None:
    load(rich)
    change(rich)
    assert open_bank(rich, digest(rich)) is None
    assert same(load(rich).questions, read(rich).bank)
    assert open_bank(rich, digest(rich)) is not None


def test_it_may_be_deleted_at_any_time(rich: Path) -> None:
    load(rich)
    questions = load(rich).questions
    (rich / FILE).unlink()
    assert same(questions, read(rich).bank)
    assert same(load(rich).questions, read(rich).bank)


def hidden(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.startswith("."))


def test_nothing_else_is_left_in_the_folder(rich: Path) -> None:
    load(rich)
    edited(rich)
    load(rich)
    assert hidden(rich) == [FILE]


def test_where_no_file_can_be_put_the_content_is_as_good(rich: Path) -> None:
    (rich / FILE).mkdir()
    (rich / FILE / "in the way").touch()
    for _ in range(2):
        assert same(load(rich).questions, read(rich).bank)
        assert hidden(rich) == [FILE], "what was begun is taken away"


def test_a_file_that_cannot_be_opened(rich: Path, tmp_path: Path) -> None:
    """As one that is deleted while it is looked at; here the path is longer than SQLite takes."""
    load(rich)
    folder = tmp_path.joinpath(*(letter * 200 for letter in "abc"))
    shutil.copytree(rich, folder)
    assert (folder / FILE).is_file()
    assert same(load(folder).questions, read(rich).bank)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(rich: Path) -> None:
    rich.chmod(0o555)
    try:
        assert same(load(rich).questions, read(rich).bank)
        assert hidden(rich) == []
    finally:
        rich.chmod(0o755)


def test_everybody_may_read_it(rich: Path) -> None:
    """Who installs and who runs may be two."""
    load(rich)
    assert (rich / FILE).stat().st_mode & 0o777 == 0o644


# --- several at once ---


def test_a_bank_that_is_replaced_goes_on_answering(rich: Path) -> None:
    load(rich)
    old = load(rich).questions
    edited(rich)
    new = load(rich).questions
    assert old["loops-no-else"].stem == "A loop can have no else."
    assert [one.stem for one in old.about("sets")] == ["A loop can have no else."]
    assert new["loops-no-else"].stem == "Every loop has an else."
    assert load(rich).questions["loops-no-else"].stem == "Every loop has an else."


MANY_LOADS = """\
import sys
from pathlib import Path
from bot.library import load
from bot.library.bank import FILE
folder = Path(sys.argv[1])
print("ready", flush=True)
input()
for _ in range(25):
    (folder / FILE).unlink(missing_ok=True)
    questions = load(folder).questions
    assert [one.id for one in questions.about("sets")] == ["loops-no-else"]
    assert list(questions) == ["loops-range-sum", "loops-no-else", "loops-over-what"]
"""


def test_two_processes_may_load_at_once(rich: Path) -> None:
    """Each takes away what the other has just made, which is the worst that can happen to a file."""
    command = [sys.executable, "-c", MANY_LOADS, str(rich)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        for process in both:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in both:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    finally:
        for process in both:
            process.kill()
            process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    assert hidden(rich) == [FILE]


# --- whatever a question says ---

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
topic_ids = st.sampled_from(["loops", "sets", "trees", "a-b", "zz"])
options = st.lists(st.builds(Option, texts, texts, st.booleans(), texts), max_size=4).map(tuple)
any_question = st.builds(
    Question,
    id=texts,
    topics=st.lists(topic_ids, min_size=1, max_size=3, unique=True).map(tuple),
    kind=st.sampled_from(Kind),
    stem=texts,
    options=options,
    explanation=texts,
    source=texts,
    level=texts,
    difficulty=st.integers(1, 5),
    code=texts,
    language=texts,
    detail=texts,
)
any_open_one = st.builds(
    InterviewQuestion,
    id=texts,
    topic=topic_ids,
    level=texts,
    difficulty=st.integers(1, 5),
    question=texts,
    answer=texts,
    mentions=st.lists(texts, max_size=3).map(tuple),
    source=texts,
)


@st.composite
def banks(draw: st.DrawFn) -> HeldBank:
    questions = draw(st.lists(any_question, max_size=6, unique_by=lambda one: one.id))
    translated: dict[str, dict[str, Question]] = {}
    for language in ("ru", "de"):
        for one in questions:
            if draw(st.booleans()):
                said = draw(any_question)
                words = {"stem": said.stem, "explanation": said.explanation, "detail": said.detail}
                values = {name: getattr(one, name) for name in Question.__slots__}
                translated.setdefault(language, {})[one.id] = Question(**values | words)
    return HeldBank(questions, draw(st.lists(any_open_one, max_size=4)), translated)


@given(banks())
@settings(max_examples=60, deadline=None)
def test_any_questions_come_back_as_they_were(bank: HeldBank) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_bank(folder, "these", bank)
        stored = open_bank(folder, "these")
        assert stored is not None
        assert same(stored, bank)
        assert open_bank(folder, "others") is None


def test_topics_come_in_the_order_of_their_questions(content: Path) -> None:
    """Also those of one question, whose alphabet is another."""
    write(content / QUESTIONS, asked("one"), asked("two", topics=["loops", "sets"]))
    write(content / SETS, asked("three", topics=["sets", "loops"]))
    (content / QUESTIONS).unlink()
    held = load(content).questions
    assert list(held.topics) == list(load(content).questions.topics) == ["sets", "loops"]


def test_what_stands_in_the_file_is_plain(rich: Path) -> None:
    """For whoever looks into it with another tool."""
    load(rich)
    with closing(sqlite3.connect(rich / FILE)) as connection:
        rows = connection.execute("SELECT value FROM question WHERE language = 'ru'").fetchall()
    assert [json.loads(value)["stem"] for (value,) in rows] == ["У цикла не бывает else."]
    assert "У цикла" in rows[0][0]
