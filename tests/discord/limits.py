"""How fast a bot may call: Discord's buckets and its global limit, and waits that were asked for.

All of it is counted in the event loop's time, also where the fake's clock is virtual: a client that is told to wait
(discord.py) sleeps in that time, so that by a clock that stands still a full bucket would never be free again.
"""

import asyncio
import hashlib
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.clock import SystemClock

JITTER = 0.03
"""Seconds. What was on its way before an answer said to wait, or comes this little too early, is no breach."""
GLOBAL = (50, 1.0)
"""Calls in seconds; docs/topics/rate-limits, "Global Rate Limit"."""
MESSAGES = (5, 5.0)
"""Not documented, but what Discord's headers say of POST messages."""
OTHERS = (100, 1.0)
"""Generous: real ones differ by route, and aren't documented."""
_NONE = (10_000, 1.0)
"""What the headers say where nothing is enforced."""
_MAJOR = re.compile(r"/(?:channels|guilds)/(\d+)|/webhooks/(\d+/[^/]+)")
_CREATE_MESSAGE = re.compile(r"/channels/\d+/messages")
_VARIABLE = re.compile(r"/\d+(?=/|$)")
_INTERACTION = re.compile(r"/(?:interactions|webhooks)/\d+/[^/]+(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Breach:
    """A call that came too early. `limit` is "bucket", "global", or "wait" for one during a wait that was asked for."""

    at: datetime
    method: str
    path: str
    limit: str


@dataclass(frozen=True, slots=True)
class Wait:
    """What a call is answered that comes too early."""

    seconds: float
    scope: str


class _Window:
    """A fixed one, which its first call opens."""

    def __init__(self, limit: int, period: float) -> None:
        self.limit, self._period = limit, period
        self._taken, self._end = 0, 0.0

    def left(self, now: float) -> float:
        """Seconds until it is open again; of one that isn't open, its whole length."""
        return self._end - now if now < self._end else self._period

    def remaining(self, now: float) -> int:
        return max(0, self.limit - self._taken) if now < self._end else self.limit

    def count(self, now: float) -> None:
        if now >= self._end:
            self._taken, self._end = 0, now + self._period
        self._taken += 1


@dataclass(frozen=True, slots=True)
class Bucket:
    """`name` is what the header says, the same in all channels; `key` is the window's own."""

    name: str
    key: str
    limit: int
    period: float


def bucket_of(method: str, path: str) -> Bucket | None:
    """None for interaction callbacks, which have none."""
    if path.startswith("/interactions/"):
        return None
    major = _MAJOR.match(path)
    route = _VARIABLE.sub("/:id", path)
    if path.startswith("/webhooks/"):
        route = re.sub(r"^(/webhooks/:id)/[^/]+", r"\1/:token", route)
    limit, period = MESSAGES if method == "POST" and _CREATE_MESSAGE.fullmatch(path) else OTHERS
    name = hashlib.sha256(f"{method} {route}".encode()).hexdigest()[:32]
    return Bucket(name, f"{name}:{major[1] or major[2] if major else ''}", limit, period)


class Limits:
    """With `enforced` = False only those waits are kept that were asked for with `wait`."""

    def __init__(self, enforced: bool) -> None:
        self.breaches: list[Breach] = []
        self.enforced = enforced
        self._windows: dict[str, _Window] = {}
        self._global = _Window(*GLOBAL)
        self._waits: dict[str, tuple[float, float, str]] = {}
        """Since when, until when, scope; by the bucket's key, or "" for all."""

    def wait(self, method: str, path: str, wait: Wait) -> None:
        """Ask for it."""
        bucket, now = bucket_of(method, path), _time()
        key = "" if wait.scope == "global" else bucket.key if bucket else f"{method} {path}"
        self._waits[key] = (now, now + wait.seconds, wait.scope)

    def refused(self, method: str, path: str, at: datetime) -> Wait | None:
        """If this call comes too early; else it is counted. `at` is for the breach only."""
        bucket, now = bucket_of(method, path), _time()
        free = _INTERACTION.fullmatch(path) is not None
        keys = [bucket.key if bucket else f"{method} {path}"] + ([] if free else [""])
        for key in keys:
            since, until, scope = self._waits.get(key, (0.0, 0.0, ""))
            if now < until - JITTER:
                if now > since + JITTER:
                    self.breaches.append(Breach(at, method, path, "wait"))
                return Wait(until - now, scope)
        return self._counted(method, path, at, bucket, now, free) if self.enforced else None

    def _counted(
        self, method: str, path: str, at: datetime, bucket: Bucket | None, now: float, free: bool
    ) -> Wait | None:
        windows = [] if free else [(self._global, "global")]
        if bucket:
            windows.append((self._window(bucket), "bucket"))
        for window, limit in windows:
            if not window.remaining(now) and window.left(now) > JITTER:
                self.breaches.append(Breach(at, method, path, limit))
                return Wait(window.left(now), "global" if limit == "global" else "user")
        for window, _ in windows:
            window.count(now)
        return None

    def _window(self, bucket: Bucket) -> _Window:
        limit = (bucket.limit, bucket.period) if self.enforced else _NONE
        return self._windows.setdefault(bucket.key, _Window(*limit))

    def headers(self, method: str, path: str, wait: Wait | None = None) -> dict[str, str]:
        """Of the answer to a call; `wait` is what it was refused with."""
        found: dict[str, str] = {}
        bucket, now = bucket_of(method, path), _time()
        if wait:
            found |= {"Retry-After": str(math.ceil(wait.seconds)), "X-RateLimit-Scope": wait.scope}
            if wait.scope == "global":
                return found | {"X-RateLimit-Global": "true"}
        if bucket:
            window = self._window(bucket)
            left = wait.seconds if wait else window.left(now)
            reset = SystemClock().now() + timedelta(seconds=left)
            found |= {
                "X-RateLimit-Limit": str(window.limit),
                "X-RateLimit-Remaining": "0" if wait else str(window.remaining(now)),
                "X-RateLimit-Reset": f"{reset.timestamp():.3f}",
                "X-RateLimit-Reset-After": _up(left),
                "X-RateLimit-Bucket": bucket.name,
            }
        return found


def _up(seconds: float) -> str:
    """To the next millisecond: a client that waits so long doesn't come too early."""
    return f"{math.ceil(seconds * 1000) / 1000:.3f}"


def _time() -> float:
    return asyncio.get_running_loop().time()
