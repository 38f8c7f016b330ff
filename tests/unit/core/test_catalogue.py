"""The catalogue and the code agree: no text is missing, none left over, and every language has the same arguments."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.app import LOCALES
from bot.core.i18n import Translations
from bot.core.model import Unread
from bot.core.registry import Registry
from bot.features import FEATURES
from bot.library.bringing import SILENT
from bot.library.importing.account import Reason
from bot.study.brought import Refusal

BOT = LOCALES.parent
CALLS = {"t", "label", "field", "text"}
"""Methods whose first argument is a text's key (but that of a command called `call` is an argument's name)."""
WORDLESS = ("library", "storage")
"""Packages that say nothing to anybody; columns of the latter have labels, too."""


def messages(locale: str) -> dict[str, fluent.Message]:
    found = {}
    for file in sorted((LOCALES / locale).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{file}: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {locale}"
                found[entry.id.name] = entry
    return found


class Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - Fluent's spelling
        self.names.add(node.id.name)


def arguments(message: fluent.Message) -> set[str]:
    visitor = Arguments()
    visitor.visit(message)
    return visitor.names


def pattern(key: ast.expr) -> str | None:
    """A regular expression for what the expression may be; None where only running it can tell."""
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return re.escape(key.value)
    if isinstance(key, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else None for part in key.values]
        return "".join(".+" if part is None else re.escape(str(part)) for part in parts)
    return None


def branches(key: ast.expr) -> Iterator[ast.expr]:
    if isinstance(key, ast.IfExp):
        yield from branches(key.body)
        yield from branches(key.orelse)
    else:
        yield key


def code() -> Iterator[tuple[Path, ast.AST]]:
    for file in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield file, node


def used() -> Iterator[tuple[str, str]]:
    """Where a text is asked for, and a regular expression of its key."""
    for file, node in code():
        if not isinstance(node, ast.Call) or file.relative_to(BOT).parts[0] in WORDLESS:
            continue
        where = f"{file.relative_to(BOT)}:{node.lineno}"
        if isinstance(node.func, ast.Attribute) and node.func.attr in CALLS and node.args and not _of_a_call(node.func):
            for key in branches(node.args[0]):
                if found := pattern(key):
                    yield where, found
                    if node.func.attr == "field":
                        yield where, f"{found}-hint"
        for keyword in node.keywords:
            if keyword.arg == "summary" and (found := pattern(keyword.value)):
                yield where, found
    for command, key in arguments_of_commands():
        yield f"/{command}", re.escape(key)


def arguments_of_commands() -> Iterator[tuple[str, str]]:
    """Each by its command, and the key of the text that describes it."""
    for command, route in Registry(FEATURES).commands.items():
        for argument in route.args:
            yield command, f"{command}-arg-{argument.name}"


def other_names() -> set[str]:
    """Keys of what a language may call commands and their arguments; in English they have the names they have."""
    whole = [name for command, argument in arguments_of_commands() for name in (command, argument)]
    return {f"{name}-name" for name in (*Registry(FEATURES).commands, *whole)}


def _of_a_call(method: ast.Attribute) -> bool:
    return isinstance(method.value, ast.Name) and method.value.id == "call"


def mentioned() -> list[str]:
    """Regular expressions of all that stands in the code and may be a key."""
    found = [expression for _, expression in used()]
    found += [expression for _, node in code() if isinstance(node, ast.expr) and (expression := pattern(node))]
    return [expression for expression in found if re.match(r"[a-z]+(?:\\-|$)", expression)]


def test_every_text_the_code_asks_for_is_there() -> None:
    keys = messages("en").keys()
    missing = [f"{where}: {key}" for where, key in used() if not any(re.fullmatch(key, known) for known in keys)]
    assert list(used()), "nothing was found to check"
    assert missing == []


def test_no_text_is_left_over() -> None:
    whole = re.compile("|".join(f"(?:{expression})" for expression in set(mentioned())))
    assert [key for key in messages("en") if not whole.fullmatch(key)] == []


@pytest.mark.parametrize("locale", sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()))
def test_a_language_has_every_text_with_the_same_arguments(locale: str) -> None:
    english, other = messages("en"), messages(locale)
    other = {key: message for key, message in other.items() if key not in other_names()}
    assert other.keys() == english.keys()
    assert {key: arguments(message) for key, message in other.items()} == {
        key: arguments(message) for key, message in english.items()
    }
    Translations.read(LOCALES)


def test_whatever_becomes_of_a_file_there_are_words_for_it() -> None:
    why = [f"dropped-{reason.name.lower().replace('_', '-')}" for reason in Reason if reason not in SILENT]
    assert {f"bring-{one}" for one in (*Refusal, *Unread, *why)} <= messages("en").keys()
