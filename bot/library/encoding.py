"""From a file's bytes to the text its author wrote, with an account of every step that wasn't plain reading."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

import chardet

from bot.library.codepages import GONE
from bot.library.mojibake import Step, mend

__all__ = ["Decoded", "NotTextError", "Step", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose little-endian mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DETECTED = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp850"),
    *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "iso8859-1", "iso8859-2"),
    *("iso8859-5", "iso8859-7", "iso8859-9", "iso8859-15", "gb18030", "big5hkscs", "cp932", "shift_jis_2004"),
    *("euc_jis_2004", "iso2022_jp_2", "euc_kr", "cp949"),
)
"""What a Markdown file may be written in: without mainframe and terminal codecs the detector errs less."""
_WIDER = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "euc_kr": "cp949", "shift_jis_2004": "cp932"}
"""Where the first fails, programs that name it wrote the second."""
_TYPOGRAPHY = {
    "cp1252": frozenset(b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0"),
    "mac_roman": frozenset(b"\xa5\xc9\xca\xd0\xd1\xd2\xd3\xd4\xd5"),
}
"""Ellipsis, quotation marks, bullet, dashes and no-break space: a text with these alone has no letter to detect by."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b") | {0x7F})
_CONTROL_SHARE = 20
_SIGNATURES = (b"%PDF-",)
"""Of binary formats that may begin with a page of plain ASCII."""
_SAMPLE = 200_000
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class NotTextError(ValueError):
    """The file is no text: an image, an archive, a program. The message is one sentence for the person who sent it."""

    def __init__(self) -> None:
        super().__init__("This is not a text file.")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` has "\\n" line ends and no byte order mark.

    `codec` is what the text was misread in where it had to be repaired, otherwise what the file is written in.
    `lost` counts the characters whose bytes are gone; each stands as U+FFFD in the text. Lines count from 1.
    """

    text: str
    codec: str
    repaired_lines: tuple[int, ...]
    lost: int
    steps: tuple[Step, ...]


def decode(raw: bytes) -> Decoded:
    """Raises NotTextError for a binary file."""
    text, codec, steps = _read(raw)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        steps = (*steps, Step("line ends made the same"))
    mended = mend(text)
    steps = (*steps, *mended.steps)
    return Decoded(
        text=mended.text,
        codec=mended.codec or codec,
        repaired_lines=tuple(sorted({line for step in steps for line in step.lines})),
        lost=mended.text.count(GONE),
        steps=steps,
    )


def _read(raw: bytes) -> tuple[str, str, tuple[Step, ...]]:
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            text = raw[len(bom) :].decode(codec, "replace")
            if _ODD.search(text) and "\0" in text:
                raise NotTextError
            return text, codec, (Step(f"{codec} by its byte order mark, which was dropped"),)
    if b"\0" in raw:
        return _read_wide(raw)
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if controls * _CONTROL_SHARE > len(raw) or raw.startswith(_SIGNATURES):
        raise NotTextError
    if raw.isascii() and b"\x1b$" not in raw:
        return raw.decode("ascii"), "utf-8", ()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _read_mixed(raw) or _read_legacy(raw)
    return _read_legacy(raw) if raw.isascii() else (text, "utf-8", ())


def _read_wide(raw: bytes) -> tuple[str, str, tuple[Step, ...]]:
    """A zero byte is in no text but UTF-16 and UTF-32."""
    for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        # Read from the wrong end, a line end is U+0A00 and a space U+2000, and most of the rest is unassigned.
        if not _ODD.search(text) and ("\n" in text or " " in text) and all(map(_assigned, set(text))):
            return text, codec, (Step(f"{codec} without a byte order mark"),)
    raise NotTextError


def _assigned(char: str) -> bool:
    return unicodedata.category(char) not in ("Cn", "Co", "Cs")


def _read_mixed(raw: bytes) -> tuple[str, str, tuple[Step, ...]] | None:
    """UTF-8 with a few lines that are not: pasted in another codec, or cut in the middle of a character."""
    lines = raw.split(b"\n")
    text = raw.decode("utf-8", "replace")
    broken = [
        number for number, line in enumerate(text.split("\n"), 1) if GONE in line and not _is_utf8(lines[number - 1])
    ]
    healthy = sum(not line.isascii() for line in lines) - len(broken)
    signs = sum(char > "\x7f" for char in text) - text.count(GONE)
    if 2 * healthy < len(broken) and signs < 3 * text.count(GONE):
        return None
    foreign = [number for number in broken if lines[number - 1].decode("utf-8", "ignore").isascii()]
    pasted = b"\n".join(lines[number - 1] for number in foreign)
    codec = _detect(pasted) if foreign else None
    decoded = text.split("\n")
    if codec is not None:
        for number in foreign:
            decoded[number - 1] = lines[number - 1].decode(codec, "replace")
    cut = tuple(number for number in broken if GONE in decoded[number - 1])
    steps = []
    if codec is not None:
        steps.append(Step(f"lines that were {codec} in a UTF-8 file", tuple(foreign)))
    if cut:
        steps.append(Step("bytes that are not UTF-8: characters lost", cut))
    return "\n".join(decoded), "utf-8", tuple(steps)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_legacy(raw: bytes) -> tuple[str, str, tuple[Step, ...]]:
    codec = _detect(raw)
    if codec is None:
        raise NotTextError
    text = raw.decode(codec, "replace")
    steps: tuple[Step, ...] = (Step(f"{codec}, told by its letters"),)
    if GONE in text:
        cut = tuple(number for number, line in enumerate(text.split("\n"), 1) if GONE in line)
        steps = (*steps, Step(f"bytes that are not {codec}: characters lost", cut))
    return text, codec, steps


def _detect(raw: bytes) -> str | None:
    """Python's name of the codec; None where the bytes look like no text."""
    high = frozenset(raw) - frozenset(range(0x80))
    for codec, signs in _TYPOGRAPHY.items():
        if high and high <= signs:
            return codec
    # Lines of plain ASCII say nothing, and many of them drown the few that do.
    telling = b"".join(line for line in raw.splitlines(keepends=True) if not line.isascii()) or raw
    found = chardet.detect(telling[:_SAMPLE], include_encodings=_DETECTED, compat_names=False)["encoding"]
    if found is None:
        return None
    try:
        raw.decode(found)
    except UnicodeDecodeError:
        return _WIDER.get(found, found)
    return found
