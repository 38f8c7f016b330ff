import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.weekdays import EVERY_DAY, WEEKEND, WORKDAYS, parse_weekdays, weekdays_from_bits, weekdays_to_bits


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon wed fri", {0, 2, 4}),
        ("Mon, Wed,fri", {0, 2, 4}),
        ("mon-fri", WORKDAYS),
        ("mon – wed sun", {0, 1, 2, 6}),
        ("fri-mon", {4, 5, 6, 0}),
        ("tuesday", {1}),
        ("sun-sun", {6}),
        ("  every   day ", EVERY_DAY),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("Weekends", {5, 6}),
    ],
)
def test_the_accepted_forms(text, days):
    assert parse_weekdays(text) == days


@pytest.mark.parametrize(
    "text", ["", ",", "mo", "monn", "mon-", "-fri", "mon--fri", "mon-wed-fri", "mon and fri", "mon,,fri", "0", "пн"]
)
def test_anything_else_is_not_guessed_at(text):
    assert parse_weekdays(text) is None


@given(st.frozensets(st.integers(0, 6)))
def test_bits_give_the_same_days_back(days):
    assert weekdays_from_bits(weekdays_to_bits(days)) == days


def test_monday_is_the_lowest_bit():
    assert weekdays_to_bits(frozenset({0})) == 1
    assert weekdays_to_bits(WEEKEND) == 0b1100000


@pytest.mark.parametrize("bits", [-1, 128])
def test_other_bits_are_refused(bits):
    with pytest.raises(ValueError, match="weekdays"):
        weekdays_from_bits(bits)
