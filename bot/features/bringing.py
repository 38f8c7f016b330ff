"""A person sends a roadmap as a file: what was understood of it, and whether to study it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.effects import Ack, Effect, Remove, Reply, Save, Send, of_person
from bot.core.feature import Feature
from bot.core.ids import base36
from bot.core.model import Button, Message, Rows, Unread, Uploaded, data
from bot.core.text import Text, join
from bot.core.turn import Press
from bot.features import onboarding
from bot.features.showing import show
from bot.features.standing import StudyTurn, standing
from bot.features.today import stale
from bot.features.wording import size
from bot.study.brought import MOST_OWN, Brought, Offer, OwnRoadmaps, Understanding
from bot.study.progress import Enrolment, Mark, Studies, position, up_to_date
from bot.study.revision import revised
from bot.study.roadmap import Roadmap

feature = Feature("bringing")
READS = (*onboarding.ALL_READS, *of_person(Offer))


@feature.upload(before="read-roadmap", reads=onboarding.ALL_READS)
def sent(turn: StudyTurn, file: Uploaded) -> Reply:
    if isinstance(file.content, Unread):
        return Reply(Send(Message(turn.t(f"bring-{file.content}"))))
    found: Understanding = file.made
    if found.refusal:
        return Reply(Send(Message(turn.t(f"bring-{found.refusal}"))))
    offer = Offer(turn.new_id(), turn.person.id, turn.now, found.roadmaps)
    about = [_about(turn, one) for one in found.roadmaps]
    if found.dropped:
        lines = (
            turn.label("bring-dropped-lines", what=turn.label(f"bring-dropped-{why}"), lines=count)
            for why, count in found.dropped.items()
        )
        about.append(turn.t("bring-dropped", what=", ".join(lines)))
    if found.lost:
        about.append(turn.t("bring-lost", lost=found.lost))
    asked = _question(turn, offer, _own(turn))
    return Reply(Send(replace(asked, text=join("\n\n", [*about, asked.text]))), Save(offer))


@feature.button("br1", str, int, str, reads=READS)
def answered(turn: StudyTurn, press: Press) -> Reply:
    """`br1:study|update:<offer>:<index in it>`, `br1:remove:<offer>:<own roadmap>`, `br1:no:<offer>:`."""
    offer, (action, _, which) = turn.get(Offer), (press.word(0), press.id(1), press.word(2))
    if offer is None or offer.id != press.id(1) or not offer.holds(turn.now):
        return Reply(Ack(turn.t("bring-gone")))
    if action == "no":
        return show(press, Message(turn.t("bring-kept-nothing"))) + Reply(Remove(Offer, turn.person.id))
    if action == "remove":
        return _remove(turn, press, offer, which)
    brought = next((one for index, one in enumerate(offer.roadmaps) if which == str(index)), None)
    if brought is None:
        return stale(turn)
    if action == "update" and (old := _same(brought, _own(turn))):
        return _update(turn, press, old, brought)
    if len(_own(turn).roadmaps) >= MOST_OWN:
        return show(press, _question(turn, offer, _own(turn)))
    return _study(turn, press, brought)


def _about(turn: StudyTurn, brought: Brought) -> Text:
    roadmap = brought.roadmap
    asked = sum(any(topic in turn.content.questions_of for topic in leaf.topics) for leaf in roadmap.leaves.values())
    said = [turn.t("bring-read", title=roadmap.title, size=size(turn, roadmap), topics=len(roadmap.leaves))]
    if asked:
        said.append(turn.t("bring-asked", asked=asked))
    if ticked := list(brought.marks.values()).count(Mark.DONE):
        said.append(turn.t("bring-ticked", ticked=ticked))
    return join(" ", said)


def _question(turn: StudyTurn, offer: Offer, own: OwnRoadmaps) -> Message:
    """What to do with the roadmaps of the offer."""

    def row(key: str, action: str, which: int | str, title: str = "") -> tuple[Button]:
        label = turn.label(key, title=title, count=len(offer.roadmaps))
        return (Button(label, data("br1", action, offer.id, str(which))),)

    same = {index: old for index, one in enumerate(offer.roadmaps) if (old := _same(one, own))}
    rows = [row("bring-update", "update", index, old.title) for index, old in same.items()]
    no = row("bring-no", "no", "")
    if len(own.roadmaps) >= MOST_OWN:
        here = standing(turn)
        idle = (one for one in own.roadmaps if here is None or one.id != here.roadmap.id)
        rows += [row("bring-remove", "remove", one.id, one.title) for one in idle]
        return Message(turn.t("bring-full", count=len(own.roadmaps)), (*rows, no))
    for index, one in enumerate(offer.roadmaps):
        both = index in same and len(offer.roadmaps) == 1
        rows.append(row("bring-new" if both else "bring-study", "study", index, one.roadmap.title))
    text = turn.t("bring-ask-update") if same else turn.t("bring-ask", count=len(offer.roadmaps))
    return Message(text, (*rows, no))


def _remove(turn: StudyTurn, press: Press, offer: Offer, roadmap: str) -> Reply:
    """Its enrolment stays, as of any roadmap that is gone."""
    here = standing(turn)
    own = _own(turn) if here and here.roadmap.id == roadmap else _own(turn).without(roadmap)
    return show(press, _question(turn, offer, own)) + Reply(Save(own))


def _study(turn: StudyTurn, press: Press, brought: Brought) -> Reply:
    roadmap = replace(brought.roadmap, id=f"u-{base36(turn.new_id())}")
    own = _own(turn).with_(roadmap)
    studies = turn.get(Studies) or Studies(turn.person.id)
    enrolment = Enrolment(turn.new_id(), roadmap.id, turn.now, brought.marks)
    kept: list[Effect] = [Save(own), Remove(Offer, turn.person.id)]
    if here := standing(turn):
        now = replace(here, roadmap=roadmap).marked(enrolment)
        return show(press, _begun(turn, now.enrolment, roadmap)) + Reply(Save(now.studies), *kept)
    waiting = replace(studies, enrolments=(*studies.enrolments, enrolment))
    later = turn.knowing(own, turn.person.id).knowing(waiting, turn.person.id)
    told = show(press, Message(turn.t("bring-taken", title=roadmap.title)))
    return told + onboarding.take(later, roadmap.id) + Reply(Save(waiting), *kept)


def _begun(turn: StudyTurn, enrolment: Enrolment, roadmap: Roadmap) -> Message:
    step = position(enrolment, roadmap) or roadmap.steps[0]
    return Message(turn.t("bring-begun", title=roadmap.title, step=step.title), _today(turn, enrolment))


def _today(turn: StudyTurn, enrolment: Enrolment) -> Rows:
    return ((Button(turn.label("roadmap-today"), data("td1", "next", enrolment.id, "")),),)


def _update(turn: StudyTurn, press: Press, old: Roadmap, brought: Brought) -> Reply:
    """Ticks stay with what they were set on; those of the file are added."""
    change = revised(old, brought.roadmap)
    own = _own(turn).with_(change.roadmap)
    effects: list[Effect] = [Save(own), Remove(Offer, turn.person.id)]
    studies = turn.get(Studies)
    enrolment = studies.on(old.id) if studies else None
    if studies and enrolment:
        moved = up_to_date(enrolment, change.roadmap)
        marks = {**_renamed(brought.marks, brought.roadmap, change.roadmap), **moved.marks}
        others = (one for one in studies.enrolments if one.id != enrolment.id)
        effects.append(Save(replace(studies, enrolments=(*others, replace(moved, marks=marks)))))
    told = turn.t(
        "bring-updated",
        title=change.roadmap.title,
        added=len(change.added),
        removed=len(change.removed),
        kept=change.kept,
    )
    current = studies.current if studies else None
    rows = _today(turn, current) if current and current.roadmap == old.id else ()
    return show(press, Message(told, rows)) + Reply(*effects)


def _renamed(marks: Mapping[str, Mark], before: Roadmap, after: Roadmap) -> dict[str, Mark]:
    """The file's leaves come in the same order under the ids that they were given."""
    ids = dict(zip(before.leaves, after.leaves, strict=True))
    return {ids[leaf]: mark for leaf, mark in marks.items()}


def _same(brought: Brought, own: OwnRoadmaps) -> Roadmap | None:
    """The roadmap that this is a newer state of: it has its title, or most of its parts."""
    new = brought.roadmap

    def alike(old: Roadmap) -> bool:
        return old.title.casefold() == new.title.casefold() or len(old.nodes.keys() & new.nodes) * 2 > len(old.nodes)

    return next(filter(alike, reversed(own.roadmaps)), None)


def _own(turn: StudyTurn) -> OwnRoadmaps:
    return turn.get(OwnRoadmaps) or OwnRoadmaps(turn.person.id)
