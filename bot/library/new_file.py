"""A file that an author's command makes, never over one that is there."""

from pathlib import Path

from bot.library.problems import refused


def write_new(file: Path, raw: bytes) -> None:
    """Raises ContentError where it can't be written, or something is there."""
    if file.is_dir():
        raise refused(file, "is a folder; name a file in it")
    try:
        with file.open("xb") as written:
            written.write(raw)
    except FileExistsError:
        raise refused(file, "is already there; take it away, or choose another name") from None
    except OSError as error:
        raise refused(file, error.strerror or "can't be written") from error
