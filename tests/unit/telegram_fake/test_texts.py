"""What a new message must be: lengths, entities, keyboards, pictures."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, ForceReply

from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import Raw

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
WIDE = "\N{SNAKE}"
"""Two UTF-16 units."""


def bold(offset: int, length: int, kind: str = "bold", **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "Go", **more: Any) -> dict[str, Any]:
    return {"text": text, **(more or {"callback_data": "go"})}


@pytest.mark.parametrize("text", ["x" * 4096, WIDE * 2048, " " * 9 + "x" * 4096 + "\n\n"])
async def test_texts_that_are_taken(raw: Raw, ada: FakePerson, text: str) -> None:
    await raw.result("sendMessage", chat_id=ada.id, text=text)
    assert ada.private.texts == [text.strip()]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "message text is empty"),
        (" \n\t", "message text is empty"),
        ("x" * 4097, "message is too long"),
        (WIDE * 2048 + "x", "message is too long"),
    ],
)
async def test_texts_that_are_refused(raw: Raw, ada: FakePerson, text: str, why: str) -> None:
    await raw.refused("sendMessage", f"Bad Request: {why}", chat_id=ada.id, text=text)
    assert ada.private.messages == []


@pytest.mark.parametrize(
    "entities",
    [
        [bold(0, 4)],
        [bold(0, 2), bold(2, 2, "italic")],
        [bold(0, 6), bold(0, 2, "italic"), bold(4, 2, "underline")],
        [bold(0, 2, "pre"), bold(2, 2, "code")],
        [bold(0, 2, "text_link", url="https://example.org")],
    ],
)
async def test_entities_that_are_taken(raw: Raw, ada: FakePerson, entities: list[Any]) -> None:
    await raw.result("sendMessage", chat_id=ada.id, text=WIDE + "abcd", entities=entities)
    assert ada.private.last.entities == entities


@pytest.mark.parametrize(
    ("entities", "why"),
    [
        ([bold(0, 7)], "ENTITY_BOUNDS_INVALID"),
        ([bold(-1, 2)], "ENTITY_BOUNDS_INVALID"),
        ([bold(0, 0)], "ENTITY_BOUNDS_INVALID"),
        ([bold(1, 2)], "ENTITY_BOUNDS_INVALID"),
        ([bold(0, 1)], "ENTITY_BOUNDS_INVALID"),
        ([bold(0, 4), bold(3, 3, "italic")], "can't parse entities: they must be nested"),
        ([bold(0, 6), bold(2, 2, "code")], "can't parse entities: pre and code"),
        ([bold(0, 6, "pre"), bold(2, 2)], "can't parse entities: pre and code"),
        ([bold(0, 2, "text_link")], "ENTITY_TEXTURL_INVALID"),
    ],
)
async def test_entities_that_are_refused(raw: Raw, ada: FakePerson, entities: list[Any], why: str) -> None:
    await raw.refused("sendMessage", f"Bad Request: {why}", chat_id=ada.id, text=WIDE + "abcd", entities=entities)


async def test_entities_move_with_a_trimmed_text(raw: Raw, ada: FakePerson) -> None:
    await raw.result("sendMessage", chat_id=ada.id, text="  ab ", entities=[bold(0, 3), bold(3, 2, "italic")])
    assert ada.private.last.entities == [bold(0, 1), bold(1, 1, "italic")]


async def test_keyboards_that_are_taken(raw: Raw, ada: FakePerson) -> None:
    rows = [[button() for _ in range(8)] for _ in range(12)] + [[button(callback_data="x" * 64)]]
    await raw.result("sendMessage", chat_id=ada.id, text="a", reply_markup=keyboard(*rows))
    assert len(ada.private.last.buttons) == 97
    await raw.result("sendMessage", chat_id=ada.id, text="a", reply_markup=keyboard([button(url="https://a.example")]))
    assert ada.private.last.buttons[0].url == "https://a.example"


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (keyboard([button("")]), "can't parse inline keyboard button"),
        (keyboard([{"text": "Go"}]), "can't parse inline keyboard button: Text buttons are unallowed"),
        (keyboard([button(callback_data="a", url="https://a.example")]), "can't parse inline keyboard button: exactly"),
        (keyboard([button(callback_data="")]), "BUTTON_DATA_INVALID"),
        (keyboard([button(callback_data="x" * 65)]), "BUTTON_DATA_INVALID"),
        (keyboard([button(callback_data=WIDE * 17)]), "BUTTON_DATA_INVALID"),
        (keyboard([button(url="javascript:alert(1)")]), "inline keyboard button URL"),
        (keyboard([button() for _ in range(9)]), "reply markup is too long"),
        (keyboard(*([button() for _ in range(8)] for _ in range(13))), "reply markup is too long"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder"),
        ({"force_reply": True, "input_field_placeholder": ""}, "input field placeholder"),
        ({"force_reply": True, "remove_keyboard": True}, "can't parse reply keyboard"),
    ],
)
async def test_keyboards_that_are_refused(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, markup: dict[str, Any], why: str
) -> None:
    fake.judge.tolerant = True
    await raw.refused("sendMessage", f"Bad Request: {why}", chat_id=ada.id, text="a", reply_markup=markup)


async def test_a_forced_reply_shows_its_placeholder(bot: Bot, ada: FakePerson) -> None:
    await bot.send_message(ada.id, "Why?", reply_markup=ForceReply(input_field_placeholder="x" * 64))
    assert (ada.private.last.asks, ada.private.last.placeholder, ada.private.last.labels) == (True, "x" * 64, [])


def png(width: int, height: int) -> BufferedInputFile:
    return BufferedInputFile(PNG + width.to_bytes(4, "big") + height.to_bytes(4, "big"), "a.png")


async def test_a_picture_with_a_caption(bot: Bot, ada: FakePerson) -> None:
    sent = await bot.send_photo(ada.id, png(800, 400), caption="x" * 1024)
    assert sent.photo
    assert (sent.photo[0].width, sent.photo[0].height) == (800, 400)
    assert ada.private.last.photo
    assert ada.private.last.photo.content.startswith(PNG)
    assert ada.private.last.caption == "x" * 1024


@pytest.mark.parametrize(
    ("picture", "caption", "why"),
    [
        (BufferedInputFile(b"no picture at all", "a.png"), "", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "", "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "", "PHOTO_INVALID_DIMENSIONS"),
        (png(9, 9), "x" * 1025, "message caption is too long"),
    ],
)
async def test_pictures_that_are_refused(
    bot: Bot, ada: FakePerson, picture: BufferedInputFile, caption: str, why: str
) -> None:
    with pytest.raises(Exception, match=why):
        await bot.send_photo(ada.id, picture, caption=caption)
    assert ada.private.messages == []
