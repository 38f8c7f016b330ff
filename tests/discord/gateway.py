"""Discord's gateway: sessions of a bot's shards, told of all that happens, and what tests may do to them."""

import itertools
import json
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp import web

from tests.discord.conversation import HEARTBEAT, INVALID_SESSION, NOT_RESUMABLE, RECONNECT, Conversation
from tests.discord.sessions import KNOWN, PRIVILEGED, Session, needed
from tests.discord.sockets import STREAMS, Link

PATH, RESUME_PATH = "/gateway", "/gateway/resume"
"""Where /gateway/bot sends a client, and where READY does."""
_STARTS = 1000
"""Sessions a day; docs/events/gateway, "Session Start Limit Object"."""
_BUGS = {4001, 4002, 4003, 4005, 4007, 4008, 4010, 4012, 4013}
"""Codes that a client is refused with for a mistake of its own."""


class _World(Protocol):
    """What the gateway has to know."""

    def ready(self, shard: int) -> dict[str, Any]: ...
    def guild_creates(self, shard: int) -> list[dict[str, Any]]: ...
    def changed(self) -> None: ...


class Gateway:
    """`blame` is told of a client's mistakes."""

    def __init__(self, world: _World, token: str, shards: int, blame: Callable[[str], None]) -> None:
        self.token, self.shards = token, shards
        self.allowed_intents = KNOWN & ~PRIVILEGED
        self.heartbeat_interval = 41.25
        """Seconds; of connections that are made from now on."""
        self.origin = ""
        """As "ws://127.0.0.1:8080"."""
        self.sessions: list[Session] = []
        """All there ever were, in the order they were identified in."""
        self.refused: list[int] = []
        """The codes with which clients were closed for what they said."""
        self.connections = 0
        """How many were ever accepted."""
        self._world, self._blame = world, blame
        self._links: set[Link] = set()
        self._paused = False
        self._ids = itertools.count(1)

    # for tests

    def session(self, shard: int = 0) -> Session:
        """The last that was identified."""
        found = [one for one in self.sessions if one.shard == shard]
        assert found, f"shard {shard} was never identified"
        return found[-1]

    def is_connected(self, shard: int = 0) -> bool:
        """READY or RESUMED was given on a connection that is still wanted."""
        return any(one.link for one in self.sessions if one.shard == shard)

    def drop(self, shard: int = 0, code: int = 1006) -> None:
        """The connection ends with this code; with 1006 it is reset, and frames on their way are lost."""
        session, link = self._detached(shard)
        session.ended |= code in NOT_RESUMABLE
        if code == 1006:
            link.reset()
        else:
            link.close(code)
        self.changed()

    def reconnect(self, shard: int = 0) -> None:
        """The client is asked to connect anew and to resume (op 7); it is told nothing more on this connection."""
        _, link = self._detached(shard)
        link.send(_frame(RECONNECT, None))
        self.changed()

    def invalidate(self, shard: int = 0, resumable: bool = False) -> None:
        """The session is invalid (op 9); it is told nothing more on this connection."""
        session, link = self._detached(shard)
        session.ended |= not resumable
        link.send(_frame(INVALID_SESSION, resumable))
        self.changed()

    def forget(self, shard: int = 0) -> None:
        """Sessions of the shard that have no connection now can't be resumed any more."""
        for session in self.sessions:
            session.ended |= session.shard == shard and not session.link

    def mute_acks(self, shard: int = 0) -> None:
        """Heartbeats on this connection aren't acknowledged any more."""
        self._attached(shard).muted = True

    def ask_heartbeat(self, shard: int = 0) -> None:
        """The client has to send one at once (op 1)."""
        self._attached(shard).send(_frame(HEARTBEAT, None))

    def again(self, shard: int, seq: int) -> None:
        """An event that was already sent comes once more, with the same number."""
        session = self.session(shard)
        assert session.link
        session.link.send(next(event.text for event in session.events if event.seq == seq))

    def pause(self) -> None:
        """New connections are refused (503) until `go_on`; those there are stay."""
        self._paused = True

    def go_on(self) -> None:
        self._paused = False

    def heartbeats(self, shard: int = 0) -> int:
        """How many came on the shard's connection."""
        return self._attached(shard).heartbeats

    # for the server

    def changed(self) -> None:
        self._world.changed()

    def named(self, for_bot: bool) -> dict[str, Any]:
        """What GET /gateway/bot, or /gateway, answers."""
        url = {"url": self.origin + PATH}
        if not for_bot:
            return url
        left = max(0, _STARTS - len(self.sessions))
        limit = {"total": _STARTS, "remaining": left, "reset_after": 0, "max_concurrency": 1}
        return {**url, "shards": self.shards, "session_start_limit": limit}

    def emit(self, name: str, d: dict[str, Any], shard: int) -> None:
        """Every session of the shard is told, or will be when it resumes."""
        assert 0 <= shard < self.shards, f"no shard {shard}"
        needed(name, d)
        for session in self.sessions:
            if session.shard == shard:
                session.tell(name, d)

    def reset(self) -> None:
        """All connections."""
        for session in self.sessions:
            session.link = None
        for link in self._links:
            link.reset()

    async def accept(self, http: web.Request) -> web.StreamResponse:
        compress = http.query.get("compress", "")
        if self._paused:
            return web.Response(status=503, text="<html><h1>503 Service Unavailable</h1></html>")
        if compress and compress not in STREAMS:
            return web.Response(status=400, text="this compression is unknown here")
        ws = web.WebSocketResponse(compress=False, timeout=1)
        await ws.prepare(http)
        link = Link(http, ws, compress)
        self._links.add(link)
        self.connections += 1
        conversation = Conversation(self, link)
        if http.query.get("v") != "10" or http.query.get("encoding") != "json":
            self.refuse(link, 4012)
        try:
            await conversation.run(ws)
        finally:
            self._links.discard(link)
            self._gone(conversation, ws.close_code)
            await link.end()
        return ws

    # for a conversation

    def refuse(self, link: Link, code: int) -> None:
        for session in self.sessions:
            if session.link is link:
                session.link = None
        self.refused.append(code)
        if code in _BUGS:
            self._blame(f"gateway: closed with {code}")
        link.close(code)
        self.changed()

    def begin(self, shard: int, intents: int, link: Link) -> Session:
        session = Session(f"{next(self._ids):032x}", shard, intents, [link.path], link)
        self.sessions.append(session)
        ready = {"v": 10, "session_type": "normal", "shard": [shard, self.shards], "session_id": session.id}
        ready["resume_gateway_url"] = self.origin + RESUME_PATH
        session.tell("READY", {**self._world.ready(shard), **ready})
        for guild in self._world.guild_creates(shard):
            session.tell("GUILD_CREATE", guild)
        return session

    def resumable(self, session_id: object) -> Session | None:
        return next((one for one in self.sessions if one.id == session_id and not one.ended), None)

    def resume(self, session: Session, after: int, link: Link) -> None:
        """Takes it from the connection that has it, if one still does."""
        if session.link:
            session.link.reset()
        session.link = link
        session.paths.append(link.path)
        session.resumed += 1
        session.replay(after)
        session.tell("RESUMED", {"_trace": []})

    def _gone(self, conversation: Conversation, code: int | None) -> None:
        """A client that closes in order gives its session up."""
        session, link = conversation.session, conversation.link
        if session and session.link in (None, link):
            session.link = None
            session.ended |= code in (1000, 1001) and not link.closing
        self.changed()

    def _attached(self, shard: int) -> Link:
        link = next((one.link for one in reversed(self.sessions) if one.shard == shard and one.link), None)
        assert link, f"shard {shard} isn't connected"
        return link

    def _detached(self, shard: int) -> tuple[Session, Link]:
        link = self._attached(shard)
        session = next(one for one in self.sessions if one.link is link)
        session.link = None
        return session, link


def _frame(op: int, d: Any) -> str:
    return json.dumps({"op": op, "d": d, "s": None, "t": None})
