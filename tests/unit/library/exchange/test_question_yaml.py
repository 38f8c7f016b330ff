"""Questions as YAML: a new file, and more in one that is there."""

from pathlib import Path

import pytest

from bot.library.exchange import add_questions
from bot.library.problems import ContentError
from bot.library.questions import WrittenQuestion, written_questions
from bot.library.reading import read_model
from bot.library.schema import QuestionsFile
from bot.study.question import Kind, Question
from tests.unit.library.exchange.making import question, written

CODE = "\n  if x:\n\n\treturn '“' # no: yes"


def held(file: Path) -> list[tuple[Question, str, bool]]:
    return [(one.question, one.check, one.seen) for one in written_questions(*read_model(file, QuestionsFile))]


def test_the_whole_bank_is_written_as_it_is(bank: tuple[WrittenQuestion, ...], tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    add_questions(file, bank[: len(bank) // 2])
    add_questions(file, bank[len(bank) // 2 :])
    assert held(file) == [(one.question, one.check, one.seen) for one in bank]


def test_what_it_looks_like(tmp_path: Path) -> None:
    file = tmp_path / "loops.yaml"
    add_questions(file, [written(question(code="x = 1\n\nprint(x)"), "print('yes')", seen=True)])
    assert (
        file.read_text(encoding="utf-8")
        == """\
# yaml-language-server: $schema=../../schema/questions.json
questions:
  - id: loops-q
    topics: [loops, sets]
    kind: single
    level: apply
    difficulty: 3
    stem: Which?
    code: |
      x = 1

      print(x)
    check: |
      print('yes')
    options:
      - id: a
        text: one
        correct: true
        reason: Because of one.
      - id: b
        text: two
        reason: Because of two.
      - id: c
        text: three
        reason: Because of three.
    explanation: Because.
    source: https://docs.example/loops
    seen: true
"""
    )


@pytest.mark.parametrize("code", [CODE, "\t\n x", "a\x1bb", "#", "- a: b", "a\u2028b", "|", " "])
def test_any_code_comes_back(code: str, tmp_path: Path) -> None:
    one = question(code=code.rstrip(), stem="a\n\n  b: c # d", language="text")
    for file in (tmp_path / "new.yaml", tmp_path / "new.yaml"):
        add_questions(file, [written(one)])
    assert held(tmp_path / "new.yaml") == [(one, "", False)] * 2


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_what_is_there_stays_to_the_letter(tmp_path: Path, indent: str, ends: str) -> None:
    file = tmp_path / "loops.yaml"
    add_questions(file, [written(question("first"))])
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    mine = [head, lines[0], *(indent + line[2:] for line in lines[1:]), f"{indent}# a remark at the end"]
    file.write_bytes(ends.join([*mine, ""]).encode())
    add_questions(file, [written(question("second", Kind.TYPED, options=(("x", True),)))])
    assert [one[0].id for one in held(file)] == ["first", "second"]
    raw = file.read_bytes()
    assert raw.startswith(ends.join(mine).encode())
    assert raw.count(b"\n") == raw.count(ends.encode())
    assert [entry.name for entry in tmp_path.iterdir()] == ["loops.yaml"]


@pytest.mark.parametrize("text", ["questions: [{id: a}]", "questions:\n  - id: a\n", "", "- a", "{"])
def test_a_file_that_is_unsound_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "loops.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        add_questions(file, [written(question())])
    assert file.read_text(encoding="utf-8") == text


def test_a_file_written_otherwise_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "loops.yaml"
    option = "{id: t, text: 'True', correct: true, reason: x}, {id: f, text: 'False', reason: y}"
    text = (
        "questions: [{id: a, topics: [loops], kind: true-false, level: apply, difficulty: 1, stem: S, "
        f"options: [{option}], explanation: e, source: 'https://a.example/'}}]\n"
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="can't be added to"):
        add_questions(file, [written(question())])
    assert file.read_text(encoding="utf-8") == text
    assert [entry.name for entry in tmp_path.iterdir()] == ["loops.yaml"]
