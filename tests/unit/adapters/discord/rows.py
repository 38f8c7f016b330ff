"""Outbox rows, and refusals as discord.py makes them of Discord's answers."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import discord

from bot.adapters.discord.surface import direct
from bot.core.lowering import Op
from bot.core.model import Address, Body
from bot.core.ports import OutboxRow

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ANN = "815735085465600000"
DM, GUILD = direct(ANN), Address("discord", "11", "12")


def row(
    body: Body | None = None,
    op: Op = "send",
    *,
    where: Address = DM,
    only_for: str = "",
    token: str = "",
    message: str | None = None,
) -> OutboxRow:
    return OutboxRow(
        id=1,
        key="dc-41/0",
        conversation=1,
        address=where,
        op=op,
        ref=2,
        body=body,
        priority=0,
        created_at=NOW,
        only_for=only_for,
        token=token,
        message=message,
    )


def refused(status: int, body: object, **headers: str) -> discord.HTTPException:
    """`body` is the JSON, or a text where there is none."""
    response: Any = SimpleNamespace(status=status, reason="", headers=headers)
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    made: discord.HTTPException = kind(response, body)  # type: ignore[arg-type]
    return made


def code(status: int, number: int, message: str = "No") -> discord.HTTPException:
    return refused(status, {"code": number, "message": message})
