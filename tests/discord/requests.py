"""Requests as they come over HTTP, decoded, and how each ended."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import BodyPartReader, web

from tests.discord.calls import Request, Upload

_FILE = re.compile(r"files\[\d+\]")
_OPEN = re.compile(r"/gateway|/interactions/.+|/webhooks/\d+/.+|/attachments/.+")
"""Paths that need no token, or carry their own."""


class Malformed(Exception):
    """A body that isn't even read. Discord says so with its own code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass
class Exchange:
    """`answer` is the whole body (None: there was none, or none yet); a fault may have put another in its place."""

    request: Request
    status: int | None = None
    answer: Any = None
    fault: object = None
    """What was planned for it with `fail`."""

    @property
    def method(self) -> str:
        return self.request.method

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def query(self) -> dict[str, str]:
        return self.request.query

    @property
    def body(self) -> Any:
        return self.request.body

    @property
    def files(self) -> list[Upload]:
        return self.request.files

    @property
    def authorization(self) -> str:
        return self.request.authorization

    @property
    def at(self) -> datetime:
        return self.request.at

    def fits(self, method: str | None, path: str | None) -> bool:
        """`path` may have "*" in it, which stands for slashes too."""
        return method in (None, self.method) and fnmatchcase(self.path, path or "*")


def needs_token(path: str) -> bool:
    return _OPEN.fullmatch(path) is None


async def read(http: web.Request, path: str, at: datetime) -> Request:
    """Raises Malformed."""
    body, files = await _content(http)
    authorization = http.headers.get("Authorization", "")
    return Request(http.method, path, dict(http.query), body, files, authorization, at)


async def _content(http: web.Request) -> tuple[Any, list[Upload]]:
    if not http.can_read_body:
        return None, []
    if http.content_type == "multipart/form-data":
        return await _multipart(http)
    raw = await http.read()
    if not raw:
        return None, []
    if http.content_type != "application/json":
        raise Malformed(50035, "Expected \"Content-Type\" header to be one of {'application/json'}.")
    return _json(raw), []


async def _multipart(http: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = None
    files: list[Upload] = []
    async for part in await http.multipart():
        if not isinstance(part, BodyPartReader):
            raise Malformed(50035, "Invalid Form Body")
        content = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _json(content)
        elif part.name and _FILE.fullmatch(part.name):
            files.append(Upload(part.name, part.filename or "", content))
        else:
            raise Malformed(50035, "Invalid Form Body")
    return body, files


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Malformed(50109, "The request body contains invalid JSON.") from None
