"""Questions whose answer is typed: what counts as right, and that nothing typed is lost or taken for something else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import effects as fx
from bot.core.model import Message, data
from bot.features import FEATURES
from bot.study.bank import HeldBank
from bot.study.question import Kind, Option, Question
from bot.study.quiz import Answer, SessionState
from tests.turns import Answered, Desk, catalogue, studying
from tests.unit.features.sessions import session

TYPED = Question(
    id="status-teapot",
    topics=("lists",),
    kind=Kind.TYPED,
    stem="Which Git command lists the branches? Type it.",
    options=(
        Option("a", "git branch", True, "Without arguments it lists them."),
        Option("b", "git branch --list", True, "The same, said in full."),
        Option("c", "git log", False, "That lists commits."),
    ),
    explanation="git branch lists, creates and deletes branches.",
    source="https://git-scm.com/docs/git-branch",
    level="remember",
    difficulty=1,
    detail="The star marks the branch that is checked out.",
)
TAPPED = "lists-pop-returns-item"


@pytest.fixture
def desk() -> Desk:
    """In a quiz of one typed question."""
    return in_quiz(TYPED)


def in_quiz(*questions: Question) -> Desk:
    desk = studying(content=replace(catalogue(), questions=HeldBank(questions)))
    desk.call(f"/quiz lists {len(questions)}")
    return desk


def saved(answer: Answered) -> tuple[bool, frozenset[str]]:
    (one,) = answer.saved(Answer)
    return one.correct, one.chosen


def test_it_is_asked_with_a_button_and_without(desk: Desk) -> None:
    (shown,) = [body for body in desk.screen.values() if isinstance(body, Message) and body.buttons][-1:]
    assert shown.text.plain.endswith("Type it.\n\nType your answer here.")
    ((button,),) = shown.buttons
    assert (button.label, button.asks.label if button.asks else "") == ("Type the answer", "Type the answer")
    assert desk.waiting == button.data


@pytest.mark.parametrize(
    ("typed", "right", "chosen"),
    [
        ("git branch", True, "a"),
        ("  Git  Branch. ", True, "a"),
        ("`git branch`", True, "a"),
        ("“git branch —list”", True, "b"),
        ("git-branch()!", True, "a"),
        ("git log", False, "c"),
        ("git branches", False, ""),
        ("git", False, ""),
    ],
)
def test_what_counts_as_right(desk: Desk, typed: str, right: bool, chosen: str) -> None:
    answer = desk.say(typed)
    assert saved(answer) == (right, frozenset(chosen))
    verdict, score = answer.sent
    assert verdict.startswith("Right!" if right else "Not quite.")
    assert verdict.endswith("Read more\n\nThe star marks the branch that is checked out.")
    assert score.startswith(f"{int(right)} of 1 right")
    assert desk.waiting == ""


def test_a_right_answer_shows_itself_alone(desk: Desk) -> None:
    (verdict, _) = desk.say("git branch --list").sent
    assert "✅ git branch --list (your answer)\nThe same, said in full." in verdict
    assert "the right answer" not in verdict


def test_a_foreseen_mistake_says_why_and_another_just_what_was_typed() -> None:
    assert (
        "❌ git log (your answer)\nThat lists commits.\n\n✅ git branch (the right answer)"
        in (in_quiz(TYPED).say("git log").sent[0])
    )
    assert "❌ git fetch (your answer)\n\n✅ git branch (the right answer)" in in_quiz(TYPED).say("git  fetch").sent[0]


def test_the_question_is_closed_and_the_verdict_stands_below_what_was_typed(desk: Desk) -> None:
    question = session(desk).message
    answer = desk.say("git branch")
    assert [effect.ref for effect in answer.all(fx.Close)] == [question]
    assert answer.all(fx.Edit) == []


def test_a_modal_marks_the_question_itself(desk: Desk) -> None:
    question = session(desk).message
    answer = desk.press(desk.waiting, on=question, text="git branch")
    assert [effect.ref for effect in answer.all(fx.Edit)] == [question]
    assert saved(answer) == (True, frozenset("a"))


def test_where_the_button_asks_for_nothing_we_do(desk: Desk) -> None:
    answer = desk.tap("Type the answer")
    (asking,) = answer.all(fx.Send)
    assert isinstance(asking.body, Message)
    assert asking.body.asks
    assert asking.body.asks.hint == "Your answer"
    assert saved(desk.say("git branch"))[0]


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_is_no_answer(desk: Desk, typed: str) -> None:
    answer = desk.say(typed)
    assert answer.saved(Answer) == []
    assert answer.sent == ["Your answer should be some words or a number, such as 404. Type it here."]
    assert saved(desk.say("git branch"))[0]


def test_a_very_long_answer_is_cut(desk: Desk) -> None:
    answer = desk.say("long " * 1000)
    assert saved(answer) == (False, frozenset())
    assert len(session(desk).asked[0].typed) <= 200


def test_the_next_question_is_heard_only_if_it_is_typed() -> None:
    desk = in_quiz(TYPED, replace(TYPED, id="again"), catalogue().questions[TAPPED])
    asked = [one.question for one in session(desk).asked]
    for question in asked:
        assert (desk.waiting != "") == (question.kind is Kind.TYPED)
        if question.kind is Kind.TYPED:
            desk.say("git branch")
        else:
            desk.press(data("qz1", session(desk).id, session(desk).position, "t"), on=session(desk).message)
    assert session(desk).state is SessionState.DONE
    assert desk.waiting == ""


def test_a_day_later_text_is_no_answer(desk: Desk) -> None:
    desk.now += timedelta(days=1)
    answer = desk.say("git branch")
    assert answer.saved(Answer) == []
    assert answer.sent == ["That question is over. Start another quiz with /quiz."]
    assert desk.waiting == ""


def test_cancel_stops_listening(desk: Desk) -> None:
    desk.call("/cancel")
    assert desk.waiting == ""


def test_a_new_quiz_without_typing_stops_listening(desk: Desk) -> None:
    desk.content = catalogue()
    desk.call("/quiz tuples 1")
    assert (desk.waiting != "") == (session(desk).now_asking.question.kind is Kind.TYPED)


def test_retry_asks_it_again(desk: Desk) -> None:
    desk.say("git log")
    desk.tap("Retry mine")
    assert desk.waiting
    assert saved(desk.say("git branch"))[0]


def test_a_question_in_the_persons_language() -> None:
    russian = replace(TYPED, stem="Какая команда Git показывает ветки? Напишите её.")
    bank = HeldBank([TYPED], translated={"ru": {TYPED.id: russian}})
    desk = studying(content=replace(catalogue(), questions=bank))
    desk.locale = "ru-RU"
    desk.call("/quiz lists 1")
    assert session(desk).now_asking.question.stem == russian.stem


def test_only_a_quiz_takes_what_looks_like_a_command() -> None:
    """Elsewhere a mistyped command is told to be none: hours or a city have no slashes."""
    found = {prefix for feature in FEATURES for prefix, route in feature.buttons.items() if route.slashes}
    assert found == {"qz1"}
