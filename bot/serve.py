"""`milepost run`: every platform that has a token, one app behind them, and an orderly end."""

import asyncio
import logging
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from bot.app import LOCALES, App, CannotStart, machine_milliseconds
from bot.core.clock import Clock, SystemClock
from bot.core.feature import Arg
from bot.core.i18n import FALLBACK, Translations
from bot.core.ports import CannotServe, StorageUnavailable, WriteRefused
from bot.core.registry import Registry
from bot.health import Health, HealthServer
from bot.library import content_dir, load

if TYPE_CHECKING:
    from bot.adapters.discord.client import Access as DiscordAccess
    from bot.adapters.discord.commands import SlashCommand
    from bot.adapters.discord.intake import Conduct
    from bot.adapters.discord.service import Discord
    from bot.adapters.telegram.menus import Profile
    from bot.adapters.telegram.service import Access as TelegramAccess
    from bot.adapters.telegram.service import Telegram

log = logging.getLogger(__name__)


class Service(Protocol):
    """Works beside the app until it is told to stop; to end earlier is a failure."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


class BrokeDown(Exception):
    """A part that must not end has ended; what it died of is logged. Whoever started us starts us again."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """`telegram` and `discord` are None where they have no token, `health_port` where nobody asks."""

    database_url: str
    content: Path | None
    telegram: "TelegramAccess | None" = None
    discord: "DiscordAccess | None" = None
    health_port: int | None = None


async def serve(options: ServeOptions) -> None:
    """Until SIGTERM or SIGINT. Raises ContentError, CannotStart, StorageUnavailable or BrokeDown."""
    told = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    await Served(options, SystemClock()).run(told)


class Served:
    """Everything of one `milepost run`."""

    def __init__(self, options: ServeOptions, clock: Clock) -> None:
        self._options, self._clock = options, clock
        self._content = load(content_dir(options.content))
        self.telegram: Telegram | None = None
        self.discord: Discord | None = None
        self.app: App | None = None
        self.health: HealthServer | None = None

    async def run(self, told_to_stop: asyncio.Event) -> None:
        """A platform that can't be reached keeps trying, and the others don't notice."""
        if self._options.telegram:
            from bot.adapters.telegram.service import Telegram

            self.telegram = Telegram(self._options.telegram, self._clock)
        if self._options.discord:
            from bot.adapters.discord.service import Discord

            self.discord = Discord(self._options.discord, self._clock)
        try:
            await self._serve(told_to_stop)
        finally:
            for platform in self._platforms:
                await platform.close()

    @property
    def _platforms(self) -> "list[Telegram | Discord]":
        return [platform for platform in (self.telegram, self.discord) if platform]

    async def _serve(self, told_to_stop: asyncio.Event) -> None:
        translations = Translations.read(LOCALES)
        app = self.app = App(
            self._options.database_url,
            [platform.platform for platform in self._platforms],
            self._content,
            clock=self._clock,
            rng=Random(),
            milliseconds=machine_milliseconds,
            translations=translations,
        )
        services: list[Service] = [*self._platforms]
        if self.telegram:
            self.telegram.receive(app.engine.handle, profile(app, translations))
        if self.discord:
            self.discord.receive(app.engine.handle, conduct(app), slash_commands(app.registry, translations))
        if self._options.health_port is not None:
            self.health = HealthServer(self._options.health_port, self._look)
            services.append(self.health)
        await app.start()
        await _together(app, services, told_to_stop)

    async def _look(self) -> Health:
        problems: list[str] = []
        platforms: dict[str, Mapping[str, Any]] = {}
        waiting = None
        assert self.app
        for platform in self._platforms:
            wrong, platforms[platform.platform.name] = platform.health()
            problems += wrong
        try:
            waiting = await asyncio.wait_for(self.app.storage.backlog(), 5)
        except (StorageUnavailable, WriteRefused, TimeoutError):
            problems.append("the database can't be used")
        return Health(problems, waiting, platforms)


async def _together(app: App, services: Sequence[Service], told_to_stop: asyncio.Event) -> None:
    """Until told to stop, or until a part ends by itself: then all the others stop in order, too."""
    running = [asyncio.create_task(service.run()) for service in services]
    await _first(*running, *app.tasks, told_to_stop)
    broken = [task for task in (*running, *app.tasks) if task.done()]
    log.info("stopping")
    for service in services:
        service.stop()
    await asyncio.gather(*running, return_exceptions=True)
    stopping = asyncio.create_task(app.stop())
    await asyncio.wait({stopping})
    broken += [task for task in (*running, *app.tasks, stopping) if task not in broken and task.exception()]
    for error in dict.fromkeys(task.exception() for task in broken):  # `stop` raises again what a task died of
        if isinstance(error, CannotServe):
            raise CannotStart(str(error))
        log.error("a part of Milepost ended by itself", exc_info=error)
    if broken:
        raise BrokeDown("a part of Milepost ended by itself; the log says which")


async def _first(*waited: "asyncio.Task[None] | asyncio.Event") -> None:
    """Until one of the tasks has ended, or one of the events is set."""
    events = [asyncio.create_task(one.wait()) for one in waited if isinstance(one, asyncio.Event)]
    tasks = [one for one in waited if isinstance(one, asyncio.Task)]
    try:
        await asyncio.wait([*tasks, *events], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for event in events:
            event.cancel()


def conduct(app: App) -> "Conduct":
    """What Discord must know of an interaction before it is handled."""
    from bot.adapters.discord.intake import Conduct

    def sorry(locale: str) -> str:
        return app.translations.text(locale, "core-sorry", {}).plain

    return Conduct(app.registry.is_private, app.dispatch.suggestions, sorry)


def profile(app: App, translations: Translations) -> "Profile":
    """What the bot shows of itself, in every language there is; English for all others."""
    from bot.adapters.telegram.menus import Page, Profile

    def page(locale: str) -> Page:
        def text(key: str) -> str:
            return translations.text(locale, key, {}).plain

        routes = app.registry.commands
        return Page(
            private={name: text(route.summary) for name, route in routes.items()},
            groups={name: text(route.summary) for name, route in routes.items()},
            about=text("profile-about"),
            description=text("profile-description"),
        )

    others = {locale: page(locale) for locale in translations.locales if locale != FALLBACK}
    return Profile({"": page(FALLBACK), **others})


def slash_commands(registry: Registry, translations: Translations) -> "list[SlashCommand]":
    """What the features declare, with the texts that each language has itself."""
    from bot.adapters.discord.commands import Option, SlashCommand

    def texts(key: str) -> dict[str, str]:
        found = {locale: translations.own(locale, key) for locale in translations.locales}
        return {locale: text.plain for locale, text in found.items() if text is not None}

    def option(key: str, arg: Arg) -> Option:
        return Option(
            name=arg.name,
            type="integer" if arg.type is int else "string",
            required=not arg.optional,
            lo=arg.lo,
            hi=arg.hi,
            suggests=arg.suggest is not None,
            descriptions=texts(key),
            names=texts(f"{key}-name"),
        )

    return [
        SlashCommand(
            name=name,
            descriptions=texts(route.summary),
            names=texts(f"{name}-name"),
            options=tuple(option(f"{name}-arg-{arg.name}", arg) for arg in route.args),
            admin=route.admin,
        )
        for name, route in registry.commands.items()
    ]
