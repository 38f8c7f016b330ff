"""How long a reply waits on Telegram while thousands of reminders leave, and whether any limit is broken.

`python -m benchmarks.telegram_burst [--reminders 2000] [--replies 500] [--seconds 80]`; on the machine's clock, about
two minutes. Reminders fall due at one moment in as many chats; from then on, over so many seconds, people in other
chats write at random moments (never more than 20 in a second), and each is answered. The fake Bot API server, in a
process of its own, takes 0.05 to 0.3 s for a call and refuses what breaks a limit: 30 messages a second in all, one a
second in a chat. A wait ends when the call that sends the reply arrives there. Exits 1 when a limit was broken, a
message is missing or came twice, or a reply waited more than a second.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks.telegram_bot import process, served
from bot.adapters.telegram.intake import Handle
from bot.adapters.telegram.service import Access
from bot.core.effects import Priority, Reply, Schedule, Send
from bot.core.feature import Arg, Feature
from bot.core.model import Incoming, Message, Said
from bot.core.ports import Handled
from bot.core.text import Text
from bot.core.turn import Call, Speech, Timer, Turn
from tests.databases import migrate, sqlite_url
from tests.journal.tally import create_table
from tests.telegram.server import TEST_TOKEN, FakeTelegram

LATENCY = (0.05, 0.3)
MOST_A_SECOND = 20
LONGEST_WAIT = timedelta(seconds=1)
PATIENCE = 300
"""Seconds."""
AHEAD = timedelta(seconds=1)
"""Between the last timer that is set and the moment at which all fall due."""

burst = Feature("burst")


@burst.command("wake", Arg("at", str), Arg("number", int), summary="help-summary")
def wake(turn: Turn[object], call: Call) -> Reply:
    at = datetime.fromisoformat(call.text("at") or "")
    return Reply(Schedule("wake", turn.person.id, at, key=str(call.number("number"))))


@burst.timer("wake")
def ring(_: Turn[object], timer: Timer) -> Reply:
    return Reply(Send(Message(Text(f"reminder {timer.key}")), priority=Priority.REMINDER))


@burst.text()
def say_it_again(_: Turn[object], speech: Speech) -> Reply:
    return Reply(Send(Message(Text(speech.text))))


@dataclass(frozen=True, slots=True)
class Load:
    reminders: int
    replies: int
    seconds: float

    def moments(self, rng: Random) -> list[float]:
        """When people write, in seconds after the reminders fell due."""
        moments = sorted(rng.uniform(0, self.seconds) for _ in range(self.replies))
        for index in range(MOST_A_SECOND, len(moments)):
            moments[index] = max(moments[index], moments[index - MOST_A_SECOND] + 1)
        return moments


@dataclass(frozen=True, slots=True)
class Arrived:
    """A call to send a message, at the fake."""

    text: str
    at: datetime
    status: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """By the fake."""

    due_at: datetime
    arrived: Sequence[Arrived]
    breaches: Sequence[str]


# The fake's process


def fake(pipe: Connection, load: Load) -> None:
    asyncio.run(_fake(pipe, load))


async def _fake(pipe: Connection, load: Load) -> None:
    async with FakeTelegram(latency=LATENCY, rng=Random(1)) as telegram:
        pipe.send(telegram.url)
        sleepers = [telegram.person(f"Sleeper {number}") for number in range(load.reminders)]
        writers = [telegram.person(f"Writer {number}") for number in range(load.replies)]
        await asyncio.to_thread(pipe.recv)
        due_at = telegram.now() + timedelta(seconds=load.reminders / 100) + AHEAD
        for number, sleeper in enumerate(sleepers):
            sleeper.says(f"/wake {due_at.isoformat()} {number}")
        await telegram.until_confirmed(timeout=PATIENCE)
        pipe.send(telegram.now() < due_at)
        for writer, moment in zip(writers, load.moments(Random(2)), strict=True):
            await telegram.clock.sleep_until(due_at + timedelta(seconds=moment))
            writer.says(f"reply {writer.name.split()[1]}")
        chats = [person.private for person in (*sleepers, *writers)]
        try:
            await telegram.until(lambda: all(chat.shown for chat in chats), PATIENCE)
        except TimeoutError:
            print("not all messages came", file=sys.stderr)
        arrived = [Arrived(one.params["text"], one.at, one.status) for one in telegram.of("sendMessage")]
        breaches = [f"{one.at:%H:%M:%S.%f} {one.method} {one.limit}" for one in telegram.limit_breaches]
        pipe.send(Seen(due_at, arrived, breaches))
        await asyncio.to_thread(pipe.recv)


# The bot


class Watch:
    """When each text arrived at the bot, and when it was committed."""

    def __init__(self) -> None:
        self.arrived: dict[str, datetime] = {}
        self.committed: dict[str, datetime] = {}

    def __call__(self, handle: Handle) -> Handle:
        async def handled(incoming: Incoming) -> Handled:
            if not isinstance(incoming.what, Said):
                return await handle(incoming)
            text = incoming.what.text
            self.arrived.setdefault(text, datetime.now(UTC))
            answer = await handle(incoming)
            self.committed.setdefault(text, datetime.now(UTC))
            return answer

        return handled


async def run(database_url: str, load: Load) -> tuple[Watch, Seen]:
    await migrate(database_url)
    await create_table(database_url)
    watch = Watch()
    with process(fake, load) as pipe:
        access = Access(TEST_TOKEN, await asyncio.to_thread(pipe.recv))
        async with served(access, database_url, [burst], handled_by=watch):
            pipe.send("begin")
            in_time = await asyncio.to_thread(pipe.recv)
            if not in_time:
                print("the machine is slow: reminders fell due while they were still set", file=sys.stderr)
            seen: Seen = await asyncio.to_thread(pipe.recv)
    return watch, seen


# The report


def _figures(name: str, waits: Sequence[timedelta]) -> str:
    seconds = [wait.total_seconds() for wait in waits]
    return f"{name:28} {median(seconds):7.3f} {quantiles(seconds, n=100)[98]:7.3f} {max(seconds):7.3f}"


def _report(load: Load, watch: Watch, seen: Seen) -> int:
    """How many things are wrong."""
    first = {one.text: one.at for one in reversed(seen.arrived)}
    replies = [text for text in first if text.startswith("reply")]
    reminders = [at for text, at in first.items() if text.startswith("reminder")]
    waits = [first[text] - watch.arrived[text] for text in replies]
    total = (max(first.values()) - seen.due_at).total_seconds()
    reminding = (max(reminders) - seen.due_at).total_seconds()
    refused = Counter(one.status for one in seen.arrived if one.status != 200)
    missing = load.reminders + load.replies - len(first)
    repeated = len(seen.arrived) - refused.total() - len(first)
    print(f"{len(reminders)} reminders due at once, {len(replies)} replies over {load.seconds:.0f} s, to as many chats")
    print(f"{'a reply waits, in seconds':28} {'median':>7} {'99%':>7} {'longest':>7}")
    print(_figures("from its update's arrival", waits))
    print(_figures("from its commit", [first[text] - watch.committed[text] for text in replies]))
    print(f"reminders a second {len(reminders) / reminding:.1f}, all sent after {total:.1f} s")
    print(f"limits broken {len(seen.breaches)}, calls refused {refused.total()}, missing {missing}, twice {repeated}")
    for breach in seen.breaches[:5]:
        print(f"    {breach}")
    late = sum(wait > LONGEST_WAIT for wait in waits)
    if late:
        print(f"{late} replies waited more than {LONGEST_WAIT.total_seconds():.0f} s")
    return len(seen.breaches) + refused.total() + missing + repeated + late


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.telegram_burst")
    parser.add_argument("--reminders", type=int, default=2000)
    parser.add_argument("--replies", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=80)
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    load = Load(given.reminders, given.replies, given.seconds)
    with tempfile.TemporaryDirectory() as folder:
        watch, seen = asyncio.run(run(sqlite_url(Path(folder) / "burst.sqlite3"), load))
    return 1 if _report(load, watch, seen) else 0


if __name__ == "__main__":
    sys.exit(main())
