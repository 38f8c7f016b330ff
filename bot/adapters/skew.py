"""How far this machine's clock is from a platform's: one that is off makes reminders visibly early or late."""

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.core.clock import Clock

TOO_FAR = timedelta(seconds=30)
PATIENCE = 10
"""Seconds."""


async def clock_beside(platform: str, api: str, clock: Clock) -> tuple[str, bool]:
    """What is to be said of it, and whether it is well. Raises nothing: who tells no time is no fault of ours."""
    try:
        async with ClientSession(timeout=ClientTimeout(PATIENCE)) as session, session.head(api) as answer:
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (ClientError, OSError, TimeoutError, ValueError):
        return f"{platform} doesn't tell the time; compare this machine's with another's", True
    off = clock.now() - theirs.astimezone(UTC)
    if abs(off) > TOO_FAR:
        how = "ahead of" if off > timedelta(0) else "behind"
        seconds = round(abs(off).total_seconds())
        return f"this machine is {seconds} s {how} {platform}; set it by NTP, or reminders come at wrong times", False
    return f"as {platform}'s", True
