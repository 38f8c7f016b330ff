"""`milepost content import-questions` and `export-questions`: what they print, where they write, and how they end."""

import json
import zipfile
from pathlib import Path

import pytest

from bot.cli import main
from bot.library.questions import written_questions
from bot.library.reading import read_model
from bot.library.schema import QuestionsFile
from tests.unit.library.exchange.making import SOURCE

GOOD = "::Going on::What does continue do? {=It goes on ~It ends ~It waits}\n"
BAD = "::Few::What? {=one ~two}\n"


@pytest.fixture
def file(tmp_path: Path, content: Path) -> Path:
    file = tmp_path / "quiz.gift"
    file.write_text(f"{GOOD}\n{BAD}", encoding="utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["content", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def brought(capsys: pytest.CaptureFixture[str], file: Path, *more: str | Path) -> tuple[int, str, str]:
    return run(capsys, "import-questions", file, "--topic", "loops", "--source", SOURCE, *more)


def ids(file: Path) -> list[str]:
    return [entry.id for entry in read_model(file, QuestionsFile)[1].questions]


def test_it_prints_what_it_understood_and_writes_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.rglob("*"))
    code, out, err = brought(capsys, file)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "1 questions (1 single), 1 left out",
        "4 reasons and explanations are missing; they stand as “TODO: say why”",
        f"{file}:3: options: expected 3 to 5 options, here 2",
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_json_is_one_object(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = brought(capsys, file, "--json")
    assert code == 0
    assert json.loads(out) == {
        "format": "gift",
        "questions": 1,
        "kinds": {"single": 1},
        "ids": ["loops-going-on"],
        "to_say": 4,
        "to_run": 0,
        "encoding": {"codec": "utf-8", "repaired_lines": 0, "lost": 0},
        "left_out": [{"line": 3, "field": "", "message": "options: expected 3 to 5 options, here 2"}],
        "written": None,
    }


def test_code_that_would_be_run_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file may come from anybody, and `content check --run` runs what is in the content as the author's own."""
    mine, again = tmp_path / "mine.csv", tmp_path / "again.yaml"
    assert run(capsys, "export-questions", "loops", "--format", "csv", "--to", mine)[0] == 0
    code, out, _ = brought(capsys, mine, "--to", again)
    executed = sum(one.is_executed for one in written_questions(*read_model(again, QuestionsFile)))
    assert code == 0
    assert f"{executed} of them bring code that `content check --run` runs: read it before you do" in out.splitlines()
    assert executed


def test_what_it_writes_is_content(file: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = content / "questions" / "basics" / "loops.yaml"
    code, _, err = brought(capsys, file, "--to", to, "--level", "apply", "--difficulty", "4")
    assert (code, err) == (0, f"written: {to}\n")
    (entry,) = read_model(to, QuestionsFile)[1].questions
    assert (entry.id, entry.level, entry.difficulty, entry.source) == ("loops-going-on", "apply", 4, SOURCE)
    (option, *_) = entry.options
    assert (option.text, option.correct, option.reason) == ("It goes on", True, "TODO: say why")


def test_it_adds_to_a_file_and_takes_no_question_twice(
    file: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = content / "questions" / "basics" / "loops.yaml"
    brought(capsys, file, "--to", to)
    before = to.read_text(encoding="utf-8")
    code, out, err = brought(capsys, file, "--to", to)
    assert code == 3
    assert "is there already, as loops-going-on" in out
    assert "no question in it to import" in err
    assert to.read_text(encoding="utf-8") == before
    file.write_text(GOOD.replace("It ends", "It breaks"), encoding="utf-8")
    assert brought(capsys, file, "--to", to)[0] == 0
    assert ids(to) == ["loops-going-on", "loops-going-on-2"]
    assert to.read_text(encoding="utf-8").startswith(before)


def test_ids_of_all_content_are_kept_clear_of(
    file: Path, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(capsys, file, "--to", content / "questions" / "basics" / "loops.yaml")
    to = tmp_path / "elsewhere.yaml"
    assert brought(capsys, file, "--to", to)[0] == 0
    assert ids(to) == ["loops-going-on-2"]


def test_nothing_to_import_is_three(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BAD, encoding="utf-8")
    to = tmp_path / "loops.yaml"
    code, out, err = brought(capsys, file, "--to", to)
    assert code == 3
    assert f"{file}:1: " in out
    assert err == f"milepost: {file}: there is no question in it to import\n"
    assert not to.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no.gift"], "no.gift: No such file"),
        (["quiz.md"], "--format: quiz.md doesn't say by its name what it is; for example --format gift"),
        (["quiz.gift", "--source", "docs"], "--source: expected an address that starts with https:// or http://"),
        (["quiz.gift", "--topic", "gardens"], "there is no topic gardens"),
        (["quiz.gift", "--to", "missing/loops.yaml"], "No such file"),
        (["quiz.gift", "--to", "quiz.gift"], "--to: questions go into a .yaml file; for example --to content/"),
        (["quiz.gift", "--to", "."], "--to: questions go into a .yaml file; for example --to content/"),
    ],
)
def test_what_cannot_be_is_two_and_a_sentence(
    file: Path,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(file.parent)
    (file.parent / "quiz.md").write_text(GOOD, encoding="utf-8")
    name, *more = arguments
    code, out, err = brought(capsys, Path(name), *more)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


AIKEN = "Q?\nA. 1\nB. 2\nC. 3\nANSWER: A\n"


@pytest.mark.parametrize(("name", "text"), [("a.txt", AIKEN), ("a.CSV", "stem,a,b,c,correct\nQ?,1,2,3,a\n")])
def test_the_name_says_the_format(
    name: str, text: str, tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert brought(capsys, tmp_path / name)[1].startswith("1 questions (1 single), 0 left out")


def test_questions_go_out_and_come_in(
    file: Path, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = content / "questions" / "basics" / "loops.yaml"
    brought(capsys, file, "--to", to)
    code, out, err = run(capsys, "export-questions", "--format", "tsv")
    assert (code, err) == (0, "1 questions\n")
    (tmp_path / "out.tsv").write_text(out, encoding="utf-8")
    was = to.read_text(encoding="utf-8")
    to.unlink()
    assert brought(capsys, tmp_path / "out.tsv", "--to", to)[0] == 0
    assert to.read_text(encoding="utf-8") == was


def test_a_topic_or_an_area_goes_out(
    file: Path, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(capsys, file, "--to", content / "questions" / "basics" / "loops.yaml")
    for names, count in (("loops", 1), ("basics", 1), ("sets", 0), ("data", 0)):
        assert run(capsys, "export-questions", names, "--format", "gift")[2] == f"{count} questions\n"
    code, _, err = run(capsys, "export-questions", "gardens", "--format", "gift")
    assert code == 2
    assert "there is no topic or area gardens; a topic's id, or an area: basics, data" in err


def test_what_a_format_cannot_hold_is_counted(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = content / "questions" / "basics" / "loops.yaml"
    (content / "two.gift").write_text("A? {~%50%a ~%50%b ~c ~d}\n\nB? {=1 ~2 ~3}", encoding="utf-8")
    brought(capsys, content / "two.gift", "--to", to)
    code, out, err = run(capsys, "export-questions", "--format", "aiken")
    assert (code, out, err) == (
        0,
        "B?\nA. 1\nB. 2\nC. 3\nANSWER: A\n",
        "1 questions; 1 left out, which the format can't hold\n",
    )


def test_a_package_needs_a_file_that_is_not_there(
    file: Path, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(capsys, file, "--to", content / "questions" / "basics" / "loops.yaml")
    to = tmp_path / "loops.apkg"
    assert run(capsys, "export-questions", "--format", "anki") == (
        2,
        "",
        "milepost: --to: an Anki package is no text to print; for example --to milepost.apkg\n",
    )
    code, _, err = run(capsys, "export-questions", "--format", "anki", "--to", to)
    assert (code, err) == (0, f"written: {to}\n1 questions and 0 interview questions\n")
    assert zipfile.is_zipfile(to)
    raw = to.read_bytes()
    code, _, err = run(capsys, "export-questions", "--format", "anki", "--to", to)
    assert (code, raw) == (2, to.read_bytes())
    assert "is already there" in err
