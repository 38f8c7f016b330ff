from datetime import UTC, date, datetime

from bot.study.log import Activity, StudyEntry, StudyLog

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def entry(number, day=MONDAY, expected=0, minutes=None, *, step="s", roadmap="r", activity=Activity.STEP):
    return StudyEntry(number, 9, AT, day, activity, roadmap, step, "", expected, minutes)


def log(*entries):
    return StudyLog(9, entries)


def test_days_count_once_whatever_was_done():
    assert log(entry(1), entry(2, TUESDAY, activity=Activity.QUIZ), entry(3, TUESDAY)).days == {MONDAY, TUESDAY}
    assert log().days == frozenset()


def test_finished_minutes_by_day_and_roadmap():
    mine = log(entry(1, expected=60), entry(2, expected=30), entry(3, TUESDAY, 20), entry(4, expected=99, roadmap="s"))
    assert mine.finished_by_day("r") == {MONDAY: 90, TUESDAY: 20}
    assert mine.finished_by_day("t") == {}


def test_the_time_told_is_for_the_whole_step_with_the_items_ticked_before():
    mine = log(
        entry(1, expected=60, activity=Activity.ITEM),
        entry(2, expected=30, activity=Activity.ITEM, step="other"),
        entry(3, TUESDAY, 120, minutes=240),
    )
    assert mine.timed() == [(180.0, 240.0)]


def test_steps_without_a_time_or_without_an_expectation_say_nothing():
    assert log(entry(1, expected=60), entry(2, expected=0, minutes=30, step="quiz")).timed() == []


def test_each_step_counts_for_itself():
    mine = log(entry(1, expected=60, minutes=30), entry(2, expected=40, minutes=50, step="t"))
    assert mine.timed() == [(60.0, 30.0), (40.0, 50.0)]
    assert log(entry(1, expected=60, minutes=30), entry(2, expected=40, minutes=50, roadmap="q")).timed() == [
        (60.0, 30.0),
        (40.0, 50.0),
    ]


def test_an_entry_is_added_last():
    one, two = entry(1), entry(2, TUESDAY)
    assert log(one).with_(two).entries == (one, two)
