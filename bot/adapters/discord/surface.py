"""What Discord can show and how fast it takes calls, and how places and messages there are named."""

from dataclasses import dataclass
from datetime import timedelta

from bot.adapters.discord.markdown import length
from bot.core.capabilities import Capabilities, Pace
from bot.core.model import Address

PLATFORM = "discord"
_LATE = timedelta(seconds=0.05)
"""What two clocks may differ by in a period: Discord counts a call when it arrives, we from its answer on."""


def direct(user: str) -> Address:
    """A person's direct messages, whose channel need not be known."""
    return Address(PLATFORM, f"@{user}")


def in_guild(guild: str, channel: str) -> Address:
    """`channel` may be a thread, or a post of a forum."""
    return Address(PLATFORM, guild, channel)


def elsewhere(channel: str) -> Address:
    """A group of friends, or two people's own messages, where somebody brought us along: nobody can write there but in
    answer to them."""
    return Address(PLATFORM, channel)


def user_of(address: Address) -> str:
    """Of direct messages; else empty."""
    return address.chat[1:] if address.chat.startswith("@") else ""


@dataclass(frozen=True, slots=True)
class MessageName:
    """How a message is named to the engine: enough to change it, wherever its conversation has gone since."""

    channel: str
    id: str
    ephemeral: bool = False

    def __str__(self) -> str:
        return f"{'e' if self.ephemeral else ''}{self.channel}/{self.id}"

    @classmethod
    def parse(cls, name: str) -> "MessageName":
        channel, _, number = name.removeprefix("e").partition("/")
        return cls(channel, number, name.startswith("e"))


CAPABILITIES = Capabilities(
    text=1980,  # of the 2000 of "Create Message", content
    caption=1980,
    written=length,
    label=80,  # "Button"
    rows=5,  # "Action Row": five to a message
    columns=5,
    menu=25,  # "String Select", options
    alt=1024,  # "Attachment", description
    private_answers=lambda _, token: bool(token),
    # "Rate Limits": 50 requests a second, of which a few are left for connecting; what answers an interaction doesn't
    # count. The buckets of single routes are kept by discord.py, from the headers.
    pace=Pace(45, timedelta(seconds=1) + _LATE),
    is_group=lambda address: not user_of(address),
)
"""Without `private_chat`, which needs the bot's id."""
