from dataclasses import replace
from typing import Any

import pytest
from aiogram.client.default import Default
from aiogram.methods import (
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
from aiogram.types import BufferedInputFile
from aiogram.types import Message as Answer

from bot.adapters.telegram.render import acknowledgement, receipt, render
from bot.adapters.telegram.surface import CAPABILITIES
from bot.core.lowering import lower
from bot.core.model import Button, Field, File, Message, Picture, PollOption, QuizPoll
from bot.core.ports import Gone, Receipt, Rejected
from bot.core.text import Text, bold
from tests.unit.adapters.telegram.raw import BOT, GROUP, row

HELLO = Message(bold("hello") + " there")
BOLD = [{"type": "bold", "offset": 0, "length": 5}]
NO_PREVIEW = {"is_disabled": True}
MAP = Message(Text("here"), picture=Picture(b"png", "a map of the roadmap"))
NOTES = Message(Text("here"), file=File("notes.md", b"# notes"))
POLL = QuizPoll(
    Text("What is 2**3?"),
    (PollOption("6", "qz1:0"), PollOption("8", "qz1:1")),
    correct=1,
    explanation=bold("Power") + ", not product",
)
READERS = str(GROUP["id"])


def dumped(method: TelegramMethod[Any]) -> dict[str, Any]:
    """What is sent: without what is None or left to the bot's defaults, which are none."""

    def left(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: left(one) for name, one in value.items() if one is not None and not isinstance(one, Default)}
        return [left(one) for one in value] if isinstance(value, list) else value

    cleaned: dict[str, Any] = left(method.model_dump(warnings=False))
    for name in ("parse_mode", "question_parse_mode", "explanation_parse_mode"):
        assert getattr(method, name, None) is None
    return cleaned


def test_a_text() -> None:
    method = render(row(HELLO))
    assert isinstance(method, SendMessage)
    assert dumped(method) == {
        "chat_id": 5001,
        "text": "hello there",
        "entities": BOLD,
        "link_preview_options": NO_PREVIEW,
    }


def test_a_topic_is_named_only_where_something_new_is_sent() -> None:
    assert dumped(render(row(HELLO, chat=READERS, thread="12")))["message_thread_id"] == 12
    assert dumped(render(row(POLL, chat=READERS, thread="12")))["message_thread_id"] == 12
    edit = dumped(render(row(HELLO, "edit", chat=READERS, thread="12", message="9")))
    assert "message_thread_id" not in edit


def test_buttons() -> None:
    buttons = ((Button("Done", "td1:a"), Button("Read", url="https://a.example")), (Button("Later", "td1:b"),))
    assert dumped(render(row(replace(HELLO, buttons=buttons))))["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Done", "callback_data": "td1:a"}, {"text": "Read", "url": "https://a.example"}],
            [{"text": "Later", "callback_data": "td1:b"}],
        ]
    }


@pytest.mark.parametrize(
    ("hint", "placeholder"),
    [
        ("e.g. 5", {"input_field_placeholder": "e.g. 5"}),
        (" ", {}),
        ("h" * 65, {"input_field_placeholder": "h" * 63 + "…"}),
    ],
)
def test_a_question_to_be_answered_by_typing(hint: str, placeholder: dict[str, str]) -> None:
    method = render(row(Message(Text("How many hours?"), asks=Field("Hours", hint))))
    assert dumped(method)["reply_markup"] == {"force_reply": True, **placeholder}


def test_an_old_message_can_not_ask() -> None:
    with pytest.raises(Gone):
        render(row(Message(Text("How many?"), asks=Field("Hours", "5")), "edit", message="9"))


@pytest.mark.parametrize("blank", ["", "  \n", "\t"])
def test_a_blank_text_is_never_sent(blank: str) -> None:
    assert dumped(render(row(Message(Text(blank)))))["text"] == "…"
    assert dumped(render(row(Message(Text(blank)), "edit", message="9")))["text"] == "…"
    assert "caption" not in dumped(render(row(replace(NOTES, text=Text(blank)))))


def test_a_picture_has_its_text_beside_it() -> None:
    method = render(row(MAP))
    assert isinstance(method, SendPhoto)
    assert isinstance(method.photo, BufferedInputFile)
    assert (method.photo.data, method.caption) == (b"png", "here")
    assert dumped(render(row(replace(MAP, text=bold("here")))))["caption_entities"] == [
        {"type": "bold", "offset": 0, "length": 4}
    ]


def test_a_file() -> None:
    method = render(row(NOTES))
    assert isinstance(method, SendDocument)
    assert isinstance(method.document, BufferedInputFile)
    assert (method.document.data, method.document.filename, method.caption) == (b"# notes", "notes.md", "here")


def test_edits() -> None:
    text = render(row(HELLO, "edit", message="9"))
    assert isinstance(text, EditMessageText)
    assert dumped(text) == {
        "chat_id": 5001,
        "message_id": 9,
        "text": "hello there",
        "entities": BOLD,
        "link_preview_options": NO_PREVIEW,
    }
    for body, kind in ((MAP, "photo"), (NOTES, "document")):
        media = render(row(body, "edit", message="9"))
        assert isinstance(media, EditMessageMedia)
        shown = dumped(media)
        assert (shown["media"]["type"], shown["media"]["caption"], shown["message_id"]) == (kind, "here", 9)


def test_a_close_takes_the_buttons_away_or_ends_the_poll() -> None:
    message = {"chat_id": 5001, "message_id": 9}
    markup, poll = render(row(op="close", message="9")), render(row(op="close", message="9", poll="990"))
    assert (type(markup), dumped(markup)) == (EditMessageReplyMarkup, message)
    assert (type(poll), dumped(poll)) == (StopPoll, message)
    assert isinstance(render(row(op="close", chat=READERS, message="e31:5001")), EditEphemeralMessageReplyMarkup)
    assert receipt(row(op="close", message="9", poll="990"), True) == Receipt("9")


def test_a_delete() -> None:
    for poll in ("", "990"):
        method = render(row(op="delete", message="9", poll=poll))
        assert isinstance(method, DeleteMessage)
        assert dumped(method) == {"chat_id": 5001, "message_id": 9}


def test_a_poll() -> None:
    method = render(row(POLL))
    assert isinstance(method, SendPoll)
    assert dumped(method) == {
        "chat_id": 5001,
        "question": "What is 2**3?",
        "options": [{"text": "6"}, {"text": "8"}],
        "type": "quiz",
        "is_anonymous": False,
        "correct_option_ids": [1],
        "explanation": "Power, not product",
        "explanation_entities": BOLD,
    }
    assert "explanation" not in dumped(render(row(replace(POLL, explanation=Text()))))


def test_a_poll_is_stopped_and_its_new_body_sent() -> None:
    stop = row(HELLO, "edit", message="9", poll="990")
    method = render(stop)
    assert isinstance(method, StopPoll)
    assert dumped(method) == {"chat_id": 5001, "message_id": 9}
    with pytest.raises(Gone):
        receipt(stop, object())
    assert isinstance(render(replace(stop, op="send", message=None)), SendMessage)


def test_a_message_does_not_become_a_poll() -> None:
    with pytest.raises(Gone):
        render(row(POLL, "edit", message="9"))


def test_what_one_person_of_a_group_sees() -> None:
    one = {"receiver_user_id": 5001}
    for body in (HELLO, MAP, NOTES):
        method = render(row(body, chat=READERS, thread="12", only_for="5001"))
        assert dumped(method)["ephemeral_message_parameters"] == one
        assert dumped(method)["message_thread_id"] == 12
    pressed = dumped(render(row(HELLO, chat=READERS, only_for="5001", token="77")))
    assert pressed["ephemeral_message_parameters"] == {**one, "callback_query_id": "77"}
    assert "reply_parameters" not in pressed
    called = dumped(render(row(HELLO, chat=READERS, only_for="5001", token="e3")))
    assert called["ephemeral_message_parameters"] == one
    assert called["reply_parameters"] == {"ephemeral_message_id": 3}


def test_in_a_private_chat_nothing_needs_to_be_hidden() -> None:
    assert "ephemeral_message_parameters" not in dumped(render(row(HELLO, only_for="5001")))
    assert isinstance(render(row(POLL, only_for="5001")), SendPoll)


def test_a_poll_for_one_person_of_a_group_becomes_buttons() -> None:
    long = replace(POLL, options=(PollOption("o" * 100, "qz1:0"), PollOption("8", "qz1:1")))
    method = render(row(long, chat=READERS, only_for="5001"))
    assert isinstance(method, SendMessage)
    call = dumped(method)
    assert call["ephemeral_message_parameters"] == {"receiver_user_id": 5001}
    assert [one["callback_data"] for [one] in call["reply_markup"]["inline_keyboard"]] == ["qz1:0", "qz1:1"]
    assert "o" * 100 in call["text"]


def test_changes_of_what_one_person_sees() -> None:
    ids = {"chat_id": int(READERS), "receiver_user_id": 5001, "ephemeral_message_id": 31}
    text = render(row(HELLO, "edit", chat=READERS, message="e31:5001"))
    assert isinstance(text, EditEphemeralMessageText)
    assert dumped(text) == {**ids, "text": "hello there", "entities": BOLD, "link_preview_options": NO_PREVIEW}
    media = render(row(MAP, "edit", chat=READERS, message="e31:5001"))
    assert isinstance(media, EditEphemeralMessageMedia)
    assert media.ephemeral_message_id == 31
    delete = render(row(op="delete", chat=READERS, message="e31:5001"))
    assert isinstance(delete, DeleteEphemeralMessage)
    assert dumped(delete) == ids


def test_a_row_without_a_body_can_not_be_sent() -> None:
    with pytest.raises(Rejected):
        render(row(None))


def answer(**fields: object) -> Answer:
    return Answer.model_validate({"message_id": 9, "date": 1_772_474_400, "chat": GROUP, "from": BOT, **fields})


def test_receipts() -> None:
    poll = {
        "id": "990", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": False,
        "type": "quiz", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
    }  # fmt: skip
    assert receipt(row(HELLO), answer(text="hello")) == Receipt("9")
    assert receipt(row(POLL), answer(poll=poll)) == Receipt("9", "990")
    assert receipt(row(HELLO, only_for="5001"), answer(message_id=0, ephemeral_message_id=31)) == Receipt("e31:5001")
    assert receipt(row(HELLO), answer(message_id=0)) == Receipt(None)
    assert receipt(row(HELLO, "edit", message="9"), answer(text="hello")) == Receipt("9")
    assert receipt(row(HELLO, "edit", message="e31:5001"), True) == Receipt("e31:5001")
    assert receipt(row(op="delete", message="9", poll="990"), True) == Receipt("9")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        (" ", {}),
        ("Saved", {"text": "Saved"}),
        ("s" * 60, {"text": "s" * 60}),
        ("s" * 61, {"text": "s" * 61, "show_alert": True}),
        ("s" * 201, {"text": "s" * 199 + "…", "show_alert": True}),
    ],
)
def test_acknowledgements(text: str, expected: dict[str, Any]) -> None:
    assert dumped(acknowledgement("77", text)) == {"callback_query_id": "77", **expected}


def test_what_lowering_makes_of_the_largest_bodies_is_one_call_each() -> None:
    large = Message(
        Text("\N{FOX FACE}" * 5000),
        tuple((Button(f"choice {number} " + "x" * 80, f"a:{number}"),) for number in range(150)),
        picture=Picture(b"png", "map"),
        file=File("a.md", b"#"),
    )
    calls = [dumped(render(row(one.body))) for one in lower("send", large, CAPABILITIES)]
    assert len(calls) > 4
    for call in calls:
        rows = call.get("reply_markup", {}).get("inline_keyboard", [])
        assert sum(len(line) for line in rows) <= 100
        assert len(call.get("text", "").encode("utf-16-le")) // 2 <= 4096
        assert len(call.get("caption", "").encode("utf-16-le")) // 2 <= 1024
