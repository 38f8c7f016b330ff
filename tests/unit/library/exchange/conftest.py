"""The project's own questions, and a small content folder to import into."""

from pathlib import Path

import pytest

from bot.library import content_dir
from bot.library.folder import Folder
from bot.library.interview import WrittenInterview
from bot.library.questions import WrittenQuestion

TOPICS = """\
topics:
  - {id: loops, title: Loops, area: basics, scope: for and while}
  - {id: sets, title: Sets, area: data, scope: sets}
"""


@pytest.fixture(scope="session")
def bank() -> tuple[WrittenQuestion, ...]:
    folder = Folder(content_dir(None))
    return tuple(folder.questions(folder.topics()))


@pytest.fixture(scope="session")
def asked() -> tuple[WrittenInterview, ...]:
    folder = Folder(content_dir(None))
    return tuple(folder.interview(folder.topics()))


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Also what the settings name."""
    folder = tmp_path / "content"
    (folder / "questions" / "basics").mkdir(parents=True)
    (folder / "topics.yaml").write_text(TOPICS, encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    return folder
