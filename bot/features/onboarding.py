"""The first conversation: `/start`, six questions, and the first step."""

from dataclasses import replace
from datetime import time

from bot.core.effects import Ack, Await, Edit, Effect, MakeHome, Remove, Reply, Save, Send, StopWaiting, of_person
from bot.core.feature import Arg, Feature
from bot.core.i18n import Key
from bot.core.model import Button, Message, Rows, data
from bot.core.text import Text, join
from bot.core.turn import Call, Press
from bot.features import choices
from bot.features.choices import OFF, TYPED
from bot.features.schedule import timers
from bot.features.showing import show
from bot.features.standing import READS, Standing, StudyTurn, roadmaps, standing
from bot.features.suggestions import beginnings
from bot.features.today import stale
from bot.features.wording import clock, days, moment, size, span, zone_name
from bot.study.learner import WALL, WEEKDAYS, WEEKLY_MINUTES, Learner
from bot.study.nudge import Reminders
from bot.study.onboarding import Onboarding, Stage
from bot.study.progress import Enrolment, Studies, marked, position, up_to_date
from bot.study.reminder import Reminder, next_firing
from bot.study.roadmap import Roadmap, Step
from bot.study.streak import study_day

feature = Feature("onboarding")
ALL_READS = (*READS, *of_person(Onboarding))


@feature.command(
    "start", Arg("roadmap", str, optional=True, suggest=beginnings), summary="start-summary", reads=ALL_READS
)
def start(turn: StudyTurn, call: Call) -> Reply:
    under_way = turn.get(Onboarding)
    roadmap, topic = _named(turn, call.text("roadmap") or "")
    if under_way:
        return _ask(turn, _with_link(under_way, roadmap, topic), None)
    here = standing(turn)
    if here is None:
        return _begin(turn, roadmap, topic)
    return _welcome_back(turn, here, roadmap, topic)


def _named(turn: StudyTurn, text: str) -> tuple[str | None, str | None]:
    """The roadmap or topic of a deep link, or the roadmap somebody typed; neither for what we don't know."""
    kind, _, name = text.partition("_")
    if kind == "t" and name in turn.content.topics:
        return None, name
    return name if kind == "r" and name in roadmaps(turn) else choices.read_roadmap(turn, text), None


def _with_link(at: Onboarding, roadmap: str | None, topic: str | None) -> Onboarding:
    if roadmap:
        at = replace(at, roadmap=roadmap, stage=Stage.HOURS if at.stage is Stage.ROADMAP else at.stage)
    return replace(at, topic=topic or at.topic)


def _welcome_back(turn: StudyTurn, here: Standing, linked: str | None, topic: str | None) -> Reply:
    """Go on, switch or start over; first what a link asked for."""
    step = here.step
    rows = [
        [Button(turn.label("start-go-on"), data("td1", "open", here.enrolment.id, step.id if step else ""))],
        [Button(turn.label("start-again"), data("ob1", "again", "ask"))],
    ]
    if len(roadmaps(turn)) > 1:
        rows.insert(1, [Button(turn.label("start-switch"), data("st1", "roadmap", "ask"))])
    if linked and linked != here.roadmap.id:
        take = turn.label("start-take", roadmap=roadmaps(turn)[linked].title)
        rows.insert(0, [Button(take, data("st1", "roadmap", linked))])
    about = next((one for one in here.roadmap.steps if topic and topic in one.topics), None)
    if about and about != step:
        jump = turn.label("start-jump", step=about.name)
        rows.insert(0, [Button(jump, data("rm1", "jump", here.enrolment.id, about.leaves[0].id))])
    name, roadmap = turn.person.name, here.roadmap.title
    text = (
        turn.t("start-back", name=name, roadmap=roadmap, place=step.name)
        if step
        else turn.t("start-back-finished", name=name, roadmap=roadmap)
    )
    return Reply(Send(Message(text, tuple(tuple(row) for row in rows))))


@feature.button("ob1", str, str, reads=ALL_READS)
def chosen(turn: StudyTurn, press: Press) -> Reply:
    """`ob1:<stage>:<value>`; the value `typed` stands for the text that came with it."""
    stage, value = press.word(0), press.word(1)
    under_way = turn.get(Onboarding)
    if stage == "again":
        return _again(turn, press, value)
    if under_way is None and stage != Stage.FIRST_STEP:
        return stale(turn)
    if under_way is None or stage != under_way.stage:
        return Reply(Ack(turn.t("start-already-answered")))
    if value == TYPED and press.text is None:
        return choices.ask_to_type(turn, stage, press.data)
    if stage == Stage.FIRST_STEP and value == "elsewhere":
        return _elsewhere(turn, under_way, press)
    typed = press.text if value == TYPED else None
    answer = _read(turn, under_way, value, typed)
    if answer is None:
        return Reply(Send(choices.bad(turn, stage)))
    if stage == Stage.FIRST_STEP:
        return finish(turn, answer, press.on, value)
    if not (stage == Stage.ZONE and typed is not None):
        following = under_way.stage.next
        answer = replace(answer, stage=following or under_way.stage)
    return _ask(turn, answer, press.on)


def take(turn: StudyTurn, roadmap: str) -> Reply:
    """Ask what is left to ask of somebody who has chosen a roadmap."""
    at = turn.get(Onboarding) or _fresh(turn)
    return _ask(turn, _with_link(at, roadmap, None), None)


def _fresh(turn: StudyTurn) -> Onboarding:
    return Onboarding(turn.person.id, Stage.ROADMAP, zone=choices.suggested_zone(turn))


def _begin(turn: StudyTurn, roadmap: str | None, topic: str | None) -> Reply:
    asked = _ask(turn, _with_link(_fresh(turn), roadmap, topic), None)
    if roadmap is None:
        return asked
    hello = turn.t("start-hello", name=turn.person.name, roadmap=roadmaps(turn)[roadmap].title)
    return Reply(Send(Message(hello))) + asked


def _again(turn: StudyTurn, press: Press, value: str) -> Reply:
    """Start over: all questions anew, with the present answers first, or all marks cleared."""
    here = standing(turn)
    if turn.get(Onboarding) is not None:
        return Reply(Ack(turn.t("start-already-answered")))
    if here is None or value not in ("ask", "yes", "clear"):
        return stale(turn)
    if value == "ask":
        rows = (
            (Button(turn.label("start-again-yes"), data("ob1", "again", "yes")),),
            (Button(turn.label("start-again-clear"), data("ob1", "again", "clear")),),
            (Button(turn.label("start-go-on"), data("td1", "open", here.enrolment.id, "")),),
        )
        return show(press, Message(turn.t("start-again-sure"), rows))
    if value == "clear":
        return _clear(turn, press, here)
    reminder = here.reminders.items[0] if here.reminders.items else None
    again = Onboarding(
        turn.person.id,
        Stage.ROADMAP,
        weekly_minutes=here.learner.weekly_minutes,
        weekdays=here.learner.weekdays,
        wall=reminder.wall if reminder else None,
        reminded=reminder is not None and reminder.enabled,
        zone=here.learner.zone,
    )
    return _ask(turn, again, press.on)


def _clear(turn: StudyTurn, press: Press, here: Standing) -> Reply:
    """Back to the first step at once; what was studied when stays in the log."""
    change = turn.new_id()
    cleared = replace(marked(here.enrolment, here.enrolment.marks, None, change), anchor=None)
    enrolment = here.enrolment.id
    rows = (
        (Button(turn.label("start-show", which=Key("first")), data("td1", "next", enrolment, "")),),
        (Button(turn.label("start-again-yes"), data("ob1", "again", "yes")),),
        (Button(turn.label("undo"), data("rm2", enrolment, change, "")),),
    )
    return show(press, Message(turn.t("start-cleared"), rows)) + Reply(Save(here.marked(cleared).studies))


def _read(turn: StudyTurn, so_far: Onboarding, value: str, typed: str | None) -> Onboarding | None:
    """With the answer to the current question; None where it can't be read."""
    match so_far.stage:
        case Stage.ROADMAP:
            found = value if typed is None else choices.read_roadmap(turn, typed)
            return replace(so_far, roadmap=found) if found in roadmaps(turn) else None
        case Stage.HOURS:
            minutes = choices.pressed_hours(value) if typed is None else choices.read_hours(typed)
            return replace(so_far, weekly_minutes=minutes) if minutes else None
        case Stage.DAYS:
            weekdays = choices.pressed_days(value) if typed is None else choices.read_days(typed)
            return replace(so_far, weekdays=weekdays) if weekdays else None
        case Stage.TIME:
            if value == OFF:
                return replace(so_far, reminded=False)
            wall = choices.pressed_time(value) if typed is None else choices.read_time(typed)
            return replace(so_far, wall=wall, reminded=True) if wall else None
        case Stage.ZONE:
            if typed is None:
                zone = so_far.zone if value == "yes" else choices.pressed_zone(value)
                return replace(so_far, zone=zone) if zone else None
            match_ = turn.content.find_zone(typed)
            return replace(so_far, zone=match_.zone) if match_ else None
        case Stage.FIRST_STEP:
            return so_far if typed is None else None


def _ask(turn: StudyTurn, at: Onboarding, on: int | None) -> Reply:
    """Show the question of its stage: in place where a button was pressed, else as a new message."""
    question = Message(_question(turn, at), _rows(turn, at))
    shown: Effect = Edit(on, question) if on else Send(question)
    return Reply(shown, Save(at), Await(data("ob1", at.stage, TYPED)))


def _question(turn: StudyTurn, at: Onboarding) -> Text:
    numbers: dict[str, Key | int] = {"number": at.stage.number, "of": len(Stage), "place": choices.place(turn)}
    match at.stage:
        case Stage.ROADMAP:
            offers = [
                turn.t("start-offer", title=one.title, size=size(turn, one), audience=_audience(turn, one))
                for one in roadmaps(turn).values()
            ]
            hello = turn.t("start-hello-new", name=turn.person.name) if standing(turn) is None else Text()
            return join("\n\n", [hello, join("\n\n", offers), turn.t("start-ask-roadmap", **numbers)])
        case Stage.ZONE:
            if at.zone is None:
                return turn.t("start-ask-zone-unknown", **numbers)
            return turn.t("start-ask-zone", zone=choices.zone_sentence(turn, at.zone), **numbers)
        case Stage.FIRST_STEP:
            step = _first_step(turn, at)
            about = span(turn, step.minutes)
            begun = _begun(turn, at)
            which = Key("next" if begun and begun.marks else "first")
            return turn.t(
                "start-ask-first-step", which=which, step=step.name, count=len(step.leaves), time=about, **numbers
            )
        case _:
            return turn.t(f"start-ask-{at.stage}", **numbers)


def _rows(turn: StudyTurn, at: Onboarding) -> Rows:
    def to(value: str) -> str:
        return data("ob1", at.stage, value)

    match at.stage:
        case Stage.ROADMAP:
            return tuple((Button(one.title, to(one.id)),) for one in roadmaps(turn).values())
        case Stage.HOURS:
            return choices.hours_rows(turn, to, at.weekly_minutes)
        case Stage.DAYS:
            return choices.days_rows(turn, to, at.weekdays)
        case Stage.TIME:
            return choices.time_rows(turn, to, at.wall)
        case Stage.ZONE:
            other = Button(turn.label("choice-other-zone"), to(TYPED), asks=turn.field("choice-ask-zone"))
            if at.zone is None:
                return choices.zone_rows(turn, to)
            return ((Button(turn.label("start-zone-right"), to(choices.zone_value(at.zone))),), (other,))
        case Stage.FIRST_STEP:
            return (
                (Button(turn.label("start-here"), to(_first_step(turn, at).leaves[0].id)),),
                (Button(turn.label("start-elsewhere"), to("elsewhere")),),
            )


def _elsewhere(turn: StudyTurn, at: Onboarding, press: Press) -> Reply:
    roadmap = _roadmap(turn, at)
    rows = tuple(
        (Button(f"{phase.number} {phase.title}".strip(), data("ob1", Stage.FIRST_STEP, next(phase.leaves()).id)),)
        for phase in roadmap.phases
    )
    body = Message(turn.t("start-ask-elsewhere"), rows)
    return show(press, body)


def finish(turn: StudyTurn, at: Onboarding, on: int | None, leaf: str = "") -> Reply:
    """Enrol with what was chosen and defaults for the rest; the last message says which those are."""
    roadmap = _roadmap(turn, at)
    zone = at.zone or choices.suggested_zone(turn) or "UTC"
    weekdays = at.weekdays or WEEKDAYS
    today = study_day(turn.now, zone)
    before = turn.get(Learner) or Learner(turn.person.id, zone)
    learner = replace(before, zone=zone, weekly_minutes=at.weekly_minutes or WEEKLY_MINUTES)
    learner = learner.studying_on(weekdays, today)
    studies = turn.get(Studies) or Studies(turn.person.id)
    begun = _begun(turn, at)
    enrolment = begun or Enrolment(turn.new_id(), roadmap.id, turn.now)
    if leaf in roadmap.step_of and roadmap.step_of[leaf] != position(enrolment, roadmap):
        enrolment = replace(enrolment, anchor=leaf)
    reminders, effects = _reminders(turn, at, zone, weekdays)
    step = position(enrolment, roadmap) or roadmap.steps[0]
    which = Key("next" if begun and begun.marks else "first")
    reminder = reminders.items[0]
    told = next_firing(reminder, turn.now)
    text = turn.t(
        "start-done",
        roadmap=roadmap.title,
        time=span(turn, learner.weekly_minutes),
        days=days(turn, weekdays),
        zone=zone_name(zone),
        which=which,
        step=step.name,
        reminder=turn.t("start-reminder", time=clock(reminder.wall), next=moment(turn, told.at, zone))
        if told
        else turn.t("start-no-reminder"),
    )
    shown = Button(turn.label("start-show", which=which), data("td1", "next", enrolment.id, ""))
    body = Message(join("\n", [text, _filled(turn, at, leaf)]), ((shown,),))
    return Reply(
        Edit(on, body) if on else Send(body),
        Save(learner),
        Save(studies.with_(enrolment)),
        *effects,
        Remove(Onboarding, turn.person.id),
        StopWaiting(),
        MakeHome(),
    )


def _filled(turn: StudyTurn, at: Onboarding, leaf: str) -> Text:
    """Which answers are ours, where somebody left before the last question."""
    missing = [] if leaf else list(Stage)[at.stage.number - 1 : -1]
    names = ", ".join(turn.label(f"start-filled-{stage}") for stage in missing)
    return turn.t("start-filled", names=names) if names else Text()


def _reminders(
    turn: StudyTurn, at: Onboarding, zone: str, weekdays: frozenset[int]
) -> tuple[Reminders, tuple[Effect, ...]]:
    mine = turn.get(Reminders) or Reminders(turn.person.id)
    old = mine.items[0] if mine.items else Reminder(turn.new_id(), turn.person.id, WALL, weekdays, zone)
    wall: time = at.wall or WALL
    reminder = replace(old, wall=wall, weekdays=weekdays, zone=zone, enabled=at.reminded)
    mine = mine.with_(reminder)
    return mine, (Save(mine), *timers(turn, reminder))


def _audience(turn: StudyTurn, roadmap: Roadmap) -> str:
    return roadmap.audience if roadmap.id in turn.content.roadmaps else turn.label("start-own")


def _roadmap(turn: StudyTurn, at: Onboarding) -> Roadmap:
    return roadmaps(turn).get(at.roadmap or "") or next(iter(turn.content.roadmaps.values()))


def _begun(turn: StudyTurn, at: Onboarding) -> Enrolment | None:
    """What the person has already done of the roadmap they chose."""
    roadmap = _roadmap(turn, at)
    studies = turn.get(Studies)
    enrolment = studies.on(roadmap.id) if studies else None
    return up_to_date(enrolment, roadmap) if enrolment else None


def _first_step(turn: StudyTurn, at: Onboarding) -> Step:
    """The first about the topic of the link they came by, else where they stand, else the roadmap's first."""
    roadmap = _roadmap(turn, at)
    about = next((step for step in roadmap.steps if at.topic and at.topic in step.topics), None)
    begun = _begun(turn, at)
    return about or (position(begun, roadmap) if begun else None) or roadmap.steps[0]
