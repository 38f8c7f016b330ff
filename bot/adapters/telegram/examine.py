"""What an operator should know before, or when, Telegram isn't served as it should be. Nothing is changed."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import WebhookInfo

from bot.adapters.skew import clock_beside
from bot.adapters.telegram.decode import ALLOWED_UPDATES
from bot.adapters.telegram.refusals import TROUBLE
from bot.adapters.telegram.service import Access
from bot.adapters.telegram.session import Session
from bot.core.clock import Clock, SystemClock

PATIENCE = 10
"""Seconds for each call."""
FAILED_LATELY = timedelta(hours=1)

Finding = tuple[str, str, bool]
"""What was looked at, what is to be said of it, and whether it is well."""


async def examine(access: Access, clock: Clock | None = None) -> list[Finding]:
    """Raises nothing: what fails is a finding."""
    bot = Bot(access.token, session=Session(access.api))
    try:
        return [finding async for finding in _findings(bot, access, clock or SystemClock())]
    finally:
        await bot.session.close()


async def _findings(bot: Bot, access: Access, clock: Clock) -> AsyncIterator[Finding]:
    try:
        me = await bot.get_me(request_timeout=PATIENCE)
    except (TelegramUnauthorizedError, TelegramNotFound):
        yield (
            "Telegram token",
            f"{access.api} knows no bot with it; copy TELEGRAM_BOT_TOKEN anew from @BotFather",
            False,
        )
        return
    except TROUBLE as error:
        yield (
            "Telegram",
            f"{access.api} doesn't answer as Telegram does ({type(error).__name__}); "
            "is there a way out to it, and is TELEGRAM_API_URL right?",
            False,
        )
        return
    yield "Telegram token", f"it is @{me.username}'s", True
    if me.can_join_groups is False:
        yield "Telegram rights", "it can't be added to groups; allow it with /setjoingroups at @BotFather", False
    elif me.can_read_all_group_messages:
        yield (
            "Telegram rights",
            "it can join groups; privacy mode is off, and needn't be: /setprivacy at @BotFather",
            True,
        )
    else:
        yield "Telegram rights", "it can join groups, and privacy mode is on as it should be", True
    try:
        yield _webhook(await bot.get_webhook_info(request_timeout=PATIENCE), access, clock.now())
    except TROUBLE as error:
        yield "Telegram webhook", f"it could not be asked for: {type(error).__name__}; try again", False
    yield "clock", *await clock_beside("Telegram", access.api, clock)


def _webhook(info: WebhookInfo, access: Access, now: datetime) -> Finding:
    about = "Telegram webhook"
    waiting = f"{info.pending_update_count} updates wait"
    if access.hook is None:
        if info.url:
            return about, "one is set although this Milepost polls; the next `milepost run` removes it", True
        return about, f"none, updates are polled for; {waiting}", True
    if not info.url:
        return about, f"none is set yet; the next `milepost run` sets {access.hook.url}", True
    if info.url != access.hook.url:
        return (
            about,
            f"Telegram calls {info.url}, not TELEGRAM_WEBHOOK_URL; the next `milepost run` changes that",
            False,
        )
    if info.last_error_date and now - info.last_error_date < FAILED_LATELY:
        return (
            about,
            f"Telegram's last call failed ({info.last_error_message}); {waiting}. Does the proxy pass "
            f"{access.hook.url} on to port {access.hook.port}, with a certificate that is trusted?",
            False,
        )
    if set(info.allowed_updates or ()) != set(ALLOWED_UPDATES):
        return about, "it is set for other kinds of updates; the next `milepost run` changes that", False
    return about, f"{info.url}; {waiting}", True
