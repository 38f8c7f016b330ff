"""How a question, its result and the score are shown."""

from bot.core.model import Body, Button, Message, PollOption, QuizPoll, data
from bot.core.text import Text, block, bold, join, link
from bot.features.choices import place
from bot.features.standing import Standing, StudyTurn
from bot.study.question import Kind, Option
from bot.study.quiz import Asked, QuizSession, by_topic, mistakes, score

CHOSEN, OPEN = "☑", "☐"
OPTION, CHECK, TYPE = "qz1", "check", "type"


def answer_data(session: QuizSession, answer: str) -> str:
    """`answer` is an option's id, CHECK or TYPE."""
    return data(OPTION, session.id, session.position, answer)


def question_body(turn: StudyTurn, session: QuizSession) -> Body:
    asking = session.now_asking
    text = _question_text(turn, session)
    if asking.question.kind is Kind.TYPED:
        button = Button(turn.label("quiz-type"), answer_data(session, TYPE), asks=turn.field("quiz-type"))
        return Message(join("\n\n", [text, turn.t("quiz-type-or-press", place=place(turn))]), ((button,),))
    if asking.question.kind is Kind.MULTIPLE:
        rows = tuple(
            (Button(f"{CHOSEN if one.id in asking.chosen else OPEN} {one.text}", answer_data(session, one.id)),)
            for one in asking.options
        )
        check = (Button(turn.label("quiz-check"), answer_data(session, CHECK)),)
        return Message(join("\n\n", [text, turn.t("quiz-choose-all")]), (*rows, check))
    correct = next(index for index, one in enumerate(asking.options) if one.correct)
    options = tuple(PollOption(one.text, answer_data(session, one.id)) for one in asking.options)
    return QuizPoll(text, options, correct, _explanation(turn, asking))


def result_text(turn: StudyTurn, session: QuizSession) -> Text:
    """The question again, with what was chosen, what is right and why."""
    return join("\n\n", [_question_text(turn, session), verdict(turn, session)])


def verdict(turn: StudyTurn, session: QuizSession) -> Text:
    asked = session.now_asking
    said = turn.t("quiz-right" if asked.correct else "quiz-wrong")
    return join("\n\n", [said, *_judgements(turn, asked), _explanation(turn, asked), asked.question.detail])


def beside_poll(turn: StudyTurn, session: QuizSession) -> Text:
    """What a native poll can't say: why a wrong option isn't right, and more than a few words of explanation."""
    asked = session.now_asking
    return join("\n\n", [*(() if asked.correct else _judgements(turn, asked)), asked.question.detail])


def _judgements(turn: StudyTurn, asked: Asked) -> list[Text]:
    if not asked.typed:
        return [_judged(turn, asked, one) for one in asked.options if one.correct or one.id in asked.chosen]
    # Of several right spellings, what was typed or the best one is enough.
    said = next((one for one in asked.options if one.id in asked.chosen), Option("", asked.typed, False, ""))
    best = next(one for one in asked.options if one.correct)
    return [_judged(turn, asked, one) for one in ([said] if said.correct else [said, best])]


def score_message(turn: StudyTurn, session: QuizSession, here: Standing | None) -> Message:
    right, total = score(session.asked)
    lines = [
        turn.t("quiz-topic-score", topic=turn.content.topics[topic].title, right=good, total=all_)
        if topic in turn.content.topics
        else Text(f"{topic}: {good}/{all_}")
        for topic, (good, all_) in by_topic(session.asked).items()
    ]
    wrong = len(mistakes(session))
    praise = turn.t("quiz-all-right") if not wrong else turn.t("quiz-some-wrong", count=wrong)
    buttons = []
    if wrong:
        buttons.append(Button(turn.label("quiz-retry"), data("qz2", "retry", session.id)))
    if here:
        buttons.append(Button(turn.label("quiz-next-step"), data("td1", "next", here.enrolment.id, "")))
    text = join("\n\n", [turn.t("quiz-score", right=right, total=total), join("\n", lines), praise])
    return Message(text, (tuple(buttons),) if buttons else ())


def _question_text(turn: StudyTurn, session: QuizSession) -> Text:
    asked = session.now_asking
    topic = asked.question.topics[0]
    title = turn.content.topics[topic].title if topic in turn.content.topics else topic
    heading = turn.t("quiz-question", number=session.position + 1, of=len(session.asked), topic=title)
    question = asked.question
    code = block(question.code, question.language) if question.code else Text()
    return join("\n\n", [join("\n", [heading, question.stem]), code])


def _explanation(turn: StudyTurn, asked: Asked) -> Text:
    return join(" ", [asked.question.explanation, link(turn.label("quiz-source"), asked.question.source)])


def _judged(turn: StudyTurn, asked: Asked, option: Option) -> Text:
    sign = "✅" if option.correct else "❌"
    theirs = option.id in asked.chosen or not option.id
    key = "quiz-yours" if theirs else "quiz-missed"
    return join("\n", [join(" ", [sign, bold(option.text), turn.t(key)]), option.reason])
