"""The code of questions is really run, and a wrong key does not get past it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import read, verify

Judge = Callable[[str], list[str]]

OUTPUT = """\
questions:
  - id: printed
    topics: [loops]
    kind: output
    level: understand
    difficulty: 1
    stem: What does this print?
    code: |
{code}
    options:
      - {{id: a, text: "{right}", correct: true, reason: why}}
      - {{id: b, text: "6", reason: why}}
      - {{id: c, text: TypeError, reason: why}}
    explanation: because
    source: https://docs.python.org/3/
"""

CHECKED = """\
questions:
  - id: checked
    topics: [loops]
    kind: multiple
    level: understand
    difficulty: 1
    stem: Which are even?
    language: {language}
    code: |
{code}
    check: |
{check}
    options:
      - {{id: a, text: "2", correct: true, reason: why}}
      - {{id: b, text: "4", correct: true, reason: why}}
      - {{id: c, text: "5", reason: why}}
      - {{id: d, text: "7", reason: why}}
    explanation: because
    source: https://docs.python.org/3/
"""


def block(code: str) -> str:
    return "".join(f"      {line}\n" for line in code.splitlines()).rstrip()


@pytest.fixture
def judge(content: Path) -> Judge:
    """The verdict on a question file, each problem without the file's name."""

    def verdict(text: str, seconds: float = 20) -> list[str]:
        file = content / "questions/basics/loops.yaml"
        file.write_text(text, encoding="utf-8")
        problems = verify(read(content).written, seconds=seconds)
        return [str(problem).removeprefix(f"{file}:") for problem in problems]

    return verdict


def test_good_questions_pass(content: Path) -> None:
    assert verify(read(content).written) == []


@pytest.mark.parametrize(
    ("code", "right"), [("print('é→ ', end='')", "é→"), ("print()\nprint(' x ')", "x"), ("print([1, 'a'])", "[1, 'a']")]
)
def test_blanks_around_the_output_do_not_count(judge: Judge, code: str, right: str) -> None:
    assert judge(OUTPUT.format(code=block(code), right=right)) == []


@pytest.mark.parametrize("right", ["1 2", "1", "2", "[1, 2]"])
def test_what_is_printed_has_to_be_the_option_to_the_letter(judge: Judge, right: str) -> None:
    assert judge(OUTPUT.format(code=block("print(1)\nprint(2)"), right=right)) == [
        "12: questions[0].options[0].text: marked correct, but the code gives '1\\n2'"
    ]


def test_a_wrong_key_and_the_true_distractor_are_both_named(judge: Judge) -> None:
    assert judge(OUTPUT.format(code=block("print(2 * 3)"), right="5")) == [
        "11: questions[0].options[0].text: marked correct, but the code gives '6'",
        "12: questions[0].options[1].text: marked wrong, but this is what the code gives",
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("{}['a']", "KeyError"),
        ("raise ValueError('one\\ntwo: three')", "ValueError"),
        ("class Odd(Exception): pass\nraise Odd", "Odd"),
        ("import json\njson.loads('{')", "JSONDecodeError"),
        ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('x')", "KeyError"),
        ("if True\n    pass", "SyntaxError"),
        ("if True:\npass", "IndentationError"),
        ("raise ExceptionGroup('two', [KeyError(1), ValueError(2)])", "ExceptionGroup"),
        ("import sys\nsys.exit('goodbye')", "SystemExit"),
        ("input()", "EOFError"),
        ("open('nothing-here.txt')", "FileNotFoundError"),
    ],
)
def test_an_exception_counts_by_the_name_of_its_type(judge: Judge, code: str, name: str) -> None:
    assert judge(OUTPUT.format(code=block(code), right=name)) == []


def test_an_exception_nobody_marked(judge: Judge) -> None:
    assert judge(OUTPUT.format(code=block("print(1 + '1')"), right="2")) == [
        "11: questions[0].options[0].text: marked correct, but the code gives 'TypeError'",
        "13: questions[0].options[2].text: marked wrong, but this is what the code gives",
    ]


def test_output_and_then_an_exception_make_no_single_answer(judge: Judge) -> None:
    assert judge(OUTPUT.format(code=block("print(5)\nprint(undefined)"), right="5")) == [
        "8: questions[0].code: prints '5' and then raises NameError: that is two answers"
    ]


def test_code_that_never_ends(judge: Callable[..., list[str]]) -> None:
    assert judge(OUTPUT.format(code=block("while True: pass"), right="5"), seconds=0.3) == [
        "8: questions[0].code: still running after 0.3 s"
    ]


EVEN = 'print("yes" if even(int(OPTION)) else "no")'


def checked(code: str, check: str = EVEN, language: str = "python") -> str:
    return CHECKED.format(code=block(code), check=block(check), language=language)


def test_a_check_runs_after_the_code_for_every_option(judge: Judge) -> None:
    assert judge(checked("from __future__ import annotations\ndef even(n: Never): return n % 2 == 0")) == []


def test_a_check_that_disagrees_with_the_key(judge: Judge) -> None:
    assert judge(checked("def even(n): return n in (2, 5)")) == [
        "15: questions[0].options[1]: marked correct, but the check gives 'no'",
        "16: questions[0].options[2]: marked wrong, but the check prints yes",
    ]


def test_a_check_that_fails_is_no_yes(judge: Judge) -> None:
    assert judge(checked("def even(n): raise OSError", "even(OPTION)")) == [
        "14: questions[0].options[0]: marked correct, but the check gives OSError",
        "15: questions[0].options[1]: marked correct, but the check gives OSError",
    ]


def test_yes_and_then_an_exception_is_no_yes(judge: Judge) -> None:
    assert judge(checked("def even(n): return n % 2 == 0", f"{EVEN}\nif OPTION == '4': raise OSError")) == [
        "16: questions[0].options[1]: marked correct, but the check gives 'yes' and OSError",
    ]


def test_a_check_that_never_ends_for_one_option(judge: Callable[..., list[str]]) -> None:
    check = f"while OPTION == '7': pass\n{EVEN}"
    assert judge(checked("def even(n): return n % 2 == 0", check), seconds=1) == [
        "11: questions[0].check: still running after 1 s with option d"
    ]


def test_code_of_another_language_is_given_to_the_check_as_text(judge: Judge) -> None:
    check = 'import sqlite3\nrow = sqlite3.connect(":memory:").execute(CODE, [OPTION]).fetchone()\nprint(row[0])'
    code = "SELECT CASE ? % 2 WHEN 0 THEN 'yes' ELSE 'no' END"
    assert judge(checked(code, check, "sql")) == []


def test_python_is_isolated(judge: Judge) -> None:
    assert judge(OUTPUT.format(code=block("import sys\nprint(sys.flags.isolated)"), right="1")) == []


def test_scripts_see_neither_the_environment_nor_each_other(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    code = (
        "import os, pathlib\n"
        "files = sorted(path.name for path in pathlib.Path.cwd().iterdir())\n"
        "pathlib.Path('left-behind').touch()\n"
        "def even(n): return n % 2 == 0 and files == ['question.py'] and 'SOME_TOKEN' not in os.environ"
    )
    assert judge(checked(code)) == []
