"""The single-byte codecs in which UTF-8 gets misread, and what a misread character looks like in each."""

import codecs
import re
from dataclasses import dataclass
from functools import cache, cached_property

_NAMES = (
    *("cp1252", "latin-1", "cp1254", "cp1250", "cp1251", "cp1253", "cp1257", "mac_roman", "cp437", "cp850", "cp852"),
    *("cp866", "koi8-r", "iso8859-2", "iso8859-9"),
)
"""Of codecs that explain a text equally well the first one is named. mac_cyrillic is left out: in it every dash or
quotation mark before a Cyrillic capital looks like a misread letter."""

NO_BREAK_SPACE = 0xA0
GONE = "\ufffd"
_PLACEHOLDERS = "?\x1a" + GONE
"""What programs write in the place of a byte that they have no character for."""


@dataclass(frozen=True)
class Page:
    """One codec. Bytes without a character in it stand for the control character of the same number, as in browsers."""

    name: str
    high: str
    """The characters of the bytes 0x80 to 0xFF, in order."""
    gone: bytes
    """The bytes that a strict program drops, having no character or only a control character for them."""

    @cached_property
    def table(self) -> dict[int, int]:
        return {ord(char): byte for byte, char in enumerate(self.high, 0x80)}

    def reread(self, text: str) -> str | None:
        """The text as UTF-8, every character of it; None where that can't be."""
        try:
            return codecs.charmap_encode(text, "strict", self._encoding)[0].decode("utf-8")
        except UnicodeError:
            return None

    def reading(self, misread: str) -> str:
        """The character of a whole sequence; U+FFFD where UTF-8 has none for it."""
        if misread not in self._readings:
            self._readings[misread] = bytes(self.table[ord(char)] for char in misread).decode("utf-8", "replace")[:1]
        return self._readings[misread]

    @cached_property
    def _readings(self) -> dict[str, str]:
        return {}

    @cached_property
    def _encoding(self) -> dict[int, int]:
        return {**{code: code for code in range(0x80)}, **self.table}

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """A misread character with all its bytes."""
        two, three, four, tail = self._classes
        return re.compile(f"{two}{tail}|{three}{tail}{{2}}|{four}{tail}{{3}}")

    @cached_property
    def cut(self) -> re.Pattern[str]:
        """A misread character with one byte or two missing, after which `gap` may hold what stands in their place."""
        two, three, four, tail = self._classes
        hole = f"(?:{tail}|[{re.escape(_PLACEHOLDERS)}])"
        some = f"{four}{tail}{{1,2}}(?!{tail})|{three}{tail}(?!{tail})|{two}(?=[ {GONE}\x1a]|{self._any(0xC2, 0xF5)})"
        holed = f"{four}(?={tail}|.{tail}|..{tail}){hole}{{3}}|{three}(?={tail}|.{tail}){hole}{{2}}"
        return re.compile(f"(?P<whole>{self.whole.pattern})|(?P<cut>{holed}|{some})(?P<gap>[ {GONE}\x1a]?)")

    @cached_property
    def _classes(self) -> tuple[str, str, str, str]:
        # UTF-8: 0xC2-0xDF begin two bytes, 0xE0-0xEF three, 0xF0-0xF4 four; 0x80-0xBF continue.
        return self._any(0xC2, 0xE0), self._any(0xE0, 0xF0), self._any(0xF0, 0xF5), self._any(0x80, 0xC0)

    def _any(self, start: int, stop: int) -> str:
        return "[" + re.escape(self.high[start - 0x80 : stop - 0x80]) + "]"


@cache
def pages() -> tuple[Page, ...]:
    return tuple(_page(name) for name in _NAMES)


def _page(name: str) -> Page:
    decoded = [bytes([byte]).decode(name, "replace") for byte in range(0x80, 0x100)]
    high = "".join(chr(byte) if char == GONE else char for byte, char in enumerate(decoded, 0x80))
    gone = bytes(byte for byte, char in enumerate(high, 0x80) if "\x80" <= char <= "\x9f")
    return Page(name, high, gone)
