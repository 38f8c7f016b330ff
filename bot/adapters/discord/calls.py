"""The calls to Discord's API that the bot makes, each by its own route: a route's limits are kept apart by it."""

from collections.abc import Callable
from typing import Any

from discord.http import Route

from bot.adapters.discord.client import Request
from bot.adapters.discord.exchanges import Exchange
from bot.adapters.discord.render import Payload

Reach = Callable[[], tuple[Request, str]]
"""How calls are made, and the application's id. Raises Temporary while there is no way."""
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


class Calls:
    """Each raises what `refusals.TROUBLE` lists, or Temporary."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    async def respond(self, exchange: Exchange, payload: Payload) -> dict[str, Any]:
        """An interaction's first response. What comes back names the message that it made, if it did."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=exchange.token.interaction,
            webhook_token=exchange.token.secret,
        )
        answer: dict[str, Any] = await self._made(route, payload, with_response="true")
        return answer

    async def follow_up(self, exchange: Exchange, payload: Payload) -> dict[str, Any]:
        """A further message; what comes back is the message."""
        message: dict[str, Any] = await self._made(self._webhook("POST", exchange), payload, wait="true")
        return message

    async def original(self, method: str, exchange: Exchange, payload: Payload | None = None) -> Any:
        """Look at, change or delete what the first response was."""
        return await self._made(self._webhook(method, exchange, "/messages/@original"), payload)

    async def made_by(self, exchange: Exchange, method: str, message: str, payload: Payload | None) -> None:
        """Change or delete a message that came of an interaction."""
        await self._made(self._webhook(method, exchange, "/messages/{message_id}", message_id=message), payload)

    async def message(self, method: str, channel: str, message: str, payload: Payload | None) -> None:
        path = "/channels/{channel_id}/messages/{message_id}"
        await self._made(Route(method, path, channel_id=channel, message_id=message), payload)

    async def post(self, channel: str, payload: Payload) -> dict[str, Any]:
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        message: dict[str, Any] = await self._made(route, payload)
        return message

    async def direct_channel(self, user: str) -> str:
        """Of the person's direct messages, opened where there is none yet."""
        channel: dict[str, str] = await self._made(
            Route("POST", "/users/@me/channels"), Payload({"recipient_id": user})
        )
        return channel["id"]

    def _webhook(self, method: str, exchange: Exchange, path: str = "", **names: str) -> Route:
        token = {"webhook_id": self._reach()[1], "webhook_token": exchange.token.secret}
        return Route(method, _WEBHOOK + path, **token, **names)

    async def _made(self, route: Route, payload: Payload | None, **query: str) -> Any:
        request, _ = self._reach()
        body = payload.request if payload else {}
        return await request(route, **body, **({"params": query} if query else {}))
