"""`milepost run` as a process: it serves, ends in order, says in a line why it can't, and logs nothing of anybody."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.integration.telegram.running import PATIENCE, Running, free_port
from tests.telegram.chats import FakeChat
from tests.telegram.faults import Garbage, NoAnswer, Refuse, ResetAfter, ServerError, TooMany
from tests.telegram.server import FakeTelegram

Runs = Callable[..., Running]
_UNKNOWN = re.compile(r"I don't know /(\w+)")


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """On the machine's clock: the bot is another process."""
    async with FakeTelegram() as telegram:
        yield telegram


@pytest.fixture
async def runs(fake: FakeTelegram, tmp_path: Path) -> AsyncIterator[Runs]:
    """Makes processes (`Running`'s own arguments) that are gone at the end."""
    made: list[Running] = []

    def make(*command: str, cold: bool = False, **settings: str) -> Running:
        made.append(Running(fake, tmp_path, *command, cold=cold, **settings))
        return made[-1]

    yield make
    for one in made:
        await one.kill()


def told(chat: FakeChat) -> list[str]:
    """The unknown commands that people there were told of."""
    return [found[1] for text in chat.texts if (found := _UNKNOWN.match(text))]


async def test_it_serves_and_ends_in_order(fake: FakeTelegram, runs: Runs) -> None:
    milepost = await runs(cold=True).start()
    ada = fake.person("Ada")
    ada.says("/start")
    await fake.until(lambda: ada.private.texts)
    assert "Python backend developer" in ada.private.last.text + " ".join(ada.private.last.labels)
    assert await milepost.stop(signal.SIGINT) == 0
    assert "serving Telegram as @milepost_test_bot by polling" in milepost.log
    assert "Traceback" not in milepost.log


async def test_a_stop_in_the_middle_of_load_loses_nothing_and_repeats_nothing(fake: FakeTelegram, runs: Runs) -> None:
    fake.latency = (0.01, 0.05)
    people = [fake.person(f"Person {number}") for number in range(25)]
    said = {person: [f"a{number}x{which}" for which in range(3)] for number, person in enumerate(people)}
    for which in range(3):
        for person in people:
            person.says(f"/{said[person][which]}")
    milepost = await runs().start()
    await fake.until(lambda: len(fake.of("sendMessage")) > 20)
    began = asyncio.get_running_loop().time()
    assert await milepost.stop(signal.SIGTERM) == 0
    assert asyncio.get_running_loop().time() - began < 10
    before = sum(len(told(person.private)) for person in people)
    assert before < 3 * len(people), "there was nothing left to be lost"
    await milepost.start()
    await fake.until_confirmed(timeout=PATIENCE)
    await fake.until(lambda: all(len(told(person.private)) >= 3 for person in people), PATIENCE)
    assert await milepost.stop() == 0
    assert {person: told(person.private) for person in people} == said


async def test_a_wrong_token_is_one_line(fake: FakeTelegram, runs: Runs) -> None:
    milepost = runs(TELEGRAM_BOT_TOKEN="123456:WRONG-TOKEN")
    assert await milepost.run() == 2
    (line,) = [line for line in milepost.lines if " INFO " not in line]
    assert line.startswith("milepost: TELEGRAM_BOT_TOKEN: Telegram knows no bot with this token")
    assert "WRONG" not in milepost.log


async def test_it_waits_for_telegram(fake: FakeTelegram, runs: Runs) -> None:
    await fake.close()
    milepost = await runs().start("Telegram can't be reached")
    await fake.start()
    await milepost.logs("serving Telegram")
    ada = fake.person("Ada")
    ada.says("/help")
    await fake.until(lambda: ada.private.texts)
    assert await milepost.stop() == 0


async def test_it_can_be_stopped_while_it_waits_for_telegram(fake: FakeTelegram, runs: Runs) -> None:
    fake.fail(NoAnswer(), "getMe")
    milepost = await runs().start("")
    await fake.until(lambda: fake.of("getMe"), PATIENCE)
    async with asyncio.timeout(5):
        assert await milepost.stop() == 0


async def test_a_second_process_on_its_database_is_refused(fake: FakeTelegram, runs: Runs) -> None:
    await runs().start()
    second = runs()
    assert await second.run() == 2
    (line,) = second.lines
    assert line.startswith("milepost: Another Milepost is using ")


@pytest.mark.parametrize("setting", ["HEALTH_PORT", "TELEGRAM_WEBHOOK_PORT"])
async def test_a_port_that_is_taken_is_an_end(fake: FakeTelegram, runs: Runs, setting: str) -> None:
    server = await asyncio.start_server(lambda _, __: None, "0.0.0.0", 0)
    port = server.sockets[0].getsockname()[1]
    hook = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram", "TELEGRAM_WEBHOOK_SECRET": "secret"}
    milepost = runs(**{setting: str(port)}, **(hook if setting != "HEALTH_PORT" else {}))
    try:
        assert await milepost.run() == 2
    finally:
        server.close()
        await server.wait_closed()
    assert milepost.lines[-1].startswith(f"milepost: {setting}: {port} can't be listened on")
    assert "for example" in milepost.lines[-1]
    assert "Traceback" not in milepost.log


async def test_a_webhook_that_telegram_refuses_is_an_end(fake: FakeTelegram, runs: Runs) -> None:
    milepost = runs(
        TELEGRAM_WEBHOOK_URL="https://bot.example.org:81/telegram",
        TELEGRAM_WEBHOOK_SECRET="a-secret-of-the-hook",
        TELEGRAM_WEBHOOK_PORT="0",
    )
    assert await milepost.run() == 2
    assert milepost.lines[-1].startswith("milepost: TELEGRAM_WEBHOOK_URL: Telegram refuses it")
    assert "Webhook can be set up only on ports" in milepost.lines[-1]
    assert "Traceback" not in milepost.log
    assert fake.token not in milepost.log
    assert "a-secret-of-the-hook" not in milepost.log


async def test_a_busy_run_with_faults_logs_neither_secrets_nor_what_people_write(
    fake: FakeTelegram, runs: Runs
) -> None:
    milepost = await runs(LOG_LEVEL="DEBUG", HEALTH_PORT=str(free_port())).start()
    fake.judge.tolerant = True
    ada = fake.person("Adalovelace")
    group = fake.supergroup("Groupofada", ada)
    for fault in (
        ServerError(),
        Garbage(b"Zebrafish \xff"),
        ResetAfter(),
        TooMany(1),
        Refuse(400, 'Bad Request: can\'t use "Zebrafish"'),
    ):
        fake.fail(fault, "sendMessage")
    fake.fail(Garbage(b"Zebrafish"), "getUpdates")
    for text in ("/start Zebrafish", "Zebrafish one", "/zebrafish"):
        ada.says(text)
        ada.says(text, group)
    ada.uploads("Zebrafish.txt", b"Zebrafish", caption="Zebrafish")
    fake.push({"message": {"text": "Zebrafish", "from": "Zebrafish"}})
    fake.push({"edited_message": {"text": "Zebrafish"}})
    await fake.until_confirmed(timeout=PATIENCE)
    await fake.until(lambda: len(ada.private.texts) >= 4, PATIENCE)
    ada.presses(next(one for one in reversed(ada.private.shown) if one.buttons), (0, 0))
    ada.presses(ada.private.last, data="Zebrafish:1")
    await fake.until_confirmed(timeout=PATIENCE)
    await fake.until(lambda: len(fake.of("answerCallbackQuery")) == 2)
    assert await milepost.stop() == 0
    assert "DEBUG" in milepost.log
    leaks = [
        line
        for line in milepost.lines
        for secret in (fake.token.partition(":")[2], "ebrafish", "lovelace", "Groupof", "I didn't expect", "Zmvicm")
        if secret in line
    ]
    assert leaks == []


async def test_a_webhook_and_its_health_as_a_process(fake: FakeTelegram, runs: Runs) -> None:
    port, health = free_port(), free_port()
    fake.webhook_route = f"http://127.0.0.1:{port}"
    milepost = await runs(
        TELEGRAM_WEBHOOK_URL="https://bot.example.org/telegram",
        TELEGRAM_WEBHOOK_SECRET="a-secret-of-the-hook",
        TELEGRAM_WEBHOOK_PORT=str(port),
        HEALTH_PORT=str(health),
    ).start("by webhook")
    ada = fake.person("Ada")
    await fake.until(lambda: fake.webhook.url)
    ada.says("/help")
    fake.push({"edited_message": {}})
    fake.push({"message": {}})
    await fake.until(lambda: ada.private.texts)
    await fake.until_confirmed()
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{health}/health") as answer:
        assert answer.status == 200
        page = await answer.json()
    assert page["problems"] == []
    assert page["waiting"] == 0
    assert page["platforms"]["telegram"]["updates"] == {"handled": 1, "undecodable": 1}
    assert await milepost.stop() == 0
    assert fake.webhook.url, "it stays set: the next process goes on with what waits"
    assert "a-secret-of-the-hook" not in milepost.log
