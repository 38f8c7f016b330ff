"""What a typed line means, before anyone looks at the chat it was typed in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.i18n import Argument
from bot.core.text import clean

NAME_LENGTH = 64

_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)
_DIRECTIVE = re.compile(r":(\S*)\s*(.*)", re.DOTALL)
# No leading zero: "09" is more likely a time of day than the ninth button.
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_DURATION = re.compile(
    r"(?:(?P<weeks>[0-9]{1,6})w\s*)?(?:(?P<days>[0-9]{1,6})d\s*)?(?:(?P<hours>[0-9]{1,6})h\s*)?"
    r"(?:(?P<minutes>[0-9]{1,6})m\s*)?(?:(?P<seconds>[0-9]{1,6})s)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing but spaces."""


@dataclass(frozen=True, slots=True)
class Say:
    text: str


@dataclass(frozen=True, slots=True)
class PressNumber:
    """Counted from 1. `text` is what is said where there is no such button."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PressLabel:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is in lower case."""

    name: str
    args: str


@dataclass(frozen=True, slots=True)
class SayExactly:
    """Said whatever it looks like, and never the answer to a button."""

    text: str


@dataclass(frozen=True, slots=True)
class SpeakAs:
    name: str


@dataclass(frozen=True, slots=True)
class GoTo:
    """A group, or the speaker's private chat where it is None."""

    group: str | None


@dataclass(frozen=True, slots=True)
class Wait:
    duration: timedelta


@dataclass(frozen=True, slots=True)
class Until:
    """A wall time of the session's zone, unless it carries an offset of its own."""

    when: datetime


@dataclass(frozen=True, slots=True)
class Restart:
    """Drop the process state."""


@dataclass(frozen=True, slots=True)
class SendFile:
    path: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that can't be obeyed: the key of the text that says why, and its arguments."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)


Typed = Say | PressNumber | PressLabel
Directive = SayExactly | SpeakAs | GoTo | Wait | Until | Restart | SendFile
Line = Blank | Typed | Command | Directive | Wrong


def parse(raw: str) -> Line:
    """Surrounding spaces don't count; a wrong directive is a Wrong."""
    text = clean(raw).strip()
    if not text:
        return Blank()
    if directive := _DIRECTIVE.fullmatch(text):
        return _directive(directive[1], directive[2])
    if command := _COMMAND.fullmatch(text):
        return Command(command[1].lower(), command[2] or "")
    if _NUMBER.fullmatch(text):
        return PressNumber(int(text), text)
    if text.startswith("#") and (label := text[1:].strip()):
        return PressLabel(label, text)
    return Say(text)


def parse_duration(text: str) -> timedelta | None:
    """Reads "1w", "1d2h", "90m" or "1h 30m", larger units first; None for anything else."""
    found = _DURATION.fullmatch(text)
    if found is None or not text:
        return None
    return timedelta(**{unit: int(count) for unit, count in found.groupdict().items() if count})


def is_name(text: str) -> bool:
    """Whether a person or a group may be called that."""
    return bool(text.strip()) and len(text) <= NAME_LENGTH and len(text.splitlines()) == 1


def _directive(name: str, argument: str) -> Line:
    read = _DIRECTIVES.get(name.lower())
    return read(argument) if read else Wrong("terminal-unknown", {"directive": name})


def _say(text: str) -> Line:
    return SayExactly(text) if text else Wrong("terminal-bad-say")


def _as(name: str) -> Line:
    return SpeakAs(name) if is_name(name) else Wrong("terminal-bad-name")


def _in(place: str) -> Line:
    kind, group = [*place.split(None, 1), "", ""][:2]
    if kind.lower() == "private" and not group:
        return GoTo(None)
    if kind.lower() == "group" and is_name(group):
        return GoTo(group)
    return Wrong("terminal-bad-place")


def _wait(text: str) -> Line:
    duration = parse_duration(text)
    return Wrong("terminal-bad-wait") if duration is None else Wait(duration)


def _until(text: str) -> Line:
    try:
        return Until(datetime.fromisoformat(text))
    except ValueError:
        return Wrong("terminal-bad-until")


def _restart(argument: str) -> Line:
    return Wrong("terminal-bad-restart") if argument else Restart()


def _send(path: str) -> Line:
    return SendFile(path) if path else Wrong("terminal-bad-send")


_DIRECTIVES: Mapping[str, Callable[[str], Line]] = {
    "say": _say,
    "as": _as,
    "in": _in,
    "wait": _wait,
    "until": _until,
    "restart": _restart,
    "send": _send,
}
