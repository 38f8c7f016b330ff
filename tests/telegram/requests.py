"""Requests as they come over HTTP, decoded, and how each ended."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.telegram.refusals import bad
from tests.telegram.schema import Upload

_TEXTS = {
    *("text", "caption", "question", "explanation", "description", "short_description", "name", "url", "secret_token"),
    *("callback_query_id", "inline_message_id", "file_id", "language_code", "action", "type", "photo", "document"),
    *("parse_mode", "explanation_parse_mode", "question_parse_mode", "message_effect_id", "business_connection_id"),
}
"""Parameters that are taken as they are; all others are JSON, or text if they are none ("@channel")."""


@dataclass
class Request:
    """`answer` is the whole body (None: there was none); a fault may have put another one in its place."""

    method: str
    params: dict[str, Any]
    at: datetime
    files: dict[str, Upload] = field(default_factory=dict)
    """Those that parameters point to with attach://."""
    status: int | None = None
    answer: Any = None
    fault: object = None
    """What was planned for it with `fail`."""

    @property
    def chat(self) -> int | None:
        chat = self.params.get("chat_id")
        return chat if type(chat) is int else None


async def read(http: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and attached files. Raises Refusal."""
    raw: dict[str, Any] = {name: _decoded(name, value) for name, value in http.query.items()}
    if http.content_type == "application/json":
        raw |= await _json(http)
    else:
        for name, value in (await http.post()).items():
            raw[name] = _decoded(name, value) if isinstance(value, str) else _upload(value)
    attached = _attached(raw)
    files = {name: raw.pop(name) for name in attached if isinstance(raw.get(name), Upload)}
    return raw, files


async def _json(http: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await http.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad("can't parse JSON object")
    return body


def _upload(part: Any) -> Upload:
    with part.file:
        return Upload(part.filename, part.file.read())


def _decoded(name: str, value: str) -> Any:
    if name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _attached(value: Any) -> set[str]:
    """The names after each attach://, wherever it stands."""
    if isinstance(value, str):
        return {value.removeprefix("attach://")} if value.startswith("attach://") else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for one in inner for name in _attached(one)}
