"""The fake itself: HTTP in front of the world, with latency, limits, faults and the judge between them."""

import asyncio
import contextlib
import socket
import struct
from datetime import timedelta
from random import Random
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.core.clock import Clock, SystemClock, VirtualClock
from tests.outages import Faults, Garbage, NoAnswer, ResetAfter, ResetBefore, Slow
from tests.telegram import methods_about
from tests.telegram import requests as incoming
from tests.telegram.calls import Calls
from tests.telegram.chats import FakeChat
from tests.telegram.faults import (
    Fault,
    Gate,
    Refuse,
    ServerError,
    TooMany,
    WrongShape,
)
from tests.telegram.people import FakePerson
from tests.telegram.refusals import Refusal
from tests.telegram.requests import Request
from tests.telegram.schema import tally

TEST_TOKEN = "123456:TEST-TOKEN"
_LARGEST = 60 * 1024 * 1024
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: a closed connection is reset instead of ended in order."""


class FakeTelegram(Calls):
    """Telegram's side of the Bot API on 127.0.0.1, to be used as `async with FakeTelegram() as fake`.

    `latency` is the range of real seconds that a request takes: it is applied after a part of them. With `limits`,
    calls that come too fast are answered 429, and kept in `limit_breaches`. Leaving it raises AssertionError if the
    bot, or the fake itself, said anything that the Bot API doesn't describe (`judge.tolerant` = True lets the bot).
    """

    def __init__(
        self,
        clock: Clock | None = None,
        token: str = TEST_TOKEN,
        username: str = "milepost_test_bot",
        *,
        latency: tuple[float, float] = (0, 0),
        rng: Random | None = None,
        limits: bool = True,
    ) -> None:
        super().__init__(clock or SystemClock(), token, username, limits=limits)
        assert not (isinstance(clock, VirtualClock) and latency[1]), "a virtual clock doesn't move during latency"
        self.token, self.latency, self.url = token, latency, ""
        self.requests: list[Request] = []
        """In order of their arrival."""
        self._rng, self._faults = rng or Random(1), Faults[Fault]()
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._answering: set[asyncio.Task[Any]] = set()

    # for tests

    def of(self, method: str) -> list[Request]:
        return [one for one in self.requests if one.method == method]

    def fail(
        self, fault: Fault, method: str | None = None, chat: FakeChat | FakePerson | None = None, times: int = 1
    ) -> None:
        """Plan this for the next so many requests; without a method for any but getUpdates."""

        def fits(called: str, params: dict[str, Any]) -> bool:
            right_method = called == method if method else called != "getUpdates"
            return right_method and (chat is None or params.get("chat_id") == chat.id)

        self._faults.plan(fault, fits, times)

    def heal(self) -> None:
        """Forget what `fail` planned."""
        self._faults.clear()

    @property
    def webhook_route(self) -> str | None:
        """The scheme and host that deliveries to the webhook go to, instead of its URL's."""
        return self.webhook.route

    @webhook_route.setter
    def webhook_route(self, route: str | None) -> None:
        self.webhook.route = route

    # start and stop

    async def start(self) -> Self:
        """Again under the same address, where it was started before."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        tally["fakes"] += 1
        self.webhook.resume()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        return self

    async def close(self) -> None:
        """Stop without a verdict. People, chats and updates stay, so that `start` goes on with them."""
        self.webhook.stop()
        for task in self._answering:
            task.cancel()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def stop(self) -> None:
        await self.close()
        if wrong := self.judge.verdict():
            raise AssertionError("not as the Bot API describes it:\n" + "\n".join(wrong))

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await (self.close() if error else self.stop())

    # HTTP

    async def _download(self, http: web.Request) -> web.Response:
        if http.match_info["token"] != self.token:
            return web.json_response(Refusal(401, "Unauthorized").answer(), status=401)
        path = http.match_info["path"]
        file = next((one for one in self.files.values() if one.path == path), None)
        if file is None or file.size > methods_about.DOWNLOAD:
            return web.json_response(Refusal(404, "Not Found").answer(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

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
        if http.match_info["token"] != self.token:
            return web.json_response(Refusal(401, "Unauthorized").answer(), status=401)
        called = http.match_info["method"]
        name = self.method_name(called)
        try:
            params, files = await incoming.read(http)
        except Refusal as refusal:
            return web.json_response(refusal.answer(), status=refusal.status)
        request = Request(name, params, self.now(), files)
        self.requests.append(request)
        self.changed()
        self._judge(request)
        before, after = self._delays()
        await asyncio.sleep(before)
        request.fault = self._faults.take(name, params)
        response = await self._with_fault(request, http)
        await asyncio.sleep(after)
        return response

    def _delays(self) -> tuple[float, float]:
        whole = self._rng.uniform(*self.latency)
        part = whole * self._rng.random()
        return part, whole - part

    def _judge(self, request: Request) -> None:
        self.judge.request(request.method, request.params)
        self.judge.blame_parse_mode(request.method, request.params)

    async def _with_fault(self, request: Request, http: web.Request) -> web.StreamResponse:
        match request.fault:
            case TooMany(retry_after=seconds, whole_token=whole):
                return self._sent(request, self.refusal_to_wait(request, seconds, whole))
            case Refuse(status=status, description=description, parameters=parameters):
                return self._sent(request, Refusal(status, description, parameters))
            case ServerError(status=status, body=body):
                return self._raw(request, body.encode(), status, "text/html")
            case Garbage(body=garbage, applied=applied):
                await self._maybe_applied(request, applied)
                return self._raw(request, garbage, 200, "application/json")
            case WrongShape(body=shape, applied=applied):
                await self._maybe_applied(request, applied)
                request.status, request.answer = 200, shape
                return web.json_response(shape)
            case NoAnswer(applied=applied):
                await self._maybe_applied(request, applied)
                self.changed()
                await asyncio.Event().wait()
            case ResetBefore() | ResetAfter():
                await self._maybe_applied(request, isinstance(request.fault, ResetAfter))
                return _reset(http)
        response = self._sent(request, await self.result(request))
        match request.fault:
            case Slow(seconds=late):
                self.changed()
                await self.clock.sleep_until(self.now() + timedelta(seconds=late))
            case Gate(open=gate):
                self.changed()
                await gate.wait()
        return response

    async def _maybe_applied(self, request: Request, applied: bool) -> None:
        if applied:
            self._sent(request, await self.result(request))

    # answers

    def _sent(self, request: Request, result: Any) -> web.Response:
        if isinstance(result, Refusal):
            request.status, request.answer = result.status, result.answer()
        else:
            if request.method != "getUpdates":  # those were judged when they came up, or are lies on purpose
                self.judge.answer(request.method, result)
            request.status, request.answer = 200, {"ok": True, "result": result}
        return web.json_response(request.answer, status=request.status)

    def _raw(self, request: Request, body: bytes, status: int, kind: str) -> web.Response:
        request.status, request.answer = status, body
        return web.Response(body=body, status=status, content_type=kind)


def _reset(http: web.Request) -> web.Response:
    if http.transport:
        with contextlib.suppress(OSError):
            http.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        http.transport.abort()
    return web.Response()
