"""Lines of standard input, whatever it is: a person, a pipe, a file, nothing."""

import asyncio
import os
import select
import threading
from collections.abc import AsyncIterator, Callable
from typing import TextIO

CHUNK = 64 * 1024


def descriptor(stream: TextIO | None) -> int | None:
    """The file descriptor of `sys.stdin`, or None where the process was started without one."""
    try:
        return stream.fileno() if stream else None
    except (OSError, ValueError):
        return None


async def read_lines(fd: int | None) -> AsyncIterator[str]:
    """Lines end at "\\n" alone; a last one need not. A byte order mark is left out, broken UTF-8 is replaced."""
    if fd is None:
        return
    pending, mark = b"", "\ufeff"
    async for chunk in _chunks(fd):
        *lines, pending = (pending + chunk).split(b"\n")
        for line in lines:
            yield _text(line).removeprefix(mark)
            mark = ""
    if pending:
        yield _text(pending).removeprefix(mark)


def _text(line: bytes) -> str:
    return line.removesuffix(b"\r").decode("utf-8", errors="replace")


async def _chunks(fd: int) -> AsyncIterator[bytes]:
    """Each is read only when the one before was used up, so that endless input doesn't fill the memory."""
    loop = asyncio.get_running_loop()
    wanted = threading.Semaphore(0)
    arrived: asyncio.Queue[bytes] = asyncio.Queue()
    # A daemon, reading the descriptor itself: a thread that waits for a person's next key must keep neither the
    # process nor the lock of `sys.stdin` when everything else ends.
    threading.Thread(
        target=_pump,
        args=(fd, wanted, lambda chunk: loop.call_soon_threadsafe(arrived.put_nowait, chunk)),
        name="stdin",
        daemon=True,
    ).start()
    while True:
        wanted.release()
        chunk = await arrived.get()
        if not chunk:
            return
        yield chunk


def _pump(fd: int, wanted: threading.Semaphore, deliver: Callable[[bytes], object]) -> None:
    while True:
        wanted.acquire()
        chunk = _read(fd)
        try:
            deliver(chunk)
        except RuntimeError:  # the loop is closed: nobody waits any more
            return
        if not chunk:
            return


def _read(fd: int) -> bytes:
    """Empty at the end; a terminal that hung up is an end too."""
    while True:
        try:
            return os.read(fd, CHUNK)
        except BlockingIOError:  # another process made the shared descriptor non-blocking
            select.select([fd], [], [])
        except OSError:
            return b""
