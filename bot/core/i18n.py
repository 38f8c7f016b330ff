"""The catalogue of texts: Fluent messages, with a little markup of ours that only the catalogue may use.

In a message `**…**` is bold, `__…__` italic and `` `…` `` code. What is filled in is put in after the markup was read,
so a person's name stays what it is.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from bot.core.text import Style, Text, as_text, join, styled

FALLBACK = "en"
Argument = Text | str | int | float
_MARKUP = re.compile(r"\*\*(?P<bold>.+?)\*\*|__(?P<italic>.+?)__|`(?P<code>.+?)`", re.DOTALL)
_HOLES = 0xE000
"""First of the private-use characters that stand for arguments until the markup is read."""


class Key(str):
    """An argument a message selects by (`{ $mark -> [done] … }`) and does not show."""

    __slots__ = ()


class Translations:
    """All locales. A text missing in one falls back to English; one missing there raises LookupError."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    @property
    def locales(self) -> list[str]:
        return list(self._bundles)

    @classmethod
    def read(cls, directory: Path) -> "Translations":
        """Read `<directory>/<locale>/*.ftl`. Raises ValueError for a file that isn't Fluent."""
        bundles = {}
        for folder in sorted(path for path in directory.iterdir() if path.is_dir()):
            bundle = FluentBundle([folder.name], use_isolating=False)
            for file in sorted(folder.glob("*.ftl")):
                bundle.add_resource(_parsed(file))
            bundles[folder.name] = bundle
        return cls(bundles)

    def text(self, locale: str, key: str, arguments: Mapping[str, Argument]) -> Text:
        """The message `key` with its markup read and its arguments in place."""
        values: dict[str, str | int | float] = {}
        holes: list[Text] = []
        for name, argument in arguments.items():
            if isinstance(argument, Key | int | float):
                values[name] = argument
            else:
                values[name] = chr(_HOLES + len(holes))
                holes.append(as_text(argument))
        return _fill(_marked(self._format(locale, key, values)), holes)

    def own(self, locale: str, key: str) -> Text | None:
        """The message `key`, one without arguments, where that very language has it."""
        formatted = self._format_in(locale, key, {})
        return None if formatted is None else _marked(formatted)

    def _format(self, locale: str, key: str, values: Mapping[str, str | int | float]) -> str:
        for name in (locale, locale.partition("-")[0], FALLBACK):
            formatted = self._format_in(name, key, values)
            if formatted is not None:
                return formatted
        raise LookupError(f"no text {key!r}")

    def _format_in(self, name: str, key: str, values: Mapping[str, str | int | float]) -> str | None:
        bundle = self._bundles.get(name)
        pattern = bundle.get_message(key).value if bundle and bundle.has_message(key) else None
        if bundle is None or not pattern:
            return None
        formatted, errors = bundle.format_pattern(pattern, dict(values))
        if errors:
            raise LookupError(f"text {key!r} in {name!r}: {errors[0]}")
        return str(formatted)


def _parsed(file: Path) -> ast.Resource:
    """Fluent passes over what it can't read; a text that would be missing must be found at start instead."""
    resource: ast.Resource = FluentResource(file.read_text(encoding="utf-8"))
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            raise ValueError(f"{file}: not Fluent: {(entry.content or '').strip().splitlines()[0]}")
    return resource


def _marked(raw: str) -> Text:
    pieces: list[Text | str] = []
    at = 0
    for match in _MARKUP.finditer(raw):
        style = Style(match.lastgroup or "")
        pieces += [raw[at : match.start()], styled(style, _marked(match[style.value]))]
        at = match.end()
    return join("", [*pieces, raw[at:]])


def _fill(text: Text, holes: Sequence[Text]) -> Text:
    """From the right, so that what was filled in is never looked at again."""
    numbers = [(at, ord(character) - _HOLES) for at, character in enumerate(text.plain)]
    for at, number in reversed(numbers):
        if 0 <= number < len(holes):
            text = _replaced(text, at, holes[number])
    return text


def _replaced(text: Text, at: int, filling: Text) -> Text:
    """`text` with the character at `at` replaced; a span around it grows with the filling."""
    growth = len(filling.plain) - 1
    around = tuple(
        type(s)(s.style, s.start + growth * (s.start > at), s.end + growth * (s.end > at), s.value) for s in text.spans
    )
    inside = tuple(type(s)(s.style, s.start + at, s.end + at, s.value) for s in filling.spans)
    plain = text.plain[:at] + filling.plain + text.plain[at + 1 :]
    return Text(plain, tuple(s for s in around + inside if s.end > s.start))
