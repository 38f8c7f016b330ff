"""A feature that answers a whole channel: the bot's own ones answer one person alone."""

from typing import Any

from bot.core.effects import Ack, Edit, Reply, Send
from bot.core.feature import Feature
from bot.core.model import Button, Message, Rows
from bot.core.text import Text
from bot.core.turn import Call, Press, Turn

feature = Feature("board")
_ROWS: Rows = (
    (Button("Sign", "bd1:sign"), Button("Mine", "bd1:mine"), Button("Hush", "bd1:hush"), Button("Both", "bd1:both")),
)


@feature.command("board", summary="help-summary", private=False)
def board(_: Turn[Any], __: Call) -> Reply:
    """For everybody."""
    return Reply(Send(Message(Text("The board"), _ROWS)))


@feature.command("mine", summary="help-summary", private=False)
def mine(turn: Turn[Any], _: Call) -> Reply:
    """One person's own, though the declaration says that all may see it."""
    return Reply(_mine(turn))


@feature.button("bd1", str, private=False)
def pressed(turn: Turn[Any], press: Press) -> Reply:
    """`bd1:sign` writes a name on the board, `mine` answers who pressed alone, `hush` says a word to them, `both` is
    the first two."""
    signed = Edit(press.on or 0, Message(Text(f"Signed by {turn.person.name}"), _ROWS))
    match press.word(0):
        case "sign":
            return Reply(signed)
        case "hush":
            return Reply(Ack(f"Hush, {turn.person.name}"))
        case "both":
            return Reply(signed, _mine(turn))
    return Reply(_mine(turn))


def _mine(turn: Turn[Any]) -> Send:
    return Send(Message(Text(f"{turn.person.name}'s own")), only_for=turn.person.id)
