"""What the people at the terminal have in front of them; it outlives a restart of the bot, as any chat does."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.adapters.terminal.place import Place
from bot.core.model import Button, Rows


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in a chat. `only_for` is the one person of a group who sees it, or empty."""

    id: str
    buttons: Rows
    only_for: str = ""

    @property
    def flat(self) -> list[Button]:
        """As they are numbered: row by row."""
        return [button for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class Found:
    """A button, and the id of the message it is under."""

    button: Button
    on: str


@dataclass
class Screens:
    """All chats, each with its messages in the order in which they were last sent or edited."""

    asking: dict[tuple[Place, str], Found] = field(default_factory=dict)
    """By chat and person: the button whose answer their next line there is."""
    _chats: dict[Place, dict[str, Shown]] = field(default_factory=dict)

    def show(self, place: Place, message: Shown) -> Shown:
        """Put `message` last, in place of an earlier one of its id. Who may see a message never changes."""
        chat = self._chats.setdefault(place, {})
        earlier = chat.pop(message.id, None)
        if earlier is not None and earlier.only_for:
            message = Shown(message.id, message.buttons, earlier.only_for)
        chat[message.id] = message
        return message

    def remove(self, place: Place, message_id: str) -> str:
        """Answers whom the message was for alone, if anyone."""
        removed = self._chats.get(place, {}).pop(message_id, None)
        return removed.only_for if removed else ""

    def close(self, place: Place, message_id: str) -> None:
        """Its buttons are there no more; where it stands doesn't change."""
        chat = self._chats.get(place, {})
        if shown := chat.get(message_id):
            chat[message_id] = Shown(shown.id, (), shown.only_for)

    def numbered(self, place: Place, viewer: str, number: int) -> Found | None:
        """Button `number`, from 1, of the last message that has any."""
        last = next(self._with_buttons(place, viewer), None)
        if last is None or number > len(last.flat):
            return None
        return Found(last.flat[number - 1], last.id)

    def labelled(self, place: Place, viewer: str, label: str) -> Found | None:
        """In the newest message that has one: the button of this label, else the first that contains it.

        Case doesn't matter, but of two labels that contain it the one with the same case wins.
        """
        folded = label.casefold()
        for message in self._with_buttons(place, viewer):
            exact = [one for one in message.flat if one.label.casefold() == folded]
            same_case = [one for one in message.flat if label in one.label]
            any_case = [one for one in message.flat if folded in one.label.casefold()]
            if found := (*exact, *same_case, *any_case):
                return Found(found[0], message.id)
        return None

    def labels(self, place: Place, viewer: str) -> list[str]:
        """Those of the last message that has buttons."""
        last = next(self._with_buttons(place, viewer), None)
        return [button.label for button in last.flat] if last else []

    def _with_buttons(self, place: Place, viewer: str) -> Iterator[Shown]:
        """Newest first."""
        for message in reversed(self._chats.get(place, {}).values()):
            if message.buttons and message.only_for in ("", viewer):
                yield message
