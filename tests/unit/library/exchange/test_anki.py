"""The Anki package, opened as Anki does: a zip with a SQLite database in it."""

import json
import sqlite3
import sys
import zipfile
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.library.exchange import Format, read_questions, write_questions
from bot.library.interview import WrittenInterview
from bot.library.problems import ContentError
from bot.library.questions import WrittenQuestion
from bot.study.interview import InterviewQuestion
from bot.study.question import Kind
from tests.unit.library.exchange.making import SOURCE, question, written

OPEN = InterviewQuestion("loops-ask", "loops", "apply", 3, "Why <loops>?", "Because. So it is.", ("a", "b"), SOURCE)


def opened(raw: bytes, folder: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Notes as rows with their deck's name, and the models by name."""
    with zipfile.ZipFile(BytesIO(raw)) as package:
        package.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as connection:
        connection.row_factory = sqlite3.Row
        decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
        models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
        query = "SELECT notes.id, guid, mid, tags, flds, did FROM notes JOIN cards ON nid = notes.id ORDER BY notes.id"
        rows = [dict(row) for row in connection.execute(query)]
    names = {str(model["id"]): [field["name"] for field in model["flds"]] for model in models.values()}
    for row in rows:
        row["deck"] = decks[str(row["did"])]["name"]
        row["fields"] = dict(zip(names[str(row["mid"])], row["flds"].split("\x1f"), strict=True))
    return rows, {model["name"]: model for model in models.values()}


def exported(
    questions: Sequence[WrittenQuestion], interview: Sequence[InterviewQuestion], folder: Path
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    return opened(write_questions(questions, Format.ANKI, interview, {"loops": "Loops & more"}), folder)


def test_a_question_is_a_note(tmp_path: Path) -> None:
    one = question(options=(("<b>", False), ("two", True), ("three", False)), code="if a < 1:\n    b", detail="More.")
    (row, asked), models = exported([written(one)], [OPEN], tmp_path)
    fields = row["fields"]
    assert fields["Question"] == "Which?"
    assert fields["Code"] == "<pre>if a &lt; 1:\n    b</pre>"
    assert fields["Options"] == "<ul><li>A. &lt;b&gt;</li><li>B. two</li><li>C. three</li></ul>"
    assert fields["Key"] == "B. two"
    assert "✓ B. two</span><br>Because of two." in fields["Reasons"]
    assert fields["Explanation"] == "Because.<br><br>More."
    assert f'<a href="{SOURCE}">' in fields["Source"]
    assert row["tags"].split() == ["loops", "sets", "single", "apply", "difficulty-3"]
    assert row["deck"] == asked["deck"] == "Milepost::Loops & more"
    assert (asked["fields"]["Question"], asked["fields"]["Answer"]) == ("Why &lt;loops&gt;?", "Because. So it is.")
    assert asked["fields"]["Mentions"] == "<ul><li>a</li><li>b</li></ul>"
    assert {"Milepost quiz question", "Milepost interview question"} <= set(models)


def test_the_front_gives_nothing_away(tmp_path: Path) -> None:
    _, models = exported([written(question())], [], tmp_path)
    (template,) = models["Milepost quiz question"]["tmpls"]
    assert not any(name in template["qfmt"] for name in ("Key", "Reasons", "Explanation", "Source", "Id"))
    (typed,), _ = exported([written(question(kind=Kind.TYPED, options=(("x", True), ("y", False))))], [], tmp_path)
    assert typed["fields"]["Options"] == ""
    assert typed["fields"]["Key"] == "x"


def test_an_edited_question_updates_its_note(tmp_path: Path) -> None:
    before = exported([written(question()), written(question("loops-r"))], [OPEN], tmp_path)[0]
    after = exported([written(question("loops-r")), written(question(stem="Edited?"))], [OPEN], tmp_path)[0]
    assert {row["guid"] for row in before} == {row["guid"] for row in after}
    assert len({row["guid"] for row in before}) == 3
    assert {row["did"] for row in before} == {row["did"] for row in after}
    assert {row["mid"] for row in before} == {row["mid"] for row in after}


def test_ids_are_those_of_earlier_packages(tmp_path: Path) -> None:
    """What people have imported is found again only by these."""
    (row, asked), _ = exported([written(question())], [OPEN], tmp_path)
    assert (row["guid"], row["did"], row["mid"]) == ("23227f9e3efea1099ed8", 1805894427, 1153963982)
    assert (asked["guid"], asked["mid"]) == ("18793fcf3333132e29d0", 1117275380)


def test_the_whole_bank(bank: tuple[WrittenQuestion, ...], asked: tuple[WrittenInterview, ...], tmp_path: Path) -> None:
    rows, _ = exported(bank, [one.question for one in asked], tmp_path)
    assert [row["fields"]["Id"] for row in rows if "Options" in row["fields"]] != []
    assert {row["fields"]["Id"] for row in rows} == {one.question.id for one in (*bank, *asked)}
    assert len({row["guid"] for row in rows}) == len(rows) == len(bank) + len(asked)


@pytest.mark.parametrize(("package", "form"), [("genanki", Format.ANKI), ("defusedxml", Format.MOODLE)])
def test_a_missing_package_is_asked_for(package: str, form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ContentError, match=rf'{package} is not installed.*pip install "milepost\[authors\]"'):
        write_questions([written(question())], form) if form is Format.ANKI else read_questions(b"<quiz/>", form)
