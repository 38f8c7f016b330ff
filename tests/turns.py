"""Features without engine or database: a turn is built from states held as values, its handler is called, and its
effects are applied to those states, so that several turns make a story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from random import Random
from typing import TypeVar

from bot.core import effects as fx
from bot.core.feature import Route
from bot.core.model import Address, Body, Button, QuizPoll, data
from bot.core.registry import Registry
from bot.core.turn import Conversation, Person, Press, Speech, Timer, Turn
from bot.features import FEATURES
from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from bot.study.learner import Learner
from bot.study.log import StudyEntry, StudyLog
from bot.study.nudge import Nudge, Reminders
from bot.study.progress import Enrolment, Mark, Studies
from bot.study.quiz import Answer, AnswerHistory
from bot.study.reminder import Reminder, next_firing
from bot.study.streak import study_day
from bot.study.weekdays import WORKDAYS
from tests import content
from tests.content import texts

MONDAY = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""18:00 in Berlin."""
PERSON, CHAT, ENROLMENT, REMINDER = 11, 22, 7, 9
ROADMAP = "python-backend-hours"
REGISTRY = Registry(FEATURES)
S = TypeVar("S")


ASKED = frozenset(
    (
        *("hosting-tls-cdn", "ip-ports-dns", "dictionaries", "lists", "sets", "tuples", "args-kwargs"),
        *("function-arguments", "functions-basics", "http-basics", "http-status-codes", "conditionals", "loops"),
        *("strings", "variables-types", "dependency-management", "linters-formatters", "python-setup"),
        *("virtual-environments",),
    )
)


@cache
def catalogue() -> Catalogue:
    """With one roadmap and few topics asked about, so that nothing here changes when the library grows."""
    whole = content.catalogue()
    questions = HeldBank(one for one in whole.questions.values() if one.topics[0] in ASKED)
    return replace(whole, roadmaps={ROADMAP: whole.roadmaps[ROADMAP]}, questions=questions)


def text_of(body: Body) -> str:
    return body.question.plain if isinstance(body, QuizPoll) else body.text.plain


def buttons_of(body: Body) -> list[Button]:
    """Of a poll: one for each option, as a platform without polls would show it."""
    if isinstance(body, QuizPoll):
        return [Button(option.text, option.data) for option in body.options]
    return [button for row in body.buttons for button in row]


@dataclass(frozen=True)
class Answered:
    """What one handler answered."""

    effects: tuple[fx.Effect, ...]

    def all(self, kind: type[S]) -> list[S]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def sent(self) -> list[str]:
        return [text_of(send.body) for send in self.all(fx.Send)]

    @property
    def edited(self) -> list[str]:
        return [text_of(edit.body) for edit in self.all(fx.Edit)]

    @property
    def acks(self) -> list[str]:
        return [ack.text if isinstance(ack.text, str) else ack.text.plain for ack in self.all(fx.Ack)]

    @property
    def shown(self) -> list[Body]:
        """Sent or edited, in order."""
        return [effect.body for effect in self.effects if isinstance(effect, fx.Send | fx.Edit)]

    @property
    def text(self) -> str:
        """Of the only message."""
        (body,) = self.shown
        return text_of(body)

    @property
    def labels(self) -> list[str]:
        """Of all buttons shown."""
        return [button.label for body in self.shown for button in buttons_of(body)]

    def saved(self, kind: type[S]) -> list[S]:
        return [save.value for save in self.all(fx.Save) if isinstance(save.value, kind)]

    @property
    def changes(self) -> tuple[fx.Effect, ...]:
        """All but what is shown: empty where the state stays as it was."""
        return tuple(effect for effect in self.effects if not isinstance(effect, fx.Send | fx.Edit | fx.Ack))


class Desk:
    """One person in a private chat. `states` are by kind, `due` holds the timers, `screen` what stands in the chat."""

    def __init__(
        self, *states: object, now: datetime = MONDAY, zone: str = "Europe/Berlin", content: Catalogue | None = None
    ) -> None:
        self.now = now
        self.zone = zone
        self.name, self.locale = "Ann", "en"
        self.content = content or catalogue()
        self.states: dict[type, object] = {type(state): state for state in states}
        self.nudges: list[Nudge] = []
        self.due: dict[tuple[str, int, str], datetime] = {}
        self.screen: dict[int, Body] = {}
        self.waiting = ""
        self.rng = Random(1)
        self._ids = count(1000)

    def get(self, kind: type[S]) -> S:
        state = self.states[kind]
        assert isinstance(state, kind)
        return state

    def call(self, line: str) -> Answered:
        """A command as it is typed. Raises BadArguments."""
        name, _, arguments = line.removeprefix("/").partition(" ")
        route = REGISTRY.commands[name]
        return self._turn(route, REGISTRY.call(name, route, arguments))

    def put_off(self, how: str) -> Answered:
        """Press `hour`, `tonight` or `off` of today's nudge or card."""
        today = study_day(self.now, self.zone)
        return self.press(data("nd1", how, today.toordinal()))

    def press(self, pressed: str, *, on: int | None = 1, text: str | None = None) -> Answered:
        """Button data, whatever stands on the screen."""
        found = REGISTRY.button(pressed)
        assert found is not None, pressed
        route, arguments = found
        return self._turn(route, Press(pressed, on, arguments, text))

    def tap(self, label: str) -> Answered:
        """The newest button whose label is, or else contains, `label`."""
        newest = [(on, button) for on, body in reversed(self.screen.items()) for button in buttons_of(body)]
        exact = [(on, button) for on, button in newest if button.label == label]
        on, button = next(iter(exact), None) or next((on, one) for on, one in newest if label in one.label)
        return self.press(button.data, on=on)

    def say(self, text: str) -> Answered:
        if self.waiting:
            return self.press(self.waiting, on=None, text=text)
        route = REGISTRY.fallback("text")
        assert route is not None
        return self._turn(route, Speech(text))

    def until(self, when: datetime) -> list[Answered]:
        """Let the clock go on; what each timer that fell due answered."""
        answers = []
        while self.due and (at := min(self.due.values())) <= when:
            self.now = max(self.now, at)
            answers.append(self.fire_next())
        self.now = when
        return answers

    def wait(self, **span: float) -> list[Answered]:
        return self.until(self.now + timedelta(**span))

    def fire_next(self) -> Answered:
        """Handle the earliest timer now, however late it is."""
        (kind, subject, key), at = min(self.due.items(), key=lambda timer: timer[1])
        route = REGISTRY.timer(kind)
        assert route is not None
        del self.due[kind, subject, key]
        return self._turn(route, Timer(1, "test", kind, subject, key, PERSON, CHAT, at))

    def _turn(self, route: Route, given: object) -> Answered:
        ids = fx.Subjects(PERSON, CHAT, given.subject if isinstance(given, Timer) else None)
        keys = {read.kind: key for read in route.reads if (key := read.key(ids, given)) is not None}
        turn = Turn(
            now=self.now,
            rng=self.rng,
            new_id=lambda: next(self._ids),
            content=self.content,
            commands={name: command.summary for name, command in REGISTRY.commands.items()},
            translations=texts(),
            person=Person(PERSON, self.name, self.locale, CHAT),
            conversation=Conversation(CHAT, Address("test", "ann"), private=True),
            # Only what the handler declared, as the engine would load it.
            loaded={(kind, key): self.states.get(kind) for kind, key in keys.items()},
            keys=keys,
            zone=self.zone,
            waiting=self.waiting,
        )
        reply = route.handler(turn, given)
        assert isinstance(reply, fx.Reply)
        for effect in reply.effects:
            self._apply(effect)
        return Answered(reply.effects)

    def _apply(self, effect: fx.Effect) -> None:
        match effect:
            case fx.Send():
                self._show(effect.ref or next(self._ids), effect.body)
            case fx.Close():
                self.screen.pop(effect.ref, None)
            case fx.Edit():
                self._show(effect.ref, effect.body)
            case fx.Save(value):
                self._save(value)
            case fx.Remove(kind, key):
                self._remove(kind, key)
            case fx.Schedule():
                self.due[effect.kind, effect.subject, effect.key] = effect.due_at
            case fx.Unschedule():
                self.due.pop((effect.kind, effect.subject, effect.key), None)
            case fx.Await(data):
                self.waiting = data
            case fx.StopWaiting():
                self.waiting = ""
            case fx.Forget():
                self.states.clear()
                self.due.clear()

    def _show(self, ref: int, body: Body) -> None:
        self.screen.pop(ref, None)
        self.screen[ref] = body

    def _save(self, value: object) -> None:
        match value:
            case StudyEntry():
                log = self.states.get(StudyLog, StudyLog(PERSON))
                assert isinstance(log, StudyLog)
                kept = [entry for entry in log.entries if entry.id != value.id]
                entries = sorted([*kept, value], key=lambda entry: (entry.day, entry.id))
                self.states[StudyLog] = StudyLog(PERSON, tuple(entries))
            case Answer():
                history = self.states.get(AnswerHistory, AnswerHistory(PERSON))
                assert isinstance(history, AnswerHistory)
                newest = {**history.newest, value.question: (value.at, value.correct)}
                self.states[AnswerHistory] = replace(history, newest=newest)
            case Nudge():
                assert (value.reminder, value.day) not in [(one.reminder, one.day) for one in self.nudges]
                self.nudges.append(value)
            case _:
                assert "person" in {field.name for field in fields(value)}  # type: ignore[arg-type]
                self.states[type(value)] = value

    def _remove(self, kind: type, key: int) -> None:
        if kind is not StudyEntry:
            self.states.pop(kind, None)
        elif isinstance(log := self.states.get(StudyLog), StudyLog):
            self.states[StudyLog] = StudyLog(PERSON, tuple(entry for entry in log.entries if entry.id != key))


def studying(
    *,
    now: datetime = MONDAY,
    marks: Mapping[str, Mark] | None = None,
    anchor: str | None = None,
    weekdays: frozenset[int] = WORKDAYS,
    wall: time = time(19),
    zone: str = "Europe/Berlin",
    enabled: bool = True,
    log: Iterable[StudyEntry] = (),
    content: Catalogue | None = None,
) -> Desk:
    """Somebody who set up the roadmap of this project, five hours a week, a moment before `now`."""
    enrolment = Enrolment(ENROLMENT, ROADMAP, now, marks or {}, anchor)
    reminder = Reminder(REMINDER, PERSON, wall, weekdays, zone, enabled)
    desk = Desk(
        Learner(PERSON, zone, schedule=((date(2026, 1, 1), weekdays),)),
        Studies(PERSON, (enrolment,), ENROLMENT),
        Reminders(PERSON, (reminder,)),
        StudyLog(PERSON, tuple(log)),
        now=now,
        zone=zone,
        content=content,
    )
    if firing := next_firing(reminder, now):
        desk.due["nudge", REMINDER, ""] = firing.at
    return desk


def done(*steps: int) -> dict[str, Mark]:
    """Marks on every leaf of the steps at these places of the roadmap."""
    roadmap = catalogue().roadmaps[ROADMAP]
    return {leaf.id: Mark.DONE for step in steps for leaf in roadmap.steps[step].leaves}
