"""`/help`, `/cancel`, and what somebody hears who says something nobody asked for."""

from bot.core.effects import Remove, Reply, Send, StopWaiting, of_person
from bot.core.feature import Feature
from bot.core.model import Message
from bot.core.text import join
from bot.core.turn import Call, Speech
from bot.features import onboarding, quiz
from bot.features.standing import StudyTurn, standing
from bot.study.onboarding import Onboarding
from bot.study.quiz import QuizSession

feature = Feature("help")


@feature.command("help", summary="help-summary")
def help_(turn: StudyTurn, _: Call) -> Reply:
    lines = [turn.t("help-line", name=name, summary=turn.t(summary)) for name, summary in turn.commands.items()]
    return Reply(Send(Message(join("\n\n", [turn.t("help-intro"), join("\n", lines), turn.t("help-outro")]))))


@feature.command("cancel", summary="cancel-summary", reads=(*onboarding.ALL_READS, *of_person(QuizSession)))
def cancel(turn: StudyTurn, _: Call) -> Reply:
    """Ends what is under way: the first conversation with defaults, a quiz with its score, a question of ours."""
    setting_up, session = turn.get(Onboarding), turn.get(QuizSession)
    quizzing = session is not None and session.is_resumable(turn.now)
    ended = quiz.stop(turn, session) if session and quizzing else Reply()
    if setting_up and standing(turn):
        left = Reply(Send(Message(turn.t("cancel-question"))), Remove(Onboarding, turn.person.id), StopWaiting())
        return ended + left
    if setting_up:
        return ended + onboarding.finish(turn, setting_up, None)
    if quizzing:
        return ended + Reply(StopWaiting())
    if turn.waiting:
        return Reply(Send(Message(turn.t("cancel-question"))), StopWaiting())
    return Reply(Send(Message(turn.t("cancel-nothing"))))


@feature.text()
def unexpected(turn: StudyTurn, _: Speech) -> Reply:
    return Reply(Send(Message(turn.t("help-unexpected"))))
