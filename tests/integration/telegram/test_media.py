"""Pictures and files: what they say stands beside them where it fits, else below, and they can be exchanged."""

from base64 import b64decode

import pytest

from bot.core.effects import Edit, Reply, Send
from bot.core.feature import Arg, Feature
from bot.core.model import Button, File, Message, Picture, data
from bot.core.text import Text, bold
from bot.core.turn import Call, Press, Turn
from tests.integration.telegram.conftest import Benches
from tests.telegram.server import FakeTelegram

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
ALT = "Five days of seven"
feature = Feature("media")


@feature.command("chart", Arg("words", str, optional=True), summary="help-summary")
def chart(turn: Turn[object], call: Call) -> Reply:
    return Reply(Send(_chart(call.text("words") or ""), ref=turn.new_id()))


@feature.command("plan", Arg("words", str), summary="help-summary")
def plan(_: Turn[object], call: Call) -> Reply:
    return Reply(Send(Message(Text(call.text("words") or ""), file=File("plan.ics", b"BEGIN:VCALENDAR"))))


@feature.button("me1", str)
def exchange(_: Turn[object], press: Press) -> Reply:
    body = _chart("again") if press.word(0) == "chart" else Message(Text("words"), _buttons())
    return Reply(Edit(press.on or 0, body))


def _chart(words: str) -> Message:
    return Message(bold(words), _buttons(), Picture(PNG, ALT))


def _buttons() -> tuple[tuple[Button, ...], ...]:
    return ((Button("as text", data("me1", "text")), Button("as chart", data("me1", "chart"))),)


@pytest.fixture
def options() -> dict[str, object]:
    return {"features": (feature,), "records": ()}


@pytest.mark.parametrize("words", ["Your week", ""])
async def test_a_picture_has_its_words_and_its_description_beside_it(
    fake: FakeTelegram, benches: Benches, options: dict[str, object], words: str
) -> None:
    bench, ada = await benches(**options).start(), fake.person("Ada")
    await bench.settle(ada.says(f"/chart {words}"))
    (shown,) = ada.private.messages[1:]
    assert shown.photo is not None
    assert shown.photo.content == PNG
    assert shown.caption == (f"{words}\n\n{ALT}" if words else ALT)
    assert [one["type"] for one in shown.caption_entities] == ["bold"] * bool(words)
    assert shown.labels == ["as text", "as chart"]


async def test_words_that_do_not_fit_beside_a_picture_or_a_file_follow_it(
    fake: FakeTelegram, benches: Benches, options: dict[str, object]
) -> None:
    bench, ada = await benches(**options).start(), fake.person("Ada")
    long = "word " * 300
    await bench.settle(ada.says(f"/chart {long}"))
    picture, words = ada.private.messages[1:]
    assert (picture.photo is not None, picture.caption, picture.labels) == (True, "", [])
    assert words.text == f"{long.strip()}\n\n{ALT}"
    assert words.labels == ["as text", "as chart"]
    await bench.settle(ada.says(f"/plan {long}"))
    file, words = ada.private.messages[4:]
    assert file.document is not None
    assert (file.document.name, file.document.content, file.caption) == ("plan.ics", b"BEGIN:VCALENDAR", "")
    assert words.text == long.strip()


async def test_a_picture_and_a_text_take_each_others_place(
    fake: FakeTelegram, benches: Benches, options: dict[str, object]
) -> None:
    bench, ada = await benches(**options).start(), fake.person("Ada")
    await bench.settle(ada.says("/chart first"))
    ada.presses(ada.private.messages[-1], "as chart")
    await bench.settle()
    (picture,) = ada.private.messages[1:]
    assert (picture.caption, picture.edited) == (f"again\n\n{ALT}", 1)
    # A picture can't become a text: that comes as a message of its own, and can become a picture again.
    ada.presses(picture, "as text")
    await bench.settle()
    _, text = ada.private.messages[1:]
    assert (text.text, text.photo) == ("words", None)
    ada.presses(text, "as chart")
    await bench.settle()
    assert (text.photo is not None, text.caption) == (True, f"again\n\n{ALT}")
    assert len(ada.private.messages[1:]) == 2
