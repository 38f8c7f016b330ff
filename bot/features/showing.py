"""Where an answer to a button goes."""

from bot.core.effects import Edit, Reply, Send
from bot.core.model import Body
from bot.core.turn import Press


def show(press: Press, body: Body) -> Reply:
    """In place of the message whose button was pressed; a new one where the answer was typed."""
    return Reply(Send(body) if press.on is None else Edit(press.on, body))
