"""What a client may say on one connection to the gateway, and what it hears back."""

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.discord.sessions import KNOWN, Session
from tests.discord.sockets import Link

if TYPE_CHECKING:
    from tests.discord.gateway import Gateway

HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 1, 2, 6, 7, 9, 10, 11
_OTHERS = (3, 4, 8, 31)
"""Presence, voice state, members, soundboard sounds: heard, and without effect here."""
LARGEST = 4096
"""Bytes that a client may send at once; docs/events/gateway, "Sending Events"."""
_MANY = (120, 60.0)
"""Events in seconds that a client may send; docs/events/gateway, "Rate Limiting"."""
NOT_RESUMABLE = (4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014)


class Close(Exception):
    """The connection is closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Conversation:
    def __init__(self, gateway: "Gateway", link: Link) -> None:
        self.gateway, self.link = gateway, link
        self.session: Session | None = None
        self._heard: deque[float] = deque(maxlen=_MANY[0])

    async def run(self, ws: web.WebSocketResponse) -> None:
        """Until the connection ends."""
        interval = round(self.gateway.heartbeat_interval * 1000)
        self._say(HELLO, {"heartbeat_interval": interval, "_trace": []})
        async for message in ws:
            try:
                self._take(message.data if message.type in (WSMsgType.TEXT, WSMsgType.BINARY) else "")
            except Close as close:
                self.gateway.refuse(self.link, close.code)
                self.session = None
            self.gateway.changed()

    def _say(self, op: int, d: Any = None) -> None:
        self.link.send(json.dumps({"op": op, "d": d, "s": None, "t": None}))

    def _take(self, raw: str | bytes) -> None:
        """Raises Close."""
        if self.link.closing:
            return
        self._count()
        op, d = _read(raw)
        if op == HEARTBEAT:
            self._heartbeat(d)
        elif op == IDENTIFY:
            self._identify(d)
        elif op == RESUME:
            self._resume(d)
        elif op not in _OTHERS:
            raise Close(4001)
        elif not self._has_session():
            raise Close(4003)

    def _count(self) -> None:
        many, seconds = _MANY
        now = asyncio.get_running_loop().time()
        if len(self._heard) == many and now < self._heard[0] + seconds:
            raise Close(4008)
        self._heard.append(now)

    def _has_session(self) -> bool:
        """Not one that was taken from this connection: then it may begin anew."""
        return self.session is not None and self.session.link is self.link

    def _heartbeat(self, d: Any) -> None:
        if d is not None and type(d) is not int:
            raise Close(4002)
        self.link.heartbeats += 1
        if not self.link.muted:
            self._say(ACK)

    def _identify(self, d: Any) -> None:
        if self._has_session():
            raise Close(4005)
        if not isinstance(d, dict) or not isinstance(d.get("properties"), dict):
            raise Close(4002)
        if d.get("token") != self.gateway.token:
            raise Close(4004)
        shard = self._shard(d.get("shard", [0, 1]))
        intents = d.get("intents")
        if type(intents) is not int or intents & ~KNOWN:
            raise Close(4013)
        if intents & ~self.gateway.allowed_intents:
            raise Close(4014)
        self.session = self.gateway.begin(shard, intents, self.link)

    def _shard(self, shard: Any) -> int:
        match shard:
            case [int(number), int(count)] if 0 <= number < count <= self.gateway.shards:
                if count < self.gateway.shards:
                    raise Close(4011)
                return number
        raise Close(4010)

    def _resume(self, d: Any) -> None:
        if self._has_session():
            raise Close(4005)
        if not isinstance(d, dict) or type(d.get("seq")) is not int:
            raise Close(4002)
        if d.get("token") != self.gateway.token:
            raise Close(4004)
        session = self.gateway.resumable(d.get("session_id"))
        if session is None:
            self._say(INVALID_SESSION, False)
            return
        if d["seq"] > session.seq:
            raise Close(4007)
        self.session = session
        self.gateway.resume(session, d["seq"], self.link)


def _read(raw: str | bytes) -> tuple[int, Any]:
    if len(raw.encode() if isinstance(raw, str) else raw) > LARGEST:
        raise Close(4002)
    try:
        payload = json.loads(raw)
    except ValueError:
        raise Close(4002) from None
    if not isinstance(payload, dict) or type(payload.get("op")) is not int:
        raise Close(4002)
    return payload["op"], payload.get("d")
