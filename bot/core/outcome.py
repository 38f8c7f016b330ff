"""From a handler's effects to what one event writes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.core import effects as fx
from bot.core.capabilities import Capabilities
from bot.core.lowering import Op, lower
from bot.core.model import Answered, Body, Button, Incoming, Left, Message, Moved, Pressed
from bot.core.ports import Handled, Locked, OutboxRow, Outcome, Ticket
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
        *,
        private: bool,
    ) -> None:
        """`private`: in a group only the person sees what is answered."""
        self._event, self._ticket, self._rows = event, ticket, rows
        self._turn, self._surfaces = turn, surfaces
        known = (rows.private, rows.home, turn.conversation)
        self._places = {place.id: place for place in known if place is not None}
        group = isinstance(event, Incoming) and not turn.conversation.private
        self._only_for = turn.person.id if private and group else None
        self._saves: list[tuple[object | None, object]] = []
        self._removes: list[tuple[type, int]] = []
        self._timers: dict[tuple[str, int, str], Timer] = {}
        self._dropped: set[tuple[str, int, str]] = set()
        self._outbox: list[OutboxRow] = []
        self._waiting: str | None = None
        self._home: int | None = None
        self._reopened: int | None = None
        self._forget = False
        self._ack = ""
        if isinstance(event, Timer):
            self._dropped.add((event.kind, event.subject, event.key))

    def add(self, effect: fx.Effect) -> None:
        match effect:
            case fx.Send():
                self._send(effect)
            case fx.Edit():
                how = fx.Send(effect.body, only_for=effect.only_for or self._only_for)
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
                self._home = self._turn.private
            case fx.Forget():
                self._forget = True

    @property
    def handled(self) -> Handled:
        pressed = isinstance(self._event, Incoming) and isinstance(self._event.what, Pressed)
        return Handled(self._ack, answered=any(row.token and (pressed or row.op == "send") for row in self._outbox))

    def tell_of_closed_home(self) -> None:
        """And try there again from now on: perhaps they open it."""
        self._send(fx.Send(Message(self._turn.t("core-home-closed"))))
        self._reopened = self._rows.home.id if self._rows.home else None

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
            home=self._home or self._moved_home(),
            old_home=self._rows.home.id if self._rows.home else None,
            reopened=self._reopened,
            forget=self._forget,
            reachable=None if incoming is None else not isinstance(what, Left),
            moved_to=what.to if isinstance(what, Moved) else None,
            person=self._turn.person if changed else None,
        )

    def _moved_home(self) -> int | None:
        """Reminders would wait for ever at a home that can't be reached, such as a topic that was deleted."""
        home, here = self._rows.home, self._turn.conversation
        spoke = isinstance(self._event, Incoming) and not isinstance(self._event.what, Left)
        moves = spoke and here.private and home is not None and home.id != here.id and not home.reachable
        return here.id if moves else None

    def _before(self, value: object) -> object | None:
        """The value as it was loaded: the one of this kind that the handler declared, or asked for."""
        key = self._turn.keys.get(type(value))
        return None if key is None else self._turn.loaded.get((type(value), key))

    def _send(self, send: fx.Send) -> None:
        conversation = self._place(send.to)
        ref = send.ref or self._turn.new_id()
        only_for = send.only_for or (self._only_for if conversation is self._turn.conversation else None)
        if only_for is None or conversation.private:
            self._put("send", ref, send.body, conversation, send)
        else:
            self._answer_privately(replace(send, only_for=only_for), ref, conversation)

    def _place(self, conversation: int | None) -> Conversation:
        """Raises LookupError for one that is neither here nor the person's own."""
        return self._places[self._turn.conversation.id if conversation is None else conversation]

    def _acknowledge(self, ack: fx.Ack) -> None:
        text = as_text(ack.text)
        if isinstance(self._event, Incoming) and isinstance(self._event.what, Answered):
            self._send(fx.Send(Message(text)))
        else:
            self._ack = text.plain

    def _answer_privately(self, send: fx.Send, ref: int, group: Conversation) -> None:
        """In the group, for their eyes only, where the platform can; else in the person's private chat; else a line
        that says where to look, never the answer itself."""
        can, home = self._surfaces[group.address.platform], self._rows.home
        if can.private_answers(group.address, self._token):
            self._put("send", ref, send.body, group, send)
        elif home and home.private and home.reachable and home.address.platform == group.address.platform:
            self._put("send", ref, send.body, home, replace(send, only_for=None))
        else:
            self._put("send", ref, self._where_to_look(can), group, replace(send, only_for=None))

    def _where_to_look(self, can: Capabilities) -> Message:
        turn = self._turn
        link = ((Button(turn.label("core-private-chat"), url=can.private_chat),),) if can.private_chat else ()
        return Message(turn.t("core-answer-in-private", name=turn.person.name), link)

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
                    token=self._token if conversation is self._turn.conversation else "",
                    fallback=self._where_to_look(can) if alone and call.named else None,
                )
            )

    def _schedule(self, schedule: fx.Schedule) -> None:
        conversation = self._places.get(schedule.conversation or 0, self._turn.conversation)
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
