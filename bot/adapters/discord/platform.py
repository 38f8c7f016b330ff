"""The sending side: one outbox row is one message, by the call that the state of its interaction allows."""

import asyncio
import logging
from collections import OrderedDict
from datetime import timedelta
from typing import Any

from bot.adapters.discord.calls import Calls
from bot.adapters.discord.exchanges import Exchange, Exchanges, Kind, Stage
from bot.adapters.discord.refusals import (
    ALREADY_ANSWERED,
    CLOSED_TO_US,
    DEAD_TOKEN,
    NO_MORE_ANSWERS,
    TROUBLE,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    code,
    outcome,
)
from bot.adapters.discord.render import CHANGE, EPHEMERAL, NEW, TAKE, THINKING, Payload, asking, notice, rendered
from bot.adapters.discord.surface import PLATFORM, MessageName, direct, user_of
from bot.core.capabilities import Capabilities
from bot.core.model import Message
from bot.core.ports import DeliveryError, Gone, NotPrivately, OutboxRow, Receipt, Temporary, Unreachable

log = logging.getLogger(__name__)

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
        self._otherwise: set[int] = set()
        """Rows that can't answer their interaction after all: what they take instead is counted."""

    def counts(self, row: OutboxRow) -> bool:
        """What answers an interaction is outside of all limits but its own."""
        return row.id in self._otherwise or self._exchanges.find(row.token) is None

    async def send(self, row: OutboxRow) -> Receipt:
        exchange = self._exchanges.find(row.token)
        try:
            async with asyncio.timeout(PATIENCE):
                if exchange is None:
                    receipt = await self._write(row)
                else:
                    async with exchange.lock:
                        receipt = await self._answer(row, exchange)
        except (*TROUBLE, DeliveryError) as error:
            failure = outcome(error, row)
            if not isinstance(failure, Temporary):
                self._otherwise.discard(row.id)
            raise failure from error
        self._otherwise.discard(row.id)
        return receipt

    # answers to an interaction, whose lock is held

    async def _answer(self, row: OutboxRow, exchange: Exchange) -> Receipt:
        if row.op == "send":
            return await self._reply(row, exchange)
        if exchange.stage is Stage.UNKNOWN and exchange.token.kind is not Kind.COMMAND:
            await self._learn(exchange)
        if row.op in ("edit", "close") and row.message == exchange.message:
            return await self._update(row, exchange)
        return await self._write_instead(row, exchange)

    async def _learn(self, exchange: Exchange) -> dict[str, Any] | None:
        """What the first response was, of which an earlier process knew, or whose answer was lost; the message that it
        made, if it made one."""
        try:
            there: dict[str, Any] = await self._calls.original("GET", exchange)
        except Exception as error:
            if code(error) in DEAD_TOKEN:
                exchange.goes_on(Stage.LOST)
            elif code(error) == UNKNOWN_MESSAGE:  # it was a modal
                exchange.goes_on(Stage.REPLIED)
            else:
                raise
            return None
        flags = there.get("flags", 0)
        if (there.get("interaction_metadata") or {}).get("id") != exchange.token.interaction:
            exchange.message = str(MessageName(there["channel_id"], there["id"], bool(flags & EPHEMERAL)))
            exchange.goes_on(Stage.TAKEN)
            return None
        exchange.private = bool(flags & EPHEMERAL)
        exchange.goes_on(Stage.THINKING if flags & THINKING else Stage.REPLIED)
        return None if flags & THINKING else there

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
                return self._made(made["resource"]["message"], row, exchange)
        if exchange.stage is Stage.UNKNOWN:
            said = await self._learn(exchange)
            if said and said.get("content") == payload.body["content"]:
                return self._made(said, row, exchange)
        if exchange.stage is Stage.THINKING and (receipt := await self._fill(row, exchange, payload)):
            return receipt
        return await self._follow_up(row, exchange, payload)

    async def _fill(self, row: OutboxRow, exchange: Exchange, payload: Payload) -> Receipt | None:
        """Replace the message that says that we are thinking. It stays as visible as it is, so one that all see makes
        way for an answer that only one person may see; and that person may have taken it away."""
        in_sight = not exchange.private and not user_of(row.address)
        method, said = ("DELETE", None) if row.only_for and in_sight else ("PATCH", payload)
        try:
            made = await self._calls.original(method, exchange, said)
        except Exception as error:
            if code(error) != UNKNOWN_MESSAGE:
                return await self._lost(error, row, exchange)
            made = None
        exchange.goes_on(Stage.REPLIED)
        if not made:
            return None
        receipt = self._made(made, row, exchange)
        await self._pass_on(exchange)
        return receipt

    async def _pass_on(self, exchange: Exchange) -> None:
        """What had to wait until the answer stood where it belongs; it is worth no second try."""
        if exchange.notice:
            try:
                await self._calls.follow_up(exchange, notice(exchange.notice))
            except (*TROUBLE, DeliveryError) as error:
                log.info("a notice could not be shown: %s %s", type(error).__name__, code(error) or "")
            exchange.notice = ""

    async def _follow_up(self, row: OutboxRow, exchange: Exchange, payload: Payload) -> Receipt:
        if exchange.stage is Stage.LOST:
            return await self._write_instead(row)
        if not row.only_for and user_of(row.address):  # where a repeated call makes no second message
            try:
                return await self._write_instead(row)
            except Exception as error:
                if code(error) not in CLOSED_TO_US:
                    raise
        try:
            made = await self._calls.follow_up(exchange, payload)
        except Exception as error:
            return await self._lost(error, row, exchange)
        receipt = self._made(made, row, exchange)
        await self._pass_on(exchange)
        return receipt

    async def _update(self, row: OutboxRow, exchange: Exchange) -> Receipt:
        """Of the message whose button was pressed."""
        payload = rendered(row, ephemeral=MessageName.parse(exchange.message).ephemeral)
        if exchange.stage is Stage.OPEN and await self._first(exchange, payload.respond(CHANGE), Stage.TAKEN):
            return Receipt(row.message)
        if exchange.stage is Stage.TAKEN:
            await self._calls.original("PATCH", exchange, payload)
            return Receipt(row.message)
        return await self._write_instead(row, exchange)

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
        if code(error) not in NO_MORE_ANSWERS:
            raise error
        exchange.goes_on(Stage.LOST)
        return await self._write_instead(row)

    def _made(self, message: dict[str, Any], row: OutboxRow, exchange: Exchange) -> Receipt:
        channel = message["channel_id"]
        name = str(MessageName(channel, message["id"], bool(message.get("flags", 0) & EPHEMERAL)))
        self._exchanges.made(name, exchange)
        return Receipt(name, channel=channel if user_of(row.address) else "")

    # calls that need no interaction

    async def _write_instead(self, row: OutboxRow, exchange: Exchange | None = None) -> Receipt:
        """In its turn: nobody knew that such a call would be made, so it kept no pace."""
        if row.id not in self._otherwise and not MessageName.parse(row.message or "").ephemeral:
            self._otherwise.add(row.id)
            raise Temporary("the interaction takes no answer", timedelta(0))
        return await self._write(row, exchange)

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
        maker = self._exchanges.maker(row.message)
        if maker is None and exchange and exchange.stage is Stage.UNKNOWN:
            maker = exchange  # perhaps an earlier process made it through this one
        if maker is None:
            raise Gone
        await self._calls.made_by(maker, method, name.id, payload)
        return Receipt(row.message)

    async def _privately(self, row: OutboxRow) -> Receipt:
        """What can't be shown to one person in the channel goes to their direct messages."""
        try:
            return await self._post(row, row.only_for)
        except Exception as error:
            # nothing follows from it for the place that the row is addressed to
            if isinstance(follows := outcome(error, row), Unreachable):
                raise NotPrivately(follows.reason) from error
            raise

    async def _post(self, row: OutboxRow, instead: str = "") -> Receipt:
        user = instead or user_of(row.address)
        known = "" if instead else row.channel
        channel = (known or await self._direct_channel(user)) if user else (row.address.thread or row.address.chat)
        made = await self._calls.post(channel, rendered(row).named_once(row))
        name = str(MessageName(made["channel_id"], made["id"]))
        return Receipt(name, at=direct(instead) if instead else None, channel=channel if user else "")

    async def _direct_channel(self, user: str) -> str:
        """Of one that had to be opened the message goes in its next turn: a turn in the pace is one call."""
        if user not in self._channels:
            self._channels[user] = await self._calls.direct_channel(user)
            if len(self._channels) > _CHANNELS:
                self._channels.popitem(last=False)
            raise Temporary("direct messages were opened first", timedelta(0))
        return self._channels[user]
