"""`/quiz`: a session of questions, one message each, marked at once."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.effects import Ack, Await, Close, Edit, Effect, Reply, Save, Send, StopWaiting, of_person
from bot.core.feature import Arg, Feature
from bot.core.model import Button, Message, data
from bot.core.text import Text
from bot.core.turn import Call, Press
from bot.features.quiz_screens import (
    CHECK,
    OPTION,
    TYPE,
    answer_data,
    beside_poll,
    question_body,
    result_text,
    score_message,
    verdict,
)
from bot.features.quiz_topics import about_position, about_topic, meant_topics, nearest_topics
from bot.features.standing import READS, Standing, StudyTurn, standing, study
from bot.features.suggestions import quiz_topics
from bot.features.today import stale
from bot.study.log import Activity, StudyEntry
from bot.study.question import Kind, Question
from bot.study.quiz import (
    DEFAULT_COUNT,
    Answer,
    AnswerHistory,
    QuizSession,
    SessionState,
    advanced,
    answered,
    answered_typed,
    mistakes,
    pick,
    score,
    shuffled,
    toggled,
)

feature = Feature("quiz")
QUIZ_READS = (*READS, *of_person(QuizSession, AnswerHistory))
MOST = 20
LONGEST_ANSWER = 200


@feature.command(
    "quiz",
    Arg("topic", str, optional=True, suggest=quiz_topics),
    Arg("count", int, optional=True, lo=1, hi=MOST),
    summary="quiz-summary",
    example=f"/quiz lists 5 (1 to {MOST} questions)",
    reads=QUIZ_READS,
)
def quiz(turn: StudyTurn, call: Call) -> Reply:
    session = turn.get(QuizSession)
    wanted = call.text("topic")
    if session and session.is_resumable(turn.now) and wanted is None and call.number("count") is None:
        return _offer_to_resume(turn, session)
    count = call.number("count") or DEFAULT_COUNT
    if wanted is None:
        return _about_position(turn, count)
    near = ", ".join(nearest_topics(turn.content, wanted))
    meant = meant_topics(turn.content, wanted)
    if len(meant) > 1:
        return Reply(Send(Message(turn.t("quiz-which-topic", topics=", ".join(meant)))))
    if not meant:
        return Reply(Send(Message(turn.t("quiz-unknown-topic", topic=wanted[:60], near=near))))
    questions = about_topic(turn, meant[0])
    if not questions:
        title = turn.content.topics[meant[0]].title
        return Reply(Send(Message(turn.t("quiz-no-questions", topic=title, near=near))))
    return _begin(turn, pick(questions, (), _history(turn), count, turn.rng))


@feature.button("qz0", int, str, reads=QUIZ_READS)
def about_step(turn: StudyTurn, press: Press) -> Reply:
    """`qz0:<enrolment>:<step>`: Quiz me, on a card."""
    here = standing(turn)
    if here is None or here.enrolment.id != press.id(0):
        return stale(turn)
    session = turn.get(QuizSession)
    if session and session.is_resumable(turn.now):
        return _offer_to_resume(turn, session)
    return _about_position(turn, DEFAULT_COUNT, press.word(1))


@feature.button(OPTION, int, int, str, reads=QUIZ_READS, slashes=True)
def option(turn: StudyTurn, press: Press) -> Reply:
    """`qz1:<session>:<index>:<option>`; of a multiple-choice question it toggles, until `check`."""
    session = turn.get(QuizSession)
    if press.on is None and press.text is not None and not _is_asked(turn, session, press):
        return Reply(Send(Message(turn.t("quiz-typed-late"))), StopWaiting())
    if session is None or session.id != press.id(0):
        return _stale(turn, session)
    if press.id(1) < session.position or session.state is SessionState.DONE:
        return Reply(Ack(turn.t("quiz-answered-before")))
    if press.id(1) != session.position or not session.is_resumable(turn.now):
        return stale(turn)
    asking = session.now_asking
    pressed = press.word(2)
    if asking.question.kind is Kind.TYPED:
        return _typed(turn, session, press)
    if asking.question.kind is Kind.MULTIPLE and pressed != CHECK:
        if pressed not in asking.order:
            return stale(turn)
        changed = toggled(session, pressed, session.touched_at)
        return Reply(Edit(session.message, question_body(turn, changed)), Save(changed))
    chosen = asking.chosen if pressed == CHECK else frozenset({pressed})
    if not chosen:
        return Reply(Ack(turn.t("quiz-choose-first")))
    if not chosen <= set(asking.order):
        return stale(turn)
    marked = answered(session, chosen, turn.now)
    if press.in_poll:
        return _mark(turn, session, marked, _beside_poll(turn, marked))
    return _mark(turn, session, marked, [Edit(session.message, Message(result_text(turn, marked)))])


def _typed(turn: StudyTurn, session: QuizSession, press: Press) -> Reply:
    """What was typed, after the button or without it; where the platform asks for nothing by itself, we do."""
    if press.text is None:
        return Reply(
            Send(Message(turn.t("quiz-type-now"), asks=turn.field("quiz-type", press.data))), Await(press.data)
        )
    said = " ".join(press.text.split())[:LONGEST_ANSWER]
    if not said:
        return Reply(Send(Message(turn.t("quiz-type-words"))))
    marked = answered_typed(session, said, turn.now)
    if press.on == session.message:
        return _mark(turn, session, marked, [Edit(session.message, Message(result_text(turn, marked)))])
    # Their own words stand below the question, and the verdict belongs below them.
    return _mark(turn, session, marked, [Close(session.message), Send(Message(verdict(turn, marked)))])


def _beside_poll(turn: StudyTurn, marked: QuizSession) -> Iterable[Effect]:
    if said := beside_poll(turn, marked):
        yield Send(Message(said))


@feature.button("qz2", str, int, reads=QUIZ_READS)
def go_on(turn: StudyTurn, press: Press) -> Reply:
    """`qz2:resume|new|retry:<session>`."""
    session = turn.get(QuizSession)
    if session is None or session.id != press.id(1):
        return _stale(turn, session)
    match press.word(0):
        case "resume" if session.is_resumable(turn.now):
            shown = replace(session, message=turn.new_id(), touched_at=turn.now)
            return Reply(Close(session.message), *_show(turn, shown), Save(shown))
        case "new":
            return _about_position(turn, DEFAULT_COUNT)
        case "retry" if wrong := mistakes(session):
            return _begin(turn, wrong)
        case _:
            return stale(turn)


def _is_asked(turn: StudyTurn, session: QuizSession | None, press: Press) -> bool:
    """Whether the question that is answered is the one that the session waits at."""
    here = (press.id(0), press.id(1))
    return session is not None and (session.id, session.position) == here and session.is_resumable(turn.now)


def _stale(turn: StudyTurn, session: QuizSession | None) -> Reply:
    """Of an earlier quiz: the one under way is what stands on the screen."""
    if session and session.is_resumable(turn.now):
        return Reply(Ack(turn.t("quiz-goes-on", number=session.position + 1, of=len(session.asked))))
    return stale(turn)


def stop(turn: StudyTurn, session: QuizSession) -> Reply:
    """End it where it is, with the score so far."""
    ended = replace(session, state=SessionState.CANCELLED)
    return Reply(Close(session.message), Send(Message(_ended(turn, session, "stopped"))), Save(ended))


def _ended(turn: StudyTurn, session: QuizSession, how: str) -> Text:
    right, total = score(session.asked)
    return turn.t(f"quiz-{how}-score", right=right, total=total) if total else turn.t(f"quiz-{how}")


def _about_position(turn: StudyTurn, count: int, step_id: str = "") -> Reply:
    here = standing(turn)
    if here is None:
        return Reply(Send(Message(turn.t("not-started"))))
    now, before = about_position(turn, here, step_id)
    picked = pick(now, before, _history(turn), count, turn.rng)
    if not picked:
        return Reply(Send(Message(turn.t("quiz-none-here", near=", ".join(nearest_topics(turn.content, ""))))))
    return _begin(turn, picked)


def _begin(turn: StudyTurn, questions: Iterable[Question]) -> Reply:
    session = QuizSession(
        id=turn.new_id(),
        person=turn.person.id,
        message=turn.new_id(),
        asked=tuple(shuffled(question, turn.rng) for question in questions),
        touched_at=turn.now,
    )
    return Reply(*_leave(turn), *_show(turn, session), Save(session))


def _show(turn: StudyTurn, session: QuizSession) -> Iterable[Effect]:
    """In a private chat, an answer to type is heard without a button as well."""
    yield Send(question_body(turn, session), ref=session.message)
    if session.now_asking.question.kind is Kind.TYPED and turn.conversation.private:
        yield Await(answer_data(session, TYPE))
    elif turn.waiting.startswith(OPTION):
        yield StopWaiting()


def _leave(turn: StudyTurn) -> Iterable[Effect]:
    """A session still open is closed by a new one, and its question says so."""
    old = turn.get(QuizSession)
    if old and old.state is SessionState.OPEN:
        yield Save(replace(old, state=SessionState.CANCELLED))
        yield Edit(old.message, Message(_ended(turn, old, "left")))


def _offer_to_resume(turn: StudyTurn, session: QuizSession) -> Reply:
    rows = (
        (
            Button(turn.label("quiz-resume"), data("qz2", "resume", session.id)),
            Button(turn.label("quiz-start-new"), data("qz2", "new", session.id)),
        ),
    )
    text = turn.t("quiz-under-way", number=session.position + 1, of=len(session.asked))
    return Reply(Send(Message(text, rows)))


def _mark(turn: StudyTurn, session: QuizSession, marked: QuizSession, said: Iterable[Effect]) -> Reply:
    """`said` is how the person learns whether the answer is right."""
    asked = marked.now_asking
    answer = Answer(
        id=turn.new_id(),
        person=turn.person.id,
        question=asked.question.id,
        chosen=asked.chosen,
        correct=asked.correct is True,
        seconds=round((turn.now - session.touched_at).total_seconds()),
        at=turn.now,
    )
    following = advanced(marked, turn.new_id())
    effects: list[Effect] = [Save(following), Save(answer), *said]
    here = standing(turn)
    if following.state is SessionState.DONE:
        effects.append(Send(score_message(turn, following, here)))
        if turn.waiting.startswith(OPTION):
            effects.append(StopWaiting())
        if here:
            effects += study(here, _entry(turn, here))
    else:
        effects += _show(turn, following)
    return Reply(*effects)


def _entry(turn: StudyTurn, here: Standing) -> StudyEntry:
    return StudyEntry(turn.new_id(), turn.person.id, turn.now, here.today, Activity.QUIZ, here.roadmap.id)


def _history(turn: StudyTurn) -> AnswerHistory:
    return turn.get(AnswerHistory) or AnswerHistory(turn.person.id)
