"""What the bot asks about itself, and the files of messages."""

from typing import Any

from tests.discord.calls import Answer, Call, Route

APPLICATION_FLAGS = 1 << 23
"""It has commands; none of the privileged intents is granted."""
_GONE = b"This content is no longer available."


def me(call: Call) -> Answer:
    return Answer(200, call.world.bot)


def application(call: Call) -> Answer:
    world = call.world
    guilds = len([one for one in world.guilds.values() if one.with_bot])
    users = len([one for one in world.people.values() if one.installed])
    owner = {**world.bot_user, "id": str(world.application_id + 1), "username": "operator", "bot": False}
    body: dict[str, Any] = {
        **{"id": str(world.application_id), "name": "Milepost", "icon": None, "description": "", "type": None},
        **{"bot": world.bot_user, "bot_public": True, "bot_require_code_grant": False, "owner": owner, "team": None},
        **{"verify_key": "0" * 64, "flags": APPLICATION_FLAGS, "flags_new": str(APPLICATION_FLAGS)},
        **{"redirect_uris": [], "rpc_origins": [], "interactions_endpoint_url": None, "eligible_oauth2_scopes": []},
        **{"role_connections_verification_url": None, "explicit_content_filter": 0, "hook": True, "summary": ""},
        **{"approximate_guild_count": guilds, "approximate_user_install_count": users},
        **{"approximate_user_authorization_count": 0, "integration_types_config": {"0": {}, "1": {}}},
    }
    return Answer(200, body)


def file(call: Call) -> Answer:
    """Its bytes, while the address is good."""
    found = call.world.files.get(call.request.path)
    until = call.request.query.get("ex", "")
    if found is None or f"?ex={until}&" not in found.url or int(until, 16) < call.world.now().timestamp():
        return Answer(404, _GONE)
    return Answer(200, found.content)


ROUTES = (
    Route("GET", "/users/@me", me, "me"),
    Route("GET", "/applications/@me", application, "application"),
    Route("GET", "/oauth2/applications/@me", application, "application"),
    Route("GET", "/attachments/{channel}/{attachment}/{name}", file, "", open=True),
)
