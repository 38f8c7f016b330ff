"""How spans, moments, days and zones are said."""

from datetime import UTC, datetime
from random import Random

import pytest

from bot.core.model import Address
from bot.core.turn import Conversation, Person, Turn
from bot.features.wording import bar, days, moment, span, zone_name
from bot.study.weekdays import EVERY_DAY, WEEKEND, WORKDAYS
from tests.turns import MONDAY, catalogue, texts

TURN = Turn(
    now=MONDAY,
    rng=Random(1),
    new_id=lambda: 1,
    content=catalogue(),
    commands={},
    translations=texts(),
    person=Person(1, "Ann", "en", None),
    conversation=Conversation(2, Address("test", "ann"), private=True),
    loaded={},
    keys={},
)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (45, "45 min"),
        (59.4, "59 min"),
        (59.6, "1 h"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (599, "9 h 59 min"),
        (599.6, "10 h"),
        (629, "10 h"),
        (631, "11 h"),
    ],
)
def test_spans(minutes, said):
    assert span(TURN, minutes).plain == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((2, 22, 59), "today at 23:59"),
        ((2, 23, 0), "tomorrow at 00:00"),
        ((3, 18, 0), "tomorrow at 19:00"),
        ((4, 18, 0), "Wednesday at 19:00"),
        ((8, 18, 0), "Sunday at 19:00"),
        ((9, 18, 0), "on 9 March 2026 at 19:00"),
    ],
)
def test_moments_as_seen_from_a_monday_in_berlin(at, said):
    assert moment(TURN, datetime(2026, 3, *at, tzinfo=UTC), "Europe/Berlin").plain == said


@pytest.mark.parametrize(
    ("weekdays", "said"),
    [
        (EVERY_DAY, "every day"),
        (WORKDAYS, "Monday to Friday"),
        (WEEKEND, "weekends"),
        (frozenset({4, 0, 2}), "Mon, Wed, Fri"),
        (frozenset({6}), "Sun"),
    ],
)
def test_days(weekdays, said):
    assert days(TURN, weekdays).plain == said


@pytest.mark.parametrize(("share", "full"), [(0, 0), (0.001, 1), (0.125, 1), (0.13, 2), (0.5, 4), (0.99, 7), (1, 8)])
def test_bars(share, full):
    assert bar(share) == "▰" * full + "▱" * (8 - full)


@pytest.mark.parametrize(
    ("zone", "said"),
    [("Europe/Berlin", "Europe/Berlin"), ("America/New_York", "America/New York"), ("+05:30", "UTC+05:30")],
)
def test_zones(zone, said):
    assert zone_name(zone) == said
