"""A fake Discord that remembers every screen: each message of the bot's, as it was after each change."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tests.discord.messages import FakeChoice, FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.reading import plain, read


@dataclass(frozen=True)
class Change:
    """`op` is send, edit or thinking (a deferral)."""

    op: str
    message: FakeMessage
    markdown: str
    rows: tuple[tuple[FakeChoice, ...], ...]
    at: datetime
    only_for: FakePerson | None

    @cached_property
    def text(self) -> str:
        """As people read it."""
        return plain(read(self.markdown))

    @cached_property
    def spans(self) -> tuple[tuple[str, str, str], ...]:
        """Styles, each with its stretch of text, and the address or language that comes with it."""
        return _spans(self.markdown)

    @property
    def place(self) -> FakePlace:
        return self.message.place

    @property
    def labels(self) -> list[str]:
        return [choice.label for row in self.rows for choice in row]

    def styled(self, style: str) -> list[str]:
        return [text for kind, text, _ in self.spans if kind == style]

    def seen_by(self, person: FakePerson) -> bool:
        return person in self.place.people and self.only_for in (None, person)


class WatchedDiscord(FakeDiscord):
    """`changes` are in the order in which they came on the screens."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.changes: list[Change] = []
        self._known: set[int] = set()

    def shown(self, message: FakeMessage) -> None:
        super().shown(message)
        if message.by_bot:
            self.changes.append(self._change(message))

    def _change(self, message: FakeMessage) -> Change:
        op = "thinking" if message.loading else "edit" if message.id in self._known else "send"
        if not message.loading:
            self._known.add(message.id)
        rows = tuple(map(tuple, message.rows))
        return Change(op, message, message.text, rows, self.now(), message.ephemeral_for)


def text_of(message: FakeMessage) -> str:
    """As people read it."""
    return plain(read(message.text))


def _spans(markdown: str) -> tuple[tuple[str, str, str], ...]:
    """Neighbours of one style and address together."""
    found: list[tuple[str, str, str]] = []
    before: tuple[str, str] | None = None
    for one in read(markdown):
        look = ("".join(sorted(one.styles)), one.target)
        if look == before:
            style, text, address = found.pop()
            found.append((style, text + one.character, address))
        elif one.styles:
            found.append((look[0], one.character, look[1]))
        before = look if one.styles else None
    return tuple(found)
