"""`/today`: the card of the current step, ticking its items, finishing it."""

from dataclasses import replace

from bot.core.effects import Ack, Remove, Reply, Save, Send
from bot.core.feature import Feature
from bot.core.model import Button, Message, Rows, data
from bot.core.text import Text, join, link
from bot.core.turn import Call, Press
from bot.features.showing import show
from bot.features.standing import READS, Standing, StudyTurn, standing, study
from bot.features.wording import day, span, symbol
from bot.study.log import Activity, StudyEntry
from bot.study.progress import Mark, is_closed, marked, tally, undone
from bot.study.reminder import tonight
from bot.study.roadmap import Node, Roadmap, Step

feature = Feature("today")

RESOURCES_SHOWN = 3
SPENT = (15, 30, 60, 120)


@feature.command("today", summary="today-summary", reads=READS)
def today(turn: StudyTurn, _: Call) -> Reply:
    here = standing(turn)
    return Reply(Send(current_card(turn, here) if here else not_started(turn)))


@feature.unknown_button(reads=READS)
def unknown(turn: StudyTurn, _: Press) -> Reply:
    """Whatever button it was, this is where things stand now."""
    return stale(turn)


def stale(turn: StudyTurn) -> Reply:
    """Say that the button is old and show the present; for any handler that has `READS`."""
    here = standing(turn)
    notice = turn.t("stale-button") if here else turn.t("not-started")
    return Reply(Ack(notice), *([Send(current_card(turn, here))] if here else []))


def not_started(turn: StudyTurn) -> Message:
    return Message(turn.t("not-started"))


@feature.button("td1", str, int, str, reads=READS)
def pressed(turn: StudyTurn, press: Press) -> Reply:
    """`td1:<action>:<enrolment>:<leaf or step>`; `open` shows the card in place, `next` below what is worth keeping."""
    here = standing(turn)
    if here is None or here.enrolment.id != press.id(1):
        return stale(turn)
    action, node = press.word(0), press.word(2)
    step = next((step for step in here.roadmap.steps if node == step.id or _has(step, node)), here.step)
    if action == "open":
        return show(press, current_card(turn, here))
    if action == "next":
        return _next(turn, here)
    if step is None or node not in here.roadmap.nodes:
        return stale(turn)
    match action:
        case "tick":
            return _tick(turn, press, here, step, node)
        case "untick":
            return _untick(turn, press, here, step, node)
        case "done":
            return _done(turn, press, here, step)
        case "later":
            return show(press, Message(turn.t("later-ask"), later_rows(turn, here)))
        case _:
            return stale(turn)


@feature.button("td2", int, int, reads=READS)
def spent(turn: StudyTurn, press: Press) -> Reply:
    """`td2:<log entry>:<minutes>`: how long it took, 0 for no answer."""
    here = standing(turn)
    entry = next((one for one in here.log.entries if one.id == press.id(0)), None) if here else None
    if here is None or entry is None:
        return stale(turn)
    step = next((step for step in here.roadmap.steps if step.id == entry.step), None)
    title = step.name if step else here.roadmap.title
    minutes = press.id(1)
    if not minutes:
        return show(press, Message(turn.t("today-finished", step=title)))
    if minutes not in SPENT:
        return stale(turn)
    text = turn.t("today-finished-in", step=title, time=span(turn, minutes))
    return show(press, Message(text)) + Reply(Save(replace(entry, minutes=minutes)))


@feature.button("td3", int, int, reads=READS)
def undo(turn: StudyTurn, press: Press) -> Reply:
    """`td3:<enrolment>:<change>`: not done after all."""
    here = standing(turn)
    before = undone(here.enrolment, press.id(1)) if here and here.enrolment.id == press.id(0) else None
    if here is None or before is None:
        return Reply(Ack(turn.t("undo-too-late")))
    now = here.marked(before).unlogged([press.id(1)])
    return show(press, current_card(turn, now)) + Reply(
        Save(now.studies), Remove(StudyEntry, press.id(1)), Ack(turn.t("undo-done"))
    )


def current_card(turn: StudyTurn, here: Standing) -> Message:
    step = here.step
    if step is None:
        return Message(turn.t("today-all-done", roadmap=here.roadmap.title))
    return card(turn, here, step)


def card(turn: StudyTurn, here: Standing, step: Step) -> Message:
    """The card of one step: where it is, its items, time, resources, streak, time left."""
    counted = tally(here.enrolment, step.leaves)
    parts = [
        join("\n", [_path(step), turn.t("today-step", step=f"{step.number} {step.title}".strip())]),
        join("\n", (_item(here, step, leaf) for leaf in step.leaves)),
        turn.t(
            "today-time" if step.stated else "today-time-estimated",
            time=span(turn, step.minutes),
            done=counted.done,
            total=counted.total - counted.skipped,
        ),
        _resources(turn, step),
        join("\n", [_streak(turn, here), _ahead(turn, here)]),
    ]
    return Message(join("\n\n", parts), _rows(turn, here, step))


def _item(here: Standing, step: Step, leaf: Node) -> str:
    """ "Immutability" alone would say little: "☐ Strings › Immutability"."""
    return f"{symbol(here.enrolment.marks.get(leaf.id))} {' › '.join((*step.groups.get(leaf.id, ()), leaf.title))}"


def _path(step: Step) -> Text:
    return Text(" › ".join(step.path[:-1]))


def _resources(turn: StudyTurn, step: Step) -> Text:
    shown = step.resources[:RESOURCES_SHOWN]
    lines = [join("", ["· ", link(one.title, one.url) if one.url else one.title]) for one in shown]
    return join("\n", [turn.t("today-resources"), *lines]) if lines else Text()


def _streak(turn: StudyTurn, here: Standing) -> Text:
    streak = here.streak
    if not streak.length:
        return Text()
    return turn.t("today-streak-at-risk" if streak.at_risk else "today-streak", days=streak.length)


def _ahead(turn: StudyTurn, here: Standing) -> Text:
    finish = here.finish
    if finish is None:
        return Text()
    return turn.t(
        "today-ahead" if here.roadmap.hours_stated else "today-ahead-estimated",
        time=span(turn, here.minutes_left),
        earliest=day(turn, finish.earliest),
        latest=day(turn, finish.latest),
    )


def _rows(turn: StudyTurn, here: Standing, step: Step) -> Rows:
    enrolment = here.enrolment
    ticks = tuple(
        (
            Button(
                _item(here, step, leaf),
                data("td1", "untick" if is_closed(enrolment, leaf.id) else "tick", enrolment.id, leaf.id),
            ),
        )
        for leaf in step.leaves
    )
    return (
        *(ticks if len(step.leaves) > 1 else ()),
        (
            Button(turn.label("today-done"), data("td1", "done", enrolment.id, step.id)),
            Button(turn.label("today-quiz"), data("qz0", enrolment.id, step.id)),
        ),
        (
            Button(turn.label("today-later"), data("td1", "later", enrolment.id, step.id)),
            Button(turn.label("today-map"), data("rm1", "open", enrolment.id, step.phase)),
        ),
    )


def later_rows(turn: StudyTurn, here: Standing) -> Rows:
    """Put the step off: the choices a nudge offers too, and the way back."""
    step = here.step
    hour, evening, off = put_off_buttons(turn, here)
    back = Button(turn.label("later-back"), data("td1", "open", here.enrolment.id, step.id if step else ""))
    return ((hour, *evening), (off, back))


def put_off_buttons(turn: StudyTurn, here: Standing) -> tuple[Button, tuple[Button, ...], Button]:
    """+1 h, Tonight (none once the evening is over) and Not today; they are about this day alone."""
    day = here.today.toordinal()
    evening = Button(turn.label("nudge-tonight"), data("nd1", "tonight", day))
    return (
        Button(turn.label("nudge-hour"), data("nd1", "hour", day)),
        () if tonight(turn.now, here.learner.zone) is None else (evening,),
        Button(turn.label("nudge-not-today"), data("nd1", "off", day)),
    )


def _tick(turn: StudyTurn, press: Press, here: Standing, step: Step, leaf: str) -> Reply:
    change = turn.new_id()
    enrolment = marked(here.enrolment, [leaf], Mark.DONE, change)
    if all(is_closed(enrolment, one.id) for one in step.leaves):
        return _done(turn, press, here, step)
    if enrolment is here.enrolment:
        return show(press, card(turn, here, step))
    entry = _entry(turn, here, change, Activity.ITEM, step, [leaf])
    now = here.marked(enrolment).logged(entry)
    return show(press, card(turn, now, step)) + Reply(Save(now.studies), *study(here, entry))


def _untick(turn: StudyTurn, press: Press, here: Standing, step: Step, leaf: str) -> Reply:
    """Also takes back its log entry of today, if there is one."""
    logged = here.logged_today(leaf)
    now = here.marked(marked(here.enrolment, [leaf], None, turn.new_id())).unlogged(logged)
    return show(press, card(turn, now, step)) + Reply(
        Save(now.studies), *(Remove(StudyEntry, entry) for entry in logged)
    )


def _done(turn: StudyTurn, press: Press, here: Standing, step: Step) -> Reply:
    open_ = [leaf.id for leaf in step.leaves if not is_closed(here.enrolment, leaf.id)]
    if not open_:
        return Reply(Ack(turn.t("today-done-before"))) + _next(turn, here)
    change = turn.new_id()
    entry = _entry(turn, here, change, Activity.STEP, step, open_)
    now = here.marked(marked(here.enrolment, open_, Mark.DONE, change)).logged(entry)
    asked = Message(
        join("\n\n", [turn.t("today-how-long", step=step.name), _phase_summary(turn, now, step)]),
        (
            tuple(Button(span(turn, minutes).plain, data("td2", entry.id, minutes)) for minutes in SPENT),
            (
                Button(turn.label("today-skip-time"), data("td2", entry.id, 0)),
                Button(turn.label("undo"), data("td3", here.enrolment.id, change)),
            ),
        ),
    )
    return show(press, asked) + _next(turn, now) + Reply(Save(now.studies), *study(here, entry))


def _next(turn: StudyTurn, here: Standing) -> Reply:
    return Reply(Send(current_card(turn, here)))


def _phase_summary(turn: StudyTurn, here: Standing, step: Step) -> Text:
    """Once nothing of the step's phase is open any more."""
    roadmap = here.roadmap
    phase = roadmap.nodes[step.phase]
    counted = tally(here.enrolment, phase.leaves())
    if counted.done + counted.skipped < counted.total:
        return Text()
    steps = {one.id for one in roadmap.steps if one.phase == phase.id}
    logged = sum(one.minutes or 0 for one in here.log.entries if one.roadmap == roadmap.id and one.step in steps)
    done = turn.t("phase-done", phase=phase.title, done=counted.done, total=counted.total)
    return join(
        " ",
        [
            done,
            turn.t("phase-logged", time=span(turn, logged)) if logged else Text(),
            _after(turn, here, roadmap),
        ],
    )


def _after(turn: StudyTurn, here: Standing, roadmap: Roadmap) -> Text:
    following = here.step
    if following is None:
        return Text()
    phase = roadmap.nodes[following.phase]
    minutes = float(sum(roadmap.budget[leaf.id] for leaf in phase.leaves()))
    return turn.t("phase-next", phase=phase.title, time=span(turn, minutes))


def _entry(
    turn: StudyTurn, here: Standing, change: int, activity: Activity, step: Step, leaves: list[str]
) -> StudyEntry:
    """The log entry of a marking; it carries the change's id, so that undoing one undoes the other."""
    return StudyEntry(
        id=change,
        person=turn.person.id,
        at=turn.now,
        day=here.today,
        activity=activity,
        roadmap=here.roadmap.id,
        step=step.id,
        leaf=leaves[0] if activity is Activity.ITEM else "",
        expected_minutes=round(sum(here.roadmap.budget[leaf] for leaf in leaves)),
    )


def _has(step: Step, leaf: str) -> bool:
    return any(one.id == leaf for one in step.leaves)
