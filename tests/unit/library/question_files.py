"""Files of questions, written from the few words that matter to a test."""

import json
from collections.abc import Iterable
from pathlib import Path

PYTHON_ORG = "https://docs.python.org/3/"


def asked(key: str, right: Iterable[str] = ("3",), wrong: Iterable[str] = ("6", "9"), **fields: object) -> str:
    """A quiz question whose options are a, b … in this order, each on a line of its own: the first on the eighth, one
    later for each of `code`, `language` and `check`. `reason` is that of all options."""
    reason = fields.pop("reason", f"So says {key}.")
    options = [*((text, True) for text in right), *((text, False) for text in wrong)]
    shown = [
        {"id": chr(97 + place), "text": text, "correct": correct, "reason": reason}
        for place, (text, correct) in enumerate(options)
    ]
    usual: dict[str, object] = {"topics": ["loops"], "kind": "single", "level": "apply", "difficulty": 2}
    usual |= {"stem": f"What about {key}?", "code": None, "language": None, "check": None, "options": shown}
    usual |= {"explanation": f"Because of {key}.", "source": PYTHON_ORG}
    return _entry(key, usual | fields)


def true_or_false(key: str, *, truth: bool, **fields: object) -> str:
    options = [
        {"id": text[0].lower(), "text": text, "correct": text == str(truth), "reason": f"So says {key}."}
        for text in ("True", "False")
    ]
    return asked(key, **{"kind": "true-false", "options": options} | fields)  # type: ignore[arg-type]


def open_one(key: str, **fields: object) -> str:
    """An interview question."""
    usual: dict[str, object] = {"level": "understand", "difficulty": 2, "question": f"What about {key}?"}
    usual |= {"answer": f"First {key}. Then the rest.", "mentions": [f"{key} itself", "the rest"], "source": PYTHON_ORG}
    return _entry(key, usual | fields)


def write(file: Path, *entries: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("questions:\n" + "".join(entries), encoding="utf-8")
    return file


def _entry(key: str, fields: dict[str, object]) -> str:
    lines = [f"  - id: {key}"]
    for name, value in fields.items():
        if name == "options" and isinstance(value, list):
            lines += ["    options:", *(f"      - {_json(option)}" for option in value)]
        elif value is not None:
            lines.append(f"    {name}: {_json(value)}")
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    """Which is YAML as well."""
    return json.dumps(value, ensure_ascii=False)
