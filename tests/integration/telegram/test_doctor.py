"""`milepost doctor` against the fake: each thing that can be wrong is named with what to do, and nothing is changed."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.adapters.telegram.decode import ALLOWED_UPDATES
from bot.cli import main
from bot.core.clock import SystemClock
from bot.storage.lockfile import LockFile
from tests.databases import Postgres
from tests.processes import ROOT, milepost
from tests.telegram.faults import Fault, Garbage, Refuse, ResetBefore, ServerError, TooMany, WrongShape
from tests.telegram.server import FakeTelegram

HOOK = {
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-hook",
    "TELEGRAM_WEBHOOK_PORT": "8080",
}
Settings = dict[str, str]
Doctor = Callable[..., Awaitable[tuple[int, list[str]]]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """On the machine's clock: the doctor is another process."""
    async with FakeTelegram() as telegram:
        yield telegram


@pytest.fixture
def settings(fake: FakeTelegram, tmp_path: Path, sqlite_file_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those with which all is well."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("TELEGRAM_", "HEALTH_", "DISCORD_", "CONTENT_"))]:
        monkeypatch.delenv(name)
    return {"TELEGRAM_API_URL": fake.url, "TELEGRAM_BOT_TOKEN": fake.token, "DATABASE_URL": sqlite_file_url}


@pytest.fixture
def doctor(
    fake: FakeTelegram, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doctor:
    """Examines with these settings beside working ones; answers the exit code and what it says. It runs in a thread:
    to import aiogram anew takes longer than all the rest."""

    async def examine(**changed: str) -> tuple[int, list[str]]:
        for name, value in {**settings, **changed}.items():
            monkeypatch.setenv(name, value)
        code = await asyncio.to_thread(main, ["doctor"])
        said = capsys.readouterr()
        _nothing_was_said_that_must_not_be(fake, said.out + said.err)
        return code, said.out.splitlines()

    return examine


def _nothing_was_said_that_must_not_be(fake: FakeTelegram, said: str) -> None:
    assert fake.token not in said
    assert HOOK["TELEGRAM_WEBHOOK_SECRET"] not in said
    assert not [one for one in fake.requests if not one.method.startswith("get")], "it changed something"


def wrong(lines: list[str]) -> str:
    """The only finding that is amiss."""
    (line,) = [one for one in lines if not one.startswith("ok ")]
    assert line.startswith("WRONG ")
    return line.removeprefix("WRONG ")


async def test_all_is_well(fake: FakeTelegram, doctor: Doctor) -> None:
    fake.person("Ada").says("/help")
    code, lines = await doctor()
    assert code == 0
    assert [line.removeprefix("ok    ").partition(":")[0] for line in lines] == [
        "content",
        "database",
        "Telegram token",
        "Telegram rights",
        "Telegram webhook",
        "clock",
        "Discord",
    ]
    text = "\n".join(lines)
    assert "it is @milepost_test_bot's" in text
    assert "privacy mode is on as it should be" in text
    assert "none, updates are polled for; 1 updates wait" in text
    assert "as Telegram's" in text


async def test_a_wrong_token(fake: FakeTelegram, doctor: Doctor) -> None:
    code, lines = await doctor(TELEGRAM_BOT_TOKEN="123456:WRONG")
    assert code == 1
    assert wrong(lines).startswith("Telegram token: ")
    assert "copy TELEGRAM_BOT_TOKEN anew from @BotFather" in wrong(lines)
    assert "WRONG-" not in "".join(lines)


async def test_no_token(doctor: Doctor) -> None:
    code, lines = await doctor(TELEGRAM_BOT_TOKEN="")
    assert code == 0
    assert "no TELEGRAM_BOT_TOKEN is set" in lines[-2]


@pytest.mark.parametrize(
    "fault",
    [
        ServerError(),
        ServerError(503, '{"ok":false}'),
        Garbage(b"\xff"),
        WrongShape(),
        WrongShape({"ok": True}),
        TooMany(5),
        ResetBefore(),
        Refuse(403, "Forbidden"),
    ],
    ids=str,
)
async def test_an_api_that_is_none(fake: FakeTelegram, doctor: Doctor, fault: Fault) -> None:
    fake.fail(fault, "getMe")
    code, lines = await doctor()
    assert code == 1
    assert fake.url in wrong(lines)
    assert "is TELEGRAM_API_URL right?" in wrong(lines)


async def test_an_api_that_is_not_there(fake: FakeTelegram, doctor: Doctor) -> None:
    await fake.close()
    code, lines = await doctor()
    assert code == 1
    assert "is TELEGRAM_API_URL right?" in wrong(lines)


async def test_privacy_off_is_said_and_is_no_fault(fake: FakeTelegram, doctor: Doctor) -> None:
    fake.privacy = False
    code, lines = await doctor()
    assert code == 0
    assert any("privacy mode is off, and needn't be: /setprivacy" in line for line in lines)


async def test_a_bot_that_may_not_join_groups(fake: FakeTelegram, doctor: Doctor) -> None:
    me = {**fake.me_plain, "can_join_groups": False, "can_read_all_group_messages": False}
    fake.fail(WrongShape({"ok": True, "result": me}), "getMe")
    code, lines = await doctor()
    assert code == 1
    assert wrong(lines).startswith("Telegram rights: it can't be added to groups; allow it with /setjoingroups")


async def test_a_webhook_though_this_one_polls_is_said(fake: FakeTelegram, doctor: Doctor) -> None:
    fake.webhook.set(fake, {"url": "https://bot.example.org/old"})
    code, lines = await doctor()
    assert code == 0
    assert any("one is set although this Milepost polls" in line for line in lines)
    assert fake.webhook.url


async def test_a_webhook_that_is_right(fake: FakeTelegram, doctor: Doctor) -> None:
    _hooked(fake)
    code, lines = await doctor(**HOOK)
    assert code == 0
    assert any("https://bot.example.org/telegram; 0 updates wait" in line for line in lines)


async def test_a_webhook_that_is_not_set_yet_is_said(fake: FakeTelegram, doctor: Doctor) -> None:
    code, lines = await doctor(**HOOK)
    assert code == 0
    assert any("none is set yet; the next `milepost run` sets https://bot.example.org/telegram" in one for one in lines)


async def test_a_webhook_with_another_address(fake: FakeTelegram, doctor: Doctor) -> None:
    _hooked(fake, url="https://bot.example.org/other")
    code, lines = await doctor(**HOOK)
    assert code == 1
    assert "Telegram calls https://bot.example.org/other, not TELEGRAM_WEBHOOK_URL" in wrong(lines)


async def test_a_webhook_for_other_updates(fake: FakeTelegram, doctor: Doctor) -> None:
    _hooked(fake, allowed_updates=["message"])
    code, lines = await doctor(**HOOK)
    assert code == 1
    assert "set for other kinds of updates" in wrong(lines)


async def test_a_webhook_whose_last_call_failed(fake: FakeTelegram, doctor: Doctor) -> None:
    _hooked(fake)
    fake.person("Ada").says("hello")
    await fake.until(lambda: fake.webhook.posts)
    code, lines = await doctor(**HOOK)
    assert code == 1
    assert "Telegram's last call failed (Connection refused); 1 updates wait" in wrong(lines)
    assert "to port 8080" in wrong(lines)


async def test_a_webhook_that_failed_long_ago_is_well(fake: FakeTelegram, doctor: Doctor) -> None:
    _hooked(fake)
    fake.webhook._error = (fake.timestamp() - 2 * 3600, "Connection refused")
    code, _ = await doctor(**HOOK)
    assert code == 0


async def test_a_webhook_that_cannot_be_asked_for(fake: FakeTelegram, doctor: Doctor) -> None:
    fake.fail(ServerError(), "getWebhookInfo")
    code, lines = await doctor(**HOOK)
    assert code == 1
    assert wrong(lines).startswith("Telegram webhook: it could not be asked for")


def _hooked(fake: FakeTelegram, **changed: object) -> None:
    fake.webhook.set(fake, {"url": HOOK["TELEGRAM_WEBHOOK_URL"], "allowed_updates": list(ALLOWED_UPDATES), **changed})


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=-5), "s ahead of Telegram; set it by NTP"),
        (timedelta(minutes=5), "s behind Telegram; set it by NTP"),
        (timedelta(seconds=-10), None),
        (timedelta(seconds=10), None),
        (None, None),
    ],
)
async def test_a_clock_that_is_off(
    fake: FakeTelegram, doctor: Doctor, ahead: timedelta | None, said: str | None
) -> None:
    """Telegram's clock is so much ahead of this machine's; None: it tells no time."""

    async def answer(request: web.Request) -> web.Response:
        body = {"ok": True, "result": {**fake.me_plain, "can_join_groups": True, "url": "", "pending_update_count": 0}}
        body["result"]["has_custom_certificate"] = False
        date = "soon" if ahead is None else format_datetime(SystemClock().now() + ahead, usegmt=True)
        return web.json_response(body, headers={"Date": date})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        code, lines = await doctor(TELEGRAM_API_URL=f"http://127.0.0.1:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()
    if said:
        assert code == 1
        assert wrong(lines).startswith("clock: this machine is ")
        assert said in wrong(lines)
    else:
        assert code == 0


async def test_a_database_that_is_not_made_yet_is_well_and_not_made(doctor: Doctor, tmp_path: Path) -> None:
    code, lines = await doctor(DATABASE_URL="sqlite:///later/new.sqlite3")
    assert code == 0
    assert any("later/new.sqlite3 will be made at the first start" in line for line in lines)
    assert not (tmp_path / "later" / "new.sqlite3").exists()


async def test_a_database_that_is_being_used_is_well(doctor: Doctor, sqlite_file_url: str) -> None:
    lock = LockFile(Path(sqlite_file_url.removeprefix("sqlite:///")))
    lock.acquire()
    try:
        code, _ = await doctor()
    finally:
        lock.release()
    assert code == 0


async def test_an_older_sqlite_is_brought_up_by_the_next_start(doctor: Doctor, sqlite_file_url: str) -> None:
    database = sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///"))
    database.execute("DELETE FROM alembic_version")
    database.commit()
    code, lines = await doctor()
    assert code == 0
    assert any("schema none; the next start brings it to" in line for line in lines)
    assert database.execute("SELECT * FROM alembic_version").fetchall() == []
    database.close()


async def test_a_postgres_that_is_not_upgraded(doctor: Doctor, postgres: Postgres) -> None:
    url = await asyncio.to_thread(lambda: postgres.create(migrated=False))
    code, lines = await doctor(DATABASE_URL=url)
    await asyncio.to_thread(postgres.drop, url)
    assert code == 1
    assert wrong(lines).startswith("database: schema none, this release needs ")
    assert "run `milepost db upgrade`" in wrong(lines)


@pytest.mark.parametrize("url", ["postgresql://me:hidden-word@127.0.0.1:1/x", "sqlite:///content.txt"])
async def test_a_database_that_cannot_be_used(doctor: Doctor, tmp_path: Path, url: str) -> None:
    (tmp_path / "content.txt").write_text("not a database at all, but long enough to look at" * 40)
    code, lines = await doctor(DATABASE_URL=url)
    assert code == 1
    assert wrong(lines).startswith("database: ")
    assert "is DATABASE_URL right?" in wrong(lines)
    assert "hidden-word" not in "".join(lines)


async def test_a_folder_that_cannot_be_made(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, where a folder is wanted")
    code, lines = await doctor(DATABASE_URL="sqlite:///taken/new.sqlite3")
    assert code == 1
    assert wrong(lines).startswith("database: DATABASE_URL: ")


async def test_content_that_is_broken(doctor: Doctor, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    (next((content / "questions").rglob("*.yaml"))).write_text("questions: none", encoding="utf-8")
    code, lines = await doctor(CONTENT_DIR=str(content))
    assert code == 1
    assert wrong(lines).startswith("content: ")
    assert "`milepost content check` lists all of it" in wrong(lines)


async def test_everything_wrong_at_once_is_all_said_by_the_process_too(
    fake: FakeTelegram, settings: Settings, tmp_path: Path
) -> None:
    broken = {"CONTENT_DIR": "nowhere", "DATABASE_URL": "postgresql://me@127.0.0.1:1/x"}
    env = {**settings, **broken, "TELEGRAM_BOT_TOKEN": "123456:WRONG"}
    done = await asyncio.to_thread(milepost, "doctor", cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (1, "")
    assert len([line for line in done.stdout.splitlines() if line.startswith("WRONG")]) == 3
    _nothing_was_said_that_must_not_be(fake, done.stdout)
