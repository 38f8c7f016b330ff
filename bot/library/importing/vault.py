"""What editors of notes write into a title that is not its text: [[wikilinks]], #tags, task dates, footnotes."""

import re

_SIGNS = ("[[", "#", "==", "[^", " ^", "-")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_TASK_DATE = re.compile(r"([✅📅⏳🛫➕❌⏰🗓])\ufe0f?\s*\d{4}-\d{2}-\d{2}")
_TAGS = re.compile(r"(?<=\S)(?:\s+#[^\W\d][\w/-]*)+\s*$")
_BLOCK_ID = re.compile(r"(?<=\S)\s+\^[a-z][a-z0-9-]{3,}\s*$")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=]+)(?<=\S)==")
_FOOTNOTE = re.compile(r"(?<=\S)\s?\[\^[\w-]+\]")


def without_vault(text: str) -> tuple[str, bool]:
    """The title alone, and whether a date says that it is done."""
    if not any(sign in text for sign in _SIGNS):
        return text, False
    done = any(found[1] == "✅" for found in _TASK_DATE.finditer(text))
    text = _FOOTNOTE.sub("", _TASK_DATE.sub("", text))
    text = _WIKILINK.sub(lambda found: found[1].replace("#", ": "), text)
    text = _HIGHLIGHT.sub(r"\1", text)
    return _TAGS.sub("", _BLOCK_ID.sub("", text)), done
