"""People: they use commands, press, choose, fill in, write, and the bot hears of it as far as Discord tells it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.discord import offers
from tests.discord.components import fields
from tests.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    FakeInteraction,
    new_token,
)
from tests.discord.messages import BUTTON, LABEL, SELECT, FakeMessage
from tests.discord.places import FakeDm, FakePlace
from tests.discord.writing import attachment, keep

if TYPE_CHECKING:
    from tests.discord.world import World


class FakePerson:
    """Made by `world.person`. What they do with the bot answers the interaction, which then shows what came of it."""

    def __init__(self, world: "World", number: int, name: str, locale: str, *, installed: bool) -> None:
        self.world, self.id, self.name, self.locale = world, number, name, locale
        self.installed = installed
        """They added the application for themselves (user install)."""
        self.dms_closed = False
        self.dm = FakeDm(self, world.new_id())

    def __repr__(self) -> str:
        return f"<person {self.name} {self.id}>"

    def json(self) -> dict[str, Any]:
        handle = "".join(one for one in self.name.lower() if one.isalnum()) or "somebody"
        return {
            **{"id": str(self.id), "username": handle, "global_name": self.name, "discriminator": "0"},
            **{"avatar": None, "avatar_decoration_data": None, "collectibles": None, "primary_guild": None},
            **{"public_flags": 0, "flags": 0, "bot": False},
        }

    # what they do with the bot

    def slash(self, place: FakePlace, name: str, /, **options: Any) -> FakeInteraction:
        """A command that is offered to them there. A choice goes by its name or its value, an upload as
        (name, content)."""
        command = offers.command_for(self.world, self, place, name)
        given, resolved = offers.filled(command, options, self._upload(place))
        return self._interact(COMMAND, place, self._data(command, given, resolved), self._owners(place, command))

    def autocompletes(self, place: FakePlace, name: str, /, **options: Any) -> FakeInteraction:
        """The last option is the one they are typing."""
        command = offers.command_for(self.world, self, place, name)
        focused = list(options)[-1]
        given, resolved = offers.filled(command, options, self._upload(place), focused=focused)
        return self._interact(AUTOCOMPLETE, place, self._data(command, given, resolved), self._owners(place, command))

    def clicks(self, message: FakeMessage, button: str | int) -> FakeInteraction:
        """By its label (or the only one with this in it), or its number."""
        pressed = offers.pressed(self, message, button)
        return self._press(message, {"component_type": BUTTON, "custom_id": pressed.data})

    def selects(self, message: FakeMessage, *labels: str) -> FakeInteraction:
        found = offers.selected(self, message, labels)
        values = [one.data for one in found]
        return self._press(message, {"component_type": SELECT, "custom_id": found[0].select, "values": values})

    def submits(self, interaction: FakeInteraction, *values: str) -> FakeInteraction:
        """The modal that answered it, with a value for each of its fields."""
        assert interaction.by is self, f"{interaction} isn't theirs"
        modal = interaction.modal
        assert modal, f"no modal is open for {interaction}"
        inputs = fields(modal)
        assert len(values) == len(inputs), f"the modal has {len(inputs)} fields"
        for one, value in zip(inputs, values, strict=True):
            _check_typed(one, value)
        data = {"custom_id": modal["custom_id"], "components": _submitted(modal, values)}
        interaction.modal = None
        more = {"message": interaction.message, "source": interaction}
        return self._interact(MODAL_SUBMIT, interaction.place, data, interaction.owners, **more)

    def writes(
        self, text: str, place: FakePlace | None = None, *, attachments: Sequence[tuple[str, bytes]] = ()
    ) -> FakeMessage:
        """To the bot, or elsewhere, which it then doesn't hear."""
        place = place or self.dm
        offers.check_place(self, place)
        files = [attachment(self.world, place, name, content) for name, content in attachments]
        message = FakeMessage(place, self.world.new_id(), self.json(), self.world.now(), text, attachments=files)
        message.history.append(text)
        place.wake()
        keep(self.world, message)
        return message

    # what they set

    def closes_dms(self) -> None:
        """The bot can't write to them any more; interactions in the DM still work."""
        self.dms_closed = True

    def opens_dms(self) -> None:
        self.dms_closed = False

    def installs(self) -> None:
        """The application, for themselves."""
        self.installed = True

    # how it reaches the bot

    def _upload(self, place: FakePlace) -> Any:
        return lambda name, content: attachment(self.world, place, name, content)

    def _owners(self, place: FakePlace, command: dict[str, Any]) -> dict[str, str]:
        return offers.owners(self, place, command)

    def _data(self, command: dict[str, Any], options: list[Any], resolved: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": 1}
        if guild := command.get("guild_id"):
            data["guild_id"] = guild
        if options:
            data["options"] = options
        return {**data, "resolved": resolved} if resolved else data

    def _press(self, message: FakeMessage, data: dict[str, Any]) -> FakeInteraction:
        place = message.place
        number = next(
            c["id"] for row in message.components for c in row["components"] if c.get("custom_id") == data["custom_id"]
        )
        if message.interaction:
            owners = message.interaction.owners
        else:
            owners = {"0": str(place.guild.id) if place.guild else "0"}
        return self._interact(COMPONENT, place, {"id": number, **data}, owners, message=message)

    def _interact(
        self, kind: int, place: FakePlace, data: dict[str, Any], owners: dict[str, str], **more: Any
    ) -> FakeInteraction:
        world, number = self.world, self.world.new_id()
        token = new_token(world.token, number)
        made = FakeInteraction(world, number, token, kind, self, place, world.now(), data, owners, **more)
        world.interactions[made.token] = made
        world.tell("INTERACTION_CREATE", made.payload(), place.shard)
        return made


def _check_typed(field: dict[str, Any], value: str) -> None:
    """Lines are broken only in paragraphs; what is empty is taken where the field isn't required."""
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    required = field.get("required", True)
    fits = max(least, 1) <= len(value) <= most if value else not required
    assert fits, f"{offers.NOT_OFFERED}: {value!r} in {field}"
    assert field["style"] == 2 or "\n" not in value, f"{offers.NOT_OFFERED}: a line break in {field}"


def _submitted(modal: dict[str, Any], values: Sequence[str]) -> list[dict[str, Any]]:
    made = []
    for one, field, value in zip(modal["components"], fields(modal), values, strict=True):
        answer = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"], "value": value}
        inner = {"component": answer} if one["type"] == LABEL else {"components": [answer]}
        made.append({"type": one["type"], "id": one["id"], **inner})
    return made
