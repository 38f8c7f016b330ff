"""Calls as the wire hands them to the world, the answers it takes back, and the routes between them.

The wire half (HTTP server, gateway, rate limits) and the world half meet here and in `world.World`, nowhere else:
`world.handle(request)` answers every request below `/api/v10` and every attachment, `world.emit(event, data, shard)`
is what the wire half puts in place to hear of events, `world.ready` and `world.guild_creates` begin a session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from tests.discord.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """`field` is the name of the form's part, as "files[0]"."""

    field: str
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is what follows /api/v10, or an attachment's whole path; `body` the parsed JSON or payload_json, None
    where there was none; `authorization` the header as it came. `at` is for the record: the world reads its clock."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: list[Upload]
    authorization: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is JSON, bytes (a file's content), or None. `bucket` names the rate limit that the call counts for, ""
    for none of its own."""

    status: int
    body: Any = None
    bucket: str = ""


@dataclass(slots=True)
class Call:
    """What a route's handler is given."""

    world: "World"
    request: Request
    parts: dict[str, str]
    """What the path has in the places of the template's names."""
    body: dict[str, Any] = field(init=False)
    """Empty where it is no object."""

    def __post_init__(self) -> None:
        self.body = self.request.body if isinstance(self.request.body, dict) else {}

    def asked(self, name: str) -> bool:
        """Whether the query has this as true."""
        return self.request.query.get(name, "").lower() in ("true", "1")


@dataclass(frozen=True, slots=True)
class Route:
    """`template` is a path with names in braces, `bucket` a text with the same names. `open` routes need no token."""

    method: str
    template: str
    handler: Callable[[Call], Answer]
    bucket: str
    open: bool = False

    def match(self, method: str, path: str) -> dict[str, str] | None:
        wanted, given = self.template.split("/"), path.split("/")
        if method != self.method or len(wanted) != len(given):
            return None
        parts: dict[str, str] = {}
        for name, part in zip(wanted, map(unquote, given), strict=True):
            if name.startswith("{"):
                parts[name[1:-1]] = part
            elif name != part:
                return None
        return parts
