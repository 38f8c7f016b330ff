from pathlib import Path

import pytest

from bot.adapters.terminal.lines import Wrong
from bot.adapters.terminal.upload import read_upload
from bot.core.model import LARGEST_FILE, Unread, Uploaded


def test_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my plan.md").write_bytes(b"# Plan\xff")
    assert read_upload(str(tmp_path / "my plan.md")) == Uploaded("my plan.md", b"# Plan\xff")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_upload("~/my plan.md") == Uploaded("my plan.md", b"# Plan\xff")


def test_the_largest_file_and_one_byte_more(tmp_path: Path) -> None:
    file = tmp_path / "big"
    with file.open("wb") as stream:
        stream.truncate(LARGEST_FILE)
    assert read_upload(str(file)) == Uploaded("big", bytes(LARGEST_FILE))
    with file.open("ab") as stream:
        stream.write(b"x")
    assert read_upload(str(file)) == Uploaded("big", Unread.TOO_BIG)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (str(tmp_path), str(tmp_path / "missing"), "/dev/null"):
        assert read_upload(path) == Wrong("terminal-no-file", {"path": path})
    for path in ("x" * 5000, "~nobody-of-this-name/plan.md"):
        assert read_upload(path) == Wrong("terminal-unreadable-file", {"path": path})
