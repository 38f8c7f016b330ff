from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.wall_time import format_wall_time, parse_wall_time


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("0", time(0)),
        ("21:30", time(21, 30)),
        ("9:05", time(9, 5)),
        ("9am", time(9)),
        ("9 pm", time(21)),
        ("12am", time(0)),
        ("12 PM", time(12)),
        ("9:30 PM", time(21, 30)),
        ("  23:59 ", time(23, 59)),
    ],
)
def test_the_accepted_forms(text, wall):
    assert parse_wall_time(text) == wall


@pytest.mark.parametrize(
    "text",
    [
        *("", "25:00", "24", "24:00", "9:60", "13pm", "0am", "noon", "9 30", "21.30", "9:5", "009", "9:", ":30"),
        *("9:30:00", "9  am", "9a", "at 9", "-9", "+9", "9am pm", "9\n30", "9\0", "9" * 10_000, "٩", "9:٣٠", "９"),
    ],
)
def test_anything_else_is_not_guessed_at(text):
    assert parse_wall_time(text) is None


@given(st.times().map(lambda wall: wall.replace(second=0, microsecond=0)))
def test_what_is_shown_can_be_typed(wall):
    assert parse_wall_time(format_wall_time(wall)) == wall


def test_times_are_shown_with_24_hours_and_two_digits():
    assert format_wall_time(time(9)) == "09:00"
    assert format_wall_time(time(21, 5)) == "21:05"
