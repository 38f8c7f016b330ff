"""The situations, in the order in which they happen to Ada in a week; Bob and Eve happen by."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from tests.situations.steps import (
    Chooses,
    IsDown,
    Presses,
    PressesInGroup,
    PressesOld,
    PressesTwice,
    Says,
    SaysInGroup,
    SendsFile,
    Step,
    Types,
    Waits,
)

_BERLIN = timezone(timedelta(hours=1))
START = datetime(2026, 3, 2, 17, 0, tzinfo=_BERLIN).astimezone(UTC)
"""A Monday; the script ends before clocks change."""
QUESTIONS = ("http-status-codes-broken-json", "lists-sort-returns-none", "sets-which-contain")
"""All that a quiz can ask here, so that everybody is asked the same: one for a poll, one with code, one with several
right answers."""


@dataclass(frozen=True)
class Situation:
    """`before` leads there and isn't shown. `differs` is why not everybody reads the same, where that is so."""

    title: str
    does: tuple[Step, ...]
    before: tuple[Step, ...] = ()
    who: str = "Ada"
    differs: str = ""


def _on(day: int, hour: int, minute: int = 0) -> datetime:
    """In March 2026, Berlin time."""
    return datetime(2026, 3, day, hour, minute, tzinfo=_BERLIN).astimezone(UTC)


_CHESS = """# Chess
From my first year.
## Openings (2 h)
- ✅ Italian
- Scotch
## Python for a chess clock
- Lists
"""
_TO_TYPE = "Telegram asks in a message whose reply is the answer, Discord in a window, the terminal in a line"
_POLL = "Telegram has quiz polls of its own, which mark an answer themselves and say why the right one is right"

SITUATIONS = (
    Situation("Somebody starts", (Says("/start"),)),
    Situation("The question for hours", (Presses("Python backend developer"),)),
    Situation("The question for days", (Presses("5 h"),)),
    Situation("The question for a time", (Presses("Monday to Friday"),)),
    Situation(
        "The question for the time zone",
        (Presses("19:00"),),
        differs="only the terminal knows a zone to offer; elsewhere a city with the right time is one press",
    ),
    Situation("A city nobody knows", (Types("Type a city…", "Nowhere"),), differs=_TO_TYPE),
    Situation("A city", (Says("Berlin"),)),
    Situation("The question for the first step", (Presses("Yes, that's my time"),)),
    Situation("All is set up", (Presses("Start here"),)),
    Situation("Today's card", (Says("/today"),)),
    Situation("An item is ticked", (Presses("Domain names"),)),
    Situation("The step is done", (Presses("Done"),)),
    Situation("Undone", (Presses("Undo"),)),
    Situation("How long it took", (Presses("1 h"),), before=(Says("/today"), Presses("Done"))),
    Situation("Later", (Presses("Later"),), before=(Says("/today"),)),
    Situation("Back from there", (Presses("Back"),)),
    Situation("A quiz question", (Says("/quiz http-status-codes 1"),), differs=_POLL),
    Situation("A wrong answer, and the score", (Chooses("500 Internal Server Error"),), differs=_POLL),
    Situation("The wrong ones again", (Presses("Retry mine"),), differs=_POLL),
    Situation("A right answer, and the score", (Chooses("400 Bad Request"),), differs=_POLL),
    Situation("A question is reported", (Says("/report"),)),
    Situation("With a reason", (Presses("Unclear"),)),
    Situation("In one's own words", (Says("/report option 404 is right, too"),)),
    Situation("A question with code", (Says("/quiz lists 1"),)),
    Situation("The answer to it", (Chooses("None"),)),
    Situation("A question with several right answers", (Says("/quiz sets 1"),)),
    Situation("Checked before anything is chosen", (Chooses("Check"),)),
    Situation("Chosen", (Chooses("a | b"),)),
    Situation("Checked", (Chooses("Check"),), before=(Chooses("b - a"), Chooses("a ^ b"))),
    Situation("A quiz is cancelled", (Says("/cancel"),), before=(Says("/quiz lists 1"),)),
    Situation("Nothing is under way", (Says("/cancel"),)),
    Situation("A quiz about a topic nobody knows", (Says("/quiz knitting"),)),
    Situation(
        "An argument out of bounds",
        (Says("/quiz lists 99"),),
        differs="Discord's own field knows the bounds",
    ),
    Situation("The settings", (Says("/settings"),)),
    Situation("One of them", (Presses("Reminder"),)),
    Situation("It is changed", (Presses("21:00"),)),
    Situation(
        "A time that can't be read",
        (Types("Another time…", "25:00"),),
        (Presses("Back"), Presses("Reminder")),
        differs=_TO_TYPE,
    ),
    Situation("A time", (Says("19:00"),)),
    Situation("The roadmap", (Says("/roadmap"),)),
    Situation("A phase of it", (Presses("2 Python Core"),)),
    Situation("An item", (Presses("Variables"),), before=(Presses("2.1"),)),
    Situation("It is marked", (Presses("Started"),)),
    Situation("And not any more", (Presses("Undo"),)),
    Situation("Help", (Says("/help"),)),
    Situation("Privacy", (Says("/privacy"),)),
    Situation("A command that isn't there", (Says("/juggle"),)),
    Situation("A command misspelt", (Says("/tooday"),)),
    Situation("A text nobody asked for", (Says("How are you?"),)),
    Situation("A file with nothing to learn", (SendsFile("notes.txt", b"some notes"),)),
    Situation("A roadmap of one's own", (SendsFile("chess.md", _CHESS.encode()),)),
    Situation("No, thanks", (Presses("No, thanks"),)),
    Situation("The reminder", (Waits(_on(3, 19)),)),
    Situation("In an hour", (Presses("+1 h"),)),
    Situation("An hour later", (Waits(_on(3, 20, 1)),)),
    Situation("Not today", (Presses("Not today"),)),
    Situation(
        "A button of yesterday",
        (PressesOld("Tonight"),),
        before=(Waits(_on(4, 19)), Waits(_on(5, 12))),
    ),
    Situation("The reminder after a downtime", (IsDown(_on(5, 19, 20)),)),
    Situation("In a group", (SaysInGroup("/today"),)),
    Situation("A button of the answer", (PressesInGroup("IDEs"),)),
    Situation(
        "A button twice, quickly",
        (PressesTwice("Python backend developer"),),
        before=(Says("/start"),),
        who="Bob",
        differs="a terminal takes one line after the other, and finds the button gone",
    ),
    Situation("Somebody who never started", (Says("/today"),), who="Eve"),
    Situation("One's own roadmap is taken", (Presses("Study it"),), before=(SendsFile("chess.md", _CHESS.encode()),)),
    Situation("The same, edited", (SendsFile("chess.md", _CHESS.replace("Scotch", "Vienna").encode()),)),
    Situation("It is updated", (Presses("Update Chess"),)),
    Situation("Is everything to be deleted?", (Says("/forget"),)),
    Situation("It isn't", (Presses("No, keep it"),)),
    Situation("It is", (Presses("Delete everything"),), before=(Says("/forget"),)),
)
