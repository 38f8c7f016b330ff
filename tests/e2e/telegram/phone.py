"""A person's phone: what they type, press and answer in their private chat, and what they see come of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.clock import VirtualClock
from tests.telegram.messages import FakeButton, FakeMessage
from tests.telegram.people import FakePerson, FakePress
from tests.telegram.requests import Request
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

_OPS = {"stopPoll": "stop", "deleteMessage": "delete"}
_KINDS = {"bold": "bold", "pre": "block", "text_link": "link"}


@dataclass(frozen=True)
class Seen:
    """One change on the screen, as it was then. `op` is send, edit, stop (of a poll) or delete; `after` is how long it
    took since the person did something."""

    op: str
    id: int
    text: str
    rows: tuple[tuple[FakeButton, ...], ...]
    spans: tuple[tuple[str, str, str], ...]
    """Style, the stretch of text, and the language or address that comes with it."""
    options: tuple[str, ...]
    """Of a native poll."""
    asks: str
    """What the input field says, where a reply is forced."""
    after: timedelta
    message: FakeMessage
    """As it is now."""

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.rows for button in row]

    def styled(self, style: str) -> list[str]:
        return [text for kind, text, _ in self.spans if kind == style]


class Phone:
    """`says`, `taps` and `answers` settle the bench, and answer what changed on the screen."""

    def __init__(self, bench: TelegramBench, person: FakePerson) -> None:
        self.bench, self.person = bench, person
        self.press: FakePress | None = None
        """The last one."""
        self.longest = timedelta(0)
        """How long anything took that they asked for."""

    @property
    def fake(self) -> FakeTelegram:
        return self.bench.fake

    @property
    def screen(self) -> list[FakeMessage]:
        """The bot's messages in the private chat."""
        return self.person.private.shown

    @property
    def notice(self) -> str:
        """What popped up at the last press."""
        return (self.press.answered if self.press else None) or ""

    async def says(self, text: str) -> list[Seen]:
        return await self.after(self.person.says(text))

    async def taps(self, what: str | int, on: FakeMessage | None = None) -> list[Seen]:
        """A button by a part of its label or by its number from 1, on a message or on the newest one that has it."""
        return await self._pressed(lambda: self.press_only(what, on))

    async def taps_old(self, message: FakeMessage, button: FakeButton) -> list[Seen]:
        """One that this phone still shows, though it isn't there any more."""
        return await self._pressed(lambda: self.person.presses(message, data=button.data))

    def press_only(self, what: str | int, on: FakeMessage | None = None) -> FakePress:
        """The same without waiting for anything."""
        message = on or self._newest(what)
        if isinstance(what, int):
            return self.person.presses(message, data=message.buttons[what - 1].data)
        return self.person.presses(message, what)

    async def answers(self, message: FakeMessage, *options: int) -> list[Seen]:
        return await self.after(self.person.answers(message, *options))

    async def chooses(self, option: str) -> list[Seen]:
        """By its text, in the newest poll."""
        poll = next(one for one in reversed(self.screen) if one.poll)
        assert poll.poll
        return await self.answers(poll, poll.poll.options.index(option))

    async def only(self, text: str) -> Seen:
        (seen,) = await self.says(text)
        return seen

    async def only_tap(self, what: str | int, on: FakeMessage | None = None) -> Seen:
        (seen,) = await self.taps(what, on)
        return seen

    async def run(self, lines: Iterable[str]) -> list[list[Seen]]:
        return [await self.does(line) for line in lines]

    async def does(self, line: str) -> list[Seen]:
        """`#label` (or `#1`, by its number) taps, `=option` answers a poll, `:until` a time and `:wait` so many minutes
        let time pass; anything else is said."""
        word, _, rest = line.partition(" ")
        if word == ":until":
            return await self.until(datetime.fromisoformat(rest))
        if word == ":wait":
            return await self.waits(timedelta(minutes=int(rest)))
        if line.startswith("#"):
            return await self.taps(int(line[1:]) if line[1:].isdecimal() else line[1:])
        if line.startswith("="):
            return await self.chooses(line[1:])
        return await self.says(line)

    async def waits(self, by: timedelta) -> list[Seen]:
        return await self.until(self.bench.clock.now() + by)

    async def until(self, when: datetime) -> list[Seen]:
        """`when` is an instant; without a zone, UTC."""
        assert isinstance(self.bench.clock, VirtualClock)
        known, began = len(self.fake.requests), self.bench.clock.now()
        when = when if when.tzinfo else when.replace(tzinfo=began.tzinfo)
        assert when > began, "that time has gone by"
        await self.bench.until(when)
        return self._seen(known, began)

    async def pause(self) -> None:
        """A moment in which nobody is there to do anything."""
        assert isinstance(self.bench.clock, VirtualClock)
        await self.bench.clock.set(self.bench.clock.now() + timedelta(seconds=2))

    async def _pressed(self, press: Any) -> list[Seen]:
        known, began = len(self.fake.requests), self.bench.clock.now()
        pressed = self.press = press()
        # before the clock moves on: Telegram takes no answer to an old press
        await self.fake.until(lambda: pressed.answered is not None)
        await self.bench.settle(pressed.update_id)
        return self._answered(known, began)

    async def after(self, update: int) -> list[Seen]:
        """What follows of an update that was told just now."""
        known, began = len(self.fake.requests), self.bench.clock.now()
        await self.bench.settle(update)
        return self._answered(known, began)

    def _answered(self, known: int, began: datetime) -> list[Seen]:
        seen = self._seen(known, began)
        self.longest = max([self.longest, *(one.after for one in seen)])
        return seen

    def _newest(self, what: str | int) -> FakeMessage:
        for message in reversed(self.screen):
            if isinstance(what, int) and message.buttons:
                return message
            if isinstance(what, str) and any(what in label for label in message.labels):
                return message
        raise AssertionError(f"{what!r} is on none of {self.screen[-3:]}")

    def _seen(self, known: int, began: datetime) -> list[Seen]:
        calls = [one for one in self.fake.requests[known:] if one.chat == self.person.id and one.status == 200]
        return [seen for call in calls if (seen := self._change(call, began))]

    def _change(self, call: Request, began: datetime) -> Seen | None:
        op = _OPS.get(call.method) or next((op for op in ("send", "edit") if call.method.startswith(op)), "")
        if not op or call.method == "sendChatAction":
            return None
        result = call.answer["result"] if isinstance(call.answer["result"], dict) else {}
        number = result.get("message_id") or call.params["message_id"]
        message = next(one for one in self.person.private.history if one.id == number)
        text = result.get("text") or result.get("caption") or result.get("poll", {}).get("question", "")
        keyboard = result.get("reply_markup", {}).get("inline_keyboard", [])
        rows = tuple(
            tuple(FakeButton(b["text"], b.get("callback_data", ""), b.get("url", "")) for b in r) for r in keyboard
        )
        options = tuple(one["text"] for one in result.get("poll", {}).get("options", ()))
        asks = (message.placeholder or "…") if message.asks and op == "send" else ""
        spans = _spans(text, result.get("entities") or result.get("caption_entities") or [])
        return Seen(op, number, text, rows, spans, options, asks, call.at - began, message)


def _spans(text: str, entities: list[dict[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    """Offsets count UTF-16 units."""
    units = text.encode("utf-16-le")

    def cut(one: dict[str, Any]) -> str:
        return units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")

    return tuple(
        (_KINDS.get(one["type"], one["type"]), cut(one), one.get("url") or one.get("language") or "")
        for one in entities
    )
