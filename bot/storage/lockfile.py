"""One process per SQLite file: two would each think every lease and every lane is theirs."""

from pathlib import Path

from filelock import FileLock, Timeout


class InUse(Exception):
    """Another process holds the file."""


class LockFile:
    """Held from `acquire` to `release`, or until the process dies."""

    def __init__(self, database: Path) -> None:
        self._lock = FileLock(database.with_name(database.name + ".lock"), timeout=0)

    def acquire(self) -> None:
        """Raises InUse, or OSError where the folder can't be written."""
        try:
            self._lock.acquire()
        except Timeout:
            raise InUse from None

    def release(self) -> None:
        self._lock.release(force=True)
