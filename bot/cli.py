"""The commands of `milepost`. Every failure a user can cause is one line on stderr, and exit code 2.

Imports stand inside the commands, so that each pays for its own only.
"""

import argparse
import asyncio
import logging
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tzlocal import get_localzone_name

from bot import __version__
from bot.settings import BadSettings, Settings, checked_database_url, read_settings

if TYPE_CHECKING:
    from bot.adapters.discord.client import Access as DiscordAccess
    from bot.adapters.discord.commands import SlashCommand
    from bot.adapters.telegram.service import Access as TelegramAccess

_FORMATS = ("gift", "aiken", "moodle", "csv", "tsv")
_DESCRIPTION = "A study companion that lives in a chat. Without a command: run, or chat when no token is set."


def main(argv: list[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    try:
        settings = read_settings()
        _log(arguments.command, settings)
        command = arguments.command or ("run" if _tokens(settings) else "chat")
        return int(_COMMANDS[command](arguments, settings))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _is_expected(error):
            raise
        print(f"milepost: {_said(error)}", file=sys.stderr)
        return 2


def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.terminal.lines import is_name
    from bot.chat import ChatOptions, chat

    if not is_name(arguments.speaker):
        raise BadSettings("--as: a name has 1 to 64 characters; for example --as Ada")

    options = ChatOptions(
        database_url=checked_database_url(arguments.db) if arguments.db else settings.database_url,
        content=settings.content_dir,
        json=arguments.json,
        at=_instant(arguments.at, arguments.zone),
        zone=_zone(arguments.zone) if arguments.zone or arguments.at else _machine_zone(),
        locale=arguments.locale,
        speaker=arguments.speaker,
    )
    asyncio.run(chat(options))
    return 0


def _serve(_: argparse.Namespace, settings: Settings) -> int:
    from bot.serve import ServeOptions, serve

    if not _tokens(settings):
        raise BadSettings("no token is set; try it here in the terminal: milepost chat")
    options = ServeOptions(
        settings.database_url,
        settings.content_dir,
        _telegram(settings),
        _discord_access(settings),
        settings.health_port,
    )
    asyncio.run(serve(options))
    return 0


def _telegram(settings: Settings) -> "TelegramAccess | None":
    if settings.telegram_bot_token is None:
        return None
    from bot.adapters.telegram.service import Access
    from bot.adapters.telegram.webhook import Hook

    token, url, secret = settings.telegram_bot_token, settings.telegram_webhook_url, settings.telegram_webhook_secret
    hook = Hook(url, secret.get_secret_value(), settings.telegram_webhook_port) if url and secret else None
    return Access(token.get_secret_value(), settings.telegram_api_url, hook)


def _discord_access(settings: Settings) -> "DiscordAccess | None":
    if settings.discord_bot_token is None:
        return None
    from bot.adapters.discord.client import Access

    return Access(settings.discord_bot_token.get_secret_value(), settings.discord_api_url)


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    from bot.doctor import examine

    healthy, discord = True, _discord_access(settings)
    commands = _slash_commands() if discord else []
    for finding in asyncio.run(examine(settings, _telegram(settings), discord, commands)):
        print(finding)
        healthy = healthy and finding.well
    return 0 if healthy else 1


def _content(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.action == "reports":
        from bot.operating import reports as act
    else:
        from bot.authoring import author as act

    try:
        status = act(arguments, settings)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads us has had enough, as `head` has. At its end Python would complain that it can't flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


def _db(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.app import occupy
    from bot.storage.database import Database, parse_url
    from bot.storage.migrate import current, newest, upgrade

    async def work() -> bool:
        database = Database(parse_url(settings.database_url))
        lock = occupy(database) if arguments.action == "upgrade" else None
        try:
            if arguments.action == "upgrade":
                await upgrade(database)
            at = await current(database)
            print(f"the database is at {at or 'no schema'}, this release needs {newest()}")
            return at == newest()
        finally:
            await database.close()
            if lock:
                lock.release()

    return 0 if asyncio.run(work()) else 1


def _discord(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.discord.sync import sync

    access, guild = _discord_access(settings), arguments.guild
    if access is None:
        raise BadSettings("DISCORD_BOT_TOKEN: none is set; for example DISCORD_BOT_TOKEN=MTA2…")
    if guild and not (re.fullmatch(r"[1-9]\d{0,19}", guild, re.ASCII) and int(guild) < 2**64):
        raise BadSettings(f"--guild: {guild!r} is no guild's id; for example --guild 613425648685547541")
    count = asyncio.run(sync(access, _slash_commands(), guild=guild, clear=arguments.clear))
    where = f"in guild {guild}" if guild else "everywhere"
    print(f"commands {'removed' if arguments.clear else 'set'} {where}: {count}")
    return 0


def _slash_commands() -> "list[SlashCommand]":
    from bot.app import LOCALES
    from bot.core.i18n import Translations
    from bot.core.registry import Registry
    from bot.features import FEATURES
    from bot.serve import slash_commands

    return slash_commands(Registry(FEATURES), Translations.read(LOCALES))


_COMMANDS = {"chat": _chat, "run": _serve, "doctor": _doctor, "content": _content, "db": _db, "discord": _discord}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="milepost", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"milepost {__version__}")
    parser.set_defaults(**vars(_chat_arguments(argparse.ArgumentParser()).parse_args([])))
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("run", help="serve every platform that has a token")
    commands.add_parser("doctor", help="say what is wrong with settings, database, tokens, webhook, commands or clock")
    _chat_arguments(commands.add_parser("chat", help="talk to it here, in the terminal"))
    content = commands.add_parser("content", help="check, count, import or export what there is to study; see reports")
    _content_arguments(content)
    db = commands.add_parser(
        "db", help="bring the database up to date, or say where it is (exit code 1 where it needs that)"
    )
    db.add_argument("action", choices=["upgrade", "current"])
    discord = commands.add_parser("discord", help="tell Discord the slash commands now; `run` tells it what is new")
    discord.add_argument("action", choices=["sync"])
    discord.add_argument("--guild", default="", metavar="ID", help="of one server only, at once (for development)")
    discord.add_argument("--clear", action="store_true", help="remove what was set there instead")
    return parser


def _content_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    check = actions.add_parser("check", help="find what is wrong with roadmaps, topics and questions")
    check.add_argument("--run", action="store_true", help="run the code that proves the keys, too (of our own content)")
    blind = actions.add_parser("blind", help="print questions without their keys, for somebody to answer blind")
    blind.add_argument(
        "--answers", type=Path, metavar="FILE", help='compare and keep what they answered: {"loops-range-stop": "a"}'
    )
    stats = actions.add_parser("stats", help="count them")
    importing = actions.add_parser("import", help="read a Markdown file that holds one roadmap or several")
    importing.add_argument("file", type=Path)
    importing.add_argument("--to", type=Path, metavar="DIR", help="write the roadmaps there, a YAML file each")
    importing.add_argument(
        "--update",
        metavar="ROADMAP",
        help="write an edited source into the roadmap made of it before (its id, or its file), which keeps its ids",
    )
    exporting = actions.add_parser("export", help="write a roadmap as Markdown, which an import reads back as it was")
    exporting.add_argument("roadmap", metavar="ROADMAP", help="its id, or its YAML file")
    exporting.add_argument(
        "--marks", type=Path, metavar="FILE", help='what is done, as JSON: {"loops": "done", "sets": "in-progress"}'
    )
    exporting.add_argument("--to", type=Path, metavar="FILE", help="write it there")
    reports = actions.add_parser("reports", help="list the questions that people reported, most reported first")
    which = reports.add_mutually_exclusive_group()
    which.add_argument("--since", metavar="DAYS", help="what was reported in the last so many days only")
    which.add_argument("--done", metavar="QUESTION", help="delete the reports about it: they are dealt with")
    for action in (check, stats, importing, reports, _question_arguments(actions)):
        action.add_argument("--json", action="store_true", help="for scripts: one JSON object a line")


def _question_arguments(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Of both ways; the one that reads is given back."""
    exporting = actions.add_parser("export-questions", help="write quiz questions for another program")
    exporting.add_argument(
        "names", nargs="*", metavar="TOPIC", help="only those of the topic, or of the area; without any: all"
    )
    exporting.add_argument("--format", required=True, choices=[*_FORMATS, "anki"])
    exporting.add_argument("--to", type=Path, metavar="FILE", help="write them there")
    importing = actions.add_parser("import-questions", help="read quiz questions that another program wrote")
    importing.add_argument("file", type=Path)
    importing.add_argument("--topic", required=True, help="the id of the topic that they are about")
    importing.add_argument("--format", choices=_FORMATS, help="of the file, where its name doesn't say it")
    importing.add_argument("--source", default="", metavar="URL", help="the page that confirms those that name none")
    levels = ("remember", "understand", "apply", "analyse")
    importing.add_argument("--level", default="understand", choices=levels, help="where none is said")
    importing.add_argument("--difficulty", type=int, default=2, choices=range(1, 6), help="where none is said")
    importing.add_argument("--to", type=Path, metavar="FILE", help="write them there as YAML, beside what is there")
    return importing


def _chat_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--json", action="store_true", help="one JSON object a line for every outgoing call")
    parser.add_argument("--at", metavar="ISO", help="start a virtual clock there ('now' for this moment)")
    parser.add_argument(
        "--zone",
        default="",
        help="the time zone offered at the start, such as Europe/Berlin (default: the machine's; with --at: UTC)",
    )
    parser.add_argument("--locale", default="en", help="your language, such as en")
    parser.add_argument("--as", dest="speaker", default="friend", metavar="NAME", help="who you are at first")
    parser.add_argument("--db", metavar="URL", help="a database, such as sqlite:///try.sqlite3")
    return parser


def _zone(raw: str) -> str:
    from bot.library.zones import find_zone

    found = find_zone(raw) if raw else None
    if raw and found is None:
        raise BadSettings(f"--zone: {raw!r} is no time zone; for example --zone Europe/Berlin")
    return found.zone if found else "UTC"


def _machine_zone() -> str:
    from bot.study.zone import zone_names

    name = get_localzone_name() or ""
    return name if name in zone_names() else "UTC"


def _instant(raw: str | None, zone: str) -> datetime | None:
    from bot.study.zone import tz

    if raw is None:
        return None
    if raw == "now":
        return datetime.now(UTC)  # noqa: TID251 - the one start of a virtual clock
    try:
        at = datetime.fromisoformat(raw)
        return (at if at.tzinfo else at.replace(tzinfo=tz(_zone(zone)))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadSettings(f"--at: {raw!r} is no date and time; for example --at 2026-03-29T09:00") from None


def _tokens(settings: Settings) -> list[str]:
    tokens = {"Telegram": settings.telegram_bot_token, "Discord": settings.discord_bot_token}
    return [name for name, token in tokens.items() if token]


def _log(command: str | None, settings: Settings) -> None:
    """The terminal chat shows warnings only: its screen belongs to the conversation."""
    serving = command == "run" or (command is None and _tokens(settings))
    level = settings.log_level if serving else max(logging.WARNING, logging.getLevelName(settings.log_level))
    for talkative in ("alembic", "apscheduler"):  # the latter twice a minute, of a timer that only wakes us
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.getLogger("discord").setLevel(logging.CRITICAL)  # its lines name the secrets of interactions
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # below, it tells of every row what is in it
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def _said(error: Exception) -> str:
    from bot.core.ports import StorageUnavailable

    if not isinstance(error, StorageUnavailable):
        return str(error)
    example = "DATABASE_URL=sqlite:///data/milepost.sqlite3"
    return (
        f"DATABASE_URL: the database can't be used ({error}); is it there, and is the URL right? For example {example}"
    )


def _is_expected(error: Exception) -> bool:
    """Whether the error's own text is all that a user needs."""
    from bot.app import CannotStart
    from bot.core.ports import CannotServe, StorageUnavailable, WriteRefused
    from bot.library.problems import ContentError
    from bot.serve import BrokeDown

    ours = BadSettings | CannotStart | BrokeDown | CannotServe | ContentError
    return isinstance(error, ours | StorageUnavailable | WriteRefused)
