"""What Discord's client would offer a person to do: it sends nothing else."""

from typing import TYPE_CHECKING, Any

from tests.discord.channels import FakeThread
from tests.discord.messages import FakeChoice, FakeMessage
from tests.discord.permissions import bit, may_all
from tests.discord.places import DM, GROUP, FakePlace

if TYPE_CHECKING:
    from tests.discord.people import FakePerson
    from tests.discord.world import World

Option = dict[str, Any]
STRING, INTEGER, BOOLEAN, USER, NUMBER, FILE = 3, 4, 5, 6, 10, 11
NOT_OFFERED = "the client would not offer this"
SAFE_INTEGER = 2**53
TYPED_TEXT = 6000


def command_for(world: "World", person: "FakePerson", place: FakePlace, name: str) -> dict[str, Any]:
    """The guild's own before the global one. Raises AssertionError where there is none for this person there."""
    check_place(person, place)
    scopes = [world.commands.get(place.guild.id, {})] if place.guild and place.guild.with_bot else []
    for scope in [*scopes, world.commands.get(None, {})]:
        command = scope.get(name)
        if command and owners(person, place, command):
            wanted = command["default_member_permissions"]
            permitted = not place.guild or wanted is None or _permitted(place.rights(person), int(wanted))
            assert permitted, f"{NOT_OFFERED}: {person} may not use /{name} in {place}"
            return command
    raise AssertionError(f"{NOT_OFFERED}: no /{name} for {person} in {place}")


def _permitted(rights: int, wanted: int) -> bool:
    """Of "0" administrators alone."""
    return may_all(rights, wanted or bit("administrator"))


def check_place(person: "FakePerson", place: FakePlace) -> None:
    assert person in place.people, f"{NOT_OFFERED}: {person} doesn't see {place}"
    locked = isinstance(place, FakeThread) and place.locked
    assert not locked, f"{NOT_OFFERED}: {place} is locked"


def owners(person: "FakePerson", place: FakePlace, command: dict[str, Any]) -> dict[str, str]:
    """Who installed the application so that the command is there; empty where it isn't."""
    context = 1 if place.kind == DM else 2 if place.kind == GROUP else 0
    if context not in (command["contexts"] or (0, 1, 2)):
        return {}
    found: dict[str, str] = {}
    if 0 in command["integration_types"] and place.kind != GROUP and (not place.guild or place.guild.with_bot):
        found["0"] = str(place.guild.id) if place.guild else "0"
    if 1 in command["integration_types"] and person.installed:
        found["1"] = str(person.id)
    return found


def filled(
    command: dict[str, Any], values: dict[str, Any], keep_file: Any, *, focused: str | None = None
) -> tuple[list[Option], dict[str, Any]]:
    """The options of the payload in the order they are declared, and what they point to. With a `focused` one the
    command isn't sent yet: required ones may be missing. `keep_file` takes the name and the content of an upload."""
    declared = {one["name"]: one for one in command.get("options", [])}
    assert set(values) <= set(declared), (
        f"{NOT_OFFERED}: /{command['name']} has {sorted(declared)}, not {sorted(values)}"
    )
    missing = [name for name, one in declared.items() if one.get("required") and name not in values]
    assert focused or not missing, f"{NOT_OFFERED}: /{command['name']} wants {missing}"
    options: list[Option] = []
    resolved: dict[str, Any] = {}
    for name, option in declared.items():
        if name not in values:
            continue
        one: Option = {"name": name, "type": option["type"]}
        if name == focused:
            assert option.get("autocomplete"), f"{NOT_OFFERED}: {name} has no autocomplete"
            options.append({**one, "value": str(values[name]), "focused": True})
        else:
            options.append({**one, "value": _value(option, values[name], resolved, keep_file)})
    return options, resolved


def _value(option: Option, value: Any, resolved: dict[str, Any], keep_file: Any) -> Any:
    why = f"{NOT_OFFERED}: {option['name']} can't be {value!r}"
    if choices := option.get("choices"):
        found = [one["value"] for one in choices if value in (one["name"], one["value"]) and type(value) is not bool]
        assert found, f"{why}, but one of {[one['name'] for one in choices]}"
        return found[0]
    kind = option["type"]
    if kind == STRING:
        assert isinstance(value, str), why
        assert max(option.get("min_length", 0), 1) <= len(value) <= option.get("max_length", TYPED_TEXT), why
    elif kind in (INTEGER, NUMBER):
        assert type(value) is int or (kind == NUMBER and type(value) is float), why
        limit = SAFE_INTEGER - 1
        assert option.get("min_value", -limit) <= value <= option.get("max_value", limit), why
    elif kind == BOOLEAN:
        assert type(value) is bool, why
    elif kind == USER:
        resolved.setdefault("users", {})[str(value.id)] = value.json()
        return str(value.id)
    elif kind == FILE:
        made = keep_file(*value)
        resolved.setdefault("attachments", {})[str(made.id)] = made.json(ephemeral=True)
        return str(made.id)
    else:
        raise AssertionError(f"the fake doesn't play options of type {kind}")
    return value


def pressed(person: "FakePerson", message: FakeMessage, what: str | int) -> FakeChoice:
    """The button with this label (or the only one with this in it), or the one at this place."""
    check_message(person, message)
    buttons = [one for one in message.choices if one.select is None]
    if isinstance(what, int):
        assert -len(buttons) <= what < len(buttons), f"{message} has {len(buttons)} buttons"
        found = buttons[what]
    else:
        found = _the_one(message, buttons, what)
    assert not found.url, f"{found.label!r} opens {found.url}: the bot hears nothing"
    assert not found.disabled, f"{found.label!r} is disabled"
    return found


def selected(person: "FakePerson", message: FakeMessage, labels: tuple[str, ...]) -> list[FakeChoice]:
    """The options so labelled, all of one select."""
    check_message(person, message)
    found = [_the_one(message, [one for one in message.choices if one.select is not None], one) for one in labels]
    assert len({one.select for one in found}) == 1, f"{labels} are not of one select of {message}"
    assert not found[0].disabled, f"the select of {message} is disabled"
    select = message.select(found[0].select)
    assert select["min_values"] <= len(found) <= select["max_values"], f"{len(found)} at once is not what it takes"
    return found


def check_message(person: "FakePerson", message: FakeMessage) -> None:
    assert message in message.place.seen_by(person), f"{person} doesn't see {message}"


def _the_one(message: FakeMessage, choices: list[FakeChoice], label: str) -> FakeChoice:
    found = [one for one in choices if label in one.label]
    exact = [one for one in found if label == one.label]
    assert len(exact or found) == 1, f"{label!r} is on {len(exact or found)} of {message}"
    return (exact or found)[0]
