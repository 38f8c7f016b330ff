"""All that Discord's servers keep: people, guilds, messages, commands, interactions; and what the gateway tells.

`World(clock, token, shards)` is one half of the fake, the wire is the other; see `calls` for how they meet."""

import asyncio
import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.core.clock import Clock
from tests.discord import methods_about, methods_commands, methods_interactions, methods_messages, methods_webhooks
from tests.discord.calls import Answer, Call, Request
from tests.discord.guilds import FakeGuild
from tests.discord.interactions import FakeInteraction
from tests.discord.locales import LOCALES
from tests.discord.messages import FakeAttachment, FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakeDm, FakeGroup, FakePlace
from tests.discord.refusals import Refusal, not_found, unauthorized
from tests.discord.snowflakes import Snowflakes, old

_ROUTES = (
    *methods_about.ROUTES,
    *methods_commands.ROUTES,
    *methods_interactions.ROUTES,
    *methods_messages.ROUTES,
    *methods_webhooks.ROUTES,
)
_PEOPLE_SINCE, _GUILDS_SINCE = datetime(2021, 3, 1, tzinfo=UTC), datetime(2022, 3, 1, tzinfo=UTC)
_SOME_ID = 1_100_000_000_000_000_000


class World:
    def __init__(self, clock: Clock, token: str, shards: int = 1) -> None:
        self.clock, self.token, self.shards = clock, token, shards
        self.application_id = _user_of(token)
        self.bot_user: dict[str, Any] = {
            **{"id": str(self.application_id), "username": "Milepost", "global_name": None, "discriminator": "4242"},
            **{"avatar": None, "avatar_decoration_data": None, "collectibles": None, "primary_guild": None},
            **{"public_flags": 1 << 19, "flags": 1 << 19, "bot": True},
        }
        """The bot's User, as in messages."""
        self.bot: dict[str, Any] = {**self.bot_user, "mfa_enabled": True, "locale": "en-US", "verified": True}
        self.bot["email"] = None
        self.files_url = "https://cdn.discordapp.com"
        """What addresses of attachments begin with; the wire half puts its own here."""
        self.emit: Callable[[str, dict[str, Any], int], None] = self._keep
        self.emitted: list[tuple[str, dict[str, Any], int]] = []
        """Events while nothing else was put into `emit`."""
        self.unknown_routes: list[tuple[str, str]] = []
        self.breaches: list[str] = []
        """Messages that might mention somebody: a promise of the bot's own."""
        self.people: dict[int, FakePerson] = {}
        self.guilds: dict[int, FakeGuild] = {}
        self.places: dict[int, FakePlace] = {}
        self.interactions: dict[str, FakeInteraction] = {}
        """By their tokens."""
        self.commands: dict[int | None, dict[str, dict[str, Any]]] = {}
        """By guild (None for the global ones) and name."""
        self.files: dict[str, FakeAttachment] = {}
        """By their paths."""
        self._private: dict[int, list[str]] = {}
        self._ids = Snowflakes()
        self._waiters: set[asyncio.Future[None]] = set()

    # time and change

    def now(self) -> datetime:
        return self.clock.now()

    def new_id(self) -> int:
        return self._ids.new(self.now())

    def changed(self) -> None:
        """Something happened that `until` may wait for."""
        waiters, self._waiters = self._waiters, set()
        for one in waiters:
            if not one.done():
                one.set_result(None)

    async def until(self, condition: Callable[[], object], timeout: float = 10) -> None:  # noqa: ASYNC109 - as a test reads it
        """Wait until `condition()` is true; it is asked again after each request and each event. Raises TimeoutError
        after so many real seconds."""
        async with asyncio.timeout(timeout):
            while not condition():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.add(waiter)
                await waiter

    # people and places

    def person(self, name: str, locale: str = "en-US", *, installed: bool = False) -> FakePerson:
        """`installed` the application for themselves."""
        assert locale in LOCALES, f"{locale} is no locale of Discord's"
        person = FakePerson(self, old(len(self.people), _PEOPLE_SINCE), name, locale, installed=installed)
        self.people[person.id] = person
        self.places[person.dm.id] = person.dm
        return person

    def guild(self, name: str, *members: FakePerson, with_bot: bool = True) -> FakeGuild:
        """Guilds fall on the shards in turn."""
        guild = FakeGuild(self, old(len(self.guilds), _GUILDS_SINCE), name, [*members], with_bot)
        self.guilds[guild.id] = guild
        guild.tell("GUILD_CREATE", guild.json())
        return guild

    def group_dm(self, *members: FakePerson) -> FakeGroup:
        """The first of them has the application installed for herself."""
        assert len(members) > 1, "a group has members"
        members[0].installs()
        group = FakeGroup(self, self.new_id(), [*members])
        self.places[group.id] = group
        return group

    def shown(self, message: FakeMessage) -> None:
        """Its text is on screens now."""
        person = message.ephemeral_for or (message.place.person if isinstance(message.place, FakeDm) else None)
        if person and message.by_bot and message.text:
            self._private.setdefault(person.id, []).append(message.text)

    def private_texts(self, person: FakePerson) -> list[str]:
        """Everything the bot ever wrote for this person alone, with what it changed later."""
        return list(self._private.get(person.id, []))

    def public_texts(self) -> list[str]:
        """Everything the bot ever wrote where others may read."""
        shared = [m for place in self.places.values() if not place.private for m in place.history if m.by_bot]
        return [text for one in shared if not one.ephemeral_for for text in one.history if text]

    # the gateway

    def tell(self, event: str, data: dict[str, Any], shard: int) -> None:
        self.emit(event, json.loads(json.dumps(data)), shard)
        self.changed()

    def _keep(self, event: str, data: dict[str, Any], shard: int) -> None:
        self.emitted.append((event, data, shard))

    def ready(self, shard: int) -> dict[str, Any]:
        """The body of READY; session_id and resume_gateway_url are the wire half's."""
        return {
            "v": 10,
            "user": dict(self.bot),
            "guilds": [{"id": str(one.id), "unavailable": True} for one in self._guilds(shard)],
            "session_id": "",
            "resume_gateway_url": "",
            "application": {"id": str(self.application_id), "flags": methods_about.APPLICATION_FLAGS},
            "shard": [shard, self.shards],
            "private_channels": [],
        }

    def guild_creates(self, shard: int) -> list[dict[str, Any]]:
        """What GUILD_CREATE tells after READY."""
        return [json.loads(json.dumps(one.json())) for one in self._guilds(shard)]

    def _guilds(self, shard: int) -> list[FakeGuild]:
        return [one for one in self.guilds.values() if one.with_bot and one.shard == shard]

    # calls

    def handle(self, request: Request) -> Answer:
        """Never raises for what a bot may send."""
        found = [
            (route, parts) for route in _ROUTES if (parts := route.match(request.method, request.path)) is not None
        ]
        if not found:
            self.unknown_routes.append((request.method, request.path))
            self.changed()
            return Answer(404, not_found().body())
        route, parts = found[0]
        bucket = route.bucket.format(**parts)
        try:
            if not route.open and request.authorization != f"Bot {self.token}":
                raise unauthorized()
            answer = route.handler(Call(self, request, parts))
        except Refusal as refusal:
            answer = Answer(refusal.status, refusal.body())
        self.changed()
        body = answer.body if isinstance(answer.body, bytes) else json.loads(json.dumps(answer.body))
        return Answer(answer.status, body, bucket)


def _user_of(token: str) -> int:
    """A bot's token begins with its id; any other gets some id."""
    first = token.partition(".")[0]
    try:
        number = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return _SOME_ID
    return int(number) if number.isdigit() else _SOME_ID
