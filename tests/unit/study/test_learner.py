from datetime import date, time

from bot.study.learner import WEEKDAYS, Learner
from bot.study.weekdays import EVERY_DAY, WEEKEND, WORKDAYS

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def test_the_defaults():
    ann = Learner(9, "Europe/Berlin")
    assert (ann.weekly_minutes, ann.weekdays, ann.schedule, ann.day_end) == (300, WORKDAYS, (), time(4))
    assert WEEKDAYS == WORKDAYS


def test_the_days_of_now_are_the_newest():
    ann = Learner(9, "Europe/Berlin").studying_on(WEEKEND, MONDAY).studying_on(EVERY_DAY, TUESDAY)
    assert ann.weekdays == EVERY_DAY
    assert ann.schedule == ((MONDAY, WEEKEND), (TUESDAY, EVERY_DAY))


def test_a_second_change_on_a_day_replaces_the_first():
    ann = Learner(9, "Europe/Berlin").studying_on(WEEKEND, MONDAY).studying_on(EVERY_DAY, MONDAY)
    assert ann.schedule == ((MONDAY, EVERY_DAY),)


def test_a_change_after_moving_west_replaces_what_would_come_later():
    ann = Learner(9, "Asia/Tokyo").studying_on(WEEKEND, TUESDAY).studying_on(EVERY_DAY, MONDAY)
    assert ann.schedule == ((MONDAY, EVERY_DAY),)
