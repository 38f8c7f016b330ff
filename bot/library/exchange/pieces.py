"""A GIFT file taken apart: the lines of one question after another, and the signs that are escaped in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SIGNS = "\\~=#{}:"
_HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_SIGNS)} | {"n": "\ufde0"}
"""What stands for an escaped sign while a question is taken apart: no text may have these characters."""
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")


@dataclass(slots=True)
class Piece:
    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    begun: int = 0
    """Braces opened so far."""
    ended: int = 0

    @property
    def is_whole(self) -> bool:
        return 0 < self.begun == self.ended

    def add(self, line: str, number: int) -> None:
        hidden = hide(line)
        self.line = self.line or number
        self.begun += hidden.count("{")
        self.ended += hidden.count("}")
        self.lines.append(line.rstrip())

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def pieces(text: str) -> Iterator[Piece]:
    """Questions end at an empty line, or where the next begins with its title."""
    piece = Piece()
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if piece.lines and (not bare or (bare.startswith("::") and piece.is_whole)):
            yield piece
            piece = Piece()
        if bare.startswith("//"):
            piece.comments.append(bare)
        elif not bare:
            piece.comments.clear()
        elif not bare.upper().startswith("$CATEGORY:"):
            piece.add(line, number)
    if piece.lines:
        yield piece


def hide(text: str) -> str:
    return _ESCAPE.sub(lambda found: _HIDDEN[found[1]], text)


def show(text: str) -> str:
    return text.translate(_SHOWN)
