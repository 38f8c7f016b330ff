"""64-bit ids made in process, and their short spelling for button data."""

from collections.abc import Callable
from random import Random

EPOCH_MS = 1_735_689_600_000
"""2025-01-01T00:00Z."""
WORKER_BITS = 15
SEQUENCE_BITS = 7
LARGEST = 2**63 - 1
"""Columns of databases are signed."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Ids:
    """Ids that grow with time: 41 bits of milliseconds, 15 of a random worker, 7 of a sequence.

    `milliseconds` must be the machine's real time, even where the story's clock is virtual: ids have to differ from
    those of earlier processes on the same database. Two replicas share a worker number once in 32,768; a clash is then
    refused by the primary key and the event is handled again with fresh ids.
    """

    def __init__(self, milliseconds: Callable[[], int], rng: Random) -> None:
        self._milliseconds = milliseconds
        self._worker = rng.getrandbits(WORKER_BITS)
        self._last = 0
        self._sequence = 0

    def __call__(self) -> int:
        now = max(self._last, self._milliseconds() - EPOCH_MS)
        self._sequence = self._sequence + 1 if now == self._last else 0
        if self._sequence >> SEQUENCE_BITS:
            now, self._sequence = now + 1, 0
        self._last = now
        return (now << WORKER_BITS | self._worker) << SEQUENCE_BITS | self._sequence


def base36(number: int) -> str:
    """At most 13 characters for a 64-bit id. Raises ValueError for a negative number."""
    if number < 0:
        raise ValueError(number)
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def from_base36(text: str) -> int:
    """Raises ValueError for anything that spells no 64-bit id."""
    if not text or len(text) > 13 or not set(text) <= set(_DIGITS):
        raise ValueError(text)
    number = int(text, 36)
    if number > LARGEST:
        raise ValueError(text)
    return number
