"""All features joined: which handler an event goes to, with its arguments typed."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from bot.core.feature import Arg, Feature, Route
from bot.core.ids import from_base36
from bot.core.model import CommandCalled, Happening, Pressed
from bot.core.turn import Call


class BadArguments(ValueError):
    """A command's arguments don't fit its declaration; the route knows an example."""


class Registry:
    """Raises ValueError where two features declare the same command, button, timer or fallback."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.commands: dict[str, Route] = {}
        self._buttons: dict[str, Route] = {}
        self._timers: dict[str, Route] = {}
        self._fallbacks: dict[str, Route] = {}
        for feature in features:
            for mine, theirs in (
                (self.commands, feature.commands),
                (self._buttons, feature.buttons),
                (self._timers, feature.timers),
                (self._fallbacks, feature.fallbacks),
            ):
                if twice := mine.keys() & theirs.keys():
                    raise ValueError(f"feature {feature.name!r} declares again: {', '.join(sorted(twice))}")
                mine.update(theirs)
        self.jobs = {route.before for route in self._fallbacks.values() if route.before}
        """The names of the jobs that handlers want done before they are called."""
        self.summaries = {name: route.summary for name, route in self.commands.items()}
        """The text key of each command's summary."""

    def timer(self, kind: str) -> Route | None:
        return self._timers.get(kind)

    def fallback(self, name: str) -> Route | None:
        return self._fallbacks.get(name)

    def button(self, data: str) -> tuple[Route, tuple[str | int, ...]] | None:
        """The route of button data and its typed fields; None for data of an earlier version, or nonsense."""
        prefix, *raw = data.split(":")
        route = self._buttons.get(prefix)
        if route is None or len(raw) != len(route.fields):
            return None
        try:
            fields = (from_base36(part) if kind is int else part for kind, part in zip(route.fields, raw, strict=True))
            return route, tuple(fields)
        except ValueError:
            return None

    def is_private(self, what: Happening) -> bool:
        """Whether in a group only the person sees what this is answered with."""
        match what:
            case CommandCalled(name=name):
                route = self.commands.get(name)
            case Pressed(data=data):
                found = self.button(data)
                route = found[0] if found else None
            case _:
                route = None
        return route is None or route.private

    def nearest(self, name: str) -> str | None:
        """The command somebody may have meant."""
        return next(iter(get_close_matches(name.lower(), self.commands, n=1, cutoff=0.6)), None)

    def call(self, name: str, route: Route, given: str | Mapping[str, str | int]) -> Call:
        """Raises BadArguments."""
        raw = _by_name(route.args, given.split()) if isinstance(given, str) else dict(given)
        return Call(name, {arg.name: _typed(arg, raw.get(arg.name)) for arg in route.args})


def _by_name(args: tuple[Arg, ...], words: list[str]) -> dict[str, str | int]:
    """Numbers are taken from the end, so that a name may have several words: `/quiz context managers 5`."""
    found: dict[str, str | int] = {}
    for arg in reversed(args):
        if arg.type is int and words and words[-1].lstrip("+-").isdecimal():
            found[arg.name] = words.pop()
        elif arg.type is str and words:
            found[arg.name] = " ".join(words)
            words = []
    if words and args:
        raise BadArguments(" ".join(words))
    return found


def _typed(arg: Arg, raw: str | int | None) -> str | int | None:
    if raw is None:
        if arg.optional:
            return None
        raise BadArguments(arg.name)
    if arg.type is str:
        return str(raw)
    try:
        number = int(raw)
    except ValueError:
        raise BadArguments(str(raw)) from None
    if not arg.lo <= number <= arg.hi:
        raise BadArguments(str(raw))
    return number
