"""Hours and durations as people write them: "4 h", "(8–10 hours)", "2 weeks", "1,5 месяца"."""

import re
from dataclasses import dataclass, replace

_UNITS = (
    (r"hours?|hrs?|h|часов|часа|час|ч\.?|stunden?|std\.?|horas?|heures?|小时", 1.0),
    (r"minutes?|mins?|минут[аы]?|мин\.?|minuten?|minutos?|分钟", 1 / 60),
)
_SPANS = (
    r"days?|weeks?|months?|years?|дн(?:ей|я)|день|недел[ьяию]|месяц(?:а|ев)?|года?|лет|"
    r"tagen?|wochen?|monaten?|jahren?|días?|semanas?|mes(?:es)?|años?|jours?|semaines?|mois|ans|天|周|个月|年"
)
_SPAN_UNITS = {
    "day": r"da|дн|день|tag|dí|jour|天",
    "week": r"we|нед|woche|sem|周",
    "month": r"mo|мес|mes|月",
    "year": r"ye|год|лет|jahr|año|an|年",
}
_WITHOUT_END = ("ongoing", "self-paced")
_NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?"
_RANGE = rf"(?:about |around |approx\.? |up to |~|≈)?\s*(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to)\s*(?P<high>{_NUMBER}))?\+?"

_HOURS = tuple((re.compile(rf"{_RANGE}[\s-]*(?:{names})", re.IGNORECASE), factor) for names, factor in _UNITS)
_HOURS_AND_MINUTES = re.compile(
    rf"(?P<hours>[1-9]\d?)\s*(?:{_UNITS[0][0]})\s*(?:and\s+|и\s+)?(?P<minutes>[1-5]?\d)\s*(?:{_UNITS[1][0]}|m)?",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"{_RANGE}[\s-]*(?:{_SPANS})|ongoing|self-paced", re.IGNORECASE)
_PLACE = re.compile(r"(?P<unit>days?|weeks?|months?)\s*(?P<low>\d{1,3})\s*(?:-|–|—|to)\s*(?P<high>\d{1,3})", re.I)
_PREFIX = re.compile(
    r"^(?:(?:total|estimated|expected|approximate|study|overall|общее|примерное)\s+)*"
    r"(?P<what>duration|time(?:\s+needed|\s+estimate|frame|line)?|hours|effort|длительность|срок(?:\s+обучения)?|время|продолжительность|"
    r"dauer|zeitaufwand|duración|tiempo|durée|时长|时间)"
    r"\s*[:：\-–—]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_TOTAL = ("total", "overall", "общее")


@dataclass(frozen=True, slots=True)
class Amount:
    """Either `hours` (the middle, where a range is stated) or a `duration` in the source's own words."""

    hours: float | None = None
    duration: str = ""
    total: bool = False
    """Of the whole, not of the place where it stands."""


def amount(text: str) -> Amount | None:
    """`text` as an amount, if it is nothing else."""
    text = " ".join(text.split()).strip(" .*_")
    if len(text) > 60:
        return None
    for pattern, factor in _HOURS:
        if found := pattern.fullmatch(text):
            low = _float(found["low"])
            hours = (low + _float(found["high"] or found["low"])) / 2 * factor
            return Amount(hours=round(hours, 2)) if hours else None
    if found := _HOURS_AND_MINUTES.fullmatch(text):
        return Amount(hours=round(int(found["hours"]) + int(found["minutes"]) / 60, 2))
    if _SPAN.fullmatch(text):
        return Amount(duration=text)
    if found := _PLACE.fullmatch(text):
        return span(found["unit"], found["low"], found["high"])
    return None


def span(unit: str, low: str, high: str) -> Amount | None:
    """Weeks 3–6 last four weeks."""
    length = int(high) - int(low) + 1
    name = next((name for name, names in _SPAN_UNITS.items() if re.match(names, unit.lower())), "")
    return Amount(duration=f"{length} {name}{'s' if length > 1 else ''}") if name and length > 0 else None


def stated(text: str) -> Amount | None:
    """The amount of a line such as "Duration: 1 month" or "Total estimated time: 234 hours"."""
    if len(text) > 120 or not any(sign in text for sign in ":：-–—"):
        return None
    text = " ".join(text.split()).strip(" .*_")
    found = _PREFIX.match(text)
    if not found:
        return None
    value = amount(found["rest"]) or Amount(duration=found["rest"])
    long_or_other = value.duration == found["rest"] and len(found["rest"]) > 30
    return None if long_or_other else replace(value, total=text.casefold().startswith(_TOTAL))


def plain_span(text: str) -> str:
    """A duration of any wording as the schema writes it, such as "1.5 months"; empty if it is none."""
    text = " ".join(text.split()).strip(" .*_()").casefold()
    if text in _WITHOUT_END:
        return "ongoing"
    found = _SPAN.search(text)
    if not found:
        return ""
    unit = next(unit for unit, names in _SPAN_UNITS.items() if re.search(names, found[0]))
    low, high = (_float(found[name] or "0") for name in ("low", "high"))
    if not low:
        return ""
    return f"{low:g}-{high:g} {unit}s" if high > low else f"{low:g} {unit}{'' if low == 1 else 's'}"


def _float(text: str) -> float:
    return float(text.replace(",", "."))
