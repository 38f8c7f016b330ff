"""A question is reported at the terminal, and the operator reads it while the chat goes on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.answers import answer, question_of
from tests.e2e.terminal import Call, Terminal
from tests.processes import ROOT, milepost, only_line

TAPS = ["/start", *"111111"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "report.sqlite3"


@pytest.fixture
def chat(database: Path) -> Iterator[Terminal]:
    """Ada, who has a roadmap."""
    with Terminal(database) as chat:
        chat.run(TAPS)
        yield chat


def operator(database: Path, *options: str) -> str:
    done = milepost("content", "reports", *options, cwd=database.parent, env=environment(database))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def environment(database: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{database}"}


def wrongly(chat: Terminal, catalogue: Catalogue, question: Call) -> str:
    """The id of what was asked, after a wrong answer to it."""
    answer(chat, question, catalogue, right=False)
    return question_of(question, catalogue).id


def test_from_a_wrong_answer_to_the_operator(database: Path, chat: Terminal, catalogue: Catalogue) -> None:
    assert operator(database) == "no reports\n"
    first = wrongly(chat, catalogue, chat.only("/quiz lists 3"))
    asked = chat.only("/report")
    assert asked.text.startswith("What's wrong with this question?\n\n1/3 · ")
    assert asked.labels == ["Wrong answer marked", "Unclear", "Out of date", "A slip of the pen", "Something else…"]
    thanks = chat.only("#Unclear")
    assert (thanks.op, thanks.id) == ("edit", asked.id)
    assert thanks.text.endswith("Your quiz goes on where it was.")

    second = wrongly(chat, catalogue, question_again(chat))
    chat.only("/report")
    chat.say("#Something else")
    assert chat.only("?!").text.startswith("I couldn't find words in that.")
    assert chat.only(":say the \u202eanswer is\x1b[31m b").text.startswith("Thank you.")
    _, score = answer(chat, question_again(chat), catalogue, right=True)
    assert score.text.startswith("1 of 3 right")

    listed = operator(database)
    for question_id in (first, second):
        assert f"{question_id}: {ROOT}/content/questions/" in listed
    assert "  people: 1 (unclear 1)\n  answers: 1, right: 0%, discrimination: unknown yet" in listed
    assert "people: 1 (in their own words 1)" in listed
    assert "(en): the answer is[31m b\n" in listed
    assert "Ada" not in listed

    lines = [json.loads(line) for line in operator(database, "--json").splitlines()]
    assert {line["question"]: list(line["kinds"]) for line in lines} == {first: ["unclear"], second: ["other"]}
    file = Path(lines[0]["file"]).read_text(encoding="utf-8").splitlines()
    assert lines[0]["question"] in file[lines[0]["line"] - 1]


def question_again(chat: Terminal) -> Call:
    chat.say("/quiz")
    return chat.only("#Go on")


def test_a_reason_at_once_again_and_done(database: Path, chat: Terminal, catalogue: Catalogue) -> None:
    asked = question_of(chat.only("/quiz lists 1"), catalogue).id
    assert chat.only("/report the answer is b").text.startswith("Thank you.")
    assert chat.only("/report the answer is c").text.startswith("Thank you.")
    chat.say(":as Bob")
    chat.run([*TAPS, "/today"])
    assert chat.only("/report").text.startswith("I can pass on what's wrong with a question")
    listed = operator(database)
    assert ("answer is b" in listed, "answer is c" in listed, "people: 1" in listed) == (False, True, True)
    assert operator(database, "--done", asked) == f"dealt with: {asked}, reports: 1\n"
    assert operator(database) == "no reports\n"
    again = milepost("content", "reports", "--done", asked, cwd=database.parent, env=environment(database))
    assert asked in only_line(again)


def test_what_was_reported_is_forgotten_with_its_person(database: Path, chat: Terminal) -> None:
    chat.run(["/quiz lists 1", "/report the answer is b"])
    assert "the answer is b" in operator(database)
    chat.run(["/forget", "#Delete everything"])
    assert operator(database) == "no reports\n"


def test_a_reported_question_that_is_gone(database: Path, chat: Terminal, catalogue: Catalogue, tmp_path: Path) -> None:
    asked = question_of(chat.only("/quiz lists 1"), catalogue).id
    chat.say("/report unclear")
    empty = tmp_path / "content"
    empty.mkdir()
    (empty / "topics.yaml").write_text((ROOT / "content" / "topics.yaml").read_text("utf-8"), "utf-8")
    env = environment(database) | {"CONTENT_DIR": str(empty)}
    done = milepost("content", "reports", cwd=tmp_path, env=env)
    assert done.stdout.startswith(f"{asked}: no longer in the bank\n  people: 1 (unclear 1)\n"), done


@pytest.mark.parametrize("days", ["0", "-1", "x", "1.5", "", "²", "999999", "1e3"])
def test_days_that_are_none(tmp_path: Path, days: str) -> None:
    line = only_line(milepost("content", "reports", f"--since={days}", cwd=tmp_path))
    assert line.endswith("is no number of days; for example --since 7")


def test_since_some_days(database: Path, chat: Terminal) -> None:
    """The chat's clock stands in March 2026."""
    chat.run(["/quiz lists 1", "/report the answer is b"])
    assert operator(database, "--since", "1") == "no reports\n"
    assert "the answer is b" in operator(database, "--since", "99999")


def test_without_a_database_there_is_nothing_and_none_is_made(tmp_path: Path) -> None:
    for options, said in (([], "no reports\n"), (["--json"], ""), (["--since", "3"], "no reports\n")):
        done = milepost("content", "reports", *options, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    assert "'x'" in only_line(milepost("content", "reports", "--done", "x", cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_text("nothing of the kind, " * 100, encoding="utf-8")
    env = environment(tmp_path / "db.sqlite3")
    for options in ([], ["--done", "x"]):
        assert "DATABASE_URL" in only_line(milepost("content", "reports", *options, cwd=tmp_path, env=env))
