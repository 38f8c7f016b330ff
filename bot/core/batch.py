"""One transaction: lock, read, call the handlers in memory, write. Several events of different lanes may share it."""

import logging
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.dispatch import Dispatch, Handling
from bot.core.model import Answered, Incoming
from bot.core.ports import Handled, Locked, Outcome, Ticket, Transaction
from bot.core.turn import Timer

log = logging.getLogger(__name__)

Loaded = Mapping[tuple[type, int], object | None]


@dataclass(eq=False)
class Job:
    """One event with the ids it is about. `wants` is what its handler asked for beyond its declaration."""

    event: Incoming | Timer
    ticket: Ticket
    wants: tuple[tuple[type, int], ...] = ()
    personal: bool = False
    """It is about its person alone, wherever it happened."""
    apologise: bool = False
    """Its handler, or what it wrote, failed: only record that it was seen and say sorry."""

    @property
    def lanes(self) -> frozenset[Hashable]:
        persons = (self.ticket.person, *self.ticket.others)
        lanes: set[Hashable] = {("person", person) for person in persons if person is not None}
        if self.ticket.conversation is not None and not self.personal:
            lanes.add(("conversation", self.ticket.conversation))
        return frozenset(lanes)

    def __str__(self) -> str:
        event = self.event
        return event.key if isinstance(event, Incoming) else f"timer {event.kind}:{event.subject}:{event.key}"


@dataclass
class Result:
    """What became of a batch's jobs."""

    answers: list[tuple[Job, Handled]] = field(default_factory=list)
    outdated: list[Job] = field(default_factory=list)
    """Their ids no longer hold: resolve them anew. Of a timer: it is gone."""
    need_lanes: list[Job] = field(default_factory=list)
    """Their handlers need other persons' lanes, now named in their tickets."""
    due: datetime | None = None
    """The earliest due time of the timers that were set."""


async def run(transaction: Transaction, dispatch: Dispatch, jobs: Sequence[Job], now: datetime) -> Result:
    """Handle `jobs` within `transaction`, which the caller commits."""
    result = Result()
    outcomes: list[Outcome] = []
    going: list[tuple[Job, Handling]] = []
    for job, rows in zip(jobs, await transaction.lock([job.ticket for job in jobs]), strict=True):
        if rows is None:
            result.outdated.append(job)
        elif rows.seen:
            result.answers.append((job, Handled(duplicate=True)))
        elif parked := _overtook_its_poll(job.event, rows):
            outcomes.append(Outcome(job.ticket, now, parked=parked))
            result.answers.append((job, Handled()))
        else:
            going.append((job, dispatch.handling(job.event, job.ticket, rows, now, apologise=job.apologise)))
    outcomes += await _call(transaction, dispatch, going, result)
    if outcomes:
        await transaction.write(outcomes)
        result.due = min((timer.due_at for outcome in outcomes for timer in outcome.timers), default=None)
    return result


def _overtook_its_poll(event: Incoming | Timer, rows: Locked) -> Incoming | None:
    if isinstance(event, Incoming) and isinstance(event.what, Answered) and rows.poll is None:
        return event
    return None


async def _call(
    transaction: Transaction, dispatch: Dispatch, going: list[tuple[Job, Handling]], result: Result
) -> list[Outcome]:
    """Read what the handlers want and call them, again for those that ask for more."""
    outcomes: list[Outcome] = []
    loaded: Loaded = {}
    while going:
        mine = {job: (*handling.wants, *job.wants) for job, handling in going if not handling.apologise}
        if wants := {want for wants in mine.values() for want in wants} - loaded.keys():
            loaded = {**loaded, **await transaction.read(wants)}
        needing: list[tuple[Job, Handling]] = []
        for job, handling in going:
            # Only its own: what another event of the batch reads may be of a person whose lane it doesn't hold.
            answer = dispatch.call(handling, {want: loaded[want] for want in mine.get(job, ())})
            if isinstance(answer, Outcome):
                outcomes.append(answer)
                result.answers.append((job, handling.handled))
                continue
            others = set(answer.persons) - {job.ticket.person, *job.ticket.others}
            if not others and set(answer.wants) <= set(mine[job]):
                log.error("the handler of %s asks again for what it was given", job)
                handling.apologise = True
            job.wants = (*job.wants, *answer.wants)
            if others:
                job.ticket = replace(job.ticket, others=(*job.ticket.others, *sorted(others)))
                result.need_lanes.append(job)
            else:
                needing.append((job, handling))
        going = needing
    return outcomes
