"""The judge: what goes over the wire is held against the description of Discord's API."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.discord import description
from tests.discord.calls import Answer, Request
from tests.discord.description import AVAILABLE, Operation, problems

tally: Counter[str] = Counter(fakes=0, requests=0, answers=0, violations=0)
"""Of this process: what was judged, and what was found wrong."""
_FORM = "multipart/form-data"
_WORD = re.compile(r"@?[a-z-]{0,15}")
_WORDS = {"true": True, "false": False, "1": True, "0": False}


@dataclass
class Judge:
    """Of one fake. With `tolerant` violations are kept here only: no test fails for them, and no total counts them."""

    tolerant: bool = False
    violations: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    """Violations by the fake itself; never tolerated."""

    def request(self, request: Request) -> None:
        if not AVAILABLE or request.path.startswith("/attachments/"):
            return
        tally["requests"] += 1
        operation = description.find(request.method, request.path)
        if operation is None:
            self.blame(f"{request.method} {plain(request.path)}: no such route")
            return
        for problem in _query(operation, request) + _body(operation, request):
            self.blame(problem)

    def answer(self, request: Request, answer: Answer) -> None:
        """Only those that Discord describes: nothing of its own failures, nor of routes there aren't."""
        operation = description.find(request.method, request.path) if AVAILABLE else None
        if operation is None or answer.status >= 500:
            return
        tally["answers"] += 1
        at = f"answer to {operation.name}"
        try:
            validator = operation.answer(answer.status)
        except KeyError:
            self._lie([f"{at}: no status {answer.status}"])
            return
        if validator:
            self._lie(problems(validator, answer.body, at))
        elif answer.body is not None:
            self._lie([f"{at}: a body with status {answer.status}"])

    def blame(self, problem: str) -> None:
        """The bot did what it must not."""
        self.violations.append(problem)
        tally["violations"] += not self.tolerant

    def _lie(self, found: list[str]) -> None:
        self.lies += found
        tally["violations"] += len(found)

    def verdict(self) -> list[str]:
        """What a test must not pass with."""
        return self.lies + ([] if self.tolerant else self.violations)


def plain(path: str) -> str:
    """With nothing in it that is somebody's: ids, tokens."""
    return "/".join(part if _WORD.fullmatch(part) else "…" for part in path.split("/"))


def _query(operation: Operation, request: Request) -> list[str]:
    found = [f"{operation.name}: lacks ?{name}" for name in operation.needs_query if name not in request.query]
    for name, text in request.query.items():
        validator = operation.query.get(name)
        if validator is None:
            found.append(f"{operation.name}: has no ?{name}")
        else:
            found += problems(validator, _read(text, validator.schema), f"{operation.name} ?{name}")
    return found


def _read(text: str, schema: Any) -> Any:
    """A query's text as what it stands for; as it is where it can't stand for that."""
    match schema.get("type"):
        case "boolean":
            return _WORDS.get(text.lower(), text)
        case "integer" | "number":
            try:
                return json.loads(text)
            except ValueError:
                return text
        case "array":
            return text.split(",")
    return text


def _body(operation: Operation, request: Request) -> list[str]:
    at = f"{operation.name} body"
    if not operation.takes:
        return [f"{at}: there is none"] if request.body is not None or request.files else []
    if request.files and _FORM not in operation.takes:
        return [f"{at}: takes no files"]
    if request.body is None:
        return [f"{at}: is missing"] if operation.needs_body and not request.files else []
    return problems(operation.body, request.body, at) if operation.body else []
