"""What somebody who sits in the same channel reads and hears of what others do there with the bot."""

import re
from collections.abc import Callable

from tests.discord.interactions import DEFERRED, MESSAGE
from tests.discord.messages import EPHEMERAL
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.requests import Exchange
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.screens import WatchedDiscord

_BY_TOKEN = re.compile(r"/(?:interactions/\d+|webhooks/\d+)/(?P<token>[^/]+)(?:/.*)?")


def beside(other: FakePerson) -> Callable[[Desk], None]:
    """After each step of a desk: nothing of theirs is, or ever was, anywhere that the other sees."""
    return lambda desk: check(desk.fake, desk.person, other, desk.place)


def check(fake: WatchedDiscord, person: FakePerson, other: FakePerson, place: FakePlace) -> None:
    shown = [one for one in place.history if one.by_bot and one.ephemeral_for is None]
    shown += [one for one in place.seen_by(other) if one.interaction and one.interaction.by is person]
    theirs = {text for text in fake.private_texts(person) if text}
    leaks = [text for one in shown for public in (*one.history, one.text) for text in theirs if text in public]
    assert not leaks, f"{other} reads what is {person}'s: {leaks[0]!r}"
    answered = [one for one in place.seen_by(other) if one.ephemeral_for and one.interaction]
    assert {one.interaction.by for one in answered if one.interaction} <= {other}


def said_to_all(fake: WatchedDiscord, place: FakePlace) -> list[str]:
    """Whatever calls put before everybody there, a sign that the bot is thinking included: by what the calls were, not
    by what became of them."""
    return [f"{one.method} {one.path}: {one.body}" for one in fake.requests if _is_public(fake, place, one)]


def _is_public(fake: WatchedDiscord, place: FakePlace, call: Exchange) -> bool:
    if call.path.startswith(f"/channels/{place.id}/messages"):
        return call.method != "DELETE"
    found = _BY_TOKEN.fullmatch(call.path)
    interaction = fake.interactions.get(found["token"]) if found else None
    if interaction is None or interaction.place is not place or call.method != "POST":
        return False
    body = call.body
    if call.path.startswith("/interactions/"):
        if body["type"] not in (MESSAGE, DEFERRED):
            return False
        body = body.get("data") or {}
    return not body.get("flags", 0) & EPHEMERAL
