"""Scripts run alone: within their limits, away from Milepost and from each other, and they leave nothing behind."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.library.run_scripts import MEMORY
from bot.library.running import Run, Runner, runner

SECONDS = 20.0
"""More than anything here takes that is to end by itself."""
TIMED_OUT = Run(timed_out=True)


@pytest.fixture(scope="module")
def running() -> Iterator[Runner]:
    with runner() as found:
        yield found


def run(running: Runner, script: str, seconds: float = SECONDS) -> Run:
    (done,) = running.run([script], seconds)
    return done


# --- what a script sees ---


def test_nothing_of_milepost_is_there(running: Runner) -> None:
    script = (
        "import sys\nprint(sorted(name for name in sys.modules if name.partition('.')[0] in ('bot', 'run_scripts')))"
    )
    assert run(running, script) == Run("[]")


def test_names_are_those_of_a_script(running: Runner) -> None:
    script = "own = 1\nprint(__name__, sorted(name for name in dir() if not name.startswith('__')))"
    assert run(running, script) == Run("__main__ ['own']")


def test_a_script_is_the_main_module(running: Runner) -> None:
    script = "import sys, os\nowner = 1\nimport __main__\nprint(__main__.owner, sys.argv == [__file__], os.listdir())"
    assert run(running, script) == Run("1 True ['question.py']")


def test_what_one_script_changes_the_next_does_not_see(running: Runner) -> None:
    change = "import builtins, json, sys\nbuiltins.left = json.loads = 1\nsys.modules['left'] = sys\nprint(left)"
    look = "import json\nprint(json.loads('[]'))\nimport left"
    assert running.run([change, look, "print(left)"], SECONDS) == [
        Run("1"),
        Run("[]", "ModuleNotFoundError"),
        Run("", "NameError"),
    ]


def test_the_folder_of_a_script_is_gone_afterwards(running: Runner) -> None:
    folders = [Path(done.printed) for done in running.run(["import os\nprint(os.getcwd())"] * 2, SECONDS)]
    assert len({*folders}) == 2
    assert not [folder for folder in folders if folder.exists()]


def test_several_threads_get_their_own_answers(running: Runner) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: run(running, f"print({number} ** 2)"), range(12)))
    assert done == [Run(str(number**2)) for number in range(12)]


# --- what is printed and raised ---


@pytest.mark.parametrize(
    ("script", "done"),
    [
        ("", Run()),
        ("import sys\nsys.exit()", Run()),
        ("import sys\nprint(1)\nsys.exit(0)", Run("1")),
        ("import sys\nsys.exit(2)", Run("", "SystemExit")),
        ("raise SystemExit('goodbye')", Run("", "SystemExit")),
        ("raise KeyboardInterrupt", Run("", "KeyboardInterrupt")),
        ("raise GeneratorExit('x: y')", Run("", "GeneratorExit")),
        ("import sys\nprint('seen', file=sys.stderr)", Run()),
        ("import sys\nprint('KeyError: 1', file=sys.stderr)\n1 / 0", Run("", "ZeroDivisionError")),
        ("def f(): f()\nf()", Run("", "RecursionError")),
        ("import sys\nsys.stdout.buffer.write(b'a\\xff')", Run("a\ufffd")),
        ("print('x' * 300_000, end='')", Run("x" * 300_000)),
        ("import os, sys\nos.write(1, b'low ')\nprint('high')", Run("low high")),
        ("error = ValueError('x')\nerror.add_note('KeyError: note')\nraise error", Run("", "ValueError")),
        ("assert 1 == 2", Run("", "AssertionError")),
        ("import os\nprint(1, flush=True)\nos.abort()", Run("1", "SIGABRT")),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGXCPU)", Run("", "SIGXCPU")),
        ("import threading\nthreading.Thread(target=lambda: 1 / 0).start()\nprint(1)", Run("1")),
    ],
)
def test_what_becomes_of_a_script(running: Runner, script: str, done: Run) -> None:
    assert run(running, script) == done


GROUP_OF_TASKS = """\
import asyncio
async def fails(): raise ValueError("inner")
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails())
        group.create_task(fails())
asyncio.run(main())
"""
RAISED_AGAIN = """\
try:
    raise ExceptionGroup("outer", [KeyError(1), ExceptionGroup("inner", [OSError(), ValueError()])])
except* KeyError:
    pass
"""
CAUSED = """\
try:
    raise ExceptionGroup("group", [KeyError(1)])
except ExceptionGroup as group:
    raise RuntimeError("plain") from group
"""
OF_BASES = "raise BaseExceptionGroup('stop', [KeyboardInterrupt(), ValueError()])"


@pytest.mark.parametrize(
    ("script", "raised"),
    [
        (GROUP_OF_TASKS, "ExceptionGroup"),
        (RAISED_AGAIN, "ExceptionGroup"),
        (OF_BASES, "BaseExceptionGroup"),
        (CAUSED, "RuntimeError"),
        (f"def f():\n    {OF_BASES}\nf()", "BaseExceptionGroup"),
    ],
)
def test_a_group_counts_by_its_own_name(running: Runner, script: str, raised: str) -> None:
    """Not by those in it, whose tracebacks are printed below its own."""
    assert run(running, script) == Run("", raised)


def test_output_beside_an_exception_is_no_one_answer() -> None:
    assert [Run("1").answer, Run("", "KeyError").answer, Run().answer] == ["1", "KeyError", ""]
    assert Run("1", "KeyError").answer is None


# --- limits ---


def test_who_wants_too_much_memory_gets_none(running: Runner) -> None:
    assert run(running, f"hog = bytes({MEMORY})") == Run("", "MemoryError")
    assert run(running, f"hog = bytes({MEMORY} // 512)\nprint(1)") == Run("1")


@pytest.mark.parametrize(
    "script",
    [
        "while True: pass",
        "import threading\nthreading.Event().wait()",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
        "import threading\nthreading.Thread(target=threading.Event().wait).start()",
    ],
)
def test_what_never_ends_is_ended(running: Runner, script: str) -> None:
    assert run(running, script, 0.3) == TIMED_OUT
    assert run(running, "print(1)") == Run("1")


def test_what_was_printed_before_is_no_answer(running: Runner) -> None:
    assert run(running, "print(1, flush=True)\nwhile True: pass", 0.3) == TIMED_OUT


LEAVES_ONE = """\
import subprocess, sys
code = "import socket; peer = socket.create_connection(('127.0.0.1', {port})); print(flush=True); peer.recv(1)"
child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
child.stdout.readline()
print(1)
"""
WAITS_FOR_ONE = """\
import os, socket
if not os.fork():
    socket.create_connection(("127.0.0.1", {port})).recv(1)
os.wait()
"""


@pytest.mark.parametrize(
    ("script", "seconds", "done"), [(LEAVES_ONE, SECONDS, Run("1")), (WAITS_FOR_ONE, 1.0, TIMED_OUT)]
)
def test_a_process_that_a_script_began_ends_with_it(running: Runner, script: str, seconds: float, done: Run) -> None:
    """It holds a connection to us as long as it lives."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(SECONDS)
        assert run(running, script.format(port=server.getsockname()[1]), seconds) == done
        connection, _ = server.accept()
        with connection:
            connection.settimeout(SECONDS)
            assert connection.recv(1) == b""


def test_threads_are_waited_for(running: Runner) -> None:
    """As Python does at its end, where they are no daemons."""
    script = (
        "import threading\n"
        "def late():\n    threading.main_thread().join()\n    print('late')\n"
        "threading.Thread(target=late).start()\nprint('early')"
    )
    assert run(running, script) == Run("early\nlate")


def test_daemons_are_not_waited_for(running: Runner) -> None:
    script = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\nprint(1)"
    assert run(running, script) == Run("1")
