"""A person sends a roadmap as a file: what was understood of it, and whether to study it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count

from bot.core.effects import Ack, Effect, Remove, Reply, Save, Send, of_person
from bot.core.feature import Feature
from bot.core.i18n import Argument
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
_MUCH, _MUCH_OF_A_NAMESAKE = 0.6, 0.25
"""Of the titles of the smaller roadmap: so many are the same where one is a newer state of the other."""
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
    asked = _question(turn, offer)
    return Reply(Send(replace(asked, text=join("\n\n", [*about, asked.text]))), Save(offer))


@feature.button("br1", str, int, str, reads=READS)
def answered(turn: StudyTurn, press: Press) -> Reply:
    """`br1:study|update|no:<offer>:<index in it>`, `br1:instead:<offer>:<index in it>.<own roadmap that goes>`."""
    offer, action = turn.get(Offer), press.word(0)
    index, _, goes = press.word(2).partition(".")
    if offer is None or offer.id != press.id(1) or not offer.holds(turn.now):
        return Reply(Ack(turn.t("bring-gone")))
    if action == "no":
        return show(press, Message(turn.t("bring-kept-nothing"))) + Reply(Remove(Offer, turn.person.id))
    brought = next((one for number, one in enumerate(offer.roadmaps) if index == str(number)), None)
    if brought is None:
        return stale(turn)
    own = _own(turn)
    if action == "update" and (old := _same(brought, own)):
        return _update(turn, press, old, brought)
    if action == "instead" and _may_go(turn, goes):
        own = own.without(goes)
    if len(own.roadmaps) >= MOST_OWN:
        return show(press, _full(turn, offer, index, brought))
    return _study(turn, press, brought, own)


def _about(turn: StudyTurn, brought: Brought) -> Text:
    roadmap = brought.roadmap
    asked = sum(
        any(topic in turn.content.questions.topics for topic in leaf.topics) for leaf in roadmap.leaves.values()
    )
    said = [turn.t("bring-read", title=roadmap.title, size=size(turn, roadmap), topics=len(roadmap.leaves))]
    if asked:
        said.append(turn.t("bring-asked", asked=asked))
    if ticked := list(brought.marks.values()).count(Mark.DONE):
        said.append(turn.t("bring-ticked", ticked=ticked))
    return join(" ", said)


def _question(turn: StudyTurn, offer: Offer) -> Message:
    """What to do with the roadmaps of the offer."""
    own, how_many = _own(turn), len(offer.roadmaps)
    rows, known = [], False
    for index, one in enumerate(offer.roadmaps):
        if old := _same(one, own):
            rows.append(_row(turn, "bring-update", "update", offer, str(index), title=old.title))
            known = True
        key = "bring-new" if old and how_many == 1 else "bring-study"
        rows.append(_row(turn, key, "study", offer, str(index), title=one.roadmap.title, count=how_many))
    text = turn.t("bring-ask-update") if known and how_many == 1 else turn.t("bring-ask", count=how_many)
    return Message(text, (*rows, _row(turn, "bring-no", "no", offer, "0")))


def _full(turn: StudyTurn, offer: Offer, index: str, brought: Brought) -> Message:
    """There is no place for one more, unless another goes."""
    text = turn.t("bring-full", count=MOST_OWN, title=brought.roadmap.title)
    going = (one for one in _own(turn).roadmaps if _may_go(turn, one.id))
    rows = (_row(turn, "bring-instead", "instead", offer, f"{index}.{one.id}", title=one.title) for one in going)
    return Message(text, (*rows, _row(turn, "bring-no", "no", offer, "0")))


def _may_go(turn: StudyTurn, roadmap: str) -> bool:
    """Not the one that is being studied."""
    here = standing(turn)
    return here is None or here.roadmap.id != roadmap


def _row(turn: StudyTurn, key: str, action: str, offer: Offer, which: str, **said: Argument) -> tuple[Button]:
    return (Button(turn.label(key, **said), data("br1", action, offer.id, which)),)


def _study(turn: StudyTurn, press: Press, brought: Brought, own: OwnRoadmaps) -> Reply:
    roadmap = replace(brought.roadmap, id=f"u-{base36(turn.new_id())}", title=_own_title(brought.roadmap.title, own))
    own = own.with_(roadmap)
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


def _own_title(title: str, own: OwnRoadmaps) -> str:
    """Told apart from those that the person has already."""
    taken = {one.title for one in own.roadmaps}
    return next(name for name in chain([title], (f"{title} ({n})" for n in count(2))) if name not in taken)


def _begun(turn: StudyTurn, enrolment: Enrolment, roadmap: Roadmap) -> Message:
    step = position(enrolment, roadmap) or roadmap.steps[0]
    return Message(turn.t("bring-begun", title=roadmap.title, step=step.name), _today(turn, enrolment))


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
    added = sum(node in change.roadmap.leaves for node in change.added)
    told = turn.t(
        "bring-updated",
        title=change.roadmap.title,
        added=added,
        removed=sum(node in old.leaves for node in change.removed),
        kept=len(change.roadmap.leaves) - added,
    )
    current = studies.current if studies else None
    rows = _today(turn, current) if current and current.roadmap == old.id else ()
    return show(press, Message(told, rows)) + Reply(*effects)


def _renamed(marks: Mapping[str, Mark], before: Roadmap, after: Roadmap) -> dict[str, Mark]:
    """The file's leaves come in the same order under the ids that they were given."""
    ids = dict(zip(before.leaves, after.leaves, strict=True))
    return {ids[leaf]: mark for leaf, mark in marks.items()}


def _same(brought: Brought, own: OwnRoadmaps) -> Roadmap | None:
    """The roadmap that this is a newer state of: much of it is the same."""
    titles = _titles(brought.roadmap)

    def is_older(old: Roadmap) -> bool:
        before = _titles(old)
        much = _MUCH_OF_A_NAMESAKE if old.title.casefold() == brought.roadmap.title.casefold() else _MUCH
        return len(before & titles) >= much * min(len(before), len(titles))

    return next(filter(is_older, reversed(own.roadmaps)), None)


def _titles(roadmap: Roadmap) -> set[str]:
    return {node.title.casefold() for node in roadmap.nodes.values()}


def _own(turn: StudyTurn) -> OwnRoadmaps:
    return turn.get(OwnRoadmaps) or OwnRoadmaps(turn.person.id)
