"""What can be wrong before the first prompt: each is one line that says what to do."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.storage.lockfile import LockFile
from tests.processes import ROOT, milepost, only_line


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "somewhere"),
        ("DATABASE_URL", "mysql://root:secret@localhost/x"),
        ("DATABASE_URL", "postgresql://user:secret@localhost:port/x"),
        ("CONTENT_DIR", "nowhere"),
    ],
)
def test_a_bad_env_file_names_the_variable_and_an_example(tmp_path: Path, variable: str, value: str) -> None:
    (tmp_path / ".env").write_text(f"{variable}={value}\n", encoding="utf-8")
    line = only_line(milepost("chat", "--json", cwd=tmp_path))
    assert variable in line
    assert "example" in line
    assert "secret" not in line


def test_an_env_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe")
    assert ".env" in only_line(milepost("chat", cwd=tmp_path))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "very-secret"),
        ("TELEGRAM_API_URL", "telegram"),
        ("TELEGRAM_WEBHOOK_URL", "http://bot.example.org/telegram"),
        ("TELEGRAM_WEBHOOK_SECRET", "very secret"),
        ("TELEGRAM_WEBHOOK_PORT", "http"),
        ("HEALTH_PORT", "70000"),
    ],
)
def test_a_setting_of_telegrams_names_itself_and_an_example(tmp_path: Path, setting: str, value: str) -> None:
    line = only_line(milepost("run", cwd=tmp_path, env={"TELEGRAM_BOT_TOKEN": "123456:token", setting: value}))
    assert setting in line
    assert "for example" in line
    assert "very" not in line


def test_a_webhook_needs_a_secret(tmp_path: Path) -> None:
    env = {"TELEGRAM_BOT_TOKEN": "123456:token", "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram"}
    assert "TELEGRAM_WEBHOOK_SECRET" in only_line(milepost("run", cwd=tmp_path, env=env))


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--at", "yesterday"], "--at"),
        (["--zone", "Narnia"], "--zone"),
        (["--as", ""], "--as"),
        (["--db", "nonsense"], "DATABASE_URL"),
    ],
)
def test_a_bad_argument_names_itself_and_an_example(tmp_path: Path, arguments: list[str], wrong: str) -> None:
    line = only_line(milepost("chat", *arguments, cwd=tmp_path))
    assert wrong in line
    assert "for example" in line


def test_a_broken_content_file_is_named_with_its_line_and_nothing_starts(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    file = content / "questions" / "data-structures" / "lists.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    number = next(at for at, line in enumerate(lines, 1) if "difficulty:" in line)
    lines[number - 1] = "    difficulty: 9"
    file.write_text("\n".join(lines), encoding="utf-8")
    line = only_line(milepost("chat", "--json", cwd=tmp_path, typed="/start\n", env={"CONTENT_DIR": str(content)}))
    assert f"lists.yaml:{number}: questions[0].difficulty" in line
    assert not (tmp_path / "data").exists()


def test_a_second_process_on_the_same_file_is_refused(tmp_path: Path) -> None:
    first = LockFile(tmp_path / "one.sqlite3")
    first.acquire()
    try:
        line = only_line(milepost("chat", "--db", "sqlite:///one.sqlite3", cwd=tmp_path))
    finally:
        first.release()
    assert "Another Milepost is using one.sqlite3" in line
    assert milepost("chat", "--json", "--db", "sqlite:///one.sqlite3", cwd=tmp_path).returncode == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, where a folder is wanted")
    line = only_line(milepost("chat", cwd=tmp_path))
    assert "DATABASE_URL" in line
    assert "for example" in line


def test_a_read_only_database_does_not_start(tmp_path: Path, sqlite_file_url: str) -> None:
    file = sqlite_file_url.removeprefix("sqlite:///")
    line = only_line(milepost("chat", "--db", f"sqlite:///file:{file}?mode=ro&uri=true", cwd=tmp_path))
    assert "readonly" in line


def test_a_file_that_is_no_database_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database at all, but long enough to look at" * 40)
    assert "not a database" in only_line(milepost("chat", "--db", "sqlite:///notes.txt", cwd=tmp_path))


def test_a_postgres_that_is_not_there_is_one_line_without_the_password(tmp_path: Path) -> None:
    line = only_line(milepost("chat", "--db", "postgresql://me:secret@127.0.0.1:1/x", cwd=tmp_path))
    assert "secret" not in line


def test_a_postgres_without_the_schema_names_the_command(tmp_path: Path, postgres: object) -> None:
    url = postgres.create(migrated=False)  # type: ignore[attr-defined]
    line = only_line(milepost("chat", "--db", url, cwd=tmp_path))
    assert "milepost db upgrade" in line
    assert milepost("db", "current", cwd=tmp_path, env={"DATABASE_URL": url}).returncode == 1
    assert milepost("db", "upgrade", cwd=tmp_path, env={"DATABASE_URL": url}).returncode == 0
    assert milepost("chat", "--json", "--db", url, cwd=tmp_path).returncode == 0
    postgres.drop(url)  # type: ignore[attr-defined]


def test_a_virtual_clock_refuses_a_database_that_serves_another_platform(tmp_path: Path, sqlite_file_url: str) -> None:
    with sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///")) as database:
        database.execute("INSERT INTO person VALUES (1, 'Ann', 'en', NULL, '2026-01-01 00:00:00')")
        database.execute("INSERT INTO account VALUES ('telegram', '7', 1)")
    database.close()
    line = only_line(milepost("chat", "--at", "2026-03-02T09:00", "--db", sqlite_file_url, cwd=tmp_path))
    assert "telegram" in line
    assert milepost("chat", "--json", "--db", sqlite_file_url, cwd=tmp_path).returncode == 0
