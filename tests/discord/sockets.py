"""One connection to the gateway: frames out in order, compressed as was asked, and how it ends."""

import asyncio
import contextlib
import importlib
import socket
import struct
import zlib
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp import ClientConnectionResetError, web

_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: a closed connection is reset instead of ended in order."""


class Deflate(Protocol):
    """Makes of one message a part of the connection's stream that ends with it."""

    def __call__(self, content: bytes) -> bytes: ...


def _zlib() -> Deflate:
    stream = zlib.compressobj()
    return lambda content: stream.compress(content) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Deflate:
    stream: Any = _zstd_library.ZstdCompressor()
    if _zstd_library.__name__ == "compression.zstd":
        return lambda content: stream.compress(content, _zstd_library.ZstdCompressor.FLUSH_BLOCK)
    stream = stream.compressobj()
    return lambda content: stream.compress(content) + stream.flush(_zstd_library.COMPRESSOBJ_FLUSH_BLOCK)


def _first_of(*names: str) -> Any:
    """The first of these modules that there is, or None."""
    for name in names:
        with contextlib.suppress(ImportError):
            return importlib.import_module(name)
    return None


_zstd_library = _first_of("zstandard", "compression.zstd")
"""The same choice as discord.py makes for itself."""
STREAMS: dict[str, Callable[[], Deflate]] = {"zlib-stream": _zlib}
if _zstd_library:
    STREAMS["zstd-stream"] = _zstd


class Link:
    """The fake's end of it."""

    def __init__(self, http: web.Request, ws: web.WebSocketResponse, compress: str) -> None:
        self.path = http.path
        self.compress = compress
        self.muted = False
        """Heartbeats aren't acknowledged."""
        self.heartbeats = 0
        self.closing = False
        """The fake closes it, not the client."""
        self._http, self._ws = http, ws
        self._deflate = STREAMS[compress]() if compress else None
        self._frames: asyncio.Queue[str | int] = asyncio.Queue()
        """An int closes it with this code."""
        self._writer = asyncio.create_task(self._write())

    def send(self, text: str) -> None:
        self._frames.put_nowait(text)

    def close(self, code: int) -> None:
        """After all that was sent before."""
        self.closing = True
        self._frames.put_nowait(code)

    def reset(self) -> None:
        """At once, with what wasn't written yet lost."""
        self.closing = True
        self._writer.cancel()
        reset(self._http.transport)

    async def end(self) -> None:
        """Once the client doesn't talk any more."""
        if not self.closing:
            self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    async def _write(self) -> None:
        with contextlib.suppress(ClientConnectionResetError, ConnectionError):
            while isinstance(frame := await self._frames.get(), str):
                if self._deflate:
                    await self._ws.send_bytes(self._deflate(frame.encode()))
                else:
                    await self._ws.send_str(frame)
            await self._ws.close(code=frame)


def reset(transport: asyncio.BaseTransport | None) -> None:
    """So that the other side sees a connection that was reset, not one that was closed."""
    if not isinstance(transport, asyncio.Transport) or transport.is_closing():
        return
    with contextlib.suppress(OSError):
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()
