"""`/report`: which question it is about, what is kept of it, and that the quiz goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import effects as fx
from bot.core.model import Message, data
from bot.study.question import Kind, Question
from bot.study.quiz import Answer, Asked, QuizSession, SessionState
from bot.study.report import MOST_A_DAY, MOST_TEXT, QuestionReport, ReportKind, Reports
from tests.turns import MONDAY, PERSON, Answered, Desk, catalogue, studying
from tests.unit.features.sessions import asked, in_session, session

FIRST, SECOND, THIRD = "lists-sorted-without-changing", "lists-append-a-list", "tuples-swap"
NOTHING = (
    "I can pass on what's wrong with a question I've asked you within the last day. "
    "Take a /quiz first, then type /report."
)
STALE = "That was an earlier question. To report one, type /report soon after I've asked it."
ENOUGH = (
    f"You've reported {MOST_A_DAY} questions within a day: thank you for looking so closely! "
    "Come back tomorrow with this one."
)
BAD = "I couldn't find words in that. Tell me in a sentence what's wrong, such as: option b is right, too."


def answer(desk: Desk) -> Answered:
    """The first option of the question that is asked."""
    option = session(desk).now_asking.order[0]
    return desk.press(data("qz1", 50, session(desk).position, option), on=session(desk).message)


def kept(desk: Desk) -> list[tuple[str, ReportKind, str]]:
    reports = desk.states.get(Reports, Reports(PERSON))
    assert isinstance(reports, Reports)
    return [(one.question, one.kind, one.text) for one in reports.newest]


def stem(question: str) -> str:
    return " ".join(catalogue().questions[question].stem.split())


def test_before_the_first_answer_it_is_about_the_question_asked() -> None:
    desk = in_session(FIRST, SECOND)
    shown = desk.call("/report")
    code = catalogue().questions[FIRST].code
    assert shown.sent == [f"What's wrong with this question?\n\n1/2 · Lists\n{stem(FIRST)}\n\n{code}".strip()]
    assert shown.labels == ["Wrong answer marked", "Unclear", "Out of date", "A slip of the pen", "Something else…"]
    assert shown.changes == ()


def test_then_about_the_one_answered_last() -> None:
    desk = in_session(FIRST, SECOND, THIRD)
    answer(desk)
    assert f"1/3 · Lists\n{stem(FIRST)}" in desk.call("/report").text
    answer(desk)
    assert f"2/3 · Lists\n{stem(SECOND)}" in desk.call("/report").text
    answer(desk)
    assert session(desk).state is SessionState.DONE
    assert f"3/3 · Tuples\n{stem(THIRD)}" in desk.call("/report").text


def test_chosen_but_not_checked_is_not_answered() -> None:
    desk = in_session(FIRST, "lists-out-of-range")
    answer(desk)
    answer(desk)
    assert f"1/2 · Lists\n{stem(FIRST)}" in desk.call("/report").text


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Wrong answer marked", ReportKind.WRONG),
        ("Unclear", ReportKind.UNCLEAR),
        ("Out of date", ReportKind.OUTDATED),
        ("A slip of the pen", ReportKind.SLIP),
    ],
)
def test_a_reason_by_button_leaves_the_quiz_as_it_is(label: str, kind: ReportKind) -> None:
    desk = in_session(FIRST, SECOND)
    answer(desk)
    before, screen = session(desk), desk.screen[session(desk).message]
    desk.call("/report")
    thanks = desk.tap(label)
    assert thanks.edited == [
        f"Thank you. I've passed that on for “{stem(FIRST)[:59]}…”, so that others get a better question. "
        "Your quiz goes on where it was."
    ]
    assert thanks.labels == []
    (report,) = desk.get(Reports).newest
    assert report == QuestionReport(PERSON, FIRST, kind, "", MONDAY, "en")
    assert [type(effect) for effect in thanks.changes] == [fx.Save]
    assert session(desk) is before
    assert desk.screen[session(desk).message] is screen
    assert answer(desk).saved(Answer)[0].question == SECOND


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("the answer is b", ReportKind.OTHER, "the answer is b"),
        ("  two \n  lines  ", ReportKind.OTHER, "two lines"),
        ("404", ReportKind.OTHER, "404"),
        ("верно b", ReportKind.OTHER, "верно b"),
        ("**x** {y} <b>", ReportKind.OTHER, "**x** {y} <b>"),
        ("Unclear.", ReportKind.UNCLEAR, ""),
        ("UNCLEAR", ReportKind.UNCLEAR, ""),
        ("out of date", ReportKind.OUTDATED, ""),
        ("outdated", ReportKind.OUTDATED, ""),
        ("a slip of the pen", ReportKind.SLIP, ""),
        ("wrong answer marked!", ReportKind.WRONG, ""),
        ("unclear, option b too", ReportKind.OTHER, "unclear, option b too"),
        ("other", ReportKind.OTHER, "other"),
        ("typed", ReportKind.OTHER, "typed"),
        ("x" * 2000, ReportKind.OTHER, "x" * MOST_TEXT),
    ],
)
def test_a_reason_behind_the_command_is_kept_at_once(typed: str, kind: ReportKind, text: str) -> None:
    desk = in_session(FIRST, SECOND)
    thanks = desk.call(f"/report {typed}")
    assert thanks.sent[0].startswith("Thank you. I've passed that on for “")
    assert kept(desk) == [(FIRST, kind, text)]


@pytest.mark.parametrize("typed", ["???", "…", "😕", "- - -"])
def test_no_words_behind_the_command_are_no_reason(typed: str) -> None:
    desk = in_session(FIRST)
    assert desk.call(f"/report {typed}").labels[-1] == "Something else…"
    assert kept(desk) == []


def test_something_else_is_typed() -> None:
    desk = in_session(FIRST, SECOND)
    desk.call("/report")
    (question,) = desk.tap("Something else").shown
    assert isinstance(question, Message)
    assert question.asks
    assert desk.say("??").text == BAD
    assert kept(desk) == []
    thanks = desk.say("Option b\nis right, too.")
    assert thanks.sent[0].startswith("Thank you.")
    assert kept(desk) == [(FIRST, ReportKind.OTHER, "Option b is right, too.")]
    assert desk.waiting == ""


def test_something_else_in_a_window() -> None:
    desk = in_session(FIRST)
    desk.waiting = "st1:hours:typed"
    thanks = desk.press(data("rp1", 50, 0, "typed"), text="Option b, too")
    assert (len(thanks.edited), kept(desk)) == (1, [(FIRST, ReportKind.OTHER, "Option b, too")])
    assert desk.waiting == "st1:hours:typed", "what something else waits for is none of ours"


def test_a_file_instead_of_words() -> None:
    desk = in_session(FIRST)
    desk.call("/report")
    desk.tap("Something else")
    assert desk.say("").text == BAD
    assert desk.waiting == data("rp1", 50, 0, "typed")


def test_a_button_after_all() -> None:
    desk = in_session(FIRST)
    desk.call("/report")
    desk.tap("Something else")
    desk.tap("Unclear")
    assert (kept(desk), desk.waiting) == ([(FIRST, ReportKind.UNCLEAR, "")], "")


def typed_question() -> Question:
    first = catalogue().questions[FIRST]
    return replace(first, id="typed-one", kind=Kind.TYPED, stem="Which status is Not Found?", options=first.options)


def test_an_answer_that_is_typed_is_still_heard_afterwards() -> None:
    desk = studying()
    answered = replace(asked(FIRST)[0], correct=False)
    typing = Asked(typed_question(), ("a",))
    desk.states[QuizSession] = QuizSession(50, PERSON, 60, (answered, typing), MONDAY, position=1)
    desk.waiting = data("qz1", 50, 1, "type")
    assert desk.call("/report unclear").all(fx.StopWaiting) == []
    assert desk.waiting == data("qz1", 50, 1, "type")
    desk.call("/report")
    desk.tap("Something else")
    assert desk.waiting == data("rp1", 50, 0, "typed")
    desk.say("the first one")
    assert kept(desk) == [(FIRST, ReportKind.OTHER, "the first one")]
    assert desk.waiting == data("qz1", 50, 1, "type")


def test_the_code_is_shown_since_stems_are_alike() -> None:
    question = replace(catalogue().questions[FIRST], code="".join(f"print({line})\n" for line in range(9)))
    desk = in_session(FIRST)
    desk.states[QuizSession] = replace(session(desk), asked=(replace(asked(FIRST)[0], question=question),))
    assert desk.call("/report").sent[0].endswith("print(4)\nprint(5)")


def test_reporting_again_replaces() -> None:
    desk = in_session(FIRST, SECOND)
    desk.call("/report unclear")
    desk.now += timedelta(minutes=1)
    desk.call("/report b is right, too")
    assert kept(desk) == [(FIRST, ReportKind.OTHER, "b is right, too")]


def test_words_are_kept_when_a_button_is_pressed_later() -> None:
    desk = in_session(FIRST, SECOND)
    desk.call("/report b is right, too")
    desk.call("/report unclear")
    assert kept(desk) == [(FIRST, ReportKind.UNCLEAR, "b is right, too")]


def test_twenty_a_day_are_enough() -> None:
    desk = in_session(FIRST)
    old = [QuestionReport(PERSON, f"q{number:02}", ReportKind.SLIP, "", MONDAY, "en") for number in range(MOST_A_DAY)]
    desk.states[Reports] = Reports(PERSON, tuple(old[1:]))
    desk.call("/report unclear")
    assert len(kept(desk)) == MOST_A_DAY
    assert desk.call("/report it is").sent[0].startswith("Thank you."), "the same question may be reported again"
    desk.states[Reports] = Reports(PERSON, tuple(old))
    for refused in (desk.call("/report"), desk.call("/report unclear"), desk.press(data("rp1", 50, 0, "wrong"))):
        assert (refused.text, refused.changes) == (ENOUGH, ())
    desk.now += timedelta(hours=23, minutes=59)
    assert desk.call("/report").text == ENOUGH
    desk.now += timedelta(minutes=1)
    desk.states[QuizSession] = replace(session(desk), touched_at=desk.now)
    desk.call("/report unclear")
    assert kept(desk)[-1] == (FIRST, ReportKind.UNCLEAR, "")


def test_without_a_quiz_it_says_what_to_do() -> None:
    for desk in (Desk(), studying()):
        answer = desk.call("/report")
        assert (answer.text, answer.changes) == (NOTHING, ())
        assert desk.call("/report the answer is b").text == NOTHING


@pytest.mark.parametrize("state", SessionState)
def test_a_quiz_can_be_reported_for_a_day(state: SessionState) -> None:
    desk = in_session(FIRST)
    desk.states[QuizSession] = replace(session(desk), state=state)
    desk.call("/report")
    desk.now += timedelta(hours=23, minutes=59)
    thanks = desk.call("/report unclear").text
    assert thanks.endswith(
        "Your quiz goes on where it was." if state is SessionState.OPEN else "Type /quiz for another round."
    )
    desk.now += timedelta(minutes=1)
    assert desk.call("/report unclear").text == NOTHING
    assert desk.tap("Unclear").edited == [STALE]
    assert len(kept(desk)) == 1


@pytest.mark.parametrize(
    "pressed",
    [
        data("rp1", 49, 0, "wrong"),
        data("rp1", 51, 0, "typed"),
        data("rp1", 50, 1, "wrong"),
        data("rp1", 50, 2, "wrong"),
        data("rp1", 50, 10**18, "typed"),
        data("rp1", 50, 0, "other"),
        data("rp1", 50, 0, "sing"),
        data("rp1", 50, 0, ""),
    ],
)
def test_a_button_that_does_not_fit(pressed: str) -> None:
    desk = in_session(FIRST, SECOND)
    answer = desk.press(pressed)
    assert (answer.edited, answer.labels, answer.changes) == ([STALE], [], ())


def test_words_that_come_too_late_are_answered_too() -> None:
    desk = in_session(FIRST)
    desk.call("/report")
    desk.tap("Something else")
    desk.now += timedelta(days=1)
    late = desk.say("option b is right")
    assert (late.sent, desk.waiting, kept(desk)) == ([STALE], "", [])


def test_a_long_question_is_named_shortly_and_is_never_markup() -> None:
    desk = in_session(FIRST)
    question = replace(
        catalogue().questions[FIRST], code="", stem="**What** { $x } `is`\n\n" + "long " * 200, topics=("gone",)
    )
    desk.states[QuizSession] = replace(session(desk), asked=(replace(asked(FIRST)[0], question=question),))
    (shown,) = desk.call("/report").shown
    assert isinstance(shown, Message)
    assert "1/1 · gone\n**What** { $x } `is` long long" in shown.text.plain
    assert shown.text.spans == ()
    assert len(shown.text.plain) < 200


def test_all_that_buttons_carry_fits() -> None:
    desk = in_session(FIRST)
    desk.states[QuizSession] = replace(session(desk), id=2**63 - 1)
    desk.call("/report")
