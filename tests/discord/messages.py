"""Messages as people see them, and as Discord's API describes them."""

import mimetypes
import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.discord.interactions import FakeInteraction
    from tests.discord.people import FakePerson
    from tests.discord.places import FakePlace

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 6, 1 << 7, 1 << 12
ROW, BUTTON, SELECT, TEXT_INPUT, LABEL = 1, 2, 3, 4, 18
LINK = 5
"""The style of a button that opens a page."""


@dataclass(frozen=True, slots=True)
class FakeChoice:
    """A button, or one option of a select."""

    label: str
    data: str = ""
    """The button's custom_id, the option's value; empty of a link."""
    url: str = ""
    disabled: bool = False
    select: str | None = None
    """The custom_id of the select that it is an option of; None of a button."""


@dataclass(frozen=True, slots=True)
class FakeAttachment:
    id: int
    name: str
    content: bytes
    url: str
    path: str
    """Of the url: what the world serves."""
    description: str = ""

    def json(self, *, ephemeral: bool) -> dict[str, Any]:
        body: dict[str, Any] = {"id": str(self.id), "filename": self.name, "size": len(self.content), "url": self.url}
        body["proxy_url"] = self.url
        if kind := mimetypes.guess_type(self.name)[0]:
            body["content_type"] = kind
        if self.content[:8] == b"\x89PNG\r\n\x1a\n" and len(self.content) >= 24:
            body["width"], body["height"] = struct.unpack(">II", self.content[16:24])
        if self.description:
            body["description"] = self.description
        return {**body, "ephemeral": True} if ephemeral else body


@dataclass(eq=False, repr=False)
class FakeMessage:
    place: "FakePlace"
    id: int
    author: dict[str, Any]
    at: datetime
    text: str = ""
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[FakeAttachment] = field(default_factory=list)
    flags: int = 0
    ephemeral_for: "FakePerson | None" = None
    """Who alone sees it."""
    interaction: "FakeInteraction | None" = None
    """The one it answers."""
    follow_up: bool = False
    """It answers the interaction, but isn't its first answer."""
    reply_to: "FakeMessage | None" = None
    nonce: str | int | None = None
    edited: int = 0
    """How often; that a deferred one is filled counts for nothing."""
    edited_at: datetime | None = None
    deleted: bool = False
    history: list[str] = field(default_factory=list)
    """The texts it had, the present one last."""

    def __repr__(self) -> str:
        private = f" for {self.ephemeral_for}" if self.ephemeral_for else ""
        return f"<message {self.id} in {self.place}{private}: {self.text!r} {self.labels}>"

    @property
    def by_bot(self) -> bool:
        return bool(self.author.get("bot"))

    @property
    def loading(self) -> bool:
        """The bot "is thinking": a deferral that isn't filled yet."""
        return bool(self.flags & LOADING)

    @property
    def rows(self) -> list[list[FakeChoice]]:
        """A select is a row of its options."""
        return [[one for component in row["components"] for one in _choices(component)] for row in self.components]

    @property
    def choices(self) -> list[FakeChoice]:
        """All buttons and options, in order."""
        return [one for row in self.rows for one in row]

    @property
    def labels(self) -> list[str]:
        return [one.label for one in self.choices]

    def select(self, custom_id: str | None = None) -> dict[str, Any]:
        """The select so named, or the only one there is."""
        found = [one for row in self.components for one in row["components"] if one["type"] == SELECT]
        found = [one for one in found if custom_id in (None, one["custom_id"])]
        assert len(found) == 1, f"{self} has {len(found)} selects {custom_id or ''}"
        return found[0]

    def json(self, *, nested: bool = True) -> dict[str, Any]:
        """A Message; `nested` with what it replies to."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "channel_id": str(self.place.id),
            "type": self._type(),
            "content": self.text,
            "author": self.author,
            "timestamp": self.at.isoformat(),
            "edited_timestamp": self.edited_at.isoformat() if self.edited_at else None,
            "flags": self.flags,
            "components": self.components,
            "attachments": [one.json(ephemeral=self.ephemeral_for is not None) for one in self.attachments],
            **{"embeds": [], "mentions": [], "mention_roles": [], "mention_everyone": False},
            **{"pinned": False, "tts": False},
        }
        if self.nonce is not None:
            body["nonce"] = self.nonce
        if self.interaction:
            application = str(self.interaction.world.application_id)
            body |= {"application_id": application, "webhook_id": application}
            body["interaction_metadata"] = self.interaction.metadata(self)
        if self.reply_to:
            body["message_reference"] = {"type": 0, **self.reply_to.reference()}
            if nested:
                body["referenced_message"] = None if self.reply_to.deleted else self.reply_to.json(nested=False)
        return body

    def reference(self) -> dict[str, str]:
        named = {"channel_id": str(self.place.id), "message_id": str(self.id)}
        return {**named, "guild_id": str(self.place.guild.id)} if self.place.guild else named

    def event(self) -> dict[str, Any]:
        """As the gateway tells of it."""
        return {**self.json(), "channel_type": self.place.kind}

    def _type(self) -> int:
        """DEFAULT, REPLY, or CHAT_INPUT_COMMAND for the first answer to a command."""
        if self.reply_to:
            return 19
        answers_command = self.interaction is not None and self.interaction.type == 2 and not self.follow_up
        return 20 if answers_command else 0


def _choices(component: dict[str, Any]) -> list[FakeChoice]:
    disabled = bool(component.get("disabled"))
    if component["type"] == SELECT:
        return [FakeChoice(o["label"], o["value"], "", disabled, component["custom_id"]) for o in component["options"]]
    label = component.get("label") or (component.get("emoji") or {}).get("name") or ""
    return [FakeChoice(label, component.get("custom_id", ""), component.get("url") or "", disabled)]
