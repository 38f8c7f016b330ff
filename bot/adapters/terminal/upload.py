"""A file that a person sends."""

from pathlib import Path

from bot.adapters.terminal.lines import Wrong
from bot.core.model import Uploaded

LIMIT = 20 * 1024 * 1024
"""Bytes; what Telegram lets a bot download."""


def read_upload(path: str) -> Uploaded | Wrong:
    """Blocks while it reads. A leading `~` is the home folder."""
    try:
        file = Path(path).expanduser()
        if not file.is_file():
            return Wrong("terminal-no-file", {"path": path})
        with file.open("rb") as stream:
            content = stream.read(LIMIT + 1)
    except (OSError, RuntimeError):
        return Wrong("terminal-unreadable-file", {"path": path})
    if len(content) > LIMIT:
        return Wrong("terminal-big-file", {"path": path, "limit": LIMIT // 1024**2})
    return Uploaded(file.name, content)
