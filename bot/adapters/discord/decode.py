"""From what discord.py hands on to what the engine takes, or to the reason why there is nothing in it for us."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import discord

from bot.adapters.discord.components import pressed, typed
from bot.adapters.discord.exchanges import Exchange, Kind, Token
from bot.adapters.discord.surface import MessageName, direct, elsewhere, in_guild
from bot.core.model import Address, CommandCalled, Happening, Incoming, Pressed, Said, Uploaded, Who

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_-]{1,32})(?:\s+(?P<rest>.*))?", re.DOTALL)
"""Typed as text: Discord offers its own commands while one is typed, but takes such a message, too."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`exchange` is what an interaction is answered through. With `attachment`, the Uploaded in `incoming` is empty."""

    incoming: Incoming
    exchange: Exchange | None = None
    attachment: discord.Attachment | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """An argument is being typed, and choices are asked for."""

    exchange: Exchange
    command: str
    option: str
    typed: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """`reason` is one of a few fixed words, to be counted."""

    reason: str


def decode_interaction(interaction: discord.Interaction, now: datetime) -> Decoded | Typing | Ignored:
    """Raises whatever it trips over in one that isn't what Discord describes."""
    data = cast(dict[str, Any], interaction.data or {})
    match interaction.type:
        case discord.InteractionType.application_command if data.get("type", 1) == 1:
            return _decoded(interaction, now, Kind.COMMAND, CommandCalled(data["name"], _arguments(data)))
        case discord.InteractionType.autocomplete:
            return _typing(interaction, data)
        case discord.InteractionType.component:
            return _press(interaction, now, data)
        case discord.InteractionType.modal_submit:
            text = typed(data.get("components"))
            if text is None:
                return Ignored("no text of ours")
            button, _ = pressed(data["custom_id"])
            return _decoded(interaction, now, Kind.MODAL, Pressed(button, str(_message(interaction) or ""), text))
    return Ignored("unknown kind")


def decode_message(message: discord.Message, now: datetime) -> Decoded | Ignored:
    """Of direct messages only: from everywhere else none is asked for."""
    if message.author.bot:
        return Ignored("another bot")
    if message.guild is not None or not isinstance(message.channel, discord.DMChannel):
        return Ignored("channel talk")
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return Ignored("service message")
    attachment = message.attachments[0] if message.attachments else None
    incoming = Incoming(
        key=f"dc-m{message.id}",
        at=now,
        where=direct(str(message.author.id)),
        private=True,
        who=_who(message.author),
        what=_said(message.content, attachment),
    )
    return Decoded(incoming, attachment=attachment if isinstance(incoming.what, Uploaded) else None)


def _said(content: str, attachment: discord.Attachment | None) -> Happening:
    if command := _COMMAND.fullmatch(content):
        return CommandCalled(command["name"].lower(), (command["rest"] or "").strip())
    return Uploaded(attachment.filename, b"") if attachment else Said(content)


def _press(interaction: discord.Interaction, now: datetime, data: dict[str, Any]) -> Decoded | Ignored:
    message = _message(interaction)
    if message is None:
        return Ignored("no button of ours")
    button, asks = pressed(data["custom_id"], data.get("values") or ())
    return _decoded(interaction, now, Kind.PRESS, Pressed(button, str(message)), asks=asks)


def _decoded(
    interaction: discord.Interaction, now: datetime, kind: Kind, what: Happening, *, asks: bool = False
) -> Decoded:
    where = _where(interaction)
    private = where == direct(str(interaction.user.id))
    token = Token(str(interaction.id), kind, interaction.token)
    incoming = Incoming(
        key=f"dc-{interaction.id}",
        at=now,
        where=where,
        private=private,
        who=_who(interaction.user),
        what=what,
        locale=interaction.locale.value,
        token=str(token),
        private_chat=None if private else direct(str(interaction.user.id)),
    )
    message = _message(interaction)
    return Decoded(incoming, Exchange(token, message=str(message or ""), asks=asks))


def _typing(interaction: discord.Interaction, data: dict[str, Any]) -> Typing | Ignored:
    focused = next((one for one in data.get("options", ()) if one.get("focused")), None)
    if focused is None:
        return Ignored("nothing is typed")
    exchange = Exchange(Token(str(interaction.id), Kind.COMMAND, interaction.token))
    return Typing(exchange, data["name"], focused["name"], str(focused["value"]))


def _arguments(data: dict[str, Any]) -> dict[str, str | int]:
    return {one["name"]: one["value"] for one in data.get("options", ()) if isinstance(one.get("value"), str | int)}


def _where(interaction: discord.Interaction) -> Address:
    if interaction.guild_id is not None:
        return in_guild(str(interaction.guild_id), _channel(interaction))
    if interaction.context.private_channel:
        return elsewhere(_channel(interaction))
    return direct(str(interaction.user.id))


def _channel(interaction: discord.Interaction) -> str:
    """Raises LookupError for one of a kind that discord.py doesn't know: it keeps nothing of it."""
    if interaction.channel_id is None:
        raise LookupError("a channel of an unknown kind")
    return str(interaction.channel_id)


def _message(interaction: discord.Interaction) -> MessageName | None:
    message = interaction.message
    if message is None:
        return None
    return MessageName(_channel(interaction), str(message.id), message.flags.ephemeral)


def _who(user: discord.User | discord.Member) -> Who:
    return Who(str(user.id), user.display_name)
