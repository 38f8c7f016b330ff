"""From a handler's effects to what one event writes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.core import effects as fx
from bot.core.capabilities import Capabilities
from bot.core.lowering import Op, lower
from bot.core.model import Answered, Body, Button, Incoming, Left, Message, Moved
from bot.core.ports import Locked, OutboxRow, Outcome, Ticket
from bot.core.text import as_text
from bot.core.turn import Conversation, Timer, Turn


class Draft:
    """Collects effects; `outcome` is what storage writes."""

    def __init__(
        self,
        event: Incoming | Timer,
        ticket: Ticket,
        rows: Locked,
        turn: Turn[Any],
        surfaces: Mapping[str, Capabilities],
    ) -> None:
        self._event, self._ticket, self._rows = event, ticket, rows
        self._turn, self._surfaces = turn, surfaces
        self._saves: list[tuple[object | None, object]] = []
        self._removes: list[tuple[type, int]] = []
        self._timers: dict[tuple[str, int, str], Timer] = {}
        self._dropped: set[tuple[str, int, str]] = set()
        self._outbox: list[OutboxRow] = []
        self._waiting: str | None = None
        self._home = self._forget = False
        self.ack = ""
        if isinstance(event, Timer):
            self._dropped.add((event.kind, event.subject, event.key))

    def add(self, effect: fx.Effect) -> None:
        match effect:
            case fx.Send():
                self._send(effect)
            case fx.Edit():
                how = fx.Send(effect.body, only_for=effect.only_for)
                self._put("edit", effect.ref, effect.body, self._turn.conversation, how)
            case fx.Delete() | fx.Close():
                op: Op = "delete" if isinstance(effect, fx.Delete) else "close"
                self._put(op, effect.ref, None, self._turn.conversation, None)
            case fx.Ack():
                self._acknowledge(effect)
            case fx.Save():
                self._saves.append((self._before(effect.value), effect.value))
            case fx.Remove():
                self._removes.append((effect.kind, effect.key))
            case fx.Schedule():
                self._schedule(effect)
            case fx.Unschedule():
                self._timers.pop((effect.kind, effect.subject, effect.key), None)
                self._dropped.add((effect.kind, effect.subject, effect.key))
            case fx.Await():
                self._waiting = effect.data
            case fx.StopWaiting():
                self._waiting = ""
            case fx.MakeHome():
                self._home = True
            case fx.Forget():
                self._forget = True

    def timer_failed(self, timer: Timer, backoff: timedelta, longest: timedelta) -> None:
        """Try again later, each time twice as late up to `longest`; to give up would end a chain of reminders."""
        pause = longest if timer.attempts > 20 else min(backoff * 2**timer.attempts, longest)
        self._set(replace(timer, due_at=self._turn.now + pause, attempts=timer.attempts + 1))

    def outcome(self) -> Outcome:
        incoming = self._event if isinstance(self._event, Incoming) else None
        what = incoming.what if incoming else None
        changed = incoming is not None and self._rows.person not in (None, self._turn.person)
        return Outcome(
            ticket=self._ticket,
            at=self._turn.now,
            saves=self._saves,
            removes=self._removes,
            timers=list(self._timers.values()),
            dropped_timers=sorted(self._dropped),
            # A farewell must outlive the conversation's row; it holds its own address.
            outbox=[replace(row, conversation=None) for row in self._outbox] if self._forget else self._outbox,
            waiting=self._waiting,
            home=self._home or self._must_move_home(),
            old_home=self._rows.home.id if self._rows.home else None,
            forget=self._forget,
            reachable=None if incoming is None else not isinstance(what, Left),
            moved_to=what.to if isinstance(what, Moved) else None,
            person=self._turn.person if changed else None,
        )

    def _must_move_home(self) -> bool:
        """Reminders would wait for ever at a home that can't be reached, such as a topic that was deleted."""
        home, here = self._rows.home, self._turn.conversation
        spoke = isinstance(self._event, Incoming) and not isinstance(self._event.what, Left)
        return spoke and here.private and home is not None and home.id != here.id and not home.reachable

    def _before(self, value: object) -> object | None:
        """The value as it was loaded: the one of this kind that the handler declared, or asked for."""
        key = self._turn.keys.get(type(value))
        return None if key is None else self._turn.loaded.get((type(value), key))

    def _send(self, send: fx.Send) -> None:
        conversation = self._turn.conversation
        if send.to is not None and send.to != conversation.id:
            if self._rows.home is None or self._rows.home.id != send.to:
                raise LookupError(f"conversation {send.to} is neither here nor the person's home")
            conversation = self._rows.home
        ref = send.ref or self._turn.new_id()
        if send.only_for is None or conversation.private:
            self._put("send", ref, send.body, conversation, send)
        else:
            self._answer_privately(send, ref, conversation)

    def _acknowledge(self, ack: fx.Ack) -> None:
        text = as_text(ack.text)
        if isinstance(self._event, Incoming) and isinstance(self._event.what, Answered):
            self._send(fx.Send(Message(text)))
        else:
            self.ack = text.plain

    def _answer_privately(self, send: fx.Send, ref: int, group: Conversation) -> None:
        """In the group, for their eyes only, where the platform can; else in the person's private chat; else a line
        that says where to look, never the answer itself."""
        can, home, turn = self._surfaces[group.address.platform], self._rows.home, self._turn
        link = ((Button(turn.label("core-private-chat"), url=can.private_chat),),) if can.private_chat else ()
        line = Message(turn.t("core-answer-in-private", name=turn.person.name), link)
        if can.private_answers(group.address, self._token):
            self._put("send", ref, send.body, group, send, line)
        elif home and home.private and home.address.platform == group.address.platform:
            self._put("send", ref, send.body, home, replace(send, only_for=None))
        else:
            self._put("send", ref, line, group, replace(send, only_for=None))

    @property
    def _token(self) -> str:
        return self._event.token if isinstance(self._event, Incoming) else ""

    def _put(
        self,
        op: Op,
        ref: int | None,
        body: Body | None,
        conversation: Conversation,
        how: fx.Send | None,
        fallback: Body | None = None,
    ) -> None:
        can = self._surfaces[conversation.address.platform]
        event = self._event.key if isinstance(self._event, Incoming) else f"timer-{self._event.id}"
        alone = self._event.who.user if how and how.only_for is not None and isinstance(self._event, Incoming) else ""
        for call in lower(op, body, can):
            row_id = self._turn.new_id()
            self._outbox.append(
                OutboxRow(
                    id=row_id,
                    key=f"{event}/{len(self._outbox)}",
                    conversation=conversation.id,
                    address=conversation.address,
                    op=call.op,
                    ref=ref if call.named else self._turn.new_id(),
                    body=call.body,
                    priority=how.priority if how else fx.Priority.REPLY,
                    created_at=self._turn.now,
                    expires_at=how.expires_at if how else None,
                    only_for=alone,
                    token=self._token if alone else "",
                    fallback=fallback if call.named else None,
                )
            )

    def _schedule(self, schedule: fx.Schedule) -> None:
        conversation = self._turn.conversation
        if schedule.conversation is not None and self._rows.home and self._rows.home.id == schedule.conversation:
            conversation = self._rows.home
        self._set(
            Timer(
                id=self._turn.new_id(),
                platform=conversation.address.platform,
                kind=schedule.kind,
                subject=schedule.subject,
                key=schedule.key,
                person=self._ticket.person,
                conversation=conversation.id,
                due_at=schedule.due_at,
            )
        )

    def _set(self, timer: Timer) -> None:
        self._timers[timer.kind, timer.subject, timer.key] = timer
