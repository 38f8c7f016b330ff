"""The way in: addresses, tokens, and the forms that a request may have."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile

from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import Raw


async def test_a_wrong_token_is_refused(fake: FakeTelegram, raw: Raw) -> None:
    for path in ("bot1:wrong/getMe", "file/bot1:wrong/documents/a"):
        async with raw.session.get(f"{fake.url}/{path}") as answer:
            assert (answer.status, await answer.json()) == (
                401,
                {"ok": False, "error_code": 401, "description": "Unauthorized"},
            )


async def test_an_unknown_method_is_refused_and_a_violation(fake: FakeTelegram, raw: Raw) -> None:
    fake.judge.tolerant = True
    body = await raw.refused("sendNothing", "Not Found")
    assert body["error_code"] == 404
    assert fake.judge.violations == ["sendNothing: no such method"]


@pytest.mark.parametrize("form", ["query", "urlencoded", "json", "multipart"])
async def test_parameters_come_in_every_form(fake: FakeTelegram, raw: Raw, ada: FakePerson, form: str) -> None:
    url = f"{fake.url}/bot{fake.token}/SENDmessage"
    params = {"chat_id": str(ada.id), "text": "12", "entities": '[{"type":"bold","offset":0,"length":2}]'}
    if form == "query":
        request = raw.session.get(url, params=params)
    elif form == "urlencoded":
        request = raw.session.post(url, data=params)
    elif form == "json":
        whole = {"chat_id": ada.id, "text": "12", "entities": [{"type": "bold", "offset": 0, "length": 2}]}
        request = raw.session.post(url, json=whole)
    else:
        with aiohttp.MultipartWriter("form-data") as parts:
            for name, value in params.items():
                parts.append(value).set_content_disposition("form-data", name=name)
        request = raw.session.post(url, data=parts)
    async with request as answer:
        assert answer.status == 200, await answer.text()
    assert ada.private.last.entities == [{"type": "bold", "offset": 0, "length": 2}]
    assert fake.of("sendMessage")[0].params["text"] == "12"


async def test_what_is_no_json_is_refused(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    fake.judge.tolerant = True
    markup = "{"
    await raw.refused("sendMessage", "Bad Request: can't parse reply", chat_id=ada.id, text="a", reply_markup=markup)
    url = f"{fake.url}/bot{fake.token}/getMe"
    async with raw.session.post(url, data="{", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


async def test_files_go_up_and_down(fake: FakeTelegram, raw: Raw, bot: Bot, ada: FakePerson) -> None:
    ada.uploads("notes.md", b"# Notes", caption="mine")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document
    assert update.message.document.file_name == "notes.md"
    file = await bot.get_file(update.message.document.file_id)
    content = await bot.download_file(file.file_path or "")
    assert content
    assert content.read() == b"# Notes"
    sent = await bot.send_document(ada.id, BufferedInputFile(b"a;b", "export.csv"), caption="yours")
    assert sent.document
    assert sent.document.file_size == 3
    assert ada.private.last.document
    assert ada.private.last.document.content == b"a;b"
    again = await bot.send_document(ada.id, sent.document.file_id)
    assert again.document
    assert again.document.file_name == "export.csv"
    await raw.refused("sendDocument", "Bad Request: wrong file identifier", chat_id=ada.id, document="unheard-of")
    await raw.refused("getFile", "Bad Request: wrong file_id", file_id="unheard-of")


async def test_big_files_are_refused(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    ada.uploads("big.bin", b"x", size=20 * 1024 * 1024 + 1)
    document = ada.private.messages[-1].document
    assert document
    await raw.refused("getFile", "Bad Request: file is too big", file_id=document.id)
    async with raw.session.get(f"{fake.url}/file/bot{fake.token}/{document.path}") as answer:
        assert answer.status == 404


async def test_an_empty_file_is_refused(bot: Bot, ada: FakePerson) -> None:
    with pytest.raises(Exception, match="file must be non-empty"):
        await bot.send_document(ada.id, BufferedInputFile(b"", "empty.txt"))


async def test_it_comes_back_under_the_same_address(fake: FakeTelegram, raw: Raw) -> None:
    url = fake.url
    await fake.close()
    with pytest.raises(aiohttp.ClientConnectorError):
        await raw("getMe")
    await fake.start()
    assert fake.url == url
    await raw.result("getMe")
