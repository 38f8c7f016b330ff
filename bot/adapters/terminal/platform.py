"""The sending side: a call changes what is on the screen and is printed."""

from bot.adapters.terminal.place import PLATFORM, Place
from bot.adapters.terminal.printer import Call, Printer
from bot.adapters.terminal.screen import Screens, Shown
from bot.core.capabilities import Capabilities
from bot.core.clock import Clock
from bot.core.model import Message
from bot.core.ports import OutboxRow, Receipt, Rejected


class TerminalPlatform:
    """May be built anew at each start of the bot, on the same screens."""

    name: str = PLATFORM

    def __init__(self, clock: Clock, screens: Screens, printer: Printer) -> None:
        self.capabilities = Capabilities()
        self._clock = clock
        self._screens = screens
        self._printer = printer

    def counts(self, row: OutboxRow) -> bool:
        return True

    async def send(self, row: OutboxRow) -> Receipt:
        """A message's id is the ref it was sent under."""
        place = Place.of(row.address)
        message_id = str(row.ref) if row.op == "send" or row.message is None else row.message
        if row.op == "delete":
            only_for = self._screens.remove(place, message_id)
            self._printer.call(Call(self._clock.now(), place, _to(place, only_for), "delete", message_id))
            return Receipt(message_id)
        if row.op == "close":
            self._screens.close(place, message_id)
            return Receipt(message_id)
        body = row.body
        if not isinstance(body, Message):
            raise Rejected("the terminal shows messages only")
        shown = self._screens.show(place, Shown(message_id, body.buttons, row.only_for))
        op = "file" if row.op == "send" and body.file else row.op
        self._printer.call(Call(self._clock.now(), place, _to(place, shown.only_for), op, message_id, body))
        return Receipt(message_id)


def _to(place: Place, only_for: str) -> str | None:
    return place.name if place.private else only_for or None
