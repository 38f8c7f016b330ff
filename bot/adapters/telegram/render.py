"""From an outbox row to the one Bot API call it stands for, and from the call's answer to a receipt."""

from dataclasses import replace
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteEphemeralMessage,
    DeleteMessage,
    EditEphemeralMessageMedia,
    EditEphemeralMessageReplyMarkup,
    EditEphemeralMessageText,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendPoll,
    StopPoll,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    EphemeralMessageParameters,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputPollOption,
    LinkPreviewOptions,
    ReplyParameters,
)
from aiogram.types import Message as Answer

from bot.adapters.telegram.entities import entities
from bot.adapters.telegram.surface import CAPABILITIES, is_group
from bot.core.capabilities import utf16
from bot.core.lowering import lower
from bot.core.model import Button, Message, QuizPoll
from bot.core.ports import Gone, OutboxRow, Receipt, Rejected
from bot.core.text import Text, shorten

_NO_TEXT = Text("…")
"""Telegram refuses a text of white space alone."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOTICE = 200
"""Characters of a notice (Bot API, "answerCallbackQuery")."""
_TOAST = 60
"""A notice is shown for some seconds over the chat, in about two lines on a phone; a longer one waits to be closed."""
_PLACEHOLDER = 64
"""Characters of what an input field shows while it is empty (Bot API, "ForceReply")."""


def render(row: OutboxRow) -> TelegramMethod[Any]:
    """Raises Gone where the old message can't become the new body."""
    match row.op, row.body:
        case "delete", _:
            return _delete(row)
        case "close", _:
            return _close(row)
        case "edit", Message() as message if not row.poll:
            return _edit(row, message)
        case "edit", _:
            return _stop(row)
        case _, Message() as message:
            return _send(row, message)
        case _, QuizPoll() as poll if _one_of_a_group(row):
            return _send(row, _as_message(poll))
        case _, QuizPoll() as poll:
            return _poll(row, poll)
    raise Rejected("a row to be sent has no body")


def receipt(row: OutboxRow, result: object) -> Receipt:
    """Raises Gone for a native poll that was stopped in place of an edit: its new body is to be sent."""
    if row.op == "edit" and row.poll:
        raise Gone
    if row.op != "send" or not isinstance(result, Answer):
        return Receipt(row.message)
    if result.ephemeral_message_id is not None:
        return Receipt(f"e{result.ephemeral_message_id}:{row.only_for}")
    # 0 until a message that Telegram put off is really sent
    return Receipt(str(result.message_id) if result.message_id else None, result.poll.id if result.poll else "")


def acknowledgement(query: str, text: str = "") -> AnswerCallbackQuery:
    text = shorten(text.strip(), _NOTICE, utf16)
    return AnswerCallbackQuery(
        callback_query_id=query, text=text or None, show_alert=True if utf16(text) > _TOAST else None
    )


def _send(row: OutboxRow, message: Message) -> TelegramMethod[Any]:
    text, spans = entities(_shown(message))
    chat: dict[str, Any] = {
        "chat_id": int(row.address.chat),
        "message_thread_id": int(row.address.thread) if row.address.thread else None,
        "reply_markup": _asking(message) or _keyboard(message),
        "parse_mode": None,
        **(_for_one(row) if _one_of_a_group(row) else {}),
    }
    if message.picture:
        return SendPhoto(photo=_photo(message), caption=text or None, caption_entities=spans, **chat)
    if message.file:
        return SendDocument(document=_document(message), caption=text or None, caption_entities=spans, **chat)
    return SendMessage(text=text, entities=spans, link_preview_options=_NO_PREVIEW, **chat)


def _edit(row: OutboxRow, message: Message) -> TelegramMethod[Any]:
    if message.asks:
        raise Gone  # only a new message can ask for a reply
    text, spans = entities(_shown(message))
    markup = _keyboard(message)
    plain: dict[str, Any] = {"text": text, "entities": spans, "parse_mode": None, "link_preview_options": _NO_PREVIEW}
    caption: dict[str, Any] = {"caption": text or None, "caption_entities": spans, "parse_mode": None}
    media: InputMediaPhoto | InputMediaDocument | None = None
    if message.picture:
        media = InputMediaPhoto(media=_photo(message), **caption)
    elif message.file:
        media = InputMediaDocument(media=_document(message), **caption)
    if is_ephemeral(row):
        if media:
            return EditEphemeralMessageMedia(**_ephemeral(row), media=media, reply_markup=markup)
        return EditEphemeralMessageText(**_ephemeral(row), **plain, reply_markup=markup)
    if media:
        return EditMessageMedia(**_message(row), media=media, reply_markup=markup)
    return EditMessageText(**_message(row), **plain, reply_markup=markup)


def _delete(row: OutboxRow) -> TelegramMethod[Any]:
    return DeleteEphemeralMessage(**_ephemeral(row)) if is_ephemeral(row) else DeleteMessage(**_message(row))


def _close(row: OutboxRow) -> TelegramMethod[Any]:
    if is_ephemeral(row):
        return EditEphemeralMessageReplyMarkup(**_ephemeral(row))
    return StopPoll(**_message(row)) if row.poll else EditMessageReplyMarkup(**_message(row))


def _stop(row: OutboxRow) -> TelegramMethod[Any]:
    """A native poll can't be edited, and another one can't take its place; it can only stop taking answers."""
    if not row.poll:
        raise Gone
    return StopPoll(**_message(row))


def _poll(row: OutboxRow, poll: QuizPoll) -> SendPoll:
    explanation, spans = entities(poll.explanation)
    return SendPoll(
        chat_id=int(row.address.chat),
        message_thread_id=int(row.address.thread) if row.address.thread else None,
        question=poll.question.plain.strip(),
        question_parse_mode=None,
        options=[InputPollOption(text=option.text, text_parse_mode=None) for option in poll.options],
        type="quiz",
        is_anonymous=False,  # answers to an anonymous poll name nobody
        correct_option_ids=[poll.correct],
        explanation=explanation or None,
        explanation_entities=spans,
        explanation_parse_mode=None,
    )


def _as_message(poll: QuizPoll) -> Message:
    """No poll can be shown to one person alone."""
    [only] = lower("send", poll, replace(CAPABILITIES, polls=None))
    assert isinstance(only.body, Message)
    return only.body


def _one_of_a_group(row: OutboxRow) -> bool:
    return bool(row.only_for) and is_group(row.address)


def _for_one(row: OutboxRow) -> dict[str, Any]:
    """The token names what is answered, within 15 seconds: a press, or a message that was ephemeral itself."""
    asked = row.token.startswith("e")
    return {
        "ephemeral_message_parameters": EphemeralMessageParameters(
            receiver_user_id=int(row.only_for), callback_query_id=None if asked else row.token or None
        ),
        "reply_parameters": ReplyParameters(ephemeral_message_id=int(row.token[1:])) if asked else None,
    }


def is_ephemeral(row: OutboxRow) -> bool:
    """Whether it changes a message that one person of a group sees."""
    return row.message is not None and row.message.startswith("e")


def _message(row: OutboxRow) -> dict[str, Any]:
    return {"chat_id": int(row.address.chat), "message_id": int(row.message or 0)}


def _ephemeral(row: OutboxRow) -> dict[str, Any]:
    message, _, receiver = (row.message or "").removeprefix("e").partition(":")
    return {
        "chat_id": int(row.address.chat),
        "receiver_user_id": int(receiver),
        "ephemeral_message_id": int(message),
    }


def _shown(message: Message) -> Text:
    if message.text.plain.strip():
        return message.text
    return Text() if message.picture or message.file else _NO_TEXT


def _photo(message: Message) -> BufferedInputFile:
    return BufferedInputFile(message.picture.png if message.picture else b"", "picture.png")


def _document(message: Message) -> BufferedInputFile:
    return BufferedInputFile(message.file.content if message.file else b"", message.file.name if message.file else "")


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    rows = [[_button(button) for button in row] for row in message.buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=button.label, callback_data=button.data or None, url=button.url or None)


def _asking(message: Message) -> ForceReply | None:
    if not message.asks:
        return None
    hint = shorten(message.asks.hint.strip(), _PLACEHOLDER, utf16)
    return ForceReply(force_reply=True, input_field_placeholder=hint or None)
