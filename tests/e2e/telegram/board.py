"""A feature that answers in groups: the bot's own ones don't yet."""

from typing import Any

from bot.core.effects import Reply, Send
from bot.core.feature import Feature
from bot.core.model import Button, Message
from bot.core.text import Text
from bot.core.turn import Call, Press, Turn

feature = Feature("board")


@feature.command("board", summary="help-summary", groups=True)
def board(_: Turn[Any], __: Call) -> Reply:
    """For everybody."""
    return Reply(Send(Message(Text("The board"), ((Button("Mine", "bd1:mine"),),))))


@feature.command("mine", summary="help-summary", groups=True)
def mine(turn: Turn[Any], _: Call) -> Reply:
    return _mine(turn)


@feature.button("bd1", str, groups=True)
def pressed(turn: Turn[Any], _: Press) -> Reply:
    return _mine(turn)


def _mine(turn: Turn[Any]) -> Reply:
    return Reply(Send(Message(Text(f"{turn.person.name}'s own")), only_for=turn.person.id))
