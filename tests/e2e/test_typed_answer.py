"""A typed answer at the terminal: said at once, after the button, and over a restart."""

import shutil
from pathlib import Path

import pytest

from bot.library import content_dir
from tests.e2e.terminal import Terminal

TAPS = ["/start", *"111111"]
ASKED = "1/1 · Linux basics\nWhich signal does kill send if none is named? Type its name.\n\nType your answer here."
TYPED = """\
questions:
  - id: linux-basics-default-signal
    topics: [linux-basics]
    kind: typed
    level: remember
    difficulty: 1
    stem: Which signal does kill send if none is named? Type its name.
    options:
      - {id: a, text: SIGTERM, correct: true, reason: It asks the process to end.}
      - {id: b, text: TERM, correct: true, reason: "SIGTERM, as kill -l shows it."}
      - {id: c, text: SIGKILL, reason: That is kill -9.}
    explanation: SIGTERM can be caught, SIGKILL can't.
    source: https://man7.org/linux/man-pages/man1/kill.1.html
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = shutil.copytree(
        content_dir(None), tmp_path / "content", ignore=shutil.ignore_patterns("questions", ".bank*")
    )
    file = folder / "questions/devops-cloud/linux-basics.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(TYPED, encoding="utf-8")
    return folder


def test_an_answer_is_typed(tmp_path: Path, content: Path) -> None:
    with Terminal(tmp_path / "typed.sqlite3", content=content) as chat:
        chat.run(TAPS)
        asked = chat.only("/quiz linux-basics 1")
        assert (asked.text, asked.labels) == (ASKED, ["Type the answer"])
        assert chat.say(":restart") == []
        verdict, score = chat.say("sigkill")
        assert verdict.text.startswith("Not quite.\n\n❌ SIGKILL (your answer)\nThat is kill -9.\n\n✅ SIGTERM (the")
        assert score.text.startswith("0 of 1 right")
        again = chat.only("#Retry mine")
        assert again.text == ASKED
        chat.say("1")
        assert chat.say(" term ")[-1].text.startswith("1 of 1 right")
        assert chat.only("term").text.startswith("I")


def test_an_answer_may_look_like_a_command(tmp_path: Path, content: Path) -> None:
    with Terminal(tmp_path / "typed.sqlite3", content=content) as chat:
        chat.run(TAPS)
        chat.only("/quiz linux-basics 1")
        assert chat.only("/quitz").text.startswith("I don't know /quitz.")
        assert "❌ /dev/null it (your answer)" in chat.say("/dev/null it")[0].text
        assert chat.only("/docs").text == "I don't know /docs. Type /help for what I can do."
