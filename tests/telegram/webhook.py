"""The webhook: its methods, and its deliveries; each update is posted until it is taken."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.telegram.methods_send import Params
from tests.telegram.refusals import bad
from tests.telegram.updates import TERMINATED, Waiting
from tests.telegram.world import World

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Real seconds before an update is posted again; the last one is repeated."""
PATIENCE = 60
"""Real seconds for one post."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (443, 80, 88, 8443)


class Webhook:
    """`route` is the scheme and host (and port) that take the place of the URL's, as behind a reverse proxy."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.url = ""
        self.route: str | None = None
        self.pauses: tuple[float, ...] = PAUSES
        self.posts: list[tuple[int, int | str]] = []
        """Every post that ended: the update's id, and the status or the name of the error."""
        self.most_at_once = 0
        self._secret, self._connections = "", 40
        self._error: tuple[int, str] | None = None
        self._running: asyncio.Task[None] | None = None

    # methods

    def set(self, world: World, params: Params) -> bool:
        url = params.get("url", "")
        if not url:
            return self.delete(world, params)
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in _PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        secret, connections = params.get("secret_token", ""), params.get("max_connections", 40)
        if "secret_token" in params and not (isinstance(secret, str) and _SECRET.fullmatch(secret)):
            raise bad("secret token contains unallowed characters")
        if type(connections) is not int or not 1 <= connections <= 100:
            raise bad("max_connections must be from 1 to 100")
        self._forget(params)
        self.url, self._secret, self._connections = url, secret, connections
        if "allowed_updates" in params:
            world.updates.allowed = params["allowed_updates"] or None
        world.updates.end_polling(TERMINATED[1])
        self.resume()
        return True

    def delete(self, _: World, params: Params) -> bool:
        self._forget(params)
        self.url = ""
        return True

    def info(self, world: World, _: Params) -> dict[str, Any]:
        pending = len(world.updates.waiting)
        body: dict[str, Any] = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        if self.url:
            body["max_connections"] = self._connections
        if self._error and self.url:
            body["last_error_date"], body["last_error_message"] = self._error
        return {**body, "allowed_updates": world.updates.allowed} if world.updates.allowed else body

    def _forget(self, params: Params) -> None:
        self.stop()
        self._error = None
        if params.get("drop_pending_updates"):
            self._world.updates.drop()

    def resume(self) -> None:
        """Deliver again after a stop, if there is a webhook."""
        if self.url and self._running is None:
            self._running = asyncio.create_task(self._run())

    def stop(self) -> None:
        if self._running:
            self._running.cancel()
            self._running = None

    # delivery

    async def _run(self) -> None:
        """Posts wait for free connections in order of their ids; one that is tried again keeps its connection."""
        updates = self._world.updates
        posting: dict[Waiting, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            arrived: asyncio.Task[Any] | None = None
            try:
                while True:
                    updates.arrived.clear()
                    posting = {one: task for one, task in posting.items() if not task.done()}
                    free = self._connections - len(posting)
                    for one in [one for one in updates.waiting if one not in posting][:free]:
                        posting[one] = asyncio.create_task(self._deliver(one, session))
                    self.most_at_once = max(self.most_at_once, len(posting))
                    arrived = asyncio.create_task(updates.arrived.wait())
                    await asyncio.wait({arrived, *posting.values()}, return_when=asyncio.FIRST_COMPLETED)
                    arrived.cancel()
            finally:
                ours = [*posting.values(), *([arrived] if arrived else [])]
                for task in ours:
                    task.cancel()
                await asyncio.gather(*ours, return_exceptions=True)

    async def _deliver(self, one: Waiting, session: aiohttp.ClientSession) -> None:
        for attempt in range(1_000_000):
            problem = await self._post(one, session)
            self._world.changed()
            if not problem:
                return
            self._error = (self._world.timestamp(), problem)
            await asyncio.sleep(self.pauses[min(attempt, len(self.pauses) - 1)])

    async def _post(self, one: Waiting, session: aiohttp.ClientSession) -> str:
        """What went wrong."""
        parts = urlsplit(self.url)
        address = (
            (self.route or "http://127.0.0.1:1").rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
        )
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with session.post(
                address, data=json.dumps(one.raw), headers=headers, allow_redirects=False
            ) as answer:
                body = await answer.text(errors="replace")
                self.posts.append((one.id, answer.status))
                if not 200 <= answer.status < 300:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self.posts.append((one.id, type(error).__name__))
            return "Connection timed out" if isinstance(error, TimeoutError) else "Connection refused"
        self._look_at(body)
        self._world.updates.confirm(one)
        return ""

    def _look_at(self, body: str) -> None:
        try:
            called = json.loads(body)
        except ValueError:
            return
        if isinstance(called, dict) and "method" in called:
            self._world.judge.blame(f"a webhook's response calls {called['method']}: nobody would hear how it ended")
