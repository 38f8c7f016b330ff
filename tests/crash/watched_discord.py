"""The fake Discord with an eye on it: who saw what, in order, and when calls were judged by the limits."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from aiohttp import web

from tests.discord.calls import Answer, Request
from tests.discord.interactions import MODAL, FakeInteraction
from tests.discord.messages import FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakeDm, FakePlace
from tests.discord.requests import Exchange
from tests.discord.server import FakeDiscord
from tests.discord.sessions import Event


@dataclass(frozen=True, slots=True)
class Sight:
    """A text that the bot showed. `to` is the only one who sees it; None: all who are there."""

    at: datetime
    text: str
    place: FakePlace
    to: FakePerson | None
    message: FakeMessage | None = None
    """None of a modal."""
    opened: FakeInteraction | None = None
    """What a modal answered."""

    @property
    def by_channel(self) -> bool:
        """As a message that answers no interaction."""
        return self.message is not None and self.message.interaction is None


@dataclass(frozen=True, slots=True)
class Judged:
    """A call that the limits let through, or not."""

    at: datetime
    method: str
    path: str
    refused: str
    """By which limit; empty if it was let through."""


class WatchedDiscord(FakeDiscord):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sights: list[Sight] = []
        self.judged: list[Judged] = []
        self.turned_away: dict[object, str] = {}
        """Texts of messages that people's direct messages didn't take, by nonce."""

    def shown(self, message: FakeMessage) -> None:
        super().shown(message)
        if message.by_bot and message.text:
            to = message.ephemeral_for or (message.place.person if isinstance(message.place, FakeDm) else None)
            self.sights.append(Sight(self.now(), message.text, message.place, to, message))

    def handle(self, request: Request) -> Answer:
        answer = super().handle(request)
        body = request.body if isinstance(request.body, dict) else {}
        if answer.status == 403 and "nonce" in body:
            self.turned_away[body["nonce"]] = body["content"]
        if answer.status < 300 and request.path.endswith("/callback") and body["type"] == MODAL:
            opened = self.interactions[request.path.split("/")[3]]
            assert opened.modal
            self.sights.append(Sight(self.now(), opened.modal["title"], opened.place, opened.by, opened=opened))
        return answer

    def _result(self, exchange: Exchange) -> web.Response:
        kept = len(self.limit_breaches)
        response = super()._result(exchange)
        refused = self.limit_breaches[kept:]
        self.judged.append(Judged(self.now(), exchange.method, exchange.path, refused[0].limit if refused else ""))
        return response

    def tell_again(self, rng: Random) -> None:
        """One of the last things that people did; Discord says that such a thing may happen."""
        acts = [one for one in self.gateway.session().events[-30:] if _by_people(one)]
        self.gateway.again(0, rng.choice(acts).seq)

    def lose_connections(self) -> None:
        """Whoever had them is dead, and comes back as somebody else."""
        self.gateway.reset()
        for shard in range(self.shards):
            self.gateway.forget(shard)


def _by_people(event: Event) -> bool:
    by_person = event.name == "MESSAGE_CREATE" and not event.d["author"].get("bot")
    return event.name == "INTERACTION_CREATE" or by_person
