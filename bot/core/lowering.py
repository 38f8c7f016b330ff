"""From the neutral model to what a platform can show. One call made here is one outbox row and one platform call.

Every loss is a branch of its own: a poll becomes buttons, buttons a numbered list, a picture its alt text, a long text
several messages, and so do more buttons than one message holds, or text that doesn't fit beside a picture or a file.
Nothing is dropped silently.
"""

from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from bot.core.capabilities import Capabilities
from bot.core.model import Body, Button, Message, QuizPoll, Rows
from bot.core.text import Text, as_text, join, shorten, split

Op = Literal["send", "edit", "delete", "close"]
_MORE = Text("…")
"""The text of a message that only has the buttons for which the one before had no room."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """One platform call. `named` says whether it carries the message's ref: the piece with the buttons does."""

    op: Op
    body: Body | None
    named: bool = True


def lower(op: Op, body: Body | None, can: Capabilities) -> list[Lowered]:
    """The platform calls for a Send, Edit, Delete or Close, in order.

    An Edit whose text needs several messages becomes a Send of all of them; so does every Edit where the platform
    cannot edit.
    """
    if body is None:
        return [Lowered(op, None)]
    if isinstance(body, QuizPoll):
        if op == "send" and _holds(can, body):
            return [Lowered(op, body)]
        body = _poll_as_message(body)
    messages = _messages(body, can)
    if op == "edit" and (len(messages) > 1 or not can.edits):
        op = "send"
    last = len(messages) - 1
    return [Lowered(op, message, named=index == last) for index, message in enumerate(messages)]


def _holds(can: Capabilities, poll: QuizPoll) -> bool:
    limits = can.polls
    return (
        limits is not None
        and not poll.question.spans
        and can.size(poll.question.plain) <= limits.question
        and can.size(poll.explanation.plain) <= limits.explanation
        and poll.explanation.plain.count("\n") < limits.explanation_lines
        and len(poll.options) <= limits.options
        and all(can.size(option.text) <= limits.option for option in poll.options)
    )


def _poll_as_message(poll: QuizPoll) -> Message:
    options = tuple((Button(option.text, option.data),) for option in poll.options)
    return Message(poll.question, options)


def _messages(message: Message, can: Capabilities) -> list[Message]:
    if message.picture is not None and not can.pictures:
        message = replace(message, picture=None, text=join("\n\n", [message.picture.alt, message.text]))
    if message.buttons:
        message = _with_fitting_buttons(message, can)
    pages = [message.buttons[at : at + can.rows] for at in range(0, len(message.buttons), can.rows)] or [()]
    *before, last = _pieces(message, can)
    last = replace(last, buttons=pages[0], asks=message.asks)
    return [*before, last, *(Message(_MORE, page) for page in pages[1:])]


def _pieces(message: Message, can: Capabilities) -> list[Message]:
    """Without buttons; a picture, a file and a text that is too long beside either are messages of their own."""
    if message.picture and message.file:
        picture = Message(Text(), picture=message.picture)
        return [*_pieces(picture, can), *_pieces(replace(message, picture=None), can)]
    if not (message.picture or message.file):
        return [Message(piece) for piece in split(message.text, can.text, can.length)]
    alt = message.picture.alt if message.picture and can.size(message.picture.alt) > can.alt else ""
    whole = join("\n\n", [message.text, alt])
    if can.length(whole) <= can.caption:
        return [replace(message, text=whole, buttons=(), asks=None)]
    fits = can.length(message.text) <= can.caption
    caption, beyond = (message.text, Text(alt)) if fits else (Text(), whole)
    beside = Message(caption, picture=message.picture, file=message.file)
    return [beside, *(Message(piece) for piece in split(beyond, can.text, can.length))]


def _with_fitting_buttons(message: Message, can: Capabilities) -> Message:
    flat = [button for row in message.buttons for button in row]
    if not can.buttons:
        return replace(message, text=_numbered(message.text, flat), buttons=())
    rows = _rows(message.buttons, can)
    if all(can.size(button.label) <= can.label for button in flat):
        return replace(message, buttons=rows)
    numbers = count(1)
    short = tuple(
        tuple(replace(button, label=shorten(f"{next(numbers)}. {button.label}", can.label, can.size)) for button in row)
        for row in rows
    )
    return replace(message, text=_numbered(message.text, flat), buttons=short)


def _rows(rows: Rows, can: Capabilities) -> Rows:
    """Rows cut to the platform's width. Where that makes too many, buttons that have a row of their own share one with
    their neighbours; then all rows are filled to the width; then what has a row of its own goes into menus."""
    cut = tuple(row[at : at + can.columns] for row in rows for at in range(0, len(row), can.columns))
    flat = [button for row in rows for button in row]
    if len(cut) <= can.rows:
        return cut
    shared = _shared(cut, can.columns)
    if len(shared) <= can.rows:
        return shared
    if len(flat) <= can.rows * can.columns or not can.menu:
        return _filled(flat, can.columns)
    menus = _shared(cut, can.menu)
    if len(menus) <= can.rows:
        return menus
    links = [button for button in flat if button.url]
    return (*_filled([button for button in flat if button.data], can.menu), *_filled(links, can.columns))


def _shared(rows: Rows, width: int) -> Rows:
    """Neighbours that have a row of their own, together in rows of at most `width`; links are in no menu."""
    shared: list[tuple[Button, ...]] = []
    open_ = False
    for row in rows:
        alone = len(row) == 1 and bool(row[0].data)
        if alone and open_ and len(shared[-1]) < width:
            shared[-1] += row
        else:
            shared.append(row)
        open_ = alone
    return tuple(shared)


def _filled(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def _numbered(text: Text, buttons: list[Button]) -> Text:
    lines = (
        as_text(f"{number}. {button.label}" + (f" {button.url}" if button.url else ""))
        for number, button in enumerate(buttons, 1)
    )
    return join("\n\n", [text, join("\n", lines)])
