"""Sessions of the gateway: what was identified, and all that was told it, so that it can be told again."""

import itertools
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.discord.sockets import Link

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES = 1 << 0, 1 << 1, 1 << 9
DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | 1 << 8 | MESSAGE_CONTENT
KNOWN = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25
"""All intents; docs/events/gateway, "List of Intents"."""
_ALWAYS = {
    *("READY", "RESUMED", "INTERACTION_CREATE", "USER_UPDATE", "APPLICATION_COMMAND_PERMISSIONS_UPDATE"),
    *("ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"),
}
_OF_GUILDS = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_", "CHANNEL_", "THREAD_")
_CONTENT = {"content": "", "embeds": [], "attachments": [], "components": []}


def needed(name: str, d: dict[str, Any]) -> int:
    """The intents of which one has to be identified to hear of this; 0 if none has. Raises AssertionError for an event
    that bots without privileged intents never hear of, or that no test needed yet."""
    if name in _ALWAYS:
        return 0
    if name.startswith("MESSAGE_"):
        reactions = name.startswith("MESSAGE_REACTION_")
        return (GUILD_MESSAGES if "guild_id" in d else DIRECT_MESSAGES) << reactions
    if name == "CHANNEL_PINS_UPDATE" and "guild_id" not in d:
        return DIRECT_MESSAGES
    if name == "THREAD_MEMBERS_UPDATE":
        return GUILDS | GUILD_MEMBERS
    if name.startswith("GUILD_MEMBER_"):
        return GUILD_MEMBERS
    assert name.startswith(_OF_GUILDS), f"an unknown event: {name}"
    return GUILDS


@dataclass(frozen=True, slots=True)
class Event:
    """`text` is the whole frame as it was sent."""

    seq: int
    name: str
    d: Any
    text: str


@dataclass
class Session:
    """`paths` are of the URLs it was connected by: first where it was identified, then each where it was resumed."""

    id: str
    shard: int
    intents: int
    paths: list[str]
    link: "Link | None" = None
    """None while it has no connection."""
    events: list[Event] = field(default_factory=list)
    resumed: int = 0
    """How often."""
    ended: bool = False
    """It can't be resumed any more."""
    _seqs: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def seq(self) -> int:
        """Of the last event; 0 before the first."""
        return self.events[-1].seq if self.events else 0

    def hears(self, name: str, d: dict[str, Any]) -> bool:
        intents = needed(name, d)
        return not intents or bool(intents & self.intents)

    def tell(self, name: str, d: dict[str, Any]) -> None:
        """At once if it has a connection, else when it is resumed. Nothing without the intent."""
        if self.ended or not self.hears(name, d):
            return
        seq = next(self._seqs)
        text = json.dumps({"op": 0, "s": seq, "t": name, "d": self._seen(name, d)})
        self.events.append(Event(seq, name, json.loads(text)["d"], text))
        if self.link:
            self.link.send(text)

    def replay(self, after: int) -> None:
        assert self.link
        for event in self.events:
            if event.seq > after:
                self.link.send(event.text)

    def _seen(self, name: str, d: dict[str, Any]) -> dict[str, Any]:
        """Without the intent the content of other people's messages in guilds is empty."""
        hidden = name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and "guild_id" in d
        return {**d, **_CONTENT} if hidden and not self.intents & MESSAGE_CONTENT else d
