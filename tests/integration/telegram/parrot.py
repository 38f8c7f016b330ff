"""A feature of these tests that says back what it hears, so that what people see tells what was handled, and how often.

`/screen` shows buttons, each with its own kind of answer; `/remind` sets a timer of so many seconds.
"""

from datetime import timedelta

from bot.core.effects import Ack, Edit, MakeHome, Priority, Reply, Schedule, Send
from bot.core.feature import Arg, Feature
from bot.core.model import Button, Message, data
from bot.core.text import Text
from bot.core.turn import Call, Press, Speech, Timer, Turn

LONG = "a notice that is longer than two lines on a phone, so that it waits until it is closed"
SCREEN = "press one"
feature = Feature("parrot")
_ANSWERS = ("edit", "same", "short", "long", "quiet", "only", "crash")


@feature.text()
def heard(_: Turn[object], speech: Speech) -> Reply:
    return Reply(Send(Message(Text(speech.text))))


@feature.command("say", Arg("words", str), summary="help-summary", private=False)
def say(_: Turn[object], call: Call) -> Reply:
    return Reply(Send(Message(Text(call.text("words") or ""))))


@feature.command("screen", summary="help-summary", private=False)
def screen(turn: Turn[object], _: Call) -> Reply:
    return Reply(Send(_screen(SCREEN), ref=turn.new_id()))


@feature.command("home", summary="help-summary")
def home(_: Turn[object], __: Call) -> Reply:
    return Reply(Send(Message(Text("home"))), MakeHome())


@feature.command("whisper", summary="help-summary", private=False)
def whisper(turn: Turn[object], _: Call) -> Reply:
    return Reply(Send(Message(Text("for you alone")), only_for=turn.person.id, ref=turn.new_id()))


@feature.command("remind", Arg("seconds", int), summary="help-summary")
def remind(turn: Turn[object], call: Call) -> Reply:
    due_at = turn.now + timedelta(seconds=call.number("seconds") or 0)
    return Reply(Schedule("parrot", turn.person.id, due_at))


@feature.timer("parrot")
def rang(_: Turn[object], __: Timer) -> Reply:
    return Reply(Send(Message(Text("reminded")), priority=Priority.REMINDER))


@feature.button("pa1", str, private=False)
def pressed(turn: Turn[object], press: Press) -> Reply:
    match press.word(0):
        case "edit":
            return Reply(Edit(press.on or 0, _screen("edited")), Ack("done"))
        case "same":
            return Reply(Edit(press.on or 0, _screen(SCREEN)))
        case "short":
            return Reply(Ack("short"))
        case "long":
            return Reply(Ack(LONG))
        case "only":
            return Reply(Send(_screen("for you alone"), only_for=turn.person.id, ref=turn.new_id()))
        case "crash":
            raise RuntimeError("on purpose")
    return Reply()


def _screen(text: str) -> Message:
    return Message(Text(text), ((*(Button(word, data("pa1", word)) for word in _ANSWERS[:4]),), _rest()))


def _rest() -> tuple[Button, ...]:
    return tuple(Button(word, data("pa1", word)) for word in _ANSWERS[4:])
