"""Where the terminal's people talk: a private chat each, and groups that all of them share."""

from dataclasses import dataclass

from bot.core.model import Address

PLATFORM = "terminal"
_PRIVATE, _GROUP = "private", "group"


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is the person's in a private chat, the group's own otherwise."""

    private: bool
    name: str

    @property
    def address(self) -> Address:
        return Address(PLATFORM, f"{_PRIVATE if self.private else _GROUP}/{self.name}")

    @classmethod
    def of(cls, address: Address) -> "Place":
        kind, _, name = address.chat.partition("/")
        return cls(kind == _PRIVATE, name)
