"""Calls of methods: which there are, and what each answers within the limits."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.core.clock import Clock
from tests.telegram import methods_about, methods_edit, methods_send
from tests.telegram.limits import TOKEN, Breach, Limits
from tests.telegram.refusals import Refusal, bad, too_many
from tests.telegram.requests import Request
from tests.telegram.schema import known_method
from tests.telegram.webhook import Webhook
from tests.telegram.world import World

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Calls(World):
    def __init__(self, clock: Clock, token: str, username: str, *, limits: bool) -> None:
        super().__init__(clock, token, username)
        self.webhook = Webhook(self)
        self.limits = limits
        """Whether calls that come too fast are refused."""
        self._limits = Limits()
        self._methods: dict[str, Callable[[World, dict[str, Any]], Any]] = {
            **methods_send.METHODS,
            **methods_edit.METHODS,
            **methods_about.METHODS,
            "setWebhook": self.webhook.set,
            "deleteWebhook": self.webhook.delete,
            "getWebhookInfo": self.webhook.info,
        }
        self._names = {name.lower(): name for name in [*self._methods, "getUpdates"]}

    @property
    def limit_breaches(self) -> list[Breach]:
        return self._limits.breaches

    def method_name(self, called: str) -> str:
        """As the Bot API writes it: names are case-insensitive."""
        return self._names.get(called.lower()) or known_method(called) or called

    async def result(self, request: Request) -> Any:
        """What the method answers, or how it refuses."""
        try:
            if request.method == "getUpdates":
                return await self._get_updates(request.params)
            method = self._methods.get(request.method)
            if method is None:
                raise Refusal(404, "Not Found: method not found")
            return self._within_limits(request, method)
        except Refusal as refusal:
            return refusal

    def _within_limits(self, request: Request, method: Callable[[World, dict[str, Any]], Any]) -> Any:
        params = {**request.params, "files": request.files}
        if not (self.limits and is_counted(request)):
            return method(self, params)
        chat, now = request.chat or TOKEN, self.now()
        if seconds := self._limits.refused(request.method, chat, now):
            raise too_many(seconds)
        result = method(self, params)
        self._limits.count(chat, now)
        return result

    async def _get_updates(self, params: dict[str, Any]) -> list[Any]:
        if self.webhook.url:
            raise Refusal(409, _WEBHOOK_ACTIVE)
        offset, limit, timeout = params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0)
        if not (type(offset) is type(limit) is type(timeout) is int and 1 <= limit <= 100 and timeout >= 0):
            raise bad("wrong parameters of getUpdates")
        if "allowed_updates" in params:
            if not isinstance(params["allowed_updates"], list):
                raise bad("can't parse allowed_updates JSON object")
            self.updates.allowed = params["allowed_updates"] or None
        return await self.updates.get(offset, limit, timeout)

    def refusal_to_wait(self, request: Request, seconds: int, whole: bool) -> Refusal:
        if is_counted(request):
            chat = TOKEN if whole else request.chat or TOKEN
            self._limits.wait(chat, self.now() + timedelta(seconds=seconds))
        return too_many(seconds)


def is_counted(request: Request) -> bool:
    """Messages that are sent or edited; an action is none."""
    return request.method.startswith(("send", "edit")) and request.method != "sendChatAction"
