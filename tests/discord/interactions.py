"""Interactions: what somebody did, and how the bot answered."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.discord.checks import FILE_BYTES
from tests.discord.messages import FakeMessage
from tests.discord.permissions import EVERYBODY
from tests.discord.places import DM
from tests.discord.refusals import dead_token, unknown_interaction, unknown_message, unknown_webhook

if TYPE_CHECKING:
    from tests.discord.people import FakePerson
    from tests.discord.places import FakePlace
    from tests.discord.world import World

FIRST_RESPONSE, TOKEN_AGE = timedelta(seconds=3), timedelta(minutes=15)
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, SUGGESTIONS, MODAL = 4, 5, 6, 7, 8, 9
GUILD_INSTALL, USER_INSTALL = "0", "1"


@dataclass(eq=False, repr=False)
class FakeInteraction:
    """Made by what people do. `type` is as in the API: 2 a command, 3 a component, 4 autocomplete, 5 a modal."""

    world: "World"
    id: int
    token: str
    type: int
    by: "FakePerson"
    place: "FakePlace"
    at: datetime
    data: dict[str, Any]
    owners: dict[str, str]
    """The guild and the person that installed the application, as authorizing_integration_owners."""
    message: FakeMessage | None = None
    """With the pressed component; of a modal, with the component that opened it."""
    source: "FakeInteraction | None" = None
    """The one that was answered by the modal."""
    first_response: tuple[int, timedelta] | None = None
    """The type of the first answer, and how long it took by the world's clock."""
    original: FakeMessage | None = None
    """What @original names."""
    messages: list[FakeMessage] = field(default_factory=list)
    """New ones that were made with its token, in order."""
    modal: dict[str, Any] | None = None
    """As the bot sent it, numbered; None once it is submitted."""
    suggestions: list[dict[str, Any]] | None = None
    """The choices that autocomplete offers."""

    def __repr__(self) -> str:
        return f"<interaction {self.id} of type {self.type} by {self.by}: {self.data}>"

    @property
    def acknowledged(self) -> bool:
        return self.first_response is not None

    @property
    def failed(self) -> bool:
        """The person reads that the application did not respond."""
        return not self.acknowledged and self.age > FIRST_RESPONSE

    @property
    def age(self) -> timedelta:
        return self.world.now() - self.at

    @property
    def expired(self) -> bool:
        return self.age >= TOKEN_AGE

    @property
    def by_user_install_alone(self) -> bool:
        return GUILD_INSTALL not in self.owners

    def check_answerable(self) -> None:
        """By a first response. Raises Refusal."""
        if self.failed or self.expired:
            raise unknown_interaction()

    def check_token(self) -> None:
        """For follow-ups and changes. Raises Refusal."""
        if self.expired:
            raise dead_token()
        if not self.acknowledged or self.type == AUTOCOMPLETE:
            raise unknown_webhook()

    def named(self, name: str) -> FakeMessage:
        """The message that @original or an id names for this token. Raises Refusal."""
        known = [self.original, *self.messages]
        for one in known:
            if one and not one.deleted and (str(one.id) == name or (name == "@original" and one is self.original)):
                return one
        raise unknown_message()

    def metadata(self, message: FakeMessage | None = None) -> dict[str, Any]:
        """As a message that answers it carries it."""
        body: dict[str, Any] = {"id": str(self.id), "type": self.type, "user": self.by.json()}
        body["authorizing_integration_owners"] = self.owners
        if message and message.follow_up and self.original:
            body["original_response_message_id"] = str(self.original.id)
        if self.type == COMPONENT and self.message:
            body["interacted_message_id"] = str(self.message.id)
        if self.source:
            body["triggering_interaction_metadata"] = self.source.metadata()
        return body

    def payload(self) -> dict[str, Any]:
        """The body of INTERACTION_CREATE."""
        place, guild = self.place, self.place.guild
        rights = place.bot_rights() if guild and guild.with_bot else EVERYBODY
        body: dict[str, Any] = {
            "id": str(self.id),
            "application_id": str(self.world.application_id),
            "type": self.type,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(place.id),
            "channel": {**place.json(), **({"permissions": str(place.rights(self.by))} if guild else {})},
            "context": 0 if guild else 1 if place.kind == DM else 2,
            "locale": self.by.locale,
            "app_permissions": str(rights),
            "attachment_size_limit": FILE_BYTES,
            "authorizing_integration_owners": self.owners,
            "entitlements": [],
            "entitlement_sku_ids": [],
        }
        if guild:
            member = {**guild.member(self.by.json()), "permissions": str(place.rights(self.by))}
            named = {"guild_id": str(guild.id), "guild": guild.partial(), "guild_locale": guild.locale}
            body |= {**named, "member": member}
        else:
            body["user"] = self.by.json()
        if self.message:
            body["message"] = self.message.json()
        return body


def new_token(secret: str, number: int) -> str:
    """Long, without any order to see, with every character that such a token may have."""
    noise = hashlib.sha512(f"{secret}/{number}".encode()).digest() * 2
    return f"aW50ZXJhY3Rpb246-_{base64.urlsafe_b64encode(noise[:100]).decode()}"
