"""Where people and the bot write: what all places have in common, direct messages, groups of friends."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.discord.messages import FakeMessage
from tests.discord.permissions import EVERYBODY, bit
from tests.discord.refusals import closed_dms, missing_access

if TYPE_CHECKING:
    from tests.discord.guilds import FakeGuild
    from tests.discord.people import FakePerson
    from tests.discord.world import World

TEXT, DM, GROUP, THREAD, FORUM = 0, 1, 3, 11, 15


class FakePlace:
    """Something with messages. What `seen_by` answers is the only view of it that a test should judge privacy by."""

    kind = TEXT
    guild: "FakeGuild | None" = None

    def __init__(self, world: "World", number: int, name: str) -> None:
        self.world, self.id, self.name = world, number, name
        self.history: list[FakeMessage] = []
        """Everything, with what was deleted and what only one person sees."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} {self.id}>"

    # what people see

    @property
    def people(self) -> Sequence["FakePerson"]:
        """Who sees the place."""
        raise NotImplementedError

    def seen_by(self, person: "FakePerson") -> list[FakeMessage]:
        """What this person sees there now."""
        assert person in self.people, f"{person} doesn't see {self}"
        return [one for one in self.history if not one.deleted and one.ephemeral_for in (None, person)]

    def last(self, person: "FakePerson") -> FakeMessage:
        """Of the bot's messages that this person sees."""
        found = [one for one in self.seen_by(person) if one.by_bot]
        assert found, f"{person} sees nothing of the bot's in {self}"
        return found[-1]

    @property
    def public(self) -> list[FakeMessage]:
        return [one for one in self.history if not one.deleted and not one.ephemeral_for]

    # what Discord does with it

    @property
    def private(self) -> bool:
        """Between the bot and one person."""
        return False

    @property
    def shard(self) -> int:
        return self.guild.shard if self.guild else 0

    def message(self, number: object) -> FakeMessage | None:
        """Public ones alone: the bot's token knows no others."""
        found = next((one for one in reversed(self.history) if str(one.id) == str(number)), None)
        return found if found and not found.deleted and not found.ephemeral_for else None

    def json(self) -> dict[str, Any]:
        last = next((str(one.id) for one in reversed(self.history) if not one.ephemeral_for), None)
        return {"id": str(self.id), "type": self.kind, "flags": 0, "last_message_id": last}

    def rights(self, person: "FakePerson") -> int:
        return self.guild.rights(person) if self.guild else EVERYBODY

    def bot_rights(self) -> int:
        return EVERYBODY

    def bot_may(self, name: str) -> bool:
        return bool(self.bot_rights() & bit(name))

    def check_access(self) -> None:
        """Whether the bot's token reaches it at all. Raises Refusal."""
        raise NotImplementedError

    def check_writable(self, *, files: bool) -> None:
        """Whether the bot's token may write there. Raises Refusal."""
        raise NotImplementedError

    def wake(self) -> None:
        """Somebody writes."""


class FakeDm(FakePlace):
    """`person.dm`."""

    kind = DM

    def __init__(self, person: "FakePerson", number: int) -> None:
        super().__init__(person.world, number, person.name)
        self.person = person

    @property
    def people(self) -> Sequence["FakePerson"]:
        return (self.person,)

    @property
    def private(self) -> bool:
        return True

    def json(self) -> dict[str, Any]:
        return {**super().json(), "recipients": [self.person.json()]}

    def check_access(self) -> None:
        pass

    def check_writable(self, *, files: bool) -> None:
        if self.person.dms_closed:
            raise closed_dms()


class FakeGroup(FakePlace):
    """Friends among themselves: the bot is there only as an app that one of them installed."""

    kind = GROUP

    def __init__(self, world: "World", number: int, members: list["FakePerson"]) -> None:
        super().__init__(world, number, ", ".join(one.name for one in members))
        self.members = members

    @property
    def people(self) -> Sequence["FakePerson"]:
        return self.members

    def json(self) -> dict[str, Any]:
        recipients = [one.json() for one in self.members]
        owner = str(self.members[0].id)
        return {**super().json(), "name": None, "icon": None, "owner_id": owner, "recipients": recipients}

    def check_access(self) -> None:
        raise missing_access()

    def check_writable(self, *, files: bool) -> None:
        raise missing_access()
