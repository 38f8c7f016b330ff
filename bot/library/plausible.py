"""Which characters people write in a study plan, and how surely a repaired character is what was meant."""

import re
import unicodedata
from functools import cache, lru_cache

MARKS = "“”‘’„…–—‐‑•·←↑→↓↔⇒●○■□▪✓✔✗✘\xa0\ufe0f\u200d"
"""Marks that everyone writes: they win where a byte is gone and a rare sign would fit too."""

_RANGES = (
    *((0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x218, 0x21B), (0x300, 0x30C), (0x386, 0x3CE), (0x400, 0x45F)),
    *(
        (0x490, 0x491),
        (0x531, 0x587),
        (0x5D0, 0x5EA),
        (0x61B, 0x64F),
        (0x660, 0x6D5),
        (0x900, 0xDFF),
        (0xE01, 0xE5B),
        (0x10D0, 0x10FA),
    ),
    *((0x1EA0, 0x1EF9), (0x2002, 0x200A), (0x200D, 0x200D), (0x2010, 0x2027), (0x202F, 0x203A), (0x203C, 0x203C)),
    *((0x2049, 0x2049), (0x2070, 0x209C), (0x20A0, 0x20C0), (0x20E3, 0x20E3), (0x2100, 0x23FF), (0x2460, 0x27BF)),
    *((0x27F5, 0x27FF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x3000, 0x30FF), (0x3105, 0x312F), (0x3200, 0x33FF)),
    *((0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xFB01, 0xFB02), (0xFE0E, 0xFE0F), (0xFEFF, 0xFEFF), (0xFF01, 0xFF5E)),
    *((0x1F000, 0x1F6FF), (0x1F7E0, 0x1F7EB), (0x1F900, 0x1FAFF), (0x20000, 0x2FFFF), (0xE0061, 0xE007F)),
)
_BOX = re.compile("[\u2500-\u259f]+")
_AFTER_WORDS = "’‘“”»«›‹…–—™®©•¹²³ªº°"
"""Signs that may well follow a capital letter: "CAFÉ®", "IRMÃ…", a footnote's "²"."""
_SIGNS = re.compile(f"[{_AFTER_WORDS}]")
_BEFORE_WORDS = "’‘‚“”„«»‹›—–…"
SURE = 2
"""As much as a whole sequence, or two different ones of the weakest kind."""


@cache
def plausible(char: str) -> bool:
    code = ord(char)
    return any(start <= code <= end for start, end in _RANGES) and unicodedata.category(char) != "Cn"


@cache
def pictograph(char: str) -> bool:
    return char in "\ufe0f\u200d" or (unicodedata.category(char) == "So" and ord(char) > 0x20FF) or "🏻" <= char <= "🏿"


def _emoji(char: str) -> bool:
    return "\u2600" <= char <= "\u27bf" or char >= "\U0001f300"


def fits(char: str, before: str, after: str) -> bool:
    """Whether a mark can stand between these neighbours; of "„", "”" and "‐" only one ever can."""
    if char == "\u200d":
        return pictograph(before or " ") and bool(after) and not after.isascii()
    if char == "\ufe0f":
        return bool(before.strip())
    if char in "”„‐":
        opens, closes = not before.strip() or before in "([", not after.isalnum()
        within = before.isalnum() and after.isalnum()
        return within if char == "‐" else (opens if char == "„" else closes and not opens)
    return True


@lru_cache(maxsize=1 << 15)
def weight(misread: str, char: str, before: str, after: str) -> int:
    """How strongly a misread sequence between its neighbours speaks for `char`; negative where it speaks against it."""
    if not plausible(char):
        # A control character is what the first of two misreadings leaves.
        return 0 if "\x80" <= char <= "\x9f" else -3
    lead, tail = misread[0], misread[1:]
    if _healthy_word(misread) and not (char in MARKS or _emoji(char)):
        return 0
    if len(misread) > 2:
        return len(misread)
    if _BOX.fullmatch(misread):
        return SURE if before.isalpha() and after.isalpha() else 0
    if lead in _BEFORE_WORDS and (tail.isalpha() or tail in _AFTER_WORDS):
        return 1
    odd_case = before.islower() and lead.isupper()
    odd_sign = not lead.isalpha() and (before.isalpha() or after.isalpha())
    odd_tail = not tail.isalpha() and tail not in _AFTER_WORDS
    odd_end = after.isalpha() and (odd_tail or (lead == "Ã" and not tail.isalpha() and not before.isalnum()))
    return 1 + odd_case + odd_sign + odd_tail + odd_end


def _healthy_word(misread: str) -> bool:
    """Letters of words, with signs that words have: "діє", "д’І" and "рит…" have the bytes of one character each."""
    pieces = [piece for piece in _SIGNS.split(misread) if piece] if len(misread) > 2 else [misread]
    one_script = len({letter < "\u0370" for piece in pieces for letter in piece}) == 1
    return one_script and all(piece.isalpha() and (piece.islower() or piece.isupper()) for piece in pieces)


def weight_of_cut(misread: str, before: str) -> int:
    """As `weight`, of a sequence with bytes missing: few can be told from a healthy letter and its neighbour."""
    lead = misread[0]
    if len(misread) == 1:
        return SURE if lead in "ÂÃ√¬" and (before.islower() or before.isdigit()) else 0
    return SURE if len(misread) > 2 and lead in "ðğ\uf8ff≡" and not misread[1].islower() else 0
