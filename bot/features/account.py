"""`/privacy` says what is kept; `/forget` deletes all of it."""

from bot.core.effects import Ack, Edit, Forget, Reply, Send
from bot.core.feature import Feature
from bot.core.model import Button, Message, data
from bot.core.turn import Call, Press
from bot.features.standing import StudyTurn

feature = Feature("account")


@feature.command("privacy", summary="privacy-summary")
def privacy(turn: StudyTurn, _: Call) -> Reply:
    return Reply(Send(Message(turn.t("privacy"))))


@feature.command("forget", summary="forget-summary")
def forget(turn: StudyTurn, _: Call) -> Reply:
    rows = (
        (Button(turn.label("forget-no"), data("ac1", "no", turn.person.id)),),
        (Button(turn.label("forget-yes"), data("ac1", "yes", turn.person.id)),),
    )
    return Reply(Send(Message(turn.t("forget-sure"), rows)))


@feature.button("ac1", str, int)
def confirmed(turn: StudyTurn, press: Press) -> Reply:
    """`ac1:yes|no:<person>`; an old message of somebody who was forgotten and came back deletes nothing."""
    if press.id(1) != turn.person.id:
        return Reply(Ack(turn.t("forget-stale")))
    yes = press.word(0) == "yes"
    body = Message(turn.t("forget-done" if yes else "forget-kept"))
    shown = Edit(press.on, body) if press.on and not yes else Send(body)
    return Reply(shown, *([Forget()] if yes else []))
