"""Guilds: who is in them, which channels they have, and what the bot may do there."""

from typing import TYPE_CHECKING, Any

from tests.discord.channels import FakeChannel, FakeForum, FakeThread
from tests.discord.permissions import ALL, EVERYBODY, bit

if TYPE_CHECKING:
    from tests.discord.people import FakePerson
    from tests.discord.world import World


class FakeGuild:
    """Made by `world.guild`. Its owner is none of the members a test knows: those may what everybody may, until
    `promote`."""

    def __init__(self, world: "World", number: int, name: str, members: list["FakePerson"], with_bot: bool) -> None:
        self.world, self.id, self.name, self.members = world, number, name, members
        self.with_bot = with_bot
        """Without the bot its commands are there for those who installed it for themselves."""
        self.locale = "en-US"
        self.owner = world.person(f"{name}'s owner")
        self.channels: list[FakeChannel | FakeForum] = []
        self.threads: list[FakeThread] = []
        self._rights: dict[int, int] = {}
        self._joined = world.now()

    def __repr__(self) -> str:
        return f"<guild {self.name} {self.id}>"

    # what people do

    def channel(self, name: str, *, only: tuple["FakePerson", ...] = ()) -> FakeChannel:
        """`only` these members see it, where there are any (and the bot)."""
        channel = FakeChannel(self, self.world.new_id(), name, only)
        self._add(channel)
        return channel

    def forum(self, name: str) -> FakeForum:
        forum = FakeForum(self, self.world.new_id(), name, ())
        self._add(forum)
        return forum

    def _add(self, channel: FakeChannel | FakeForum) -> None:
        self.channels.append(channel)
        self.world.places[channel.id] = channel
        self.tell("CHANNEL_CREATE", channel.json())

    def join(self, person: "FakePerson") -> None:
        self.members.append(person)

    def promote(self, person: "FakePerson", *permissions: str) -> None:
        """They may this, too; without names everything."""
        more = sum(bit(name) for name in permissions) if permissions else ALL
        self._rights[person.id] = self._rights.get(person.id, 0) | more

    def add_bot(self) -> None:
        self.with_bot, self._joined = True, self.world.now()
        self.tell("GUILD_CREATE", self.json())

    def remove_bot(self) -> None:
        """It was kicked."""
        self.tell("GUILD_DELETE", {"id": str(self.id)})
        self.with_bot = False

    def outage(self) -> None:
        """Discord can't reach the guild for a while, until `recovers`."""
        self.tell("GUILD_DELETE", {"id": str(self.id), "unavailable": True})

    def recovers(self) -> None:
        self.tell("GUILD_CREATE", self.json())

    # what Discord does with it

    @property
    def shard(self) -> int:
        return (self.id >> 22) % self.world.shards

    def tell(self, event: str, data: dict[str, Any]) -> None:
        if self.with_bot:
            self.world.tell(event, data, self.shard)

    def rights(self, person: "FakePerson") -> int:
        return ALL if person is self.owner else EVERYBODY | self._rights.get(person.id, 0)

    def partial(self) -> dict[str, Any]:
        """As in interactions."""
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def member(self, user: dict[str, Any], roles: tuple[str, ...] = ()) -> dict[str, Any]:
        return {
            "user": user,
            "roles": list(roles),
            "joined_at": self._joined.isoformat(),
            **dict.fromkeys(("nick", "avatar", "banner", "premium_since", "communication_disabled_until")),
            **{"deaf": False, "mute": False, "pending": False, "flags": 0},
        }

    def json(self) -> dict[str, Any]:
        """The body of GUILD_CREATE, as an application without the members intent gets it."""
        bot_role = str(self.id + 1)
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "unavailable": False,
            "large": False,
            "member_count": len(self.members) + 2,
            "joined_at": self._joined.isoformat(),
            "preferred_locale": self.locale,
            "roles": [role(self.id, "@everyone", 0), {**role(int(bot_role), "Milepost", 1), "managed": True}],
            "members": [self.member(self.world.bot_user, (bot_role,))],
            "channels": [one.json() for one in self.channels],
            "threads": [one.json() for one in self.threads if not one.archived and one.bot_may("view_channel")],
            **{name: [] for name in _EMPTY_LISTS},
            **dict.fromkeys(_NULLS),
            **dict.fromkeys(_ZEROS, 0),
            **{"afk_timeout": 300, "max_members": 500_000, "max_video_channel_users": 25, "nsfw": False},
            **{"max_stage_video_channel_users": 50, "premium_progress_bar_enabled": False, "lazy": True},
        }


def role(number: int, name: str, position: int) -> dict[str, Any]:
    return {
        **{"id": str(number), "name": name, "position": position, "permissions": str(EVERYBODY)},
        **{"color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}},
        **{"hoist": False, "managed": False, "mentionable": False, "flags": 0, "icon": None, "unicode_emoji": None},
    }


_EMPTY_LISTS = (
    *("features", "emojis", "stickers", "presences", "voice_states", "stage_instances", "guild_scheduled_events"),
    *("soundboard_sounds", "embedded_activities"),
)
_NULLS = (
    *("icon", "banner", "splash", "discovery_splash", "description", "vanity_url_code", "application_id"),
    *("afk_channel_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id"),
    *("safety_alerts_channel_id", "widget_channel_id", "incidents_data"),
)
_ZEROS = (
    *("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level", "nsfw_level"),
    *("premium_tier", "premium_subscription_count", "system_channel_flags"),
)
