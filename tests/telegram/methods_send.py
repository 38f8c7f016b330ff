"""The methods that make messages."""

from datetime import timedelta
from typing import Any

from tests.telegram.chats import FakeChat
from tests.telegram.messages import FakeFile, FakeMessage
from tests.telegram.polls import new_poll
from tests.telegram.refusals import bad
from tests.telegram.rules import CAPTION, any_markup, check_photo, check_upload, words
from tests.telegram.schema import Upload
from tests.telegram.world import World

Params = dict[str, Any]
_EPHEMERAL_REPLY = timedelta(seconds=15)
"""Bot API, "ReplyParameters": for how long an incoming ephemeral message may be replied to."""


def send_message(world: World, params: Params) -> dict[str, Any]:
    text, entities = words(params)
    if not text:
        raise bad("message text is empty")
    return _send(world, params, {"text": text, "entities": entities})


def send_photo(world: World, params: Params) -> dict[str, Any]:
    return _send(world, params, {**photo(world, params.get("photo"), params), **captioned(params)})


def send_document(world: World, params: Params) -> dict[str, Any]:
    return _send(world, params, {"document": document(world, params.get("document"), params), **captioned(params)})


def send_poll(world: World, params: Params) -> dict[str, Any]:
    return _send(world, params, {"poll": new_poll(world.unique("poll"), params, world.now())})


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.chat(params.get("chat_id"))
    chat.check_writable()
    if params.get("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat.actions.append(params["action"])
    return True


def captioned(params: Params) -> Params:
    caption, entities = words(params, "caption", CAPTION)
    return {"caption": caption, "caption_entities": entities}


def photo(world: World, given: object, params: Params) -> Params:
    """Of a parameter or an InputMedia: a file in the request, or the id of one that is here."""
    file = _file(world, given, params)
    return {"photo": file, "photo_sides": check_photo(file.content)}


def document(world: World, given: object, params: Params) -> FakeFile:
    return _file(world, given, params)


def _file(world: World, given: object, params: Params) -> FakeFile:
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get("files", {}).get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        check_upload(given.content)
        return world.store(given.name, given.content)
    if isinstance(given, str) and given in world.files:
        return world.files[given]
    raise bad("wrong file identifier/HTTP URL specified")


def _send(world: World, params: Params, content: Params) -> dict[str, Any]:
    chat = world.chat(params.get("chat_id"))
    chat.check_writable()
    markup = any_markup(params.get("reply_markup"))
    thread = chat.check_thread(params.get("message_thread_id"))
    ephemeral = params.get("ephemeral_message_parameters")
    if ephemeral is not None:
        content = {**content, "only_for": _receiver(world, chat, ephemeral, params), "ephemeral": True}
    else:
        content = {**content, "reply_to": _replied(chat, params)}
    message = chat.new_message(world.me_plain, markup=markup, thread=thread, **content)
    return message.json(world.now())


def _replied(chat: FakeChat, params: Params) -> FakeMessage | None:
    reply = params.get("reply_parameters")
    if reply is None:
        return None
    if not isinstance(reply, dict):
        raise bad("can't parse reply parameters JSON object")
    if "ephemeral_message_id" in reply:
        raise bad("a reply to an ephemeral message must be ephemeral")
    message = chat.message(reply.get("message_id", 0))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message


def _receiver(world: World, chat: FakeChat, ephemeral: object, params: Params) -> int:
    """Ephemeral messages go to members of a supergroup: from administrators at any time, else within 15 seconds of
    what they answer."""
    if not isinstance(ephemeral, dict) or type(ephemeral.get("receiver_user_id")) is not int:
        raise bad("can't parse ephemeral message parameters JSON object")
    receiver = int(ephemeral["receiver_user_id"])
    if chat.kind != "supergroup":
        raise bad("ephemeral messages are not available in this chat")
    if chat.member(receiver) is None:
        raise bad("PARTICIPANT_ID_INVALID")
    query = ephemeral.get("callback_query_id")
    asked = (params.get("reply_parameters") or {}).get("ephemeral_message_id")
    if query is not None:
        _check_query(world, chat, query, receiver)
    elif asked is not None:
        _check_asked(world, chat, asked, receiver)
    elif chat.bot_status != "administrator":
        raise bad("not enough rights to send ephemeral messages")
    return receiver


def _check_query(world: World, chat: FakeChat, query: object, receiver: int) -> None:
    press = world.presses.get(str(query))
    if press is None or press.message.chat is not chat or press.by.id != receiver or not world.is_fresh(press):
        raise bad("query is too old and response timeout expired or query ID is invalid")


def _check_asked(world: World, chat: FakeChat, number: object, sender: int) -> None:
    asked = [m for m in chat.messages if m.ephemeral_id == number and m.sender["id"] == sender]
    if not asked or world.now() - asked[0].date > _EPHEMERAL_REPLY:
        raise bad("message to be replied not found")


_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendPoll": send_poll,
    "sendChatAction": send_chat_action,
}
