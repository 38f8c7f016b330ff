"""Runs scripts, each in a process of its own that is forked from this one; `running` starts it and talks to it.

Started as `python -I -X utf8 run_scripts.py MODULE …`; the modules are imported once. It reads a JSON object a line,
`{"scripts": […], "seconds": …}`, and answers with a list of `{"out", "err", "status"}` (`status` null: out of time).
Nothing of Milepost is imported here: what runs below should see Python and little else.
"""

import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import types
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from typing import IO, Any

MEMORY = 4 << 30
"""Bytes of addresses: threads and PostgreSQL's client reserve much more than they touch."""


def main() -> None:
    for name in sys.argv[1:]:
        with suppress(ImportError):  # the script itself says it better
            import_module(name)
    gc.freeze()
    requests, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    for line in requests:
        request = json.loads(line)
        done = [_run(script, request["seconds"]) for script in request["scripts"]]
        print(json.dumps(done), file=answers, flush=True)


def _run(script: str, seconds: float) -> dict[str, Any]:
    folder = tempfile.mkdtemp()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = get_context("fork").Process(target=_be, args=(script, folder, out.fileno(), err.fileno(), seconds))
        process.start()
        process.join(seconds)
        status = process.exitcode
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid or 0, signal.SIGKILL)  # and whatever it started
        process.join()
        shutil.rmtree(folder, ignore_errors=True)
        return {"out": _read(out), "err": _read(err), "status": status}


def _be(script: str, folder: str, out: int, err: int, seconds: float) -> None:
    os.setsid()
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(folder)
    with suppress(ValueError, OSError):  # not every system has both limits
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    file = os.path.join(folder, "question.py")  # noqa: PTH118 - one module fewer for the scripts to see
    with open(file, "w", encoding="utf-8") as written:  # noqa: PTH123 - the same
        written.write(script)
    program = types.ModuleType("__main__")
    program.__file__ = file
    sys.modules["__main__"] = program
    sys.argv = [file]
    exec(compile(script, file, "exec"), program.__dict__)  # noqa: S102 - that is what this is for


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


if __name__ == "__main__":
    main()
