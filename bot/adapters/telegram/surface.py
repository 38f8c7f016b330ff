"""What Telegram can show and how fast it takes calls, each limit with its source."""

from datetime import timedelta

from bot.core.capabilities import Capabilities, Pace, PollLimits, utf16
from bot.core.model import Address

_LATE = timedelta(seconds=0.05)
"""What two clocks may differ by in a period: Telegram counts a call when it arrives, we from its answer on."""


def is_group(address: Address) -> bool:
    """Private chats have their person's id, all others a negative one (Bot API, "Chat" and "ChatFullInfo")."""
    return address.chat.startswith("-")


def _takes_private_answers(address: Address, token: str) -> bool:
    """Bot API 10.3: ephemeral messages are of supergroups, whose ids begin so. Those that answer neither a press nor
    another ephemeral message are taken from administrators only, and nothing here knows who is one."""
    return address.chat.startswith("-100") and bool(token)


CAPABILITIES = Capabilities(
    text=4096,  # Bot API, "sendMessage": 1-4096 characters, counted as UTF-16 units like its entities
    caption=1024,  # Bot API, "sendPhoto" and "sendDocument"
    size=utf16,
    label=64,  # none is documented; about two lines of a button that is as wide as a phone
    rows=20,  # with the columns, the 100 buttons that a message holds at most
    columns=5,  # eight fit a row, but a phone has room for five short words
    alt=0,
    private_answers=_takes_private_answers,
    polls=PollLimits(  # Bot API 10.3, "sendPoll" and "InputPollOption"
        question=300,
        option=100,
        options=12,
        explanation=200,
        explanation_lines=3,  # "at most 2 line feeds"
    ),
    # core.telegram.org/bots/faq, "My bot is hitting limits": 30 messages a second in all, one a second in a chat, 20 a
    # minute in a group
    pace=Pace(30, timedelta(seconds=1) + _LATE),
    chat_pace=Pace(1, timedelta(seconds=1)),
    group_pace=Pace(20, timedelta(minutes=1) + 20 * _LATE),
    is_group=is_group,
)
"""Without `private_chat`, which needs the bot's name."""
