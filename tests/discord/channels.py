"""Places of guilds: channels, threads, forums and their posts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.discord.messages import FakeMessage
from tests.discord.permissions import EVERYBODY, bit
from tests.discord.places import FORUM, TEXT, THREAD, FakePlace
from tests.discord.refusals import archived, missing_access, missing_permissions, not_a_text_channel

if TYPE_CHECKING:
    from tests.discord.guilds import FakeGuild
    from tests.discord.people import FakePerson


class FakeGuildPlace(FakePlace):
    guild: "FakeGuild"

    def __init__(self, guild: "FakeGuild", number: int, name: str) -> None:
        super().__init__(guild.world, number, name)
        self.guild = guild

    def json(self) -> dict[str, Any]:
        return {**super().json(), "guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}

    def check_access(self) -> None:
        if not self.guild.with_bot or not self.bot_may("view_channel"):
            raise missing_access()

    def _check_may(self, names: tuple[str, ...], *, files: bool) -> None:
        self.check_access()
        if not all(self.bot_may(name) for name in (*names, *(("attach_files",) if files else ()))):
            raise missing_permissions()


class FakeChannel(FakeGuildPlace):
    """Made by `guild.channel`."""

    kind = TEXT

    def __init__(self, guild: "FakeGuild", number: int, name: str, only: tuple["FakePerson", ...]) -> None:
        super().__init__(guild, number, name)
        self._only, self._denied = only, 0

    @property
    def people(self) -> Sequence["FakePerson"]:
        return self._only or self.guild.members

    def deny_bot(self, *permissions: str) -> None:
        """The bot may no longer, as "send_messages" or "view_channel"."""
        self._set(self._denied | sum(bit(name) for name in permissions))

    def allow_bot(self) -> None:
        """Everything that was denied."""
        self._set(0)

    def _set(self, denied: int) -> None:
        self._denied = denied
        self.guild.tell("CHANNEL_UPDATE", self.json())

    def delete(self) -> None:
        self.guild.channels.remove(self)
        for one in [self, *(thread for thread in self.guild.threads if thread.parent is self)]:
            del self.world.places[one.id]
        self.guild.tell("CHANNEL_DELETE", self.json())

    def thread(self, name: str) -> "FakeThread":
        """A public one, opened by a member."""
        return self._open(name)

    def _open(self, name: str) -> "FakeThread":
        thread = FakeThread(self, self.world.new_id(), name)
        self.guild.threads.append(thread)
        self.world.places[thread.id] = thread
        self.guild.tell("THREAD_CREATE", {**thread.json(), "newly_created": True})
        return thread

    def bot_rights(self) -> int:
        """Without seeing a channel, or writing in it, nothing else of it is allowed."""
        rights = EVERYBODY & ~self._denied
        return rights if rights & bit("view_channel") else 0

    def json(self) -> dict[str, Any]:
        bot = {"id": str(self.world.application_id), "type": 1, "allow": "0", "deny": str(self._denied)}
        hidden = {"id": str(self.guild.id), "type": 0, "allow": "0", "deny": str(bit("view_channel"))}
        overwrites = [*([bot] if self._denied else []), *([hidden] if self._only else [])]
        body = {"position": self.guild.channels.index(self) if self in self.guild.channels else 0, "parent_id": None}
        return {**super().json(), **body, "topic": None, "nsfw": False, "permission_overwrites": overwrites}

    def check_writable(self, *, files: bool) -> None:
        self._check_may(("send_messages",), files=files)


class FakeForum(FakeChannel):
    """Made by `guild.forum`: its messages are in its posts."""

    kind = FORUM

    def post(self, title: str) -> "FakeThread":
        """With a first message by the guild's owner."""
        post = self._open(title)
        first = FakeMessage(post, post.id, self.guild.owner.json(), self.world.now(), title, history=[title])
        post.history.append(first)
        return post

    def thread(self, name: str) -> "FakeThread":
        raise AssertionError("a forum has posts")

    def json(self) -> dict[str, Any]:
        more = {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        return {**super().json(), **more, "default_forum_layout": 0}

    def check_writable(self, *, files: bool) -> None:
        self.check_access()
        raise not_a_text_channel()


class FakeThread(FakeGuildPlace):
    """Made by `channel.thread` and `forum.post`. Who sees the channel sees it."""

    kind = THREAD

    def __init__(self, parent: FakeChannel, number: int, name: str) -> None:
        super().__init__(parent.guild, number, name)
        self.parent = parent
        self.archived = self.locked = False
        self._changed_at = self._opened_at = self.world.now()

    @property
    def people(self) -> Sequence["FakePerson"]:
        return self.parent.people

    def archive(self, *, locked: bool = False) -> None:
        """`locked` only moderators open it again."""
        self._set(archived=True, locked=locked)

    def wake(self) -> None:
        if self.archived:
            self._set(archived=False, locked=self.locked)

    def _set(self, *, archived: bool, locked: bool) -> None:
        self.archived, self.locked, self._changed_at = archived, locked, self.world.now()
        self.guild.tell("THREAD_UPDATE", self.json())

    def bot_rights(self) -> int:
        return self.parent.bot_rights()

    def json(self) -> dict[str, Any]:
        metadata = {"archived": self.archived, "locked": self.locked, "auto_archive_duration": 1440}
        metadata |= {"archive_timestamp": self._changed_at.isoformat(), "create_timestamp": self._opened_at.isoformat()}
        counts = dict.fromkeys(("message_count", "total_message_sent"), len(self.history))
        owner = {"owner_id": str(self.guild.owner.id), "parent_id": str(self.parent.id)}
        return {**super().json(), **owner, **counts, "member_count": 1, "thread_metadata": metadata}

    def check_writable(self, *, files: bool) -> None:
        self._check_may(("send_messages_in_threads",), files=files)
        if self.archived and self.locked:
            raise archived()
