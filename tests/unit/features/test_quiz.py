"""`/quiz`: what is asked, how it is marked, and what becomes of a session."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import effects as fx
from bot.core.model import Message, QuizPoll, data
from bot.core.registry import BadArguments
from bot.study.bank import HeldBank
from bot.study.log import Activity, StudyEntry
from bot.study.progress import Mark
from bot.study.question import Kind, Question
from bot.study.quiz import Answer, AnswerHistory, QuizSession, SessionState
from tests.turns import MONDAY, PERSON, Answered, Desk, catalogue, done, studying
from tests.unit.features.sessions import asked, in_session, session

SINGLE, MULTIPLE = "lists-sorted-without-changing", "lists-out-of-range"
TRUE_FALSE, OUTPUT = "lists-pop-returns-item", "lists-append-a-list"
STALE = "This button is from an earlier message. Here is where you are now."


def choose(desk: Desk, option: str, index: int | None = None) -> Answered:
    at = session(desk).position if index is None else index
    return desk.press(data("qz1", session(desk).id, at, option), on=session(desk).message)


def answer_all(desk: Desk, right: bool) -> Answered:
    """To the end of the session; the last answer."""
    while True:
        question = session(desk).now_asking.question
        options = question.key if right else {one.id for one in question.options} - question.key
        for option in options:
            last = choose(desk, option)
            if question.kind is not Kind.MULTIPLE:
                break
        if question.kind is Kind.MULTIPLE:
            last = choose(desk, "check")
        if session(desk).state is SessionState.DONE:
            return last


def ids(desk: Desk) -> list[str]:
    return [one.question.id for one in session(desk).asked]


def about(*topics: str) -> set[str]:
    return {one.id for one in catalogue().questions.values() if set(topics) & set(one.topics)}


@pytest.mark.parametrize(("line", "count"), [("/quiz", 5), ("/quiz 3", 3), ("/quiz lists", 5), ("/quiz lists 2", 2)])
def test_how_many_are_asked(line, count):
    desk = studying()
    desk.call(line)
    assert len(set(ids(desk))) == len(ids(desk)) == count


@pytest.mark.parametrize("name", ["lists", "Lists", "LISTS", " lists ", "ip ports dns", "Hosting, TLS and CDN"])
def test_a_topic_by_id_or_title(name):
    desk = studying()
    desk.call(f"/quiz {name} 4")
    topic = {"l": "lists", "i": "ip-ports-dns", "h": "hosting-tls-cdn"}[name.strip().lower()[0]]
    assert set(ids(desk)) <= about(topic)


def test_an_unknown_topic_gets_an_example_and_the_nearest():
    desk = studying()
    answer = desk.call("/quiz banana")
    assert "I don't know the topic “banana”. Try /quiz lists 5" in answer.text
    assert answer.changes == ()
    assert "lists" in desk.call("/quiz lsts").text.split("one of these: ")[1]


def test_a_topic_without_questions_says_so():
    answer = studying().call("/quiz nosql-overview")
    title = catalogue().topics["nosql-overview"].title
    assert answer.text.startswith(f"I have no questions about {title} yet. Try one of these: ")
    assert answer.changes == ()


@pytest.mark.parametrize("line", ["/quiz lists 0", "/quiz lists 21", "/quiz -3", "/quiz lists 99999999999"])
def test_a_count_out_of_range_is_refused(line):
    with pytest.raises(BadArguments):
        studying().call(line)


def test_somebody_without_a_roadmap_can_be_asked_about_a_topic():
    desk = Desk()
    desk.call("/quiz lists 1")
    last = answer_all(desk, right=True)
    assert last.saved(StudyEntry) == []
    praise = "Nothing to look at again. Take the next step while it's fresh!"
    assert last.sent == [f"1 of 1 right\n\nLists: 1 of 1\n\n{praise}"]
    assert last.labels == []


def test_without_arguments_it_is_about_the_position_and_what_came_before():
    desk = studying(marks=done(0))
    desk.call("/quiz")
    here = about("python-setup", "virtual-environments", "linters-formatters", "dependency-management")
    before = about("ip-ports-dns", "http-basics", "http-status-codes", "hosting-tls-cdn")
    assert (len(set(ids(desk)) & here), len(set(ids(desk)) & before)) == (4, 1)


def test_quiz_me_is_about_the_step_of_its_card():
    desk = studying()
    desk.call("/today")
    desk.press("td1:done:7:internet-fundamentals")
    desk.press("qz0:7:internet-fundamentals")
    assert set(ids(desk)) <= about("ip-ports-dns", "http-basics", "http-status-codes", "hosting-tls-cdn")


def test_where_nothing_is_near_it_looks_ahead():
    tuples = HeldBank(catalogue().questions[one] for one in about("tuples"))
    desk = studying(content=replace(catalogue(), questions=tuples))
    desk.call("/quiz 2")
    assert set(ids(desk)) <= about("tuples")


def test_without_any_question_it_says_so():
    answer = studying(content=replace(catalogue(), questions=HeldBank())).call("/quiz")
    assert "no questions about this part of the roadmap yet" in answer.text
    assert answer.changes == ()


def test_new_questions_come_before_wrong_before_right():
    wrong, right, *new = sorted(about("lists"))
    desk = studying()
    newest = {wrong: (MONDAY, False), right: (MONDAY - timedelta(days=90), True)}
    desk.states[AnswerHistory] = AnswerHistory(PERSON, newest)
    desk.call(f"/quiz lists {len(new) + 2}")
    assert set(ids(desk)[:-2]) == set(new)
    assert ids(desk)[-2:] == [wrong, right]


@pytest.mark.parametrize("question", [SINGLE, TRUE_FALSE, OUTPUT])
def test_a_question_with_one_answer_is_a_poll(question):
    desk = in_session("tuples-swap", question)
    answer = choose(desk, "a")
    poll = answer.all(fx.Send)[0].body
    assert isinstance(poll, QuizPoll)
    assert poll.options[poll.correct].data.endswith(f":{next(iter(catalogue().questions[question].key))}")
    assert poll.question.plain.startswith("2/2 · Lists\n")


def test_code_is_a_block_of_its_language():
    desk = in_session("tuples-swap", OUTPUT)
    poll = choose(desk, "a").all(fx.Send)[0].body
    (span,) = poll.question.spans
    assert (span.style, span.value) == ("block", "python")
    assert poll.question.plain[span.start : span.end].startswith("a = [1, 2]\n")


@pytest.mark.parametrize(
    ("question", "option", "right", "verdict"),
    [
        (SINGLE, "d", True, "Right!"),
        (SINGLE, "a", False, "Not quite."),
        (TRUE_FALSE, "t", True, "Right!"),
        (TRUE_FALSE, "f", False, "Not quite."),
        (OUTPUT, "b", True, "Right!"),
        (OUTPUT, "a", False, "Not quite."),
    ],
)
def test_an_answer_is_marked_at_once_with_why(question, option, right, verdict):
    desk = in_session(question, "tuples-swap")
    desk.now += timedelta(seconds=42)
    result = choose(desk, option)
    (saved,) = result.saved(Answer)
    assert (saved.question, saved.correct, saved.chosen, saved.seconds) == (question, right, frozenset(option), 42)
    assert verdict in result.edited[0]
    asked_now = catalogue().questions[question]
    for one in asked_now.options:
        assert (one.reason in result.edited[0]) == (one.correct or one.id == option)
    assert asked_now.explanation in result.edited[0]
    assert "(your answer)" in result.edited[0]
    assert ("(the right answer)" in result.edited[0]) == (not right)
    assert result.all(fx.Edit)[0].ref == 60
    assert result.sent[0].startswith("2/2 · Tuples")


@pytest.mark.parametrize(
    ("chosen", "right"),
    [("ac", True), ("ca", True), ("a", False), ("abc", False), ("bd", False), ("abdb" + "dc", True)],
)
def test_multiple_choice_needs_all_right_options_and_no_other(chosen, right):
    desk = in_session(MULTIPLE)
    for option in chosen:
        toggled = choose(desk, option)
        assert toggled.saved(Answer) == []
    (saved,) = choose(desk, "check").saved(Answer)
    assert saved.correct is right


def test_toggles_show_and_do_not_stop_the_time():
    desk = in_session(MULTIPLE)
    desk.now += timedelta(seconds=10)
    assert [label[0] for label in choose(desk, "a").labels] == ["☑", "☐", "☐", "☐", "☐", "C"]
    assert [label[0] for label in choose(desk, "a").labels] == ["☐", "☐", "☐", "☐", "☐", "C"]
    choose(desk, "c")
    desk.now += timedelta(seconds=10)
    assert choose(desk, "check").saved(Answer)[0].seconds == 20


def test_check_without_a_choice():
    desk = in_session(MULTIPLE)
    answer = choose(desk, "check")
    assert answer.acks == ["Choose at least one answer first."]
    assert answer.changes == ()


def test_options_are_shuffled_but_true_stays_first():
    orders = set()
    for seed in range(20):
        desk = studying()
        desk.rng.seed(seed)
        desk.call("/quiz lists 9")
        orders |= {one.order for one in session(desk).asked if one.question.id == SINGLE}
        assert {one.order for one in session(desk).asked if one.question.kind is Kind.TRUE_FALSE} == {("t", "f")}
    assert len(orders) > 5


def test_a_second_tap_answers_nothing():
    desk = in_session(SINGLE, "tuples-swap")
    choose(desk, "a", 0)
    again = choose(desk, "d", 0)
    assert again.acks == ["You've answered that one already."]
    assert again.shown == []
    assert again.changes == ()


def test_a_second_tap_on_the_last_question_answers_nothing():
    desk = in_session(SINGLE)
    choose(desk, "a")
    again = choose(desk, "a")
    assert again.acks == ["You've answered that one already."]
    assert again.shown == []
    assert again.changes == ()


def test_the_score_is_per_topic():
    desk = in_session(SINGLE, OUTPUT, "tuples-swap")
    for option in "dac":
        last = choose(desk, option)
    assert last.sent == [
        "2 of 3 right\n\nLists: 1 of 2\nTuples: 1 of 1\n\nOne to look at again: press Retry mine, now or later."
    ]
    assert last.labels == ["Retry mine", "Next step"]
    assert session(desk).state is SessionState.DONE


def test_a_finished_quiz_counts_as_studying():
    desk = in_session(SINGLE)
    desk.put_off("tonight")
    (entry,) = choose(desk, "a").saved(StudyEntry)
    assert (entry.activity, entry.expected_minutes) == (Activity.QUIZ, 0)
    assert ("snooze", 9, "") not in desk.due


def test_retry_asks_the_mistakes_alone_until_none_is_left():
    desk = in_session(SINGLE, OUTPUT, "tuples-swap")
    for option in "aac":
        choose(desk, option)
    desk.tap("Retry mine")
    assert ids(desk) == [SINGLE, OUTPUT]
    last = answer_all(desk, right=True)
    assert "2 of 2 right" in last.sent[0]
    assert last.labels == ["Next step"]


def test_next_step_shows_the_card():
    desk = in_session(SINGLE)
    choose(desk, "d")
    assert "1.1 Internet Fundamentals" in desk.tap("Next step").text


def test_quiz_offers_to_go_on_within_a_day():
    desk = in_session(SINGLE, OUTPUT)
    choose(desk, "a")
    desk.now += timedelta(hours=23)
    offer = desk.call("/quiz")
    assert offer.text == "You have a quiz under way, at question 2 of 2."
    assert offer.changes == ()
    shown = desk.tap("Go on")
    assert shown.sent[0].startswith("2/2 · Lists")
    assert session(desk).message == shown.all(fx.Send)[0].ref
    desk.now += timedelta(hours=23)
    assert choose(desk, "b").saved(Answer)[0].correct


def test_going_on_measures_the_answer_from_then():
    desk = in_session(SINGLE)
    desk.now += timedelta(hours=5)
    desk.call("/quiz")
    desk.tap("Go on")
    desk.now += timedelta(seconds=7)
    assert choose(desk, "d").saved(Answer)[0].seconds == 7


def test_or_to_start_a_new_one():
    desk = in_session(SINGLE, OUTPUT)
    desk.call("/quiz")
    started = desk.tap("Start a new one")
    old, new = started.saved(QuizSession)
    assert (old.id, old.state) == (50, SessionState.CANCELLED)
    assert new.state is SessionState.OPEN
    assert started.edited == ["I've closed the earlier quiz."]
    assert "This one goes on at question 1" in desk.press(data("qz2", "resume", 50)).acks[0]


@pytest.mark.parametrize("press", [data("qz1", 50, 0, "a"), data("qz2", "resume", 50)])
def test_after_a_day_a_session_has_expired(press):
    desk = in_session(SINGLE, OUTPUT)
    desk.now += timedelta(days=1)
    answer = desk.press(press)
    assert answer.acks == [STALE]
    assert answer.changes == ()
    assert desk.call("/quiz").sent[0].startswith("1/5")


@pytest.mark.parametrize(
    "press",
    [
        data("qz1", 50, 7, "a"),
        data("qz1", 50, 0, "z"),
        data("qz2", "retry", 50),
        data("qz2", "sing", 50),
        data("qz0", 8, "internet-fundamentals"),
    ],
)
def test_a_button_that_does_not_fit_shows_the_present(press):
    answer = in_session(SINGLE, OUTPUT).press(press)
    assert answer.acks == [STALE]
    assert answer.changes == ()


def test_cancel_ends_it_with_the_score_so_far():
    desk = in_session(SINGLE, OUTPUT)
    choose(desk, "a")
    assert desk.call("/cancel").text == "Quiz stopped: 0 of 1 right so far. Start another with /quiz."
    assert session(desk).state is SessionState.CANCELLED
    assert choose(desk, "b").acks == [STALE]
    assert desk.call("/cancel").text == "Nothing is under way. Type /help for what I can do."


def test_cancel_ends_it_also_while_a_text_is_awaited():
    desk = in_session(SINGLE)
    desk.press("st1:hours:ask")
    desk.call("/cancel")
    assert (session(desk).state, desk.waiting) == (SessionState.CANCELLED, "")


def test_cancel_before_the_first_answer():
    desk = in_session(SINGLE)
    assert desk.call("/cancel").text == "Quiz stopped. Start another with /quiz."


def test_a_session_keeps_its_copy_when_the_content_changes():
    desk = in_session(SINGLE, OUTPUT)
    changed = replace(catalogue().questions[SINGLE], stem="Changed?", options=())
    desk.content = replace(catalogue(), questions=HeldBank([changed]), topics={})
    result = choose(desk, "d")
    assert result.saved(Answer)[0].correct
    assert catalogue().questions[SINGLE].stem in result.edited[0]
    assert "Changed?" not in result.edited[0]


def every_question() -> list[Question]:
    return list(catalogue().questions.values())


def test_every_question_of_the_content_can_be_asked_and_answered():
    for question in every_question():
        desk = studying(marks={"domain-names-dns": Mark.DONE})
        desk.states[QuizSession] = QuizSession(50, PERSON, 60, asked(question.id), MONDAY)
        offered = desk.press(data("qz2", "resume", 50)).shown[0]
        assert isinstance(offered, Message) == (question.kind is Kind.MULTIPLE)
        assert "1 of 1 right" in answer_all(desk, right=True).sent[0]


def test_quiz_me_asks_before_it_drops_a_quiz():
    answer = in_session(SINGLE, OUTPUT).press(data("qz0", 7, "internet-fundamentals"))
    assert answer.labels == ["Go on", "Start a new one"]
    assert answer.changes == ()


def test_a_button_of_an_earlier_quiz_leaves_this_one_on_the_screen():
    answer = in_session(SINGLE, OUTPUT).press(data("qz1", 49, 0, "a"))
    assert answer.acks == ["That was an earlier quiz. This one goes on at question 1 of 2."]
    assert (answer.shown, answer.changes) == ([], ())


def test_a_word_that_several_topics_have_asks_which():
    assert "http-basics, http-status-codes" in studying().call("/quiz http").text
    assert "I have no questions about" in studying().call("/quiz git").text
