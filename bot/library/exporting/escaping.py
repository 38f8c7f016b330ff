"""Plain text as Markdown that shows the same characters, with as few backslashes as that takes."""

import re

_SPECIAL = re.compile(
    r"""
    [*`\[\]]
    | \\(?=[!-/:-@\[-`{-~\t\r]|$)
    | (?<!\w)_+ | _++(?![^\W_])                   # within a word they are themselves
    | <(?=[a-z/!?])
    | &(?=\#?\w+;)
    | (?<![^\W_]):(?=[a-z0-9_+-]{2,40}:)          # :fire:
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STRUCK = re.compile(r"~")
_AT_START = re.compile(r"^(?:(?P<ordered>\d{1,9})(?=[.)](?:\s|$))|(?=[-+](?:\s|$)|>|\#{1,6}(?:\s|$)))")
_ADDRESS = re.compile(r"[\\()<>]|&(?=#?\w+;)")
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "\t\r"}


def escaped(text: str) -> str:
    """For the middle of a line."""
    text = _SPECIAL.sub(_backslashed, text)
    if text.count("~") > 1:
        text = _STRUCK.sub(_backslashed, text)
    return text.translate(_ENTITIES)


def at_start(written: str) -> str:
    """What is escaped already, for the start of a paragraph or an item."""
    return _AT_START.sub(lambda found: f"{found['ordered'] or ''}\\", written, count=1)


def linked(title: str, url: str | None) -> str:
    """Escaped too."""
    return f"[{escaped(title)}]({_ADDRESS.sub(_backslashed, url)})" if url else escaped(title)


def _backslashed(found: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in found[0])
