"""The house's rules of import are kept, and a broken one is seen."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT

LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def _lint(root: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(LINT, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def _copy(to: Path) -> Path:
    shutil.copytree(ROOT / "bot", to / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def test_the_contracts_are_kept() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("features/quiz.py", "import discord"),
        ("features/today.py", "import bot.storage.sql"),
        ("core/engine.py", "import bot.study.quiz"),
        ("study/quiz.py", "import bot.core.text"),
        ("adapters/terminal/session.py", "import bot.study.zone"),
        ("alarm.py", "import aiogram"),
        ("app.py", "import sqlalchemy"),
        ("chat.py", "import apscheduler"),
    ],
)
def test_a_planted_import_turns_them_red(tmp_path: Path, file: str, line: str) -> None:
    root = _copy(tmp_path)
    planted = root / "bot" / file
    planted.write_text(f"{line}\n{planted.read_text(encoding='utf-8')}", encoding="utf-8")
    done = _lint(root)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout
