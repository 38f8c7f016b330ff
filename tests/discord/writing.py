"""Turns what the bot sends into messages, new or changed, and tells everybody who hears of it."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.discord.checks import Draft, NewFile
from tests.discord.messages import EPHEMERAL, LOADING, SUPPRESS_EMBEDS, FakeAttachment, FakeMessage
from tests.discord.places import FakePlace
from tests.discord.refusals import empty, invalid

if TYPE_CHECKING:
    from tests.discord.interactions import FakeInteraction
    from tests.discord.people import FakePerson
    from tests.discord.world import World

ADDRESS_AGE = timedelta(hours=24)
"""For how long a file's address is good."""


def write(
    world: "World",
    place: FakePlace,
    draft: Draft,
    *,
    only_for: "FakePerson | None" = None,
    interaction: "FakeInteraction | None" = None,
    follow_up: bool = False,
) -> FakeMessage:
    """A new message by the bot. Raises Refusal."""
    if not (draft.content or draft.files or draft.components):
        raise empty()
    reply = place.message(draft.reply_to) if draft.reply_to else None
    if draft.reply_to and reply is None:
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    message = FakeMessage(
        place=place,
        id=world.new_id(),
        author=world.bot_user,
        at=world.now(),
        text=draft.content or "",
        components=draft.components or [],
        flags=((draft.flags or 0) & ~EPHEMERAL) | (EPHEMERAL if only_for else 0),
        ephemeral_for=only_for,
        interaction=interaction,
        follow_up=follow_up,
        reply_to=reply,
        nonce=draft.nonce,
    )
    message.attachments = [_attached(world, place, file) for file in draft.files]
    message.history.append(message.text)
    place.wake()
    keep(world, message)
    return message


def keep(world: "World", message: FakeMessage) -> None:
    """It is there from now on."""
    message.place.history.append(message)
    world.shown(message)
    _tell(world, "MESSAGE_CREATE", message)


def rewrite(world: "World", message: FakeMessage, draft: Draft) -> None:
    """What the draft doesn't name stays. A deferral is filled by it and keeps its visibility. Raises Refusal."""
    text = message.text if draft.content is None else draft.content
    components = message.components if draft.components is None else draft.components
    kept = [one for one in message.attachments if draft.kept is None or one.id in draft.kept]
    if not (text or components or kept or draft.files):
        raise empty()
    if message.loading:
        message.flags &= ~LOADING
    else:
        message.edited, message.edited_at = message.edited + 1, world.now()
    if draft.flags is not None:
        message.flags = (message.flags & ~SUPPRESS_EMBEDS) | (draft.flags & SUPPRESS_EMBEDS)
    message.text, message.components = text, components
    message.attachments = [*kept, *(_attached(world, message.place, file) for file in draft.files)]
    message.history.append(text)
    world.shown(message)
    _tell(world, "MESSAGE_UPDATE", message)


def delete(world: "World", message: FakeMessage) -> None:
    message.deleted = True
    if message.place.private and not message.ephemeral_for:
        gone = {"id": str(message.id), "channel_id": str(message.place.id)}
        world.tell("MESSAGE_DELETE", gone, message.place.shard)


def _tell(world: "World", event: str, message: FakeMessage) -> None:
    """The bot, as far as its intents let it hear: of direct messages alone, its own among them."""
    if message.place.private and not message.ephemeral_for:
        world.tell(event, message.event(), message.place.shard)


def _attached(world: "World", place: FakePlace, file: NewFile) -> FakeAttachment:
    return attachment(world, place, file.name, file.content, file.description)


def attachment(world: "World", place: FakePlace, name: str, content: bytes, description: str = "") -> FakeAttachment:
    """A file that is there from now on, at an address that ages; of its name stays what is plain there."""
    number, name = world.new_id(), re.sub(r"[^\w.\-]", "_", name, flags=re.ASCII)
    path = f"/attachments/{place.id}/{number}/{name}"
    until = int((world.now() + ADDRESS_AGE).timestamp())
    url = f"{world.files_url}{path}?ex={until:x}&is={until - 86400:x}&hm={number:064x}&"
    made = FakeAttachment(number, name, content, url, path, description)
    world.files[path] = made
    return made
