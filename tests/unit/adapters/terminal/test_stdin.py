import asyncio
import os
import pty
import select
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest

from bot.adapters.terminal.stdin import descriptor, read_lines


async def lines_of(content: bytes, tmp_path: Path) -> list[str]:
    file = tmp_path / "input"
    file.write_bytes(content)
    with file.open("rb") as stream:
        return [line async for line in read_lines(stream.fileno())]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", []),
        (b"a\n\nb\n", ["a", "", "b"]),
        (b"a\r\nb", ["a", "b"]),
        (b"\xef\xbb\xbf/today\n\xef\xbb\xbfb\n", ["/today", "\ufeffb"]),
        ("x\u2028y\x0bz\x85\n".encode(), ["x\u2028y\x0bz\x85"]),
        (b"\xff\xfe ok\n", ["�� ok"]),
        (b"\n", [""]),
    ],
)
async def test_lines_of_a_file(content: bytes, lines: list[str], tmp_path: Path) -> None:
    assert await lines_of(content, tmp_path) == lines


async def test_lines_across_chunks(tmp_path: Path) -> None:
    lines = ["é" * 100_000, "b" * 70_000, "c"]
    assert await lines_of("\n".join(lines).encode(), tmp_path) == lines


async def test_nothing_to_read() -> None:
    assert [line async for line in read_lines(None)] == []
    nothing = os.open(os.devnull, os.O_RDONLY)
    assert [line async for line in read_lines(nothing)] == []
    os.close(nothing)


def test_a_process_without_standard_input_has_no_descriptor() -> None:
    assert descriptor(None) is None


async def test_a_pipe_gives_each_line_as_it_comes() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    lines = read_lines(reading)
    os.write(writing, b"one\ntwo\nhal")
    assert await anext(lines) == "one"
    assert await anext(lines) == "two"
    coming = asyncio.ensure_future(anext(lines))
    assert not (await asyncio.wait({coming}, timeout=0.2))[0], "an empty pipe is no end"
    os.write(writing, b"f\n")
    assert await coming == "half"
    os.close(writing)
    assert [line async for line in lines] == []
    os.close(reading)


async def test_endless_input_is_read_only_as_fast_as_it_is_used() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    lines = read_lines(reading)
    os.write(writing, b"y\n")
    assert await anext(lines) == "y"
    accepted = 0
    with suppress(BlockingIOError):
        while True:
            accepted += os.write(writing, b"y\n" * 2048)
    assert select.select([], [writing], [], 0.2)[1] == [], "somebody went on reading"
    os.close(writing)
    assert [line async for line in lines] == ["y"] * (accepted // 2)
    os.close(reading)


async def test_a_person_at_a_terminal_ends_with_control_d() -> None:
    theirs, ours = pty.openpty()
    lines = read_lines(ours)
    os.write(theirs, b"/start\n")
    assert await anext(lines) == "/start"
    os.write(theirs, b"\x04")
    assert [line async for line in lines] == []
    os.close(theirs)
    os.close(ours)


async def test_a_process_ends_although_its_input_is_still_open() -> None:
    program = """
        import asyncio, sys
        from bot.adapters.terminal.stdin import descriptor, read_lines
        async def main():
            async for line in read_lines(descriptor(sys.stdin)):
                print(line, flush=True)
                asyncio.get_running_loop().call_later(0, asyncio.current_task().cancel)
        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            print("left")
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        textwrap.dedent(program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[4],
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write(b"hello\n")
    assert await process.stdout.read() == b"hello\nleft\n"
    assert await process.stderr.read() == b""
    assert await process.wait() == 0
