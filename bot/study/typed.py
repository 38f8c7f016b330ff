"""Typed answers: which of a question's options a learner means by what they typed."""

import re
import unicodedata

from bot.study.question import Option, Question

_AS_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "..."})
"""What phones make of plain signs."""
_QUOTES = "`'\"“”„‘’«»"
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])[-_](?=[^\W\d_])")
"""Of write-through, write through and write_through, one is as good as another."""


def normal(text: str) -> str:
    """The same for all ways to type one answer: case, blanks, hyphens between words, quotes around it, and a full stop
    or an empty pair of parentheses at its end don't count."""
    plain = unicodedata.normalize("NFKC", text.translate(_AS_TYPED))
    words = " ".join(plain.casefold().split())
    unquoted = words.strip(_QUOTES + " ")
    bare = unquoted.rstrip(_QUOTES + " .!").removesuffix("()") or unquoted or words
    return _BETWEEN_WORDS.sub(" ", bare)


def meant(question: Question, typed: str) -> Option | None:
    """The option that says what was typed; None where nobody foresaw it, which is a wrong answer."""
    wanted = normal(typed)
    return next((option for option in question.options if normal(option.text) == wanted), None)
