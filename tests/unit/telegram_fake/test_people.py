"""What people do comes as the updates that aiogram reads."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.types import InaccessibleMessage, Message

from bot.core.clock import VirtualClock
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw
from tests.unit.telegram_fake.test_texts import WIDE, button, keyboard


async def test_texts_come_with_their_entities(bot: Bot, ada: FakePerson) -> None:
    ada.says(f"{WIDE} /quiz@milepost_test_bot with @someone a@b.example")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.from_user
    assert (update.message.from_user.first_name, update.message.from_user.language_code) == ("Ada", "en")
    assert update.message.date == START
    assert [(one.type, one.offset, one.length) for one in update.message.entities or []] == [
        ("bot_command", 3, 23),
        ("mention", 32, 8),
    ]


async def test_an_edit_is_told(bot: Bot, ada: FakePerson) -> None:
    ada.says("one")
    ada.edits(ada.private.messages[-1], "two")
    update = (await bot.get_updates())[-1]
    assert update.edited_message
    assert (update.edited_message.text, bool(update.edited_message.edit_date)) == ("two", True)


@pytest.mark.parametrize(
    "kind",
    ["sticker", "photo", "voice", "audio", "video", "video_note", "animation", "location", "contact", "dice"],
)
async def test_every_kind_of_message(bot: Bot, ada: FakePerson, kind: str) -> None:
    ada.sends_kind(kind)
    (update,) = await bot.get_updates()
    assert update.message
    assert getattr(update.message, kind)


async def test_presses(bot: Bot, raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    rows = [
        [button("Go on", callback_data="on"), button("Stop", callback_data="off")],
        [button("Site", url="https://a.b")],
    ]
    await raw.result("sendMessage", chat_id=ada.id, text="a", reply_markup=keyboard(*rows))
    message = ada.private.last
    assert message.labels == ["Go on", "Stop", "Site"]
    with pytest.raises(AssertionError, match="opens a link"):
        ada.presses(message, "Site")
    with pytest.raises(AssertionError, match="is on 2 of the buttons"):
        ada.presses(message, "o")
    ada.presses(message, "Go")
    ada.presses(message, (0, 1))
    last = ada.presses(message, data="gone")
    queries = [update.callback_query for update in await bot.get_updates()]
    assert [query and query.data for query in queries] == ["on", "off", "gone"]
    assert queries[0]
    assert isinstance(queries[0].message, Message)
    await clock.set(START + timedelta(hours=48, seconds=1))
    ada.presses(message, "Stop")
    (old,) = await bot.get_updates(offset=last.update_id + 1)
    assert old.callback_query
    assert isinstance(old.callback_query.message, InaccessibleMessage)


async def test_the_chat_as_people_see_it(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    ada.says("hello")
    for text in ("one", "two"):
        await raw.result("sendMessage", chat_id=ada.id, text=text)
    await raw.result("deleteMessage", chat_id=ada.id, message_id=ada.private.find("one").id)
    assert [one.text for one in ada.private.messages] == ["hello", "two"]
    assert ada.private.texts == ["two"]
    assert [one.text for one in ada.private.history] == ["hello", "one", "two"]
