"""The bot's commands, of all places or of one guild."""

from typing import Any

from tests.discord.calls import Answer, Call, Route
from tests.discord.commands import check_commands, kept, without_localizations
from tests.discord.refusals import missing_access, no_json, unknown_application


def get(call: Call) -> Answer:
    found = list(call.world.commands.get(_scope(call), {}).values())
    return Answer(200, found if call.asked("with_localizations") else [without_localizations(one) for one in found])


def put(call: Call) -> Answer:
    """Replaces them all; one that keeps its name keeps its id, and its version where nothing of it changed."""
    world, scope, given = call.world, _scope(call), call.request.body
    if not isinstance(given, list):
        raise no_json()
    check_commands(given)
    before = world.commands.get(scope, {})
    after: dict[str, dict[str, Any]] = {}
    for one in given:
        old = before.get(one["name"])
        number = int(old["id"]) if old else world.new_id()
        made = kept(one, number, world.new_id(), world.application_id, scope)
        if old and {**made, "version": ""} == {**old, "version": ""}:
            made = old
        after[one["name"]] = made
    world.commands[scope] = after
    return Answer(200, list(after.values()))


def _scope(call: Call) -> int | None:
    if call.parts["application"] != str(call.world.application_id):
        raise unknown_application()
    if "guild" not in call.parts:
        return None
    number = call.parts["guild"]
    guild = call.world.guilds.get(int(number)) if number.isdigit() else None
    if guild is None or not guild.with_bot:
        raise missing_access()
    return guild.id


_ALL, _GUILD = "/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands"
ROUTES = (
    Route("GET", _ALL, get, "commands"),
    Route("PUT", _ALL, put, "commands-put"),
    Route("GET", _GUILD, get, "commands:{guild}"),
    Route("PUT", _GUILD, put, "commands-put:{guild}"),
)
