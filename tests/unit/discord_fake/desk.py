"""A world on a clock that stands still, with Ada, Bob and a guild in it, and a bot's hands to call it with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.clock import VirtualClock
from tests.discord.calls import Answer, Request, Upload
from tests.discord.description import AVAILABLE
from tests.discord.interactions import FakeInteraction
from tests.discord.places import FakePlace
from tests.discord.schema import Judge
from tests.discord.world import World

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAx.Gtests.not-a-real-token"
SILENT: dict[str, Any] = {"allowed_mentions": {"parse": []}}
PRIVATE = 64
QUIZ = {
    "name": "quiz",
    "description": "Some questions",
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
    "options": [
        {"type": 3, "name": "topic", "description": "What about", "required": True, "autocomplete": True},
        {"type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 10},
        {"type": 3, "name": "level", "description": "How hard", "choices": [{"name": "Easy", "value": "e"}]},
    ],
}


class Desk:
    """Every answer of the world's is judged by Discord's description of its API, where that is at hand."""

    def __init__(self, shards: int = 1) -> None:
        self.clock = VirtualClock(START)
        self.world = World(self.clock, TOKEN, shards)
        self.ada, self.bob = self.world.person("Ada"), self.world.person("Bob", "de")
        self.guild = self.world.guild("Algo", self.ada, self.bob)
        self.study = self.guild.channel("study")
        self.app = f"/applications/{self.world.application_id}"
        self.hook = f"/webhooks/{self.world.application_id}"

    async def wait(self, **time: float) -> None:
        await self.clock.set(self.clock.now() + timedelta(**time))

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        files: list[tuple[str, bytes]] | None = None,
        *,
        token: str = TOKEN,
        **query: str,
    ) -> Answer:
        uploads = [Upload(f"files[{n}]", name, content) for n, (name, content) in enumerate(files or [])]
        request = Request(method, path, query, body, uploads, f"Bot {token}", self.clock.now())
        answer = self.world.handle(request)
        if AVAILABLE and answer.status < 400 and not path.startswith("/attachments/"):
            judge = Judge(tolerant=True)
            judge.answer(request, answer)
            assert not judge.lies, judge.lies
        return answer

    def ok(self, method: str, path: str, body: Any = None, *files: tuple[str, bytes], **query: str) -> Any:
        answer = self.call(method, path, body, list(files), **query)
        assert answer.status in (200, 204), answer
        return answer.body

    def refused(self, status: int, code: int, method: str, path: str, body: Any = None, **query: str) -> Any:
        """The tree of errors, None where there is none."""
        answer = self.call(method, path, body, [], **query)
        assert (answer.status, (answer.body or {}).get("code")) == (status, code), answer
        return (answer.body or {}).get("errors")

    # what bots do

    def sync(self, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        """Puts the global commands, the quiz where none are named."""
        body: list[dict[str, Any]] = self.ok("PUT", f"{self.app}/commands", list(commands) or [QUIZ])
        return body

    def asks(self, place: FakePlace | None = None) -> FakeInteraction:
        """Ada wants a quiz."""
        if not self.world.commands:
            self.sync()
        return self.ada.slash(place or self.study, "quiz", topic="lists")

    def callback(self, interaction: FakeInteraction) -> str:
        return f"/interactions/{interaction.id}/{interaction.token}/callback"

    def answer(self, interaction: FakeInteraction, kind: int, data: Any = None, **query: str) -> Any:
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return self.ok("POST", self.callback(interaction), body, **query)

    def follow(self, interaction: FakeInteraction, body: dict[str, Any]) -> Any:
        return self.ok("POST", f"{self.hook}/{interaction.token}", body)

    def original(self, interaction: FakeInteraction, message: object = "@original") -> str:
        return f"{self.hook}/{interaction.token}/messages/{message}"

    def send(self, place: FakePlace, content: str, *files: tuple[str, bytes], **more: Any) -> Any:
        return self.ok("POST", f"/channels/{place.id}/messages", text(content, **more), *files)


def text(content: str, **more: Any) -> dict[str, Any]:
    return {"content": content, **SILENT, **more}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(label: str, custom_id: str | None = None, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id or label, **more}


def link(label: str, url: str) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": label, "url": url}


def select(custom_id: str, *labels: str, **more: Any) -> dict[str, Any]:
    options = [{"label": one, "value": f"v-{one}"} for one in labels]
    return {"type": 3, "custom_id": custom_id, "options": options, **more}


def modal(custom_id: str = "ask", **field: Any) -> dict[str, Any]:
    """With one field, the plain form."""
    inner = {"type": 4, "custom_id": "answer", "label": "Your answer", "style": 2, **field}
    return {"custom_id": custom_id, "title": "Write", "components": [row(inner)]}
