"""A title and what is written around it: number, mark, hours, importance, decoration."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.library.importing.amounts import Amount, amount, span
from bot.library.importing.draft import Mark
from bot.library.importing.vault import without_vault

MARKS = {"✅": Mark.DONE, "☑": Mark.DONE, "✔": Mark.DONE, "🔥": Mark.IN_PROGRESS, "🚧": Mark.IN_PROGRESS}
"""What marks mean where a document doesn't say otherwise."""

NOTES = frozenset("👉⚠💡📌❗📝ℹ🔔☝➡")
"""Signs that begin a note."""

_INVISIBLE: dict[int, str | None] = dict.fromkeys(map(ord, "\ufe0f\ufe0e\u200b\u200c\u200d\u2060\ufeff\ufffd"))
_INVISIBLE[ord("\u2011")] = "-"
_KEYCAP = re.compile(r"^\s*(?:((?:[0-9]\u20e3\s?)+)|(🔟))")
_STEP = (
    r"phase|stage|step|part|week|weeks|month|months|module|level|section|chapter|unit|day|days|lesson|sprint|"
    r"этап|шаг|недел[яи]|месяцы?|модуль|часть|раздел|глава|фаза|уровень|урок|день|блок|block|"
    r"wochen?|monate?|tage?|schritt|modul|teil|kapitel|lektion|einheit|"
    r"semanas?|mes|meses|días?|módulo|unidad|etapa|fase|paso|lección|capítulo|semaines?|mois|jours?|étape|leçon"
)
_CHINESE_PLACE = re.compile(
    r"^第\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<unit>阶段|部分|个月|[周天章课月节步])\s*[:：、.]?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_CHINESE_DIGITS = "一二三四五六七八九"
_PLACE = re.compile(
    rf"^(?P<unit>{_STEP})\s*#?\s*(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*|[ivx]{{1,5}}\b)(?:\s*(?:[-–—]|(?:to|bis|à|a)\b)\s*(?P<high>\d{{1,3}})\b)?"
    r"\+?\s*(?P<separator>[:.)\]|–—-]|$|\s)\s*(?:[-–—:]\s*)?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LAST = re.compile(
    rf"^(?:final|last|bonus|финальный|последний)\s+(?:{_STEP})\s*[:–—-]\s*(?P<rest>.+)$", re.I | re.DOTALL
)
_NUMBER = re.compile(
    r"^(?:(?P<letter>[a-zа-я])\)|(?P<dotted>\d{1,3}(?:\.\d{1,3})+)[.):]?|(?P<plain>\d{1,3})[.)]|#(?P<hash>\d{1,3})[:.)]?)\s+(?:[–—-]\s+)?(?P<rest>\S.*)$",
    re.DOTALL,
)
_TAIL = re.compile(r"^(?P<title>.*\S)\s*[(\[（](?P<inside>[^()\[\]（）]*)[)\]）]\s*$", re.DOTALL)
_AFTER_DASH = re.compile(r"^(?P<title>.*\S)(?:\s+[-–—|:]|[,:])\s+(?P<inside>[^|:,]{2,40})$", re.DOTALL)
_TICK = re.compile(r"^\[([ xX/✓✔-]?)\]\s+")
_TICKED = tuple("xX✓✔")
_BEGUN = "/"

_OPTIONAL = re.compile(
    r"^(?:optional|nice to have|bonus|необязательно|по желанию|opcional|optionnel|选修|可选)\b", re.I
)
_AWARE = re.compile(r"\b(?:awareness|conceptual|high[- ]level|ознакомительно|обзорно)\b", re.I)
_BASIC = re.compile(r"^(?:very )?(?:basics?|basic (?:idea|usage|level)|базов[а-я]+|основы)$", re.I)
_IMPORTANT = re.compile(
    r"\b(?:very important|most important|critical|must[- ]know|mandatory|must be strong|do not skip|required|"
    r"очень важно|обязательно)\b|^(?:important|essential|важно|wichtig|importante|重点|必修)$",
    re.I,
)
_REMARKS = (("optional", _OPTIONAL), ("awareness", _AWARE), ("basic", _BASIC), ("important", _IMPORTANT))
_REMARK_WORDS = (
    *("very", "most", "important", "essential", "critical", "must", "know", "be", "strong", "mandatory", "required"),
    *(
        "optional",
        "for",
        "beginners",
        "nice",
        "to",
        "have",
        "bonus",
        "awareness",
        "level",
        "conceptual",
        "high",
        "basic",
    ),
    *("basics", "idea", "usage", "advanced", "only", "do", "not", "skip", "очень", "важно", "обязательно"),
    *("необязательно", "по", "желанию", "ознакомительно", "обзорно", "основы", "базовый", "базово"),
    *("opcional", "optionnel", "选修", "可选", "wichtig", "importante", "重点", "必修"),
)
"""A remark of these words alone is told by flags, and is no part of the title."""
_LONGEST = 1_000
_SHORT = 40
_LONGEST_STEP = 120
"""A remark longer than this is part of the title, whatever it says."""


@dataclass(frozen=True, slots=True)
class Title:
    """`ticked` is a checkbox, `begun` one with a stroke.

    `sign` is the first mark or note sign; `colon`: something follows.
    """

    text: str
    number: str = ""
    step: str = ""
    sign: str = ""
    ticked: bool | None = None
    begun: bool = False
    hours: float | None = None
    duration: str = ""
    optional: bool = False
    important: bool = False
    basic: bool = False
    awareness: bool = False
    colon: bool = False


@lru_cache(maxsize=20_000)
def read_title(raw: str) -> Title:
    """Of a text too long for a title nothing is taken apart."""
    if len(raw) > _LONGEST:
        return Title(" ".join(raw.split()))
    return _Reading(raw).title()


class _Reading:
    def __init__(self, raw: str) -> None:
        self._found: dict[str, Any] = {}
        if not raw.isprintable():
            raw = "".join(character for character in raw if character.isprintable() or character.isspace())
        self._text = self._unsigned(" ".join(without_vault(raw).translate(_INVISIBLE).split()))

    def title(self) -> Title:
        self._prefixes()
        self._tails()
        return Title(self._text.strip(), **self._found)

    def _note(self, **found: Any) -> None:
        self._found |= found

    def _unsigned(self, text: str) -> str:
        """Without signs, keycaps and a checkbox before the first word."""
        while text:
            if found := _TICK.match(text):
                self._note(ticked=found[1] in _TICKED, begun=found[1] == _BEGUN)
                text = text[found.end() :]
            elif found := _KEYCAP.match(text):
                self._note(number="10" if found[2] else "".join(filter(str.isdigit, found[1])))
                text = text[found.end() :]
            elif is_sign(text[0]):
                if "sign" not in self._found:
                    self._note(sign=text[0])
                text = text[1:]
            elif text[0].isspace():
                text = text[1:]
            else:
                break
        return text

    def _prefixes(self) -> None:
        if found := _LAST.match(self._text):
            self._note(step="final")
            self._text = found["rest"]
        elif found := _CHINESE_PLACE.match(self._text):
            self._note(number=_figure(found["number"]), step=found["unit"])
            self._text = found["rest"] or self._text
        elif found := _PLACE.match(_plain_keycaps(self._text)):
            number, high, unit = found["number"], found["high"], found["unit"].lower()
            length = span(unit, number, high) if high and number.isdigit() else None
            self._note(
                number=f"{number}-{high}" if high else number, step=unit, duration=length.duration if length else ""
            )
            self._text = self._text if found["rest"][:1] in ("", "(") else found["rest"]
        elif found := _NUMBER.match(self._text):
            if not found["letter"]:
                self._note(number=found["dotted"] or found["plain"] or found["hash"])
            self._text = self._unsigned(found["rest"])

    def _tails(self) -> None:
        while True:
            text = self._text.rstrip()
            if text.endswith((":", "：")) and len(text) > 1:
                self._note(colon=True)
                self._text = text[:-1]
            elif len(text) > 1 and is_sign(text[-1]):
                if text[-1] in MARKS and "sign" not in self._found:
                    self._note(sign=text[-1])
                self._text = text[:-1]
            elif not self._take_tail(text):
                return

    def _take_tail(self, text: str) -> bool:
        if found := _TAIL.match(text):
            inside = found["inside"].strip()
            if self._take(amount(inside)) or self._take_remark(inside):
                self._text = found["title"]
                return True
        elif (found := _AFTER_DASH.match(text)) and self._take(amount(found["inside"])):
            self._text = found["title"]
            return True
        return False

    def _take(self, found: Amount | None) -> bool:
        if found is None:
            return False
        if found.duration:
            self._note(duration=found.duration)
        else:
            self._note(hours=found.hours)
        return True

    def _take_remark(self, inside: str) -> bool:
        """Whether it says nothing more than how much the title matters."""
        if len(inside) > _SHORT:
            return False
        for key, pattern in _REMARKS:
            if pattern.search(inside):
                self._note(**{key: True})
                return all(word in _REMARK_WORDS for word in inside.casefold().replace("-", " ").split())
        return False


def shown(text: str) -> str:
    """Without what can't be shown, such as the sign for a character that is lost; "…" where nothing is left."""
    left = "".join(character for character in text.replace("\ufffd", " ") if character.isprintable())
    return " ".join(left.split()) or "…"


def is_sign(character: str) -> bool:
    """Emoji and other pictures, not letters, digits or what is used in writing."""
    return character > "\u2000" and unicodedata.category(character) in ("So", "Sk", "Cn", "Co")


def names_step(text: str) -> bool:
    """Whether it is a title such as "Week 3: Verbs" or "3️⃣ Verbs", and no sentence that begins so."""
    bare = text.translate(_INVISIBLE).strip(" *_")
    if len(bare) > _LONGEST_STEP or bare.endswith((".", ";", ",")):
        return False
    if _KEYCAP.match(bare):
        return True
    while bare and is_sign(bare[0]):
        bare = bare[1:].lstrip()
    found = _PLACE.match(bare)
    if not found:
        return bool(_CHINESE_PLACE.match(bare))
    return bool(found["separator"].strip()) or found["rest"][:1] in ("", "(")


def _figure(number: str) -> str:
    """ "十二" is 12."""
    if number.isdigit():
        return number
    tens, ten, units = number.rpartition("十")
    digits = [_CHINESE_DIGITS.find(one) + 1 for one in (tens, units)]
    return str((digits[0] if tens else 1) * 10 + (digits[1] if units else 0)) if ten else str(digits[1])


def _plain_keycaps(text: str) -> str:
    return text.replace("\u20e3", "").replace("🔟", "10")
