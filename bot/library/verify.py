"""Runs the code of questions, to prove that the keys are right and that no wrong option is right as well.

The code is as trustworthy as the tests beside it: it gets its own process, an empty folder, no environment and a
deadline, which guard against mistakes, not against malice.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.library.problems import Problem
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind

_FRAME = re.compile(r'^  (?:\|   )?File "', re.MULTILINE)
_RAISED = re.compile(r"^(?:  \| )?(?:\w+\.)*(\w+)(?::|$)", re.MULTILINE)
"""At the margin, or beside the bar that Python draws for an exception group."""


def verify(questions: Iterable[WrittenQuestion], seconds: float = 5.0, processes: int = 2) -> list[Problem]:
    """What the code of `questions` disproves; each script may take `seconds`, `processes` run at once."""
    with ThreadPoolExecutor(processes) as pool:
        found = pool.map(
            lambda written: [*_output_problems(written, seconds), *_check_problems(written, seconds)], questions
        )
        return [problem for problems in found for problem in problems]


@dataclass(frozen=True, slots=True)
class _Run:
    """What a script printed, without surrounding blanks, and the type of the exception it died of."""

    printed: str = ""
    raised: str = ""
    timed_out: bool = False

    @property
    def answer(self) -> str | None:
        """What a reader should have predicted; None where output and exception would make two answers."""
        return None if self.printed and self.raised else self.raised or self.printed


def _output_problems(written: WrittenQuestion, seconds: float) -> Iterator[Problem]:
    question = written.question
    if question.kind is not Kind.OUTPUT or question.language != "python":
        return
    run = _run(question.code, seconds)
    if run.timed_out:
        yield written.problem(("code",), f"still running after {seconds:g} s")
    elif run.answer is None:
        yield written.problem(("code",), f"prints {run.printed!r} and then raises {run.raised}: that is two answers")
    else:
        for index, option in enumerate(question.options):
            if option.correct and option.text != run.answer:
                yield written.problem(("options", index, "text"), f"marked correct, but the code gives {run.answer!r}")
            elif not option.correct and option.text == run.answer:
                yield written.problem(("options", index, "text"), "marked wrong, but this is what the code gives")


def _check_problems(written: WrittenQuestion, seconds: float) -> Iterator[Problem]:
    question = written.question
    if not written.check:
        return
    for index, option in enumerate(question.options):
        # The names come after the code, so that the code may start with `from __future__`.
        names = f"OPTION = {option.text!r}\nCODE = {question.code!r}\n"
        code = question.code if question.language == "python" else ""
        run = _run(f"{code}\n{names}{written.check}", seconds)
        agrees = run.printed == "yes" and not run.raised
        if run.timed_out:
            yield written.problem(("check",), f"still running after {seconds:g} s with option {option.id}")
        elif option.correct and not agrees:
            yield written.problem(("options", index), f"marked correct, but the check gives {_shown(run)}")
        elif agrees and not option.correct:
            yield written.problem(("options", index), "marked wrong, but the check prints yes")


def _shown(run: _Run) -> str:
    return " and ".join([repr(run.printed)] * bool(run.printed) + [run.raised] * bool(run.raised)) or "nothing"


def _run(script: str, seconds: float) -> _Run:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "question.py"
        file.write_text(script, encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-I", "-X", "utf8", str(file)],
                cwd=folder,
                env={},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _Run(timed_out=True)
    printed = done.stdout.decode("utf-8", "replace").strip()
    raised = _exception(done.stderr.decode("utf-8", "replace")) if done.returncode else ""
    return _Run(printed, raised)


def _exception(stderr: str) -> str:
    """The exception's type: the first line at the margin after the last frame (its message may go on below).

    Without any frame the code has left by `sys.exit`.
    """
    frames = list(_FRAME.finditer(stderr))
    found = _RAISED.search(stderr, frames[-1].end()) if frames else None
    return found[1] if found else "SystemExit"
