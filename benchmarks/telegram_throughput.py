"""What an update costs on Telegram: Milepost beside a bare echo bot of aiogram, on the same fake Bot API server.

`python -m benchmarks.telegram_throughput [--updates 2000] [--chats 200] [--rounds 5] [--database sqlite]`. All updates
wait when measuring begins, and are fetched by long polling. Both bots answer each text with the same text; Milepost
also knows the update if it comes again, counts it in a state of the person's and keeps the reply in its outbox, with
its pace switched off. The fake is a process of its own, and so is each bot: CPU is of the bot's process with its
database threads (a PostgreSQL server's is not in it), from when everybody is known until the last update is confirmed
and the last reply has arrived. The rounds alternate. Exits 1 where a reply is missing or came twice.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message as AiogramMessage

from benchmarks.telegram_bot import process, served
from bot.adapters.telegram.service import Access
from bot.adapters.telegram.session import CALLS_TOGETHER
from bot.core.capabilities import Capabilities
from bot.core.effects import Reply, Save, Send, of_person
from bot.core.feature import Feature
from bot.core.model import Message
from bot.core.text import Text
from bot.core.turn import Speech, Turn
from tests.databases import Postgres, migrate, sqlite_url
from tests.journal.tally import Tally, create_table
from tests.telegram.server import TEST_TOKEN, FakeTelegram

LATENCY = (0.002, 0.01)
PATIENCE = 300
"""Seconds."""
AFTERWARDS = 0.5
"""Seconds in which what follows the last reply (its row is settled) still counts."""

echo = Feature("echo")


@echo.text(reads=of_person(Tally))
def say_it_again(turn: Turn[object], speech: Speech) -> Reply:
    before = turn.get(Tally) or Tally(turn.person.id)
    return Reply(Save(replace(before, count=before.count + 1)), Send(Message(Text(speech.text))))


def _without_pace(can: Capabilities) -> Capabilities:
    return replace(can, pace=None, chat_pace=None, group_pace=None)


# The processes. Each answers what it is asked through its pipe, until it is asked nothing.


@dataclass(frozen=True, slots=True)
class Answered:
    """`seconds` from when all updates waited; `wrong` counts replies that are missing or too many."""

    seconds: float
    wrong: int


def fake(pipe: Connection, chats: int) -> None:
    asyncio.run(_fake(pipe, chats))


async def _fake(pipe: Connection, chats: int) -> None:
    async with FakeTelegram(latency=LATENCY, rng=Random(1), limits=False) as telegram:
        people = [telegram.person(f"Person {number}") for number in range(chats)]
        pipe.send(telegram.url)
        while texts := await asyncio.to_thread(pipe.recv):
            telegram.requests.clear()
            looked_at = replies = 0

            def all_answered(texts: list[str] = texts) -> bool:
                nonlocal looked_at, replies
                replies += sum(one.method == "sendMessage" for one in telegram.requests[looked_at:])
                looked_at = len(telegram.requests)
                return replies >= len(texts) and telegram.updates.is_confirmed(None)

            for number, text in enumerate(texts):
                people[number % chats].says(text)
            began = time.perf_counter()
            await telegram.until(all_answered, PATIENCE)
            seconds = time.perf_counter() - began
            await asyncio.sleep(AFTERWARDS)
            said = Counter(one.params["text"] for one in telegram.of("sendMessage"))
            pipe.send(Answered(seconds, (said - Counter(texts)).total() + (Counter(texts) - said).total()))


def milepost(pipe: Connection, api: str, database_url: str) -> None:
    asyncio.run(_milepost(pipe, api, database_url))


async def _milepost(pipe: Connection, api: str, database_url: str) -> None:
    async with served(Access(TEST_TOKEN, api), database_url, [echo], can=_without_pace):
        await _tell_cpu(pipe)


def aiogram_echo(pipe: Connection, api: str, _: str) -> None:
    asyncio.run(_aiogram_echo(pipe, api))


async def _aiogram_echo(pipe: Connection, api: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api), limit=CALLS_TOGETHER)
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: AiogramMessage) -> None:
        await message.answer(message.text or "")

    async with Bot(TEST_TOKEN, session=session) as bot:
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        await _tell_cpu(pipe)
        await dispatcher.stop_polling()
        await polling


async def _tell_cpu(pipe: Connection) -> None:
    pipe.send(None)
    while await asyncio.to_thread(pipe.recv):
        pipe.send(time.process_time())


# The rounds


@dataclass(frozen=True, slots=True)
class Cost:
    """Updates a second, and seconds of CPU for each."""

    rate: float
    cpu: float
    wrong: int


def measure(
    bot: Callable[..., None], fake_pipe: Connection, api: str, database_url: str, updates: int, chats: int
) -> Cost:
    with process(bot, api, database_url) as pipe:
        pipe.recv()
        _answered(fake_pipe, [f"first {number}" for number in range(chats)])
        before = _cpu(pipe)
        answered = _answered(fake_pipe, [f"text {number}" for number in range(updates)])
        return Cost(updates / answered.seconds, (_cpu(pipe) - before) / updates, answered.wrong)


def _answered(fake_pipe: Connection, texts: list[str]) -> Answered:
    fake_pipe.send(texts)
    answered: Answered = fake_pipe.recv()
    return answered


def _cpu(pipe: Connection) -> float:
    pipe.send(True)
    cpu: float = pipe.recv()
    return cpu


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.telegram_throughput")
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    server = Postgres() if given.database == "postgres" else None
    mine: list[Cost] = []
    peer: list[Cost] = []
    try:
        with tempfile.TemporaryDirectory() as folder, process(fake, given.chats) as fake_pipe:
            api = fake_pipe.recv()
            for number in range(given.rounds):
                url = server.create() if server else _new_file(Path(folder) / f"{number}.sqlite3")
                asyncio.run(create_table(url))
                mine.append(measure(milepost, fake_pipe, api, url, given.updates, given.chats))
                peer.append(measure(aiogram_echo, fake_pipe, api, "", given.updates, given.chats))
    finally:
        if server:
            server.stop()
    wrong = sum(cost.wrong for cost in (*mine, *peer))
    _report(given, mine, peer)
    if wrong:
        print(f"{wrong} replies are missing or came twice")
    return 1 if wrong else 0


def _new_file(file: Path) -> str:
    asyncio.run(migrate(sqlite_url(file)))
    return sqlite_url(file)


def _report(given: argparse.Namespace, mine: list[Cost], peer: list[Cost]) -> None:
    where = {"sqlite": "SQLite", "postgres": "PostgreSQL"}[given.database]
    print(f"{given.updates} updates from {given.chats} chats by long polling, medians of {given.rounds} rounds")
    print(f"{'':22} {'updates/s':>10} {'CPU of an update':>17}")
    medians = []
    for name, costs in ((f"Milepost on {where}", mine), ("aiogram echo bot", peer)):
        rate, cpu = median(cost.rate for cost in costs), median(cost.cpu for cost in costs)
        medians.append((rate, cpu))
        print(f"{name:22} {rate:10.0f} {cpu * 1_000_000:14.0f} µs")
    (my_rate, my_cpu), (peer_rate, peer_cpu) = medians
    print(f"{'ratio':22} {my_rate / peer_rate:10.2f} {my_cpu / peer_cpu:17.2f}")


if __name__ == "__main__":
    sys.exit(main())
