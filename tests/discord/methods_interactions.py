"""The first answer to an interaction."""

from typing import Any

from tests.discord.calls import Answer, Call, Route
from tests.discord.checks import FOR_INTERACTIONS, draft
from tests.discord.components import check_modal
from tests.discord.interactions import (
    AUTOCOMPLETE,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    SUGGESTIONS,
    UPDATE,
    FakeInteraction,
)
from tests.discord.messages import EPHEMERAL, LOADING, FakeMessage
from tests.discord.promises import check_promise
from tests.discord.refusals import Errors, acknowledged, invalid, no_json, unknown_interaction, unknown_message
from tests.discord.writing import keep, rewrite, write

CHOICES, CHOICE_TEXT = 25, 100


def answer(call: Call) -> Answer:
    interaction = call.world.interactions.get(call.parts["token"])
    if interaction is None or str(interaction.id) != call.parts["interaction"]:
        raise unknown_interaction()
    interaction.check_answerable()
    if interaction.acknowledged:
        raise acknowledged()
    if not isinstance(call.request.body, dict):
        raise no_json()
    kind = call.body.get("type")
    if kind not in _allowed(interaction):
        allowed = ", ".join(map(str, _allowed(interaction)))
        raise invalid(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")
    _ANSWERS[kind](call, interaction, call.body.get("data"))
    interaction.first_response = (kind, interaction.age)
    if not call.asked("with_response"):
        return Answer(204)
    return Answer(200, _response(interaction, kind))


def _allowed(interaction: FakeInteraction) -> tuple[int, ...]:
    if interaction.type == AUTOCOMPLETE:
        return (SUGGESTIONS,)
    pressed = interaction.message is not None
    updates = (DEFERRED_UPDATE, UPDATE) if pressed or interaction.type == COMPONENT else ()
    modal = () if interaction.type == MODAL_SUBMIT else (MODAL,)
    return (MESSAGE, DEFERRED, *updates, *modal)


def _message(call: Call, interaction: FakeInteraction, data: Any) -> None:
    data = _needed(data)
    check_promise(call, data)
    wanted = draft(data, call.request.files, FOR_INTERACTIONS, at=("data",))
    only_for = interaction.by if (wanted.flags or 0) & EPHEMERAL else None
    made = write(call.world, interaction.place, wanted, only_for=only_for, interaction=interaction)
    interaction.original = made
    interaction.messages.append(made)


def _needed(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise invalid(("data",), "BASE_TYPE_REQUIRED", "This field is required")
    return data


def _deferred(call: Call, interaction: FakeInteraction, data: Any) -> None:
    flags = (data.get("flags") if isinstance(data, dict) else None) or 0
    if type(flags) is not int or flags & ~FOR_INTERACTIONS:
        raise invalid(("data", "flags"), "FLAGS_INVALID", f"Only flags within {FOR_INTERACTIONS} may be set.")
    world, place = call.world, interaction.place
    made = FakeMessage(place, world.new_id(), world.bot_user, world.now(), interaction=interaction)
    made.flags = LOADING | (flags & EPHEMERAL)
    made.ephemeral_for = interaction.by if flags & EPHEMERAL else None
    keep(world, made)
    interaction.original = made
    interaction.messages.append(made)


def _deferred_update(call: Call, interaction: FakeInteraction, data: Any) -> None:
    interaction.original = interaction.message


def _update(call: Call, interaction: FakeInteraction, data: Any) -> None:
    pressed = interaction.message
    if pressed is None or pressed.deleted:
        raise unknown_message()
    data = _needed(data)
    check_promise(call, data)
    rewrite(call.world, pressed, draft(data, call.request.files, FOR_INTERACTIONS, edited=pressed, at=("data",)))
    interaction.original = pressed


def _suggestions(call: Call, interaction: FakeInteraction, data: Any) -> None:
    choices = data.get("choices") if isinstance(data, dict) else None
    errors, at = Errors(), ("data", "choices")
    if not isinstance(choices, list):
        raise invalid(at, "BASE_TYPE_REQUIRED", "This field is required")
    if len(choices) > CHOICES:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 0 and {CHOICES} in length.")
    focused = next(one["type"] for one in interaction.data["options"] if one.get("focused"))
    for index, one in enumerate(choices):
        _check_choice(one, focused, errors, (*at, index))
    errors.check()
    interaction.suggestions = choices


def _check_choice(one: Any, option: int, errors: Errors, at: tuple[str | int, ...]) -> None:
    name, value = (one.get("name"), one.get("value")) if isinstance(one, dict) else (None, None)
    if not isinstance(name, str) or not 1 <= len(name) <= CHOICE_TEXT:
        errors.add((*at, "name"), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {CHOICE_TEXT} in length.")
    fits = {3: isinstance(value, str), 4: type(value) is int, 10: type(value) in (int, float)}[option]
    if not fits:
        errors.add((*at, "value"), "BASE_TYPE_CONVERT", "The value must be of the option's type.")
    elif isinstance(value, str) and not 1 <= len(value) <= CHOICE_TEXT:
        errors.add((*at, "value"), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {CHOICE_TEXT} in length.")


def _modal(call: Call, interaction: FakeInteraction, data: Any) -> None:
    interaction.modal = check_modal(_needed(data))


def _response(interaction: FakeInteraction, kind: int) -> dict[str, Any]:
    """An InteractionCallbackResponse."""
    about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.type}
    about["channel_id"] = str(interaction.place.id)
    if interaction.place.guild:
        about["guild_id"] = str(interaction.place.guild.id)
    message = interaction.original
    if message is None:
        return {"interaction": about}
    about["response_message_id"] = str(message.id)
    about["response_message_loading"] = message.loading
    about["response_message_ephemeral"] = message.ephemeral_for is not None
    if kind not in (MESSAGE, UPDATE):
        return {"interaction": about}
    return {"interaction": about, "resource": {"type": kind, "message": message.json()}}


_ANSWERS = {
    MESSAGE: _message,
    DEFERRED: _deferred,
    DEFERRED_UPDATE: _deferred_update,
    UPDATE: _update,
    SUGGESTIONS: _suggestions,
    MODAL: _modal,
}
ROUTES = (Route("POST", "/interactions/{interaction}/{token}/callback", answer, "callback:{interaction}", open=True),)
