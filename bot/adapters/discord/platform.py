"""The sending side: one outbox row is one message, by the call that the state of its interaction allows."""

import asyncio
from collections import OrderedDict
from typing import Any

from bot.adapters.discord.calls import Calls
from bot.adapters.discord.exchanges import Exchange, Exchanges, Kind, Stage
from bot.adapters.discord.refusals import (
    ALREADY_ANSWERED,
    CLOSED_TO_US,
    DEAD_TOKEN,
    UNKNOWN_INTERACTION,
    code,
    outcome,
)
from bot.adapters.discord.render import CHANGE, NEW, TAKE, THINKING, Payload, asking, rendered
from bot.adapters.discord.surface import PLATFORM, MessageName, direct, user_of
from bot.core.capabilities import Capabilities
from bot.core.model import Message
from bot.core.ports import Gone, NotPrivately, OutboxRow, Receipt

PATIENCE = 60
"""Seconds for one call, waiting for its route's limit included; it must end before the row's lease does."""
_CHANNELS = 100_000
"""Of direct messages, kept in memory until storage has them."""


class DiscordPlatform:
    name: str = PLATFORM

    def __init__(self, capabilities: Capabilities, exchanges: Exchanges, calls: Calls) -> None:
        self.capabilities = capabilities
        self._exchanges, self._calls = exchanges, calls
        self._channels: OrderedDict[str, str] = OrderedDict()

    def counts(self, row: OutboxRow) -> bool:
        """What answers an interaction is outside of all limits but its own."""
        return not (row.token and self._exchanges.find(row.token))

    async def send(self, row: OutboxRow) -> Receipt:
        exchange = self._exchanges.find(row.token)
        try:
            async with asyncio.timeout(PATIENCE):
                if exchange is None:
                    return await self._write(row)
                async with exchange.lock:
                    return await self._answer(row, exchange)
        except Exception as error:
            raise outcome(error, row) from error

    # answers to an interaction, whose lock is held

    async def _answer(self, row: OutboxRow, exchange: Exchange) -> Receipt:
        if row.op == "send":
            return await self._reply(row, exchange)
        if exchange.stage is Stage.UNKNOWN and exchange.token.kind is Kind.PRESS and row.message:
            await self._recall(exchange, row.message)
        if row.op in ("edit", "close") and row.message == exchange.message:
            return await self._update(row, exchange)
        return await self._write(row, exchange)

    async def _recall(self, exchange: Exchange, message: str) -> None:
        """Whether an earlier process took a press on this message, which only one person sees."""
        if MessageName.parse(message).ephemeral:
            there = await self._calls.original("GET", exchange)
            if there["id"] == MessageName.parse(message).id:
                exchange.message = message
                exchange.goes_on(Stage.TAKEN)

    async def _reply(self, row: OutboxRow, exchange: Exchange) -> Receipt:
        asked = row.body if isinstance(row.body, Message) and row.body.asks else None
        if asked and exchange.stage is Stage.OPEN and await self._first(exchange, asking(asked), Stage.REPLIED):
            return Receipt()
        payload = rendered(row, ephemeral=bool(row.only_for))
        if exchange.stage is Stage.OPEN:
            if MessageName.parse(exchange.message).ephemeral:
                # "@original" has to stay the pressed message: nothing else reaches one that only one person sees
                await self._first(exchange, Payload({"type": TAKE}), Stage.TAKEN)
            elif made := await self._first(exchange, payload.respond(NEW), Stage.REPLIED):
                return self._made(made["resource"]["message"], exchange)
        if exchange.stage in (Stage.THINKING, Stage.UNKNOWN) and (receipt := await self._fill(row, exchange, payload)):
            return receipt
        if exchange.stage is Stage.LOST or (not row.only_for and user_of(row.address)):
            return await self._write(row)
        try:
            made = await self._calls.follow_up(exchange, payload)
        except Exception as error:
            return await self._lost(error, row, exchange)
        exchange.goes_on(Stage.REPLIED if exchange.stage is Stage.UNKNOWN else exchange.stage)
        return self._made(made, exchange)

    async def _fill(self, row: OutboxRow, exchange: Exchange, payload: Payload) -> Receipt | None:
        """Replace the message that says that we are thinking. Of an earlier process nobody knows whether there is one;
        its answer may stand there already."""
        if exchange.stage is Stage.UNKNOWN:
            if exchange.token.kind is Kind.PRESS:
                return None
            try:
                there = await self._calls.original("GET", exchange)
            except Exception as error:
                return await self._lost(error, row, exchange)
            if not there.get("flags", 0) & THINKING:
                exchange.goes_on(Stage.REPLIED)
                return self._made(there, exchange) if there.get("content") == payload.body["content"] else None
        made = await self._calls.original("PATCH", exchange, payload)
        exchange.goes_on(Stage.REPLIED)
        return self._made(made, exchange)

    async def _update(self, row: OutboxRow, exchange: Exchange) -> Receipt:
        """Of the message whose button was pressed."""
        payload = rendered(row, ephemeral=MessageName.parse(exchange.message).ephemeral)
        if exchange.stage is Stage.OPEN and await self._first(exchange, payload.respond(CHANGE), Stage.TAKEN):
            return Receipt(row.message)
        if exchange.stage is Stage.TAKEN:
            await self._calls.original("PATCH", exchange, payload)
            return Receipt(row.message)
        return await self._write(row, exchange)

    async def _first(self, exchange: Exchange, payload: Payload, then: Stage) -> dict[str, Any] | None:
        """The response, as Discord tells of it; None where it can't be the first any more, and `exchange` knows why."""
        try:
            answer = await self._calls.respond(exchange, payload)
        except Exception as error:
            if code(error) == UNKNOWN_INTERACTION:
                exchange.goes_on(Stage.LOST)
            elif code(error) == ALREADY_ANSWERED:
                exchange.goes_on(Stage.UNKNOWN)
            else:
                raise
            return None
        exchange.goes_on(then)
        return answer

    async def _lost(self, error: Exception, row: OutboxRow, exchange: Exchange) -> Receipt:
        if code(error) not in DEAD_TOKEN:
            raise error
        exchange.goes_on(Stage.LOST)
        return await self._write(row)

    def _made(self, message: dict[str, Any], exchange: Exchange) -> Receipt:
        name = str(MessageName(message["channel_id"], message["id"], bool(message.get("flags", 0) & 64)))
        self._exchanges.made(name, exchange)
        return Receipt(name)

    # calls that need no interaction

    async def _write(self, row: OutboxRow, exchange: Exchange | None = None) -> Receipt:
        if row.op == "send":
            return await self._privately(row) if row.only_for else await self._post(row)
        if row.message is None:
            raise Gone
        name = MessageName.parse(row.message)
        method, payload = ("DELETE", None) if row.op == "delete" else ("PATCH", rendered(row, ephemeral=name.ephemeral))
        if not name.ephemeral:
            await self._calls.message(method, name.channel, name.id, payload)
            return Receipt(row.message)
        maker = self._exchanges.maker(row.message) or exchange
        if maker is None:
            raise Gone
        await self._calls.made_by(maker, method, name.id, payload)
        return Receipt(row.message)

    async def _privately(self, row: OutboxRow) -> Receipt:
        """What can't be shown to one person in the channel goes to their direct messages."""
        try:
            return await self._post(row, row.only_for)
        except Exception as error:
            if code(error) in CLOSED_TO_US:
                raise NotPrivately(CLOSED_TO_US[code(error)]) from error
            raise

    async def _post(self, row: OutboxRow, instead: str = "") -> Receipt:
        user = instead or user_of(row.address)
        known = "" if instead else row.channel
        channel = (known or await self._direct_channel(user)) if user else (row.address.thread or row.address.chat)
        made = await self._calls.post(channel, rendered(row).named_once(row))
        name = str(MessageName(made["channel_id"], made["id"]))
        return Receipt(name, at=direct(instead) if instead else None, channel=channel if user else "")

    async def _direct_channel(self, user: str) -> str:
        if user not in self._channels:
            self._channels[user] = await self._calls.direct_channel(user)
            if len(self._channels) > _CHANNELS:
                self._channels.popitem(last=False)
        return self._channels[user]
