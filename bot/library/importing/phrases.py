"""A small way to write down what people call things: phrases with choices and gaps."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[\w'+#/-]+")


class Phrases:
    """Groups of phrases, one a line. `a|b` is either word, `[a|b]` may be left out, `...` any words or none."""

    def __init__(self, groups: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(f"({_group(written)})" for written in groups))

    def match(self, words: str) -> int | None:
        """The index of the first group that has a phrase for `words`, which are as `spoken` gives them."""
        found = self._pattern.fullmatch(words)
        return None if found is None or found.lastindex is None else found.lastindex - 1


def _group(written: str) -> str:
    return "|".join("".join(map(_piece, line.split())) for line in written.strip().splitlines())


def spoken(text: str) -> str:
    """The words of a text alone, small, a space after each."""
    return "".join(f"{word} " for word in _WORD.findall(text.casefold().replace("’", "'")))


def _piece(word: str) -> str:
    if word == "...":
        return r"(?:\S+ )*"
    if word.startswith("["):
        return f"(?:(?:{_choice(word[1:-1])}) )?"
    return f"(?:{_choice(word)}) "


def _choice(words: str) -> str:
    return "|".join(map(re.escape, words.split("|")))
