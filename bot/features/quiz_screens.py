"""How a question, its result and the score are shown."""

from bot.core.model import Body, Button, Message, PollOption, QuizPoll, data
from bot.core.text import Text, block, bold, join, link
from bot.features.standing import Standing, StudyTurn
from bot.study.question import Kind, Option
from bot.study.quiz import Asked, QuizSession, by_topic, mistakes, score

CHOSEN, OPEN = "☑", "☐"


def question_body(turn: StudyTurn, session: QuizSession) -> Body:
    asking = session.now_asking
    text = _question_text(turn, session)

    def to(option: str) -> str:
        return data("qz1", session.id, session.position, option)

    if asking.question.kind is Kind.MULTIPLE:
        rows = tuple(
            (Button(f"{CHOSEN if one.id in asking.chosen else OPEN} {one.text}", to(one.id)),) for one in asking.options
        )
        check = (Button(turn.label("quiz-check"), to("check")),)
        return Message(join("\n\n", [text, turn.t("quiz-choose-all")]), (*rows, check))
    correct = next(index for index, one in enumerate(asking.options) if one.correct)
    options = tuple(PollOption(one.text, to(one.id)) for one in asking.options)
    return QuizPoll(text, options, correct, _explanation(turn, asking))


def result_text(turn: StudyTurn, session: QuizSession) -> Text:
    """The question again, with what was chosen, what is right and why."""
    asked = session.now_asking
    return join(
        "\n\n",
        [
            _question_text(turn, session),
            turn.t("quiz-right" if asked.correct else "quiz-wrong"),
            correction(turn, session),
            _explanation(turn, asked),
        ],
    )


def correction(turn: StudyTurn, session: QuizSession) -> Text:
    """What a native poll can't say of a wrong answer: why the chosen option isn't right."""
    asked = session.now_asking
    return join("\n\n", [_judged(turn, asked, one) for one in asked.options if one.correct or one.id in asked.chosen])


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
    key = "quiz-yours" if option.id in asked.chosen else "quiz-missed"
    return join("\n", [join(" ", [sign, bold(option.text), turn.t(key)]), option.reason])
