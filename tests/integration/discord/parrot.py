"""A feature of these tests that says back what it hears, so that what people see tells what was handled, and how often.

Only what begins with "secret" is private. The buttons `pa1` are public, `pa2` private; both do what their word says.
"""

from base64 import b64decode
from datetime import timedelta

from bot.core.effects import Ack, Close, Delete, Edit, Effect, MakeHome, Priority, Reply, Schedule, Send
from bot.core.feature import Feature
from bot.core.model import Button, Field, File, Message, Picture, Rows, data
from bot.core.text import Text, bold
from bot.core.turn import Call, Press, Speech, Timer, Turn

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
ALT = "Five days of seven"
LONG = "a *star*, a _line_ and `ticks` | " * 100
SCREEN, PANEL = "press one", "secret panel"
REASON = "it says what a person wrote"
WORDS = ("edit", "say", "note", "say and note", "edit and note", "nothing", "crash", "alone", "several", "gone")
feature = Feature("parrot")


def reply(turn: Turn[object], *bodies: str | Message) -> Reply:
    return Reply(*(Send(Message(Text(one)) if isinstance(one, str) else one, ref=turn.new_id()) for one in bodies))


def asking(prefix: str) -> Field:
    return Field("Your name", "as you like it", data(prefix, "named"))


def screen(text: str, prefix: str) -> Message:
    words = [Button(word, data(prefix, word)) for word in WORDS]
    asks = Button("ask", data(prefix, "named"), asks=asking(prefix))
    return Message(Text(text), (tuple(words[:5]), tuple(words[5:]), (asks,)))


@feature.text()
def heard(turn: Turn[object], speech: Speech) -> Reply:
    return reply(turn, speech.text)


@feature.command("one", summary="help-summary", private=False)
def one(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, "number one")


@feature.command("two", summary="help-summary", private=False)
def two(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, "number two")


@feature.command("secret", summary="help-summary")
def secret(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, "secret answer")


@feature.command("whisper", summary="help-summary", private=False)
def whisper(turn: Turn[object], _: Call) -> Reply:
    return Reply(Send(Message(Text("secret whisper")), only_for=turn.person.id))


@feature.command("several", summary="help-summary")
def several(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, "secret one", "secret two", "secret three")


@feature.command("screen", summary="help-summary", private=False)
def public_screen(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, screen(SCREEN, "pa1"))


@feature.command("panel", summary="help-summary")
def private_screen(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, screen(PANEL, "pa2"))


@feature.command("note", summary="help-summary", private=False)
def note(_: Turn[object], __: Call) -> Reply:
    return Reply(Ack("secret note"))


@feature.command("noted", summary="help-summary", private=False)
def noted(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, "number one") + Reply(Ack("secret note"))


@feature.command("nothing", summary="help-summary")
def nothing(_: Turn[object], __: Call) -> Reply:
    return Reply()


@feature.command("tidy", summary="help-summary")
def tidy(turn: Turn[object], _: Call) -> Reply:
    return Reply(Close(turn.new_id()))


@feature.command("crash", summary="help-summary")
def crash(_: Turn[object], __: Call) -> Reply:
    raise RuntimeError(REASON)


@feature.command("question", summary="help-summary")
def question(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, Message(Text("secret question"), asks=asking("pa2")))


@feature.command("pair", summary="help-summary", private=False)
def public_pair(turn: Turn[object], _: Call) -> Reply:
    return _pair(turn, "", "pa3")


@feature.command("couple", summary="help-summary")
def private_pair(turn: Turn[object], _: Call) -> Reply:
    return _pair(turn, "secret ", "pa4")


@feature.command("remind", summary="help-summary")
def remind(turn: Turn[object], _: Call) -> Reply:
    return Reply(Schedule("parrot", turn.person.id, turn.now + timedelta(seconds=100)))


@feature.command("home", summary="help-summary")
def home(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, "secret home") + Reply(MakeHome())


@feature.command("long", summary="help-summary")
def long(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, f"secret start {LONG}end")


@feature.command("chart", summary="help-summary")
def chart(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, Message(bold("secret chart"), picture=Picture(PNG, ALT)))


@feature.command("plan", summary="help-summary")
def plan(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, Message(Text("secret plan"), file=File("plan.ics", b"BEGIN:VCALENDAR")))


@feature.command("both", summary="help-summary")
def both(turn: Turn[object], _: Call) -> Reply:
    return reply(turn, Message(Text("secret both"), (), Picture(PNG, ALT), File("plan.ics", b"BEGIN:VCALENDAR")))


@feature.command("menu", summary="help-summary")
def menu(turn: Turn[object], _: Call) -> Reply:
    rows: Rows = tuple((Button(f"choice {number}", data("pa5", number)),) for number in range(60))
    return reply(turn, Message(Text("secret menu"), rows))


@feature.command("labels", summary="help-summary")
def labels(turn: Turn[object], _: Call) -> Reply:
    return reply(
        turn, Message(Text("secret labels"), tuple((Button(f"{n} " + "wide " * 30, data("pa5", n)),) for n in (1, 2)))
    )


@feature.timer("parrot")
def rang(_: Turn[object], __: Timer) -> Reply:
    return Reply(Send(Message(Text("secret reminder")), priority=Priority.REMINDER))


@feature.button("pa1", str, private=False)
def pressed(turn: Turn[object], press: Press) -> Reply:
    return _pressed(turn, press, "pa1", "")


@feature.button("pa2", str)
def privately_pressed(turn: Turn[object], press: Press) -> Reply:
    return _pressed(turn, press, "pa2", "secret ")


@feature.button("pa3", str, int, private=False)
def on_another(_: Turn[object], press: Press) -> Reply:
    return _on_another(press, "")


@feature.button("pa4", str, int)
def privately_on_another(_: Turn[object], press: Press) -> Reply:
    return _on_another(press, "secret ")


@feature.button("pa5", int)
def chosen(turn: Turn[object], press: Press) -> Reply:
    return reply(turn, f"secret choice {press.id(0)}")


def _pair(turn: Turn[object], kind: str, prefix: str) -> Reply:
    first = turn.new_id()
    rows = (tuple(Button(word, data(prefix, word, first)) for word in ("edit", "delete", "close", "both")),)
    one = Message(Text(f"{kind}first"), ((Button("nothing", data("pa2", "nothing")),),))
    return Reply(Send(one, ref=first), Send(Message(Text(f"{kind}second"), rows), ref=turn.new_id()))


def _on_another(press: Press, kind: str) -> Reply:
    changed = Message(Text(f"{kind}first, edited"))
    effects: dict[str, tuple[Effect, ...]] = {
        "edit": (Edit(press.id(1), changed),),
        "delete": (Delete(press.id(1)),),
        "close": (Close(press.id(1)),),
        "both": (Edit(press.id(1), changed), Edit(press.on or 0, Message(Text(f"{kind}second, edited")))),
    }
    return Reply(*effects[press.word(0)])


def _pressed(turn: Turn[object], press: Press, prefix: str, kind: str) -> Reply:
    edited = Edit(press.on or 0, screen(f"{kind}edited", prefix))
    said = Send(Message(Text(f"{kind}said")))
    several = [Send(Message(Text(f"{kind}said {number}"))) for number in ("one", "two", "three")]
    if press.word(0) == "crash":
        raise RuntimeError(REASON)
    if press.word(0) == "named":
        return _named(turn, press, prefix, kind)
    effects: dict[str, tuple[Effect, ...]] = {
        "edit": (edited,),
        "say": (said,),
        "note": (Ack("secret note"),),
        "say and note": (said, Ack("secret note")),
        "edit and note": (edited, Ack("secret note")),
        "alone": (Send(Message(Text("secret, for you alone")), only_for=turn.person.id),),
        "several": tuple(several),
        "gone": (Delete(press.on or 0),),
    }
    return Reply(*effects.get(press.word(0), ()))


def _named(turn: Turn[object], press: Press, prefix: str, kind: str) -> Reply:
    if press.text is None:
        return reply(turn, Message(Text(f"{kind}question"), asks=asking(prefix)))
    if press.on is None:
        return reply(turn, f"{kind}called {press.text}")
    return Reply(Edit(press.on, screen(f"{kind}called {press.text}", prefix)))
