"""Answers as they go over HTTP: Discord's own, and those of what stands before it."""

import json
from typing import Any

from aiohttp import web

VIA = {"Via": "1.1 google"}
"""Discord's own answers have it; those from before it don't."""
_HTML = "<!DOCTYPE html><html><head><title>{0} | discord.com</title></head><body><h1>Error {0}</h1></body></html>"
_FILE = "application/octet-stream"


def said(message: str, code: int = 0) -> dict[str, Any]:
    """The body of an error."""
    return {"message": message, "code": code}


def page(error: int) -> bytes:
    """What Cloudflare shows of an error."""
    return _HTML.format(error).encode()


def discord_response(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    """JSON goes with its content type alone: discord.py doesn't take it for JSON when a charset follows."""
    if status == 204:
        return web.Response(status=status, headers=VIA | headers)
    kind, content = (_FILE, body) if isinstance(body, bytes) else ("application/json", json.dumps(body).encode())
    return web.Response(body=content, status=status, headers=VIA | headers | {"Content-Type": kind})


def foreign_response(status: int, body: bytes, kind: str, headers: dict[str, str]) -> web.Response:
    return web.Response(body=body, status=status, headers=headers | {"Content-Type": kind})
