"""How operators read what was reported."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.library.questions import WrittenQuestion
from bot.library.reported import as_json, as_text, places, printable
from bot.library.source import read_source
from bot.study.report import Remark, ReportedQuestion, ReportKind
from tests.content import catalogue

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
ID = "lists-sort-returns-none"
REMARKS = (Remark(AT, "ru", ReportKind.OTHER, "b тоже верно"), Remark(AT, "en", ReportKind.OTHER, "see\n\x1b[31mPEP 8"))
ONE = ReportedQuestion(
    ID, 3, {ReportKind.OTHER: 2, ReportKind.WRONG: 1}, REMARKS, AT, answers=40, right=10, discrimination=-0.1234
)
GONE = ReportedQuestion("gone", 1, {ReportKind.SLIP: 1}, (), AT)


@pytest.fixture
def bank(tmp_path: Path) -> dict[str, WrittenQuestion]:
    """The question stands on the fourth line of its file."""
    file = tmp_path / "lists.yaml"
    file.write_text(f"questions:\n  - id: another\n    stem: x\n  - id: {ID}\n", encoding="utf-8")
    return places([WrittenQuestion(catalogue().questions[ID], "", read_source(file), 1)])


def test_for_people(bank: dict[str, WrittenQuestion], tmp_path: Path) -> None:
    assert as_text([ONE, GONE], bank) == (
        f"{ID}: {tmp_path}/lists.yaml:4\n"
        "  people: 3 (wrong answer marked 1, in their own words 2)\n"
        "  answers: 40, right: 25%, discrimination: -0.12\n"
        "  2026-03-02 (ru): b тоже верно\n"
        "  2026-03-02 (en): see [31mPEP 8\n"
        "\n"
        "gone: no longer in the bank\n"
        "  people: 1 (a slip of the pen 1)\n"
        "  answers: 0, discrimination: unknown yet"
    )


def test_for_scripts(bank: dict[str, WrittenQuestion], tmp_path: Path) -> None:
    assert as_json(ONE, bank[ID]) == {
        "question": ID,
        "file": f"{tmp_path}/lists.yaml",
        "line": 4,
        "people": 3,
        "kinds": {"other": 2, "wrong": 1},
        "remarks": [
            {"at": AT.isoformat(), "language": "ru", "kind": "other", "text": "b тоже верно"},
            {"at": AT.isoformat(), "language": "en", "kind": "other", "text": "see [31mPEP 8"},
        ],
        "answers": 40,
        "difficulty": 0.25,
        "discrimination": -0.123,
    }
    gone = as_json(GONE, None)
    assert [gone[key] for key in ("file", "line", "difficulty", "discrimination")] == [None] * 4


def test_nothing_reported() -> None:
    assert as_text([], {}) == "no reports"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\r\nb\tc  d", "a b c d"),
        ("\x1b]0;title\x07x\x9b31m", "]0;titlex31m"),
        ("\u202eleft\u2066\u200b\ufeff", "left"),
        ("para\u2029graph\x85end", "para graph end"),
        ("👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"),
        ("\x00\x01", ""),
        ("\ue000\U000f0000", ""),
    ],
)
def test_a_text_can_not_play_with_the_terminal(written: str, shown: str) -> None:
    assert printable(written) == shown
