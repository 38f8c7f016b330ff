"""From an event to its handler and from the handler's effects to rows: everything of a turn that needs no waiting."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.core import effects as fx
from bot.core.capabilities import Capabilities
from bot.core.feature import Route
from bot.core.i18n import Translations
from bot.core.logs import frames
from bot.core.model import Answered, CommandCalled, Incoming, Joined, Left, Message, Moved, Pressed, Said, Uploaded
from bot.core.outcome import Draft
from bot.core.ports import Handled, Locked, Outcome, Ticket
from bot.core.registry import BadArguments, Registry
from bot.core.turn import Conversation, Person, Press, Speech, Timer, Turn

log = logging.getLogger(__name__)

TIMER_BACKOFF = timedelta(minutes=1)
TIMER_LONGEST_BACKOFF = timedelta(days=1)


@dataclass
class Handling:
    """One event on the way through its handler."""

    event: Incoming | Timer
    ticket: Ticket
    rows: Locked
    turn: Turn[Any]
    route: Route
    given: Any
    """What the handler gets beside the turn."""
    wants: tuple[tuple[type, int], ...]
    apologise: bool
    """Don't call the handler: what it wrote was refused."""
    handled: Handled = field(default_factory=Handled)


@dataclass
class Dispatch:
    """`surfaces` are the capabilities of each platform served; `content` is handed to features as it is."""

    registry: Registry
    translations: Translations
    surfaces: Mapping[str, Capabilities]
    content: Any
    new_id: Callable[[], int]
    rng: Random
    _nobody: Person = field(default=Person(0, "", "en", None), init=False)

    def handling(
        self, event: Incoming | Timer, ticket: Ticket, rows: Locked, now: datetime, *, apologise: bool
    ) -> Handling:
        """Find the handler, and what it wants loaded; an apology needs neither, for it may be these that failed."""
        person = rows.person or self._nobody
        if isinstance(event, Incoming) and rows.person:
            person = replace(person, name=event.who.name, locale=event.locale or person.locale)
        conversation = rows.conversation or rows.home
        if conversation is None:
            raise LookupError(f"no conversation for {ticket}")
        route, given = (_NOTHING, None) if apologise else self._route(event, rows, conversation)
        subject = event.subject if isinstance(event, Timer) else None
        ids = fx.Subjects(ticket.person, conversation.id, subject)
        keys = {read.kind: key for read in route.reads if (key := read.key(ids, given)) is not None}
        turn = Turn(
            now=now,
            rng=self.rng,
            new_id=self.new_id,
            content=self.content,
            commands=self.registry.summaries,
            translations=self.translations,
            person=person,
            conversation=conversation,
            private=_private(rows, conversation),
            loaded={},
            keys=keys,
            zone=event.zone if isinstance(event, Incoming) else "",
            waiting=rows.waiting,
        )
        return Handling(event, ticket, rows, turn, route, given, tuple(keys.items()), apologise)

    def call(self, handling: Handling, loaded: Mapping[tuple[type, int], object | None]) -> Outcome | fx.Need:
        """Call the handler. One that raises has done nothing: its event gets an apology, its timer another time."""
        turn = replace(handling.turn, loaded=loaded)
        if not handling.apologise:
            try:
                answer = handling.route.handler(turn, handling.given)
                if isinstance(answer, fx.Need):
                    return answer
                draft = self._draft(handling, turn, answer)
                handling.handled = draft.handled
                return draft.outcome()
            except Exception as error:
                log.error(
                    "the handler of %s failed: %s\n%s", _kind(handling.event), type(error).__name__, frames(error)
                )
        if isinstance(handling.event, Timer):
            draft = self._draft(handling, turn, fx.Reply())
            draft.timer_failed(handling.event, TIMER_BACKOFF, TIMER_LONGEST_BACKOFF)
            return draft.outcome()
        draft = self._draft(handling, turn, fx.Reply(fx.Send(Message(turn.t("core-sorry")))))
        handling.handled = draft.handled
        return draft.outcome()

    def is_personal(self, event: Incoming | Timer) -> bool:
        """A command or button in a group whose answer is for one person."""
        what = event.what if isinstance(event, Incoming) else None
        return isinstance(what, CommandCalled | Pressed) and self.registry.is_private(what)

    def suggestions(self, command: str, arg: str, typed: str) -> list[tuple[str, str]]:
        """Labels to choose from for an argument that is being typed, best first, each with its value."""
        route = self.registry.commands.get(command)
        suggest = next((one.suggest for one in route.args if one.name == arg), None) if route else None
        return list(suggest(self.content, typed)) if suggest else []

    def _draft(self, handling: Handling, turn: Turn[Any], answer: fx.Reply) -> Draft:
        draft = Draft(
            handling.event, handling.ticket, handling.rows, turn, self.surfaces, private=handling.route.private
        )
        for effect in answer.effects:
            draft.add(effect)
        if _is_cut_off(handling, turn):
            draft.tell_of_closed_home()
        return draft

    def _route(self, event: Incoming | Timer, rows: Locked, conversation: Conversation) -> tuple[Route, Any]:
        if isinstance(event, Timer):
            return self.registry.timer(event.kind) or _NOTHING, event
        route, given = self._incoming(event, rows)
        if not conversation.private:
            # What people say among themselves isn't for us, and a command we don't know is another bot's.
            meant = isinstance(event.what, CommandCalled | Pressed | Answered) or rows.waiting
            ours = route is not _UNKNOWN_COMMAND or bool(event.token)  # what came with a token was chosen from our own
            return (route if meant and ours else _NOTHING), given
        return route, given

    def _incoming(self, event: Incoming, rows: Locked) -> tuple[Route, Any]:
        what = event.what
        match what:
            case CommandCalled():
                return self._command(what, rows.waiting if event.private else "")
            case Pressed():
                return self._pressed(Press(what.data, rows.on, (), what.text))
            case Answered(options=options):
                return self._answered(rows, options)
            case Said() if rows.waiting:
                return self._pressed(Press(rows.waiting, None, (), what.text))
            case Said():
                return self.registry.fallback("text") or _NOTHING, Speech(what.text)
            case Uploaded():
                return self._uploaded(event, what, rows)
            case Joined() | Left() | Moved():
                return _NOTHING, what

    def _uploaded(self, event: Incoming, what: Uploaded, rows: Locked) -> tuple[Route, Any]:
        route = self.registry.fallback("upload") if event.private else None
        if not event.private and self.registry.fallback("upload"):
            return _FILES_IN_PRIVATE, what
        if route is None:
            return self._pressed(Press(rows.waiting, None, (), "")) if rows.waiting else (_NO_FILES, what)
        return (_UNMADE if what.made is None and isinstance(what.content, bytes) else route), what

    def _answered(self, rows: Locked, options: tuple[int, ...]) -> tuple[Route, Any]:
        """As if the button of the option had been pressed; an answer taken back is none, and somebody else's too."""
        poll = rows.poll
        theirs = poll is not None and rows.person is not None and poll.owner in (None, rows.person.id)
        if poll is None or not theirs or not options or not 0 <= options[0] < len(poll.options):
            return _NOTHING, None
        return self._pressed(Press(poll.options[options[0]], poll.ref, (), in_poll=True))

    def _command(self, called: CommandCalled, waiting: str) -> tuple[Route, Any]:
        """What looks like a command and is none may be the text that is waited for: `/docs` is a path, too."""
        route = self.registry.commands.get(called.name)
        if route is None:
            nearest = self.registry.nearest(called.name)
            meant = self.registry.button(waiting) if waiting else None
            if meant and meant[0].slashes and nearest is None and isinstance(called.args, str):
                return self._pressed(Press(waiting, None, (), f"/{called.name} {called.args}".rstrip()))
            return _UNKNOWN_COMMAND, (called.name, nearest)
        try:
            return route, self.registry.call(called.name, route, called.args)
        except BadArguments:
            return replace(_BAD_ARGUMENTS, private=route.private), route

    def _pressed(self, press: Press) -> tuple[Route, Any]:
        found = self.registry.button(press.data)
        if found is None:
            return self.registry.fallback("button") or _NOTHING, press
        route, fields = found
        return route, replace(press, args=fields)


def _private(rows: Locked, here: Conversation) -> int | None:
    if here.private:
        return here.id
    known = rows.home or rows.private
    return known.id if known else None


def _is_cut_off(handling: Handling, turn: Turn[Any]) -> bool:
    """Somebody who can't be written to in private shows up in a group: the only place to tell them."""
    home, called = handling.rows.home, isinstance(handling.event, Incoming) and handling.route is not _NOTHING
    return called and home is not None and not home.reachable and not turn.conversation.private


def _kind(event: Incoming | Timer) -> str:
    return f"timer {event.kind}" if isinstance(event, Timer) else type(event.what).__name__


def _nothing(_: Turn[Any], __: object) -> fx.Reply:
    return fx.Reply()


def _no_files(turn: Turn[Any], _: object) -> fx.Reply:
    return fx.Reply(fx.Send(Message(turn.t("core-no-files"))))


def _files_in_private(turn: Turn[Any], _: object) -> fx.Reply:
    return fx.Reply(fx.Send(Message(turn.t("core-files-in-private"))))


def _unmade(turn: Turn[Any], _: object) -> fx.Reply:
    return fx.Reply(fx.Send(Message(turn.t("core-sorry"))))


def _unknown_command(turn: Turn[Any], given: tuple[str, str | None]) -> fx.Reply:
    name, nearest = given
    if nearest:
        return fx.Reply(fx.Send(Message(turn.t("core-unknown-command-nearest", name=name[:32], nearest=nearest))))
    return fx.Reply(fx.Send(Message(turn.t("core-unknown-command", name=name[:32]))))


def _bad_arguments(turn: Turn[Any], route: Route) -> fx.Reply:
    return fx.Reply(fx.Send(Message(turn.t("core-bad-arguments", example=route.example))))


_NOTHING = Route(_nothing)
_NO_FILES = Route(_no_files)
_FILES_IN_PRIVATE = Route(_files_in_private)
_UNMADE = Route(_unmade)
_UNKNOWN_COMMAND = Route(_unknown_command)
_BAD_ARGUMENTS = Route(_bad_arguments)
