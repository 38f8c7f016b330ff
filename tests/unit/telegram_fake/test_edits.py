"""Messages that are changed and deleted, and when that is refused."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from bot.core.clock import VirtualClock
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw
from tests.unit.telegram_fake.test_polls import QUIZ
from tests.unit.telegram_fake.test_texts import button, keyboard, png

GO, STOP = keyboard([button("Go")]), keyboard([button("Stop")])


async def sent(raw: Raw, ada: FakePerson, **more: Any) -> dict[str, Any]:
    """What names a new text of the bot's."""
    message = await raw.result("sendMessage", chat_id=ada.id, **{"text": "one", **more})
    return {"chat_id": ada.id, "message_id": message["message_id"]}


async def test_texts_and_keyboards_change(raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    named = await sent(raw, ada, reply_markup=GO)
    await clock.set(START + timedelta(minutes=1))
    edited = await raw.result("editMessageText", **named, text="two", reply_markup=GO)
    assert edited["edit_date"] == edited["date"] + 60
    assert (ada.private.last.text, ada.private.last.labels, ada.private.last.edited) == ("two", ["Go"], 1)
    await raw.result("editMessageReplyMarkup", **named, reply_markup=STOP)
    assert ada.private.last.labels == ["Stop"]
    await raw.result("editMessageText", **named, text="two")
    assert ada.private.last.labels == [], "an edit without a keyboard takes it away"


async def test_what_changes_nothing_is_refused(raw: Raw, ada: FakePerson) -> None:
    why = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message"
    )
    named = await sent(raw, ada, reply_markup=GO)
    await raw.refused("editMessageText", why, **named, text=" one ", reply_markup=GO)
    await raw.refused("editMessageReplyMarkup", why, **named, reply_markup=GO)
    assert ada.private.last.edited == 0
    await raw.result("editMessageText", **named, text="one", reply_markup=GO, entities=QUOTED)
    await raw.refused("editMessageText", why, **named, text="one", reply_markup=GO, entities=QUOTED)


QUOTED = [{"type": "blockquote", "offset": 0, "length": 3}]


async def test_edits_that_are_refused(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    fake.judge.tolerant = True
    named = await sent(raw, ada)
    ada.says("mine")
    hers = {"chat_id": ada.id, "message_id": ada.private.messages[-1].id}
    await raw.refused(
        "editMessageText", "Bad Request: message to edit not found", chat_id=ada.id, message_id=1, text="a"
    )
    await raw.refused("editMessageText", "Bad Request: message can't be edited", **hers, text="a")
    await raw.refused("editMessageText", "Bad Request: message text is empty", **named, text=" ")
    await raw.refused("editMessageText", "Bad Request: message is too long", **named, text="x" * 4097)
    forced = {"force_reply": True}
    await raw.refused(
        "editMessageText", "Bad Request: inline keyboard expected", **named, text="a", reply_markup=forced
    )
    await raw.refused("editMessageCaption", "Bad Request: there is no caption", **named, caption="a")
    asked = await sent(raw, ada, reply_markup=forced)
    await raw.refused("editMessageText", "Bad Request: message can't be edited", **asked, text="a")
    poll = await raw.result("sendPoll", chat_id=ada.id, **QUIZ)
    of_poll = {"chat_id": ada.id, "message_id": poll["message_id"]}
    await raw.refused("editMessageText", "Bad Request: there is no text in the message to edit", **of_poll, text="a")
    await raw.refused("editMessageMedia", "Bad Request: there is no media", **of_poll, media={"type": "photo"})


async def test_a_keyboard_may_force_a_reply(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    named = await sent(raw, ada, reply_markup={**GO, "force_reply": True})
    assert ada.private.last.asks
    await raw.refused("editMessageText", "Bad Request: force_reply", **named, text="two", reply_markup=STOP)
    await raw.result("editMessageText", **named, text="two", reply_markup={**STOP, "force_reply": True})
    assert ada.private.last.asks


async def test_media_change_and_their_captions(bot: Bot, raw: Raw, ada: FakePerson) -> None:
    text = await bot.send_message(ada.id, "words")
    where: dict[str, Any] = {"chat_id": ada.id, "message_id": text.message_id}
    await bot.edit_message_media(InputMediaPhoto(media=png(9, 9), caption="seen"), **where)
    assert (ada.private.last.text, ada.private.last.caption) == (None, "seen")
    assert ada.private.last.photo
    await raw.refused("editMessageText", "Bad Request: there is no text in the message to edit", **where, text="a")
    await bot.edit_message_caption(caption="seen again", **where)
    assert ada.private.last.caption == "seen again"
    file = BufferedInputFile(b"a", "a.txt")
    await bot.edit_message_media(InputMediaDocument(media=file), **where)
    changed = ada.private.last
    assert (changed.photo, changed.caption, bool(changed.document)) == (None, "", True)
    broken = InputMediaPhoto(media=BufferedInputFile(b"broken", "a.png"))
    with pytest.raises(Exception, match="IMAGE_PROCESS_FAILED"):
        await bot.edit_message_media(broken, **where)


async def test_deleting(raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    first, second, third = [await sent(raw, ada) for _ in range(3)]
    gone = ada.private.messages[0]
    await raw.result("deleteMessage", **first)
    assert gone.deleted
    await raw.refused("deleteMessage", "Bad Request: message to delete not found", **first)
    await raw.refused("editMessageText", "Bad Request: message to edit not found", **first, text="a")
    await raw.result("deleteMessages", chat_id=ada.id, message_ids=[first["message_id"], second["message_id"]])
    assert [one.id for one in ada.private.messages] == [third["message_id"]]
    await raw.refused("deleteMessages", "Bad Request", chat_id=ada.id, message_ids=[])
    await clock.set(START + timedelta(hours=48, seconds=1))
    await raw.refused("deleteMessage", "Bad Request: message can't be deleted for everyone", **third)


async def test_others_messages_in_groups_stay(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    group = fake.group("Algo", ada)
    ada.says("/mine", group)
    hers = {"chat_id": group.id, "message_id": group.messages[-1].id}
    await raw.refused("deleteMessage", "Bad Request: message can't be deleted", **hers)
    group.promote_bot(ada)
    await raw.result("deleteMessage", **hers)
    ada.says("privately")
    await raw.result("deleteMessage", chat_id=ada.id, message_id=ada.private.messages[-1].id)
