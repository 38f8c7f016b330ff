"""A file that a person sends."""

from pathlib import Path

from bot.adapters.terminal.lines import Wrong
from bot.core.model import LARGEST_FILE, Unread, Uploaded


def read_upload(path: str) -> Uploaded | Wrong:
    """Blocks while it reads. A leading `~` is the home folder."""
    try:
        file = Path(path).expanduser()
        if not file.is_file():
            return Wrong("terminal-no-file", {"path": path})
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError):
        return Wrong("terminal-unreadable-file", {"path": path})
    return Uploaded(file.name, content if len(content) <= LARGEST_FILE else Unread.TOO_BIG)
