"""Finds the time zone a person means: by city, by IANA name or by offset."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.study.zone import ZoneMatch, parse_offset, zone_names

_LONGEST = 100
# Letters that Unicode doesn't take apart into a base and an accent, though people write them as such.
_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "і": "и"})


def find_zone(text: str) -> ZoneMatch | None:
    """The zone of "Berlin", "екатеринбург", "Europe/Berlin" or "UTC+3"; None if it isn't known, never a near match.

    Case, accents, spaces and punctuation don't matter. Of several cities of a name, the most populous is meant.
    The first call reads the table of cities.
    """
    text = text.strip()
    if len(text) > _LONGEST or not text.isprintable():
        return None
    offset = parse_offset(text)
    if offset is not None:
        return ZoneMatch(offset, "UTC" if offset == "+00:00" else f"UTC{offset}")
    name = _iana_names().get("_".join(text.casefold().split()))
    if name is not None:
        area, _, place = name.rpartition("/")
        return ZoneMatch(name, name if area == "Etc" else place.replace("_", " "))
    return _cities().get(normalise(text))


def normalise(name: str) -> str:
    """Letters and digits only, without case and accents (ё becomes е), so that spellings of a name compare equal."""
    bare = unicodedata.normalize("NFKD", name).casefold().translate(_FOLDED)
    # Modifier letters are transliterations of an apostrophe, and letters to `isalnum`.
    return "".join(letter for letter in bare if letter.isalnum() and unicodedata.category(letter) != "Lm")


@cache
def _iana_names() -> Mapping[str, str]:
    # "Factory" stands for a machine whose zone nobody has set.
    return {name.casefold(): name for name in zone_names() - {"Factory"}}


@cache
def _cities() -> Mapping[str, ZoneMatch]:
    """From `cities.tsv`, which `build_cities` writes: label, zone, normalised names."""
    found: dict[str, ZoneMatch] = {}
    for line in files("bot.library").joinpath("cities.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, zone, names = line.split("\t")
        found.update(dict.fromkeys(names.split(","), ZoneMatch(zone, label)))
    return found
