import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.zones import ZoneMatch, find_zone, normalise
from bot.study.zone import is_fixed, tz, zone_names


@pytest.mark.parametrize(
    ("text", "zone", "label"),
    [
        ("Berlin", "Europe/Berlin", "Berlin"),
        ("екатеринбург", "Asia/Yekaterinburg", "Yekaterinburg"),
        ("new york", "America/New_York", "New York City"),
        ("New-York ", "America/New_York", "New York City"),
        ("Europe/Berlin", "Europe/Berlin", "Berlin"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC+3", "+03:00", "UTC+03:00"),
        ("-0330", "-03:30", "UTC-03:30"),
        ("utc", "+00:00", "UTC"),
        ("Etc/GMT+3", "Etc/GMT+3", "Etc/GMT+3"),
        ("Санкт-Петербург", "Europe/Moscow", "Saint Petersburg"),
        ("санкт петербург", "Europe/Moscow", "Saint Petersburg"),
        ("спб", "Europe/Moscow", "Saint Petersburg"),
        ("Орёл", "Europe/Moscow", "Orël"),
        ("орел", "Europe/Moscow", "Orël"),
        ("Munich", "Europe/Berlin", "Munich"),
        ("мюнхен", "Europe/Berlin", "Munich"),
        ("MÜNCHEN", "Europe/Berlin", "Munich"),
        ("são paulo", "America/Sao_Paulo", "São Paulo"),
        ("sao paulo", "America/Sao_Paulo", "São Paulo"),
        ("San Francisco", "America/Los_Angeles", "San Francisco"),
        ("Delhi", "Asia/Kolkata", "Delhi"),
        ("Bombay", "Asia/Kolkata", "Mumbai"),
        ("İSTANBUL", "Europe/Istanbul", "Istanbul"),
        ("Xiʼan", "Asia/Shanghai", "Xi’an"),
        ("Łódź", "Europe/Warsaw", "Łódź"),
        ("Київ", "Europe/Kyiv", "Kyiv"),
        # Smaller than any listed city: a capital, and places that zones are named after.
        ("Берн", "Europe/Zurich", "Bern"),
        ("Рейкьявик", "Atlantic/Reykjavik", "Reykjavík"),
        ("St. John's", "America/St_Johns", "St. John’s"),
        ("Нуук", "America/Nuuk", "Nuuk"),
    ],
)
def test_places_names_and_offsets(text, zone, label):
    assert find_zone(text) == ZoneMatch(zone, label)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("San Jose", "America/Los_Angeles"),
        ("Odessa", "Europe/Kyiv"),
        ("Ставрополь", "Europe/Moscow"),
        ("Cancun", "America/Cancun"),
        ("Petersburg", "Europe/Moscow"),
    ],
)
def test_of_several_cities_the_likeliest_is_meant(text, zone):
    assert find_zone(text).zone == zone


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "😀", "Atlantis", "Berl", "Factory", "9", "21:30", "+15", "Europe/", "/", "east", "\0"),
        *("Berlin\0", "Ber\nlin"),
        *("x" * 10_000, "Berlin" + "." * 10_000, "+" * 10_000, "é" * 100, "../../etc/passwd", "\ud800"),
    ],
)
def test_anything_else_is_not_guessed_at(text):
    assert find_zone(text) is None


@given(st.text())
def test_whatever_is_found_is_a_zone_we_know(text):
    match = find_zone(text)
    if match is not None:
        tz(match.zone)


def test_every_iana_name_is_found():
    for name in zone_names() - {"Factory"}:
        match = find_zone(name.upper())
        assert match is not None
        assert match.zone == name or is_fixed(match.zone)


def rows():
    lines = files("bot.library").joinpath("cities.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_the_table_is_sound():
    names = [name for _, _, listed in rows() for name in listed.split(",")]
    assert len(names) > 20_000
    assert len(set(names)) == len(names), "a name means one place"
    assert all(name and normalise(name) == name for name in names)
    assert {zone for _, zone, _ in rows()} <= zone_names()


def test_the_table_names_its_sources():
    head = files("bot.library").joinpath("cities.tsv").read_text(encoding="utf-8")[:400]
    assert "GeoNames" in head
    assert "CC BY 4.0" in head


def test_the_table_is_not_read_at_import():
    program = "import bot.library.zones as z; assert z._cities.cache_info().currsize == 0; assert z.find_zone('Oslo')"
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, timeout=60)
