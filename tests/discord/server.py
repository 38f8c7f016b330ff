"""The fake itself: HTTP and the gateway in front of the world, with latency, limits, faults and the judge between."""

import asyncio
from datetime import timedelta
from fnmatch import fnmatchcase
from random import Random
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.core.clock import Clock, SystemClock, VirtualClock
from tests.discord import gateway, requests
from tests.discord.answers import discord_response, foreign_response, page, said
from tests.discord.calls import Answer
from tests.discord.faults import (
    CloudflareBan,
    Fault,
    Gate,
    Refuse,
    ServerError,
    TooMany,
)
from tests.discord.gateway import Gateway
from tests.discord.limits import Breach, Limits, Wait
from tests.discord.requests import Exchange, Malformed
from tests.discord.schema import Judge, plain, tally
from tests.discord.sockets import reset
from tests.discord.world import World
from tests.outages import Faults, Garbage, NoAnswer, ResetAfter, ResetBefore, Slow

TEST_TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAx.Gtests.not-a-real-token"
_API, _FILES = "/api/v10", "/attachments/"
_LARGEST = 60 * 1024 * 1024


class FakeDiscord(World):
    """Discord's REST API and gateway on 127.0.0.1, to be used as `async with FakeDiscord() as fake`.

    `latency` is the range of real seconds that a request takes: it is applied after a part of them. With `limits`,
    calls that come too fast are answered 429; they are kept in `limit_breaches` as those are that come during a wait
    a fault asked for. Leaving it raises AssertionError if the bot, or the fake itself, said anything that Discord's
    description of its API doesn't allow (`judge.tolerant` = True lets the bot).
    """

    def __init__(
        self,
        clock: Clock | None = None,
        token: str = TEST_TOKEN,
        *,
        shards: int = 1,
        latency: tuple[float, float] = (0, 0),
        rng: Random | None = None,
        limits: bool = True,
    ) -> None:
        super().__init__(clock or SystemClock(), token, shards)
        assert not (isinstance(clock, VirtualClock) and latency[1]), "a virtual clock doesn't move during latency"
        self.token, self.latency, self.url = token, latency, ""
        self.judge = Judge()
        self.gateway = Gateway(self, token, shards, self.judge.blame)
        self.emit = self.gateway.emit
        self.requests: list[Exchange] = []
        """In order of their arrival."""
        self._rng, self._faults, self._limits = rng or Random(1), Faults[Fault](), Limits(limits)
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._answering: set[asyncio.Task[Any]] = set()

    # for tests

    def of(self, method: str | None = None, path: str | None = None) -> list[Exchange]:
        """`path` is below /api/v10; "*" in it stands for anything, slashes too."""
        return [one for one in self.requests if one.fits(method, path)]

    def fail(self, fault: Fault, method: str | None = None, path: str | None = None, times: int = 1) -> None:
        """Plan this for the next so many requests that fit, as with `of`."""

        def fits(called: str, at: str) -> bool:
            return method in (None, called) and fnmatchcase(at, path or "*")

        self._faults.plan(fault, fits, times)

    def heal(self) -> None:
        """Forget what `fail` planned."""
        self._faults.clear()

    @property
    def limit_breaches(self) -> list[Breach]:
        return self._limits.breaches

    @property
    def allowed_intents(self) -> int:
        """The intents that may be identified with; at first all but the privileged ones."""
        return self.gateway.allowed_intents

    @allowed_intents.setter
    def allowed_intents(self, intents: int) -> None:
        self.gateway.allowed_intents = intents

    async def connected(self, shard: int = 0, timeout: float = 10) -> None:  # noqa: ASYNC109 - as a test reads it
        """Wait until READY or RESUMED was given. Raises TimeoutError after so many real seconds."""
        await self.until(lambda: self.gateway.is_connected(shard), timeout)

    # start and stop

    async def start(self) -> Self:
        """Again on the same port, where it was started before."""
        app = web.Application(client_max_size=_LARGEST)
        for path in (gateway.PATH, gateway.RESUME_PATH):
            app.router.add_get(path, self.gateway.accept)
        app.router.add_route("*", "/{path:.*}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        tally["fakes"] += not self._port
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}{_API}"
        self.gateway.origin = f"ws://127.0.0.1:{self._port}"
        self.files_url = f"http://127.0.0.1:{self._port}"
        return self

    async def stop(self) -> None:
        """An outage: the port is closed, all connections are reset. What the world is stays, sessions too."""
        for task in self._answering:
            task.cancel()
        self.gateway.reset()
        if self._runner:
            for connection in self._runner.server.connections if self._runner.server else ():
                reset(connection.transport)
            await self._runner.cleanup()
            self._runner = None
        self.changed()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if not error and (wrong := self.judge.verdict()):
            raise AssertionError("not as Discord's API is described:\n" + "\n".join(wrong))

    # HTTP

    async def _call(self, http: web.Request) -> web.StreamResponse:
        task = asyncio.current_task()
        assert task
        self._answering.add(task)
        try:
            return await self._answered(http)
        finally:
            self._answering.discard(task)
            self.changed()

    async def _answered(self, http: web.Request) -> web.StreamResponse:
        path = http.rel_url.raw_path
        if path.startswith(_API + "/"):
            path = path.removeprefix(_API)
        elif not path.startswith(_FILES):
            return discord_response(404, said("404: Not Found"), {})
        try:
            request = await requests.read(http, path, self.clock.now())
        except Malformed as malformed:
            self.judge.blame(f"{http.method} {plain(path)}: {malformed.message}")
            return discord_response(400, said(malformed.message, malformed.code), {})
        exchange = Exchange(request)
        self.requests.append(exchange)
        self.changed()
        before, after = self._delays()
        await asyncio.sleep(before)
        if requests.needs_token(path) and request.authorization != f"Bot {self.token}":
            return self._sent(exchange, Answer(401, said("401: Unauthorized")))
        self.judge.request(request)
        exchange.fault = self._faults.take(request.method, path)
        response = await self._with_fault(exchange, http)
        await asyncio.sleep(after)
        return response

    def _delays(self) -> tuple[float, float]:
        whole = self._rng.uniform(*self.latency)
        part = whole * self._rng.random()
        return part, whole - part

    async def _with_fault(self, exchange: Exchange, http: web.Request) -> web.StreamResponse:
        match exchange.fault:
            case TooMany(seconds=seconds, scope=scope):
                wait = Wait(seconds, scope)
                self._limits.wait(exchange.method, exchange.path, wait)
                return self._too_many(exchange, wait)
            case CloudflareBan(seconds=seconds):
                headers = {"Retry-After": str(seconds)}
                return self._raw(exchange, 429, page(1015), "text/html", headers)
            case Refuse(status=status, code=code, message=message):
                return self._sent(exchange, Answer(status, said(message, code)))
            case Gate(open=gate, applied=False):
                await gate.wait()
        response = self._result(exchange) if _applied(exchange.fault) else None
        match exchange.fault:
            case ServerError(status=status, html=True):
                return self._raw(exchange, status, page(status), "text/html")
            case ServerError(status=status):
                return self._sent(exchange, Answer(status, said(f"{status}: Internal Server Error")))
            case Garbage(body=garbage):
                return self._raw(exchange, 200, garbage, "application/json")
            case NoAnswer():
                self.changed()
                await asyncio.Event().wait()
            case ResetBefore() | ResetAfter():
                reset(http.transport)
                return web.Response()
            case Slow(seconds=late):
                self.changed()
                await self.clock.sleep_until(self.clock.now() + timedelta(seconds=late))
            case Gate(open=gate):
                self.changed()
                await gate.wait()
        assert response
        return response

    def _result(self, exchange: Exchange) -> web.Response:
        """The request takes effect, unless it comes too early."""
        request = exchange.request
        file = request.path.startswith(_FILES)
        if not file and (wait := self._limits.refused(request.method, request.path, request.at)):
            return self._too_many(exchange, wait)
        if request.method == "GET" and request.path in ("/gateway", "/gateway/bot"):
            return self._sent(exchange, Answer(200, self.gateway.named(request.path == "/gateway/bot")))
        known, kept = len(self.unknown_routes), len(self.breaches)
        answer = self.handle(request)
        for _ in self.unknown_routes[known:]:
            self.judge.blame(f"{request.method} {plain(request.path)}: the fake has no such route")
        for breach in self.breaches[kept:]:
            self.judge.blame(breach)
        return self._sent(exchange, answer)

    # answers

    def _too_many(self, exchange: Exchange, wait: Wait) -> web.Response:
        body = {
            "message": "You are being rate limited.",
            "code": 0,
            "retry_after": wait.seconds,
            "global": wait.scope == "global",
        }
        return self._sent(exchange, Answer(429, body), wait)

    def _sent(self, exchange: Exchange, answer: Answer, wait: Wait | None = None) -> web.Response:
        exchange.status, exchange.answer = answer.status, answer.body
        headers = self._limits.headers(exchange.method, exchange.path, wait)
        if not isinstance(answer.body, bytes):
            self.judge.answer(exchange.request, answer)
        return discord_response(answer.status, answer.body, headers)

    def _raw(
        self, exchange: Exchange, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> web.Response:
        exchange.status, exchange.answer = status, body
        return foreign_response(status, body, kind, headers or {})


def _applied(fault: object) -> bool:
    match fault:
        case ServerError(applied=applied) | Garbage(applied=applied) | NoAnswer(applied=applied):
            return applied
    return not isinstance(fault, ResetBefore)
