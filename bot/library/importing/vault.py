"""What editors of notes write into a title that is not its text: [[wikilinks]], #tags, task dates, footnotes."""

import re

_LONGEST = 1_000
_PRIORITIES = "🔺⏫🔼🔽⏬"
_SIGNS = ("[[", "#", "==", "[^", " ^", "-", *_PRIORITIES)
_WIKILINK = re.compile(r"(?<![\w)\]])!?\[\[(?=\S)(?:[^\[\]|]*\|)?([^\[\]|]*[^\[\]|\s])\]\]")
"""Neither a test in a shell, which has spaces, nor an index."""
_TASK_DATE = re.compile(r"[✅📅⏳🛫➕❌⏰🗓]\ufe0f?\s*\d{4}-\d{2}-\d{2}")
_PRIORITY = re.compile(rf"\s*[{_PRIORITIES}]\ufe0f?\s*$")
_TAG = re.compile(r"(?P<title>.*[\w)!?\].])\s+#(?P<tag>[^\W\d][\w/-]*)\s*$", re.DOTALL)
_NO_TAG = re.compile(
    r"include|define|pragma|if(?:n?def)?|else|elif|endif|undef|error|region|[0-9a-f]{3}(?:[0-9a-f]{3})?"
)
"""What else is written with that sign in front: directives and colours."""
_LEADING_ON = ("about", "and", "or", "the", "a", "with", "of", "in", "to", "as", "on", "use", "from", "channel")
_BLOCK_ID = re.compile(r"(?<=\S)\s+\^[a-z][a-z0-9-]{3,}\s*$")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=]+)(?<=\S)==")
_FOOTNOTE = re.compile(r"(?<=\S)\[\^[\w-]+\]")


def without_vault(text: str) -> str:
    """Of a text too long for a title nothing is taken away."""
    if len(text) > _LONGEST or not any(sign in text for sign in _SIGNS):
        return text
    text = _PRIORITY.sub("", _FOOTNOTE.sub("", _TASK_DATE.sub("", text)))
    text = _WIKILINK.sub(lambda found: found[1].replace("#", ": "), text)
    text = _HIGHLIGHT.sub(r"\1", text)
    text = _BLOCK_ID.sub("", text)
    while (found := _TAG.fullmatch(text)) and not _NO_TAG.fullmatch(found["tag"]):
        if found["title"].split()[-1].casefold() in _LEADING_ON:
            break
        text = found["title"]
    return text
