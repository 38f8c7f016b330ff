"""A feature that answers a group: the bot's own ones answer one person alone."""

from typing import Any

from bot.core.effects import Reply, Send
from bot.core.feature import Feature
from bot.core.model import Button, Message
from bot.core.text import Text
from bot.core.turn import Call, Press, Turn

feature = Feature("board")


@feature.command("board", summary="help-summary", private=False)
def board(_: Turn[Any], __: Call) -> Reply:
    """For everybody."""
    return Reply(Send(Message(Text("The board"), ((Button("Mine", "bd1:mine"),),))))


@feature.command("mine", summary="help-summary", private=False)
def mine(turn: Turn[Any], _: Call) -> Reply:
    return _mine(turn)


@feature.button("bd1", str, private=False)
def pressed(turn: Turn[Any], _: Press) -> Reply:
    return _mine(turn)


def _mine(turn: Turn[Any]) -> Reply:
    return Reply(Send(Message(Text(f"{turn.person.name}'s own")), only_for=turn.person.id))
