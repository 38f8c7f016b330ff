"""The methods that change, stop and delete messages."""

from typing import Any

from tests.telegram.chats import FakeChat
from tests.telegram.messages import FORGOTTEN_AFTER, FakeMessage
from tests.telegram.methods_send import Params, captioned, document, photo
from tests.telegram.refusals import Refusal, bad
from tests.telegram.rules import inline_keyboard, words
from tests.telegram.world import World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_text(world: World, params: Params) -> Any:
    message = _editable(world, params)
    return _edit(world, message, {**_new_text(message, params), "markup": _markup(params)})


def edit_markup(world: World, params: Params) -> Any:
    return _edit(world, _editable(world, params), {"markup": _markup(params)})


def edit_caption(world: World, params: Params) -> Any:
    message = _editable(world, params)
    return _edit(world, message, {**_new_caption(message, params), "markup": _markup(params)})


def edit_media(world: World, params: Params) -> Any:
    message = _editable(world, params)
    return _edit(world, message, {**_new_media(world, message, params), "markup": _markup(params)})


def edit_ephemeral_text(world: World, params: Params) -> bool:
    message = _ephemeral(world, params)
    return bool(_edit(world, message, {**_new_text(message, params), "markup": _markup(params)}))


def edit_ephemeral_markup(world: World, params: Params) -> bool:
    return bool(_edit(world, _ephemeral(world, params), {"markup": _markup(params)}))


def edit_ephemeral_caption(world: World, params: Params) -> bool:
    message = _ephemeral(world, params)
    return bool(_edit(world, message, {**_new_caption(message, params), "markup": _markup(params)}))


def edit_ephemeral_media(world: World, params: Params) -> bool:
    message = _ephemeral(world, params)
    return bool(_edit(world, message, {**_new_media(world, message, params), "markup": _markup(params)}))


def stop_poll(world: World, params: Params) -> dict[str, Any]:
    chat = _chat(world, params)
    message = chat.message(_number(params, "message_id"))
    if message is None:
        raise bad("message with poll to stop not found")
    if not message.poll:
        raise bad("message is not a poll")
    if not message.by_bot:
        raise bad("poll can't be stopped")
    if message.poll.closed(world.now()):
        raise bad("poll has already been closed")
    message.markup = _markup(params)
    message.poll.stopped = True
    stopped = message.poll.json(world.now())
    world.tell("poll", stopped)
    return stopped


def delete_message(world: World, params: Params) -> bool:
    chat = _chat(world, params)
    message = chat.message(_number(params, "message_id"))
    if message is None:
        raise bad("message to delete not found")
    _check_deletable(world, chat, message)
    message.deleted = True
    return True


def delete_messages(world: World, params: Params) -> bool:
    chat = _chat(world, params)
    numbers = params.get("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified, or more than 100")
    found = [message for number in numbers if (message := chat.message(number))]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        message.deleted = True
    return True


def delete_ephemeral(world: World, params: Params) -> bool:
    message = _ephemeral(world, params, "message to delete not found")
    message.deleted = True
    return True


def _check_deletable(world: World, chat: FakeChat, message: FakeMessage) -> None:
    if world.now() - message.date > FORGOTTEN_AFTER:
        raise bad("message can't be deleted for everyone")
    if not (message.by_bot or chat.private or chat.bot_status == "administrator"):
        raise bad("message can't be deleted")
    if "forum_topic_created" in message.extra:
        raise bad("message can't be deleted")


def _chat(world: World, params: Params) -> FakeChat:
    chat = world.chat(params.get("chat_id"))
    chat.check_writable()
    return chat


def _editable(world: World, params: Params) -> FakeMessage:
    message = _chat(world, params).message(_number(params, "message_id"))
    if message is None:
        raise bad("message to edit not found")
    if not message.by_bot:
        raise bad("message can't be edited")
    return message


def _ephemeral(world: World, params: Params, missing: str = "message to edit not found") -> FakeMessage:
    chat = _chat(world, params)
    if chat.kind != "supergroup":
        raise bad("ephemeral messages are not available in this chat")
    message = chat.ephemeral(_number(params, "ephemeral_message_id"), _number(params, "receiver_user_id"))
    if message is None or not message.by_bot:
        raise bad(missing)
    return message


def _number(params: Params, name: str) -> int:
    number = params.get(name)
    if type(number) is not int:
        raise bad(f"parameter {name} must be a number")
    return number


def _markup(params: Params) -> dict[str, Any] | None:
    return inline_keyboard(params.get("reply_markup"))


def _new_text(message: FakeMessage, params: Params) -> Params:
    if message.text is None:
        raise bad("there is no text in the message to edit")
    text, entities = words(params)
    if not text:
        raise bad("message text is empty")
    return {"text": text, "entities": entities}


def _new_caption(message: FakeMessage, params: Params) -> Params:
    if not (message.photo or message.document):
        raise bad("there is no caption in the message to edit")
    return captioned(params)


def _new_media(world: World, message: FakeMessage, params: Params) -> Params:
    """A text may become a medium, and a medium another one."""
    if message.poll or not (message.text is not None or message.photo or message.document):
        raise bad("there is no media in the message to edit")
    media = params.get("media")
    if not isinstance(media, dict):
        raise bad("can't parse media JSON object")
    fresh: Params = {"text": None, "entities": [], "photo": None, "document": None, **captioned(media)}
    if media.get("type") == "photo":
        return {**fresh, **photo(world, media.get("media"), params)}
    if media.get("type") == "document":
        return {**fresh, "document": document(world, media.get("media"), params)}
    raise bad("unsupported kind of media")


def _edit(world: World, message: FakeMessage, new: Params) -> dict[str, Any]:
    if message.markup and "inline_keyboard" not in message.markup:
        raise bad("message can't be edited")
    if message.asks != bool((new["markup"] or {}).get("force_reply")) and new["markup"]:
        raise bad("force_reply can't be changed")
    before = message.face()
    old = {name: getattr(message, name) for name in new}
    _put(message, new)
    if message.face() == before:
        _put(message, old)
        raise unmodified()
    message.edited, message.edited_at = message.edited + 1, world.now()
    return message.json(world.now())


def _put(message: FakeMessage, values: Params) -> None:
    for name, value in values.items():
        setattr(message, name, value)


def unmodified() -> Refusal:
    return bad(_SAME)


METHODS = {
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_markup,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editEphemeralMessageText": edit_ephemeral_text,
    "editEphemeralMessageReplyMarkup": edit_ephemeral_markup,
    "editEphemeralMessageCaption": edit_ephemeral_caption,
    "editEphemeralMessageMedia": edit_ephemeral_media,
    "stopPoll": stop_poll,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "deleteEphemeralMessage": delete_ephemeral,
}
