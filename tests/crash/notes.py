"""A feature whose answers are for the person's eyes alone, with everything on them that one can act on.

`/note` counts as the tally's `/count` does, with its timer, and `/mark` without one. Each answer has buttons and, now
and then, a menu. What is done with them counts, too, and says so itself: as a new message, by changing the pressed one,
or as a question, whose answer counts again. Each of these acts has its number from the command's, so that no number is
ever told for two reasons.
"""

from dataclasses import replace

from bot.core.effects import Edit, Effect, Reply, Save, Schedule, Send, of_person
from bot.core.feature import Arg, Feature
from bot.core.model import Button, Field, Message, Rows, data
from bot.core.text import Text
from bot.core.turn import Call, Press, Turn
from tests.journal.tally import RINGS_AFTER, Tally, Told

STEP = 100
"""Between the numbers of commands: those between are of what is done with their answers."""
CHANGE, ASK, MENU, IN_MENU = 10, 20, 30, 26
"""How far from the command's number the others begin, and how many choices a menu has."""
MENU_EVERY = 8

notes = Feature("notes")


@notes.command("note", Arg("number", int, hi=10**9), summary="help-summary", reads=of_person(Tally))
def note(turn: Turn[object], call: Call) -> Reply:
    number = call.number("number") or 0
    return _counted(turn, number, _offers(number), rings=True)


@notes.command("mark", Arg("number", int, hi=10**9), summary="help-summary", reads=of_person(Tally))
def mark(turn: Turn[object], call: Call) -> Reply:
    number = call.number("number") or 0
    return _counted(turn, number, _offers(number), rings=False)


@notes.button("again", int, reads=of_person(Tally))
def again(turn: Turn[object], press: Press) -> Reply:
    return _counted(turn, press.id(0))


@notes.button("change", int, reads=of_person(Tally))
def change(turn: Turn[object], press: Press) -> Reply:
    return _counted(turn, press.id(0), on=press.on)


@notes.button("ask", int, reads=of_person(Tally))
def ask(turn: Turn[object], press: Press) -> Reply:
    """Pressed, it asks; answered, it tells the number that was typed."""
    if press.text is not None:
        return _counted(turn, int(press.text))
    return _counted(turn, press.id(0), asks=data("ask", press.id(0) + 1))


def _offers(number: int) -> Rows:
    buttons = (
        Button(f"again {number + 1}", data("again", number + 1)),
        Button(f"again {number + 2}", data("again", number + 2)),
        Button(f"change {number + CHANGE}", data("change", number + CHANGE)),
        Button(f"ask {number + ASK}", data("ask", number + ASK), asks=Field(f"ask {number + ASK}", "a number")),
    )
    if number // STEP % MENU_EVERY:
        return (buttons,)
    chosen = range(number + MENU, number + MENU + IN_MENU)
    return (*((Button(f"choose {one}", data("again", one)),) for one in chosen), buttons)


def _counted(
    turn: Turn[object], number: int, buttons: Rows = (), *, on: int | None = None, asks: str = "", rings: bool = False
) -> Reply:
    before = turn.get(Tally) or Tally(turn.person.id)
    after = replace(before, count=before.count + 1)
    told = str(Told("counted", number, after.count))
    message = Message(Text(told), buttons, asks=Field(told, "a number", asks) if asks else None)
    effects: list[Effect] = [Save(after), Edit(on, message) if on else Send(message)]
    if rings:
        due = turn.now + RINGS_AFTER
        effects.append(Schedule("tally", turn.person.id, due, key=str(number), conversation=turn.private))
    return Reply(*effects)
