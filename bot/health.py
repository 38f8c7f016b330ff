"""The health endpoint: one page for a load balancer or a person. It holds figures, never a name or a text."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from bot.core.ports import CannotServe


@dataclass(frozen=True, slots=True)
class Health:
    """`problems` are short sentences; without any, all is well."""

    problems: list[str]
    waiting: int | None
    """Reminders to be sent; None where the database can't tell."""
    platforms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class HealthServer:
    """`GET /health` answers 200, or 503 with what is wrong. Run `run()` as a task; `port` is the one in use."""

    def __init__(self, port: int, look: Callable[[], Awaitable[Health]]) -> None:
        self.port = port
        self._look = look
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Until `stop`. Raises CannotServe where the port is taken."""
        server = web.Application()
        server.router.add_get("/health", self._answer)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, "0.0.0.0", self.port).start()  # noqa: S104 - whoever asks is on another machine
            except OSError as error:
                raise CannotServe(
                    f"HEALTH_PORT: {self.port} can't be listened on ({error.strerror}); "
                    "name another, for example HEALTH_PORT=8090"
                ) from None
            self.port = runner.addresses[0][1]
            self.ready.set()
            await self._stopping.wait()
        finally:
            await runner.cleanup()

    def stop(self) -> None:
        self._stopping.set()

    async def _answer(self, _: web.Request) -> web.Response:
        health = await self._look()
        return web.json_response(asdict(health), status=503 if health.problems else 200)
