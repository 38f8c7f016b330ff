"""`/roadmap`: the whole tree in one message, to browse, mark, skip, jump and undo."""

from collections.abc import Sequence

from bot.core.effects import Ack, Effect, Remove, Reply, Save, Send
from bot.core.feature import Feature
from bot.core.i18n import Key
from bot.core.model import Button, Message, Rows, data
from bot.core.text import Text, join, link
from bot.core.turn import Call, Press
from bot.features.showing import show
from bot.features.standing import READS, Standing, StudyTurn, standing, study
from bot.features.today import current_card, not_started, stale
from bot.features.wording import bar, span, symbol
from bot.study.log import Activity, StudyEntry
from bot.study.progress import Enrolment, Mark, marked, tally, undone
from bot.study.roadmap import Node

feature = Feature("roadmap")

_MARKINGS = {"do": None, "start": Mark.IN_PROGRESS, "done": Mark.DONE, "skip": Mark.SKIPPED}
TOP = ""


@feature.command("roadmap", summary="roadmap-summary", reads=READS)
def browse(turn: StudyTurn, _: Call) -> Reply:
    here = standing(turn)
    return Reply(Send(_screen(turn, here, TOP) if here else not_started(turn)))


@feature.button("rm1", str, int, str, reads=READS)
def pressed(turn: StudyTurn, press: Press) -> Reply:
    """`rm1:<action>:<enrolment>:<node>`; no node is the whole roadmap."""
    here = standing(turn)
    action, node_id = press.word(0), press.word(2)
    if here is None or here.enrolment.id != press.id(1) or (node_id and node_id not in here.roadmap.nodes):
        return stale(turn)
    if action == "open":
        return show(press, _screen(turn, here, node_id))
    if not node_id:
        return stale(turn)
    node = here.roadmap.nodes[node_id]
    if action == "jump":
        return _jump(turn, press, here, node)
    if action in _MARKINGS:
        return _mark(turn, press, here, node, _MARKINGS[action])
    return stale(turn)


@feature.button("rm2", int, int, str, reads=READS)
def undo(turn: StudyTurn, press: Press) -> Reply:
    """`rm2:<enrolment>:<change>:<node shown>`."""
    here = standing(turn)
    before = undone(here.enrolment, press.id(1)) if here and here.enrolment.id == press.id(0) else None
    if here is None or before is None:
        return Reply(Ack(turn.t("undo-too-late")))
    now = here.marked(before)
    node = press.word(2) if press.word(2) in here.roadmap.nodes else TOP
    return show(press, _screen(turn, now, node)) + Reply(
        Save(now.studies), Remove(StudyEntry, press.id(1)), Ack(turn.t("undo-done"))
    )


def _mark(turn: StudyTurn, press: Press, here: Standing, node: Node, mark: Mark | None) -> Reply:
    change = turn.new_id()
    leaves = [leaf.id for leaf in node.leaves()]
    enrolment = marked(here.enrolment, leaves, mark, change)
    if enrolment is here.enrolment:
        return show(press, _screen(turn, here, node.id))
    now = here.marked(enrolment)
    effects: list[Effect] = [Save(now.studies)]
    if not node.parts and mark in (Mark.DONE, Mark.IN_PROGRESS):
        # One item by hand is studying; a whole section at once says what was known before.
        effects += study(here, _entry(turn, here, change, node, mark))
    elif not node.parts:
        effects += (Remove(StudyEntry, entry) for entry in here.logged_today(node.id))
    return show(press, _screen(turn, now, node.id, undo=change)) + Reply(*effects)


def _entry(turn: StudyTurn, here: Standing, change: int, leaf: Node, mark: Mark) -> StudyEntry:
    return StudyEntry(
        id=change,
        person=turn.person.id,
        at=turn.now,
        day=here.today,
        activity=Activity.ITEM,
        roadmap=here.roadmap.id,
        step=here.roadmap.step_of[leaf.id].id,
        leaf=leaf.id,
        expected_minutes=round(here.roadmap.budget[leaf.id]) if mark is Mark.DONE else 0,
    )


def _jump(turn: StudyTurn, press: Press, here: Standing, node: Node) -> Reply:
    leaf = next(node.leaves()).id
    first = next(iter(here.roadmap.leaves))
    enrolment = here.enrolment
    now = here.marked(
        Enrolment(
            enrolment.id,
            enrolment.roadmap,
            enrolment.started_at,
            enrolment.marks,
            None if leaf == first else leaf,
            enrolment.undo,
        )
    )
    return show(press, current_card(turn, now)) + Reply(Save(now.studies), Ack(turn.t("roadmap-jumped")))


def _screen(turn: StudyTurn, here: Standing, node_id: str, undo: int | None = None) -> Message:
    if not node_id:
        return _overview(turn, here)
    node = here.roadmap.nodes[node_id]
    text, rows = _leaf(turn, here, node) if not node.parts else _branch(turn, here, node)
    up = here.roadmap.parents.get(node.id, TOP)
    last = [Button(turn.label("roadmap-up"), data("rm1", "open", here.enrolment.id, up))]
    if undo is not None:
        last.append(Button(turn.label("undo"), data("rm2", here.enrolment.id, undo, node.id)))
    return Message(text, (*rows, tuple(last)))


def _overview(turn: StudyTurn, here: Standing) -> Message:
    roadmap, enrolment = here.roadmap, here.enrolment
    counted = tally(enrolment, roadmap.leaves.values())
    step = here.step
    lines = [_line(enrolment, phase, step is not None and step.phase == phase.id) for phase in roadmap.phases]
    text = join(
        "\n\n",
        [
            turn.t("roadmap-title", roadmap=roadmap.title, done=counted.done, total=counted.total - counted.skipped),
            join("\n", lines),
            turn.t("roadmap-pick"),
        ],
    )
    back = Button(turn.label("roadmap-today"), data("td1", "open", enrolment.id, ""))
    return Message(text, (*_pairs(here, roadmap.phases), (back,)))


def _branch(turn: StudyTurn, here: Standing, node: Node) -> tuple[Text, Rows]:
    step = here.step
    current = {leaf.id for leaf in step.leaves} if step else set()
    lines = [
        _line(here.enrolment, part, any(leaf.id in current for leaf in part.leaves()))
        if part.parts
        else Text(f"{symbol(here.enrolment.marks.get(part.id))} {_titled(part)}")
        for part in node.parts
    ]
    budget = float(sum(here.roadmap.budget[leaf.id] for leaf in node.leaves()))
    heading = (
        turn.t("roadmap-node", node=_titled(node), time=span(turn, budget), stated=_is_stated(node))
        if budget
        else turn.t("roadmap-node-untimed", node=_titled(node))
    )
    actions = (
        _action(turn, here, node, "jump"),
        _action(turn, here, node, "done"),
        _action(turn, here, node, "skip"),
    )
    return join("\n\n", [heading, join("\n", lines)]), (*_pairs(here, node.parts), actions)


def _is_stated(node: Node) -> Key:
    """Whether the roadmap says how long it takes."""
    parts = bool(node.parts) and all(part.minutes is not None for part in node.parts)
    return Key("yes" if node.minutes is not None or parts else "no")


def _leaf(turn: StudyTurn, here: Standing, node: Node) -> tuple[Text, Rows]:
    mark = here.enrolment.marks.get(node.id)
    topics = [turn.content.topics[topic].scope for topic in node.topics]
    links = [join("", ["· ", link(one.title, one.url) if one.url else one.title]) for one in node.resources]
    text = join(
        "\n\n",
        [
            turn.t("roadmap-leaf", mark=symbol(mark), node=_titled(node)),
            join("\n", topics),
            join("\n", [turn.t("today-resources"), *links]) if links else Text(),
        ],
    )
    names = [name for name, marking in _MARKINGS.items() if marking != mark]
    return text, (
        tuple(_action(turn, here, node, name, "leaf") for name in names),
        (_action(turn, here, node, "jump"),),
    )


def _action(turn: StudyTurn, here: Standing, node: Node, name: str, on: str = "node") -> Button:
    label = turn.label(f"roadmap-{name}-{on}" if name != "jump" else "roadmap-jump")
    return Button(label, data("rm1", name, here.enrolment.id, node.id))


def _pairs(here: Standing, nodes: Sequence[Node]) -> Rows:
    """Two buttons a row, in reading order."""
    buttons = [
        Button(_with_mark(here.enrolment, node), data("rm1", "open", here.enrolment.id, node.id)) for node in nodes
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _with_mark(enrolment: Enrolment, node: Node) -> str:
    mark = tally(enrolment, node.leaves()).mark
    return f"{symbol(mark)} {_titled(node)}" if mark else _titled(node)


def _line(enrolment: Enrolment, node: Node, current: bool) -> Text:
    counted = tally(enrolment, node.leaves())
    if counted.mark is Mark.SKIPPED:
        return Text(f"{symbol(Mark.SKIPPED)} {_titled(node)}")
    share = counted.share
    return Text(f"{bar(share)} {round(share * 100):3}%  {_titled(node)}{' ←' if current else ''}")


def _titled(node: Node) -> str:
    return f"{node.number} {node.title}".strip()
