from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.question import Kind, Option, Question
from bot.study.quiz import (
    AnswerHistory,
    Asked,
    QuizSession,
    SessionState,
    advanced,
    answered,
    by_topic,
    mistakes,
    pick,
    score,
    shuffled,
    toggled,
)

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def question(name, topic="lists", kind=Kind.SINGLE, right="a", options="abcd"):
    choices = tuple(Option(one, one.upper(), one in right, "because") for one in options)
    return Question(name, (topic, "other"), kind, "What?", choices, "So it is.", "https://example.org", "junior", 2)


def many(prefix, count):
    return [question(f"{prefix}{number}") for number in range(count)]


def session(*questions, **more):
    return QuizSession(1, 9, 5, tuple(Asked(one, ("a", "b", "c", "d")) for one in questions), NOW, **more)


def names(questions):
    return [one.id for one in questions]


@pytest.mark.parametrize(
    ("here", "before", "count", "from_here", "from_before"),
    [
        (9, 9, 5, 4, 1),
        (9, 9, 6, 4, 2),
        (9, 9, 2, 2, 0),
        (9, 9, 1, 1, 0),
        (2, 9, 5, 2, 3),
        (9, 0, 5, 5, 0),
        (0, 9, 5, 0, 5),
        (9, 1, 9, 8, 1),
        (1, 1, 5, 1, 1),
        (0, 0, 5, 0, 0),
    ],
)
def test_every_third_is_about_what_was_studied_before(here, before, count, from_here, from_before):
    picked = names(pick(many("h", here), many("b", before), AnswerHistory(9), count, Random(1)))
    assert (sum(one[0] == "h" for one in picked), sum(one[0] == "b" for one in picked)) == (from_here, from_before)


def test_never_asked_then_wrong_then_the_longest_not_asked():
    newest = {
        "q0": (NOW, True),
        "q1": (NOW - HOUR, True),
        "q2": (NOW, False),
        "q3": (NOW - HOUR, False),
    }
    picked = pick(many("q", 5), [], AnswerHistory(9, newest), 5, Random(1))
    assert names(picked) == ["q4", "q3", "q2", "q1", "q0"]


def test_equals_come_in_random_order():
    firsts = {names(pick(many("q", 5), [], AnswerHistory(9), 1, Random(seed)))[0] for seed in range(60)}
    assert firsts == {"q0", "q1", "q2", "q3", "q4"}


@given(st.sets(st.integers(0, 12)), st.sets(st.integers(0, 12)), st.integers(1, 20), st.integers())
def test_no_question_twice_and_as_many_as_there_are(here, before, count, seed):
    both = [question(f"q{number}") for number in here], [question(f"q{number}") for number in before]
    picked = names(pick(*both, AnswerHistory(9), count, Random(seed)))
    assert len(picked) == len(set(picked)) == min(count, len(here | before))


def test_shuffling_keeps_the_options_and_true_first():
    orders = {shuffled(question("q"), Random(seed)).order for seed in range(200)}
    assert len(orders) == 24
    assert {shuffled(question("q", kind=Kind.TRUE_FALSE, options="tf"), Random(seed)).order for seed in range(20)} == {
        ("t", "f")
    }
    assert shuffled(question("q"), Random(3)) == shuffled(question("q"), Random(3))


def test_options_are_given_as_shown():
    asked = Asked(question("q"), ("c", "a", "d", "b"))
    assert [one.id for one in asked.options] == ["c", "a", "d", "b"]


@pytest.mark.parametrize(
    ("right", "chosen", "correct"),
    [("a", "a", True), ("a", "b", False), ("ab", "ab", True), ("ab", "a", False), ("ab", "abc", False)],
)
def test_an_answer_is_right_with_all_right_options_and_no_other(right, chosen, correct):
    after = answered(session(question("q", right=right)), frozenset(chosen), NOW + HOUR)
    assert (after.now_asking.correct, after.now_asking.chosen, after.touched_at) == (correct, set(chosen), NOW + HOUR)


def test_toggling():
    once = toggled(session(question("q")), "a", NOW)
    assert once.now_asking.chosen == {"a"}
    assert toggled(toggled(once, "b", NOW), "a", NOW).now_asking.chosen == {"b"}


def test_going_on_to_the_end():
    first = session(question("p"), question("q"))
    assert not first.is_last
    second = advanced(first, 6)
    assert (second.position, second.message, second.state, second.is_last) == (1, 6, SessionState.OPEN, True)
    last = advanced(second, 7)
    assert (last.position, last.message, last.state) == (1, 6, SessionState.DONE)


@pytest.mark.parametrize(
    ("state", "after", "resumable"),
    [
        (SessionState.OPEN, timedelta(), True),
        (SessionState.OPEN, timedelta(days=1) - timedelta(seconds=1), True),
        (SessionState.OPEN, timedelta(days=1), False),
        (SessionState.DONE, timedelta(), False),
        (SessionState.CANCELLED, timedelta(), False),
    ],
)
def test_resuming_within_a_day(state, after, resumable):
    assert session(question("q"), state=state).is_resumable(NOW + after) is resumable


def test_the_score_counts_what_was_answered():
    right, wrong, open_ = question("p", "lists"), question("q", "tuples"), question("r", "tuples")
    at = session(right, wrong, open_)
    at = advanced(answered(at, frozenset("a"), NOW), 6)
    at = advanced(answered(at, frozenset("b"), NOW), 7)
    assert score(at.asked) == (1, 2)
    assert by_topic(at.asked) == {"lists": (1, 1), "tuples": (0, 1)}
    assert mistakes(at) == [wrong]


def test_the_key_of_a_question():
    assert question("q", right="bd").key == {"b", "d"}
