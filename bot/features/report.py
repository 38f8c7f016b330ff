"""`/report`: somebody says what is wrong with a question they were asked."""

from collections.abc import Iterable

from bot.core.effects import Await, Effect, Reply, Save, Send, StopWaiting, of_person
from bot.core.feature import Arg, Feature
from bot.core.model import Button, Message, data
from bot.core.text import Text, block, join, shorten
from bot.core.turn import Call, Press
from bot.features.choices import TYPED
from bot.features.quiz_screens import TYPE, answer_data
from bot.features.showing import show
from bot.features.standing import StudyTurn
from bot.study.bank import language_of
from bot.study.question import Kind
from bot.study.quiz import RESUMABLE, QuizSession
from bot.study.report import MOST_A_DAY, MOST_TEXT, QuestionReport, ReportKind, Reports

feature = Feature("report")
REPORT_READS = of_person(QuizSession, Reports)
REPORT = "rp1"
STEM, SHORT_STEM, CODE_LINES = 120, 60, 6
"""Characters of a question that are enough to know it, and to know it again; and lines, since many ask what a piece of
code prints."""
BY_BUTTON = (ReportKind.WRONG, ReportKind.UNCLEAR, ReportKind.OUTDATED, ReportKind.SLIP)


@feature.command(
    "report",
    Arg("reason", str, optional=True),
    summary="report-summary",
    example="/report option b is right, too",
    reads=REPORT_READS,
)
def report(turn: StudyTurn, call: Call) -> Reply:
    session = _lately(turn)
    if session is None:
        return Reply(Send(Message(turn.t("report-nothing"))))
    index = _meant(session)
    if not _takes(turn, session, index):
        return Reply(Send(_enough(turn)))
    said = _words(call.text("reason") or "")
    if not said:
        return Reply(Send(_ask(turn, session, index)))
    kind = _kind(turn, said)
    text = said if kind is ReportKind.OTHER else ""
    return Reply(Send(_thanks(turn, session, index)), _kept(turn, session, index, kind, text))


@feature.button(REPORT, int, int, str, reads=REPORT_READS)
def why(turn: StudyTurn, press: Press) -> Reply:
    """`rp1:<session>:<index>:<kind>`; `typed` stands for the text that comes with it."""
    session, index, value = _lately(turn), press.id(1), press.word(2)
    known = value == TYPED or value in BY_BUTTON
    if session is None or session.id != press.id(0) or index > session.position or not known:
        return show(press, Message(turn.t("report-stale"))) + Reply(*_heard(turn, session))
    if not _takes(turn, session, index):
        return show(press, _enough(turn)) + Reply(*_heard(turn, session))
    if value != TYPED:
        kind, text = ReportKind(value), ""
    elif press.text is None:
        question = Message(turn.t("report-type"), asks=turn.field("report-ask", press.data))
        return Reply(Send(question), Await(press.data))
    else:
        kind, text = ReportKind.OTHER, _words(press.text)
        if not text:
            return Reply(Send(Message(turn.t("report-bad"))), Await(press.data))
    kept = _kept(turn, session, index, kind, text)
    return show(press, _thanks(turn, session, index)) + Reply(kept, *_heard(turn, session))


def _lately(turn: StudyTurn) -> QuizSession | None:
    """The quiz under way, or one that ended within the last day."""
    session = turn.get(QuizSession)
    return session if session and turn.now - session.touched_at < RESUMABLE else None


def _meant(session: QuizSession) -> int:
    """The question answered last; before the first answer the one that is asked."""
    answered = [index for index, one in enumerate(session.asked) if one.correct is not None]
    return answered[-1] if answered else session.position


def _takes(turn: StudyTurn, session: QuizSession, index: int) -> bool:
    return _reports(turn).takes(session.asked[index].question.id, turn.now)


def _reports(turn: StudyTurn) -> Reports:
    return turn.get(Reports) or Reports(turn.person.id)


def _words(said: str) -> str:
    """In one line; empty where there is neither letter nor figure in it."""
    words = " ".join(said.split())[:MOST_TEXT].rstrip()
    return words if any(sign.isalnum() for sign in words) else ""


def _kind(turn: StudyTurn, said: str) -> ReportKind:
    """What a button says, typed."""
    wanted = said.casefold().rstrip(".!")
    return next(
        (kind for kind in BY_BUTTON if wanted in (kind, turn.label(f"report-{kind}").casefold())), ReportKind.OTHER
    )


def _kept(turn: StudyTurn, session: QuizSession, index: int, kind: ReportKind, text: str) -> Save:
    question, language = session.asked[index].question.id, language_of(turn.person.locale)
    return Save(_reports(turn).with_(QuestionReport(turn.person.id, question, kind, text, turn.now, language)))


def _heard(turn: StudyTurn, session: QuizSession | None) -> Iterable[Effect]:
    """No reason is expected any more; an answer that a quiz waited for is expected again."""
    if not turn.waiting.startswith(f"{REPORT}:"):
        return
    asking = session and session.is_resumable(turn.now) and session.now_asking.question.kind is Kind.TYPED
    if session and asking and turn.conversation.private:
        yield Await(answer_data(session, TYPE))
    else:
        yield StopWaiting()


def _ask(turn: StudyTurn, session: QuizSession, index: int) -> Message:
    def to(value: str) -> str:
        return data(REPORT, session.id, index, value)

    question = session.asked[index].question
    topic = question.topics[0]
    title = turn.content.topics[topic].title if topic in turn.content.topics else topic
    heading = turn.t("quiz-question", number=index + 1, of=len(session.asked), topic=title)
    code = "\n".join(question.code.splitlines()[:CODE_LINES])
    shown = block(code, question.language) if code else Text()
    text = join("\n\n", [turn.t("report-why"), join("\n", [heading, _stem(session, index, STEM)]), shown])
    rows = tuple((Button(turn.label(f"report-{kind}"), to(kind)),) for kind in BY_BUTTON)
    other = Button(turn.label("report-other"), to(TYPED), asks=turn.field("report-ask"))
    return Message(text, (*rows, (other,)))


def _thanks(turn: StudyTurn, session: QuizSession, index: int) -> Message:
    key = "report-thanks-on" if session.is_resumable(turn.now) else "report-thanks"
    return Message(turn.t(key, stem=_stem(session, index, SHORT_STEM)))


def _stem(session: QuizSession, index: int, most: int) -> str:
    return shorten(" ".join(session.asked[index].question.stem.split()), most)


def _enough(turn: StudyTurn) -> Message:
    return Message(turn.t("report-enough", count=MOST_A_DAY))
