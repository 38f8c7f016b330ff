from datetime import UTC, datetime

import pytest

from bot.study.progress import (
    UNDO_DEPTH,
    Change,
    Enrolment,
    Mark,
    Studies,
    is_closed,
    marked,
    minutes_left,
    position,
    tally,
    undone,
    up_to_date,
)
from bot.study.roadmap import Node, Roadmap

START = datetime(2026, 3, 2, tzinfo=UTC)
DONE, SKIPPED, STARTED = Mark.DONE, Mark.SKIPPED, Mark.IN_PROGRESS


def section(name, *leaves, minutes=None):
    return Node(name, name, True, minutes=minutes, parts=tuple(Node(leaf, leaf, False) for leaf in leaves))


ABC = Roadmap("r", "R", "", (section("one", "a", "b", minutes=120), section("two", "c"), section("three", "d", "e")))


def enrolled(anchor=None, **marks):
    return Enrolment(1, "r", START, marks, anchor)


def test_marking_remembers_only_what_it_changed():
    after = marked(enrolled(a=DONE, b=STARTED), ["a", "b", "c"], DONE, 7)
    assert after.marks == {"a": DONE, "b": DONE, "c": DONE}
    assert after.undo == (Change(7, {"b": STARTED, "c": None}),)


def test_marking_to_do_takes_the_mark_away():
    assert marked(enrolled(a=DONE), ["a", "b"], None, 7).marks == {}


@pytest.mark.parametrize(("leaves", "mark"), [([], DONE), (["a"], DONE), (["b"], None)])
def test_marking_what_is_so_already_changes_nothing(leaves, mark):
    before = enrolled(a=DONE)
    assert marked(before, leaves, mark, 7) is before


def test_undo_restores_and_goes_back_change_by_change():
    start = enrolled(a=STARTED)
    first = marked(start, ["a", "b"], DONE, 1)
    second = marked(first, ["b"], SKIPPED, 2)
    assert undone(second, 1) is None
    back = undone(second, 2)
    assert back == first
    assert undone(back, 1) == start
    assert undone(start, 1) is None


def test_undo_reaches_only_so_far():
    enrolment = enrolled()
    for number in range(UNDO_DEPTH + 3):
        enrolment = marked(enrolment, [f"leaf-{number}"], DONE, number)
    assert [change.id for change in enrolment.undo] == list(range(3, UNDO_DEPTH + 3))


@pytest.mark.parametrize(("mark", "closed"), [(None, False), (STARTED, False), (DONE, True), (SKIPPED, True)], ids=str)
def test_done_and_skipped_close_a_leaf(mark, closed):
    assert is_closed(enrolled(**({"a": mark} if mark else {})), "a") is closed


@pytest.mark.parametrize(
    ("enrolment", "step"),
    [
        (enrolled(), "one"),
        (enrolled(a=DONE), "one"),
        (enrolled(a=DONE, b=SKIPPED), "two"),
        (enrolled(a=DONE, b=STARTED), "one"),
        (enrolled(anchor="c"), "two"),
        (enrolled(anchor="e"), "three"),
        (enrolled(anchor="c", c=DONE), "three"),
        (enrolled(anchor="c", c=DONE, d=DONE, e=DONE), "one"),
        (enrolled(anchor="gone"), "one"),
        (enrolled(a=DONE, b=DONE, c=DONE, d=SKIPPED, e=DONE), None),
        (enrolled(anchor="c", a=DONE, b=DONE, c=DONE, d=SKIPPED, e=DONE), None),
        (enrolled(gone=DONE), "one"),
    ],
)
def test_the_position(enrolment, step):
    found = position(enrolment, ABC)
    assert (found and found.id) == step


@pytest.mark.parametrize(
    ("marks", "counts", "share", "mark"),
    [
        ({}, (0, 0, 0), 0, None),
        ({"a": STARTED}, (0, 0, 1), 0, STARTED),
        ({"a": DONE}, (1, 0, 0), 0.5, STARTED),
        ({"a": SKIPPED}, (0, 1, 0), 0, None),
        ({"a": DONE, "b": DONE}, (2, 0, 0), 1, DONE),
        ({"a": DONE, "b": SKIPPED}, (1, 1, 0), 1, DONE),
        ({"a": SKIPPED, "b": SKIPPED}, (0, 2, 0), 1, SKIPPED),
        ({"a": DONE, "c": DONE}, (1, 0, 0), 0.5, STARTED),
    ],
)
def test_the_state_of_a_parent(marks, counts, share, mark):
    counted = tally(enrolled(**marks), ABC.phases[0].leaves())
    assert (counted.done, counted.skipped, counted.in_progress, counted.total) == (*counts, 2)
    assert (counted.share, counted.mark) == (share, mark)


def test_minutes_left_leave_out_what_is_closed():
    assert minutes_left(enrolled(), ABC) == 120 + 3 * 30
    assert minutes_left(enrolled(a=DONE, c=SKIPPED, d=STARTED), ABC) == 60 + 2 * 30
    assert minutes_left(enrolled(**dict.fromkeys("abcde", DONE)), ABC) == 0


def test_renamed_leaves_keep_their_marks_anchor_and_undo():
    moved = Roadmap("r", "R", "", ABC.phases, moved={"old-a": "a", "older-a": "old-a", "old-c": "c"})
    before = marked(enrolled(anchor="old-c", **{"older-a": DONE, "removed": SKIPPED}), ["old-c"], DONE, 7)
    after = up_to_date(before, moved)
    assert after.marks == {"a": DONE, "removed": SKIPPED, "c": DONE}
    assert after.anchor == "c"
    assert undone(after, 7).marks == {"a": DONE, "removed": SKIPPED}


def test_an_anchor_that_is_gone_is_dropped():
    moved = Roadmap("r", "R", "", ABC.phases, moved={"old": "a"})
    assert up_to_date(enrolled(anchor="gone"), moved).anchor is None


def test_without_renames_nothing_is_touched():
    before = enrolled(a=DONE)
    assert up_to_date(before, ABC) is before


def test_the_mark_of_a_leaf_that_has_parts_by_now_is_kept_and_counts_for_nothing():
    before = enrolled(two=DONE)
    assert up_to_date(before, ABC).marks == {"two": DONE}
    assert position(before, ABC).id == "one"
    assert tally(before, ABC.phases[1].leaves()).done == 0


def test_studies_hold_one_enrolment_a_roadmap_and_one_active():
    mine, other = Enrolment(1, "r", START), Enrolment(2, "s", START)
    studies = Studies(9).with_(mine).with_(other)
    assert (studies.current, studies.on("r"), studies.by_id(2), studies.on("t")) == (other, mine, other, None)
    again = studies.with_(Enrolment(1, "r", START, {"a": DONE}))
    assert (again.active, len(again.enrolments)) == (1, 2)
    assert again.current.marks == {"a": DONE}


def test_nobody_starts_with_a_current_enrolment():
    assert Studies(9).current is None
    assert Studies(9, (Enrolment(1, "r", START),), active=5).current is None
