"""What comes in, made storable before anything else sees it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.model import Address, Answered, CommandCalled, Happening, Incoming, Moved, Pressed, Said, Uploaded, Who
from bot.core.text import clean


def cleaned(incoming: Incoming) -> Incoming:
    """`incoming` with `bot.core.text.clean` applied to everything a person or a platform wrote."""
    return replace(
        incoming,
        key=clean(incoming.key),
        where=_address(incoming.where),
        who=Who(clean(incoming.who.user), clean(incoming.who.name)),
        what=_happening(incoming.what),
        locale=clean(incoming.locale),
        zone=clean(incoming.zone),
    )


def _address(where: Address) -> Address:
    return Address(clean(where.platform), clean(where.chat), clean(where.thread))


def _happening(what: Happening) -> Happening:
    match what:
        case Said(text):
            return Said(clean(text))
        case CommandCalled(name, args):
            return CommandCalled(clean(name), _arguments(args))
        case Pressed(data, on, text):
            return Pressed(clean(data), clean(on), None if text is None else clean(text))
        case Answered(poll, options):
            return Answered(clean(poll), options)
        case Uploaded(name, content, made):
            return Uploaded(clean(name), content, made)
        case Moved(to):
            return Moved(_address(to))
    return what


def _arguments(given: str | Mapping[str, str | int]) -> str | Mapping[str, str | int]:
    if isinstance(given, str):
        return clean(given)
    return {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}
