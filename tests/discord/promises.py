"""What the bot promises beyond what Discord asks of it."""

from typing import Any

from tests.discord.calls import Call
from tests.discord.checks import keeps_the_promise


def check_promise(call: Call, body: Any = None) -> None:
    """A message, or the part of the request that is one, mentions nobody, whatever it says."""
    if not keeps_the_promise(call.request.body if body is None else body):
        where = f"{call.request.method} {call.request.path}"
        call.world.breaches.append(f"{where}: allowed_mentions must be there and allow none")
