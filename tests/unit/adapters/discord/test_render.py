import pytest

from bot.adapters.discord.render import ASK, NEW, asking, new, notice, rendered
from bot.core.model import Button, Field, File, Message, Picture, PollOption, QuizPoll
from bot.core.ports import Rejected
from bot.core.text import Text, bold
from tests.unit.adapters.discord.rows import row

FIELD = Field("Your name", "as you like it", "na1:x")


def test_a_message_mentions_nobody_and_shows_no_previews() -> None:
    assert new(Message(Text("Hello @everyone"))).body == {
        "content": "Hello \\@everyone",
        "components": [],
        "attachments": [],
        "allowed_mentions": {"parse": []},
        "flags": 4,
    }


def test_one_for_a_single_person_is_flagged() -> None:
    assert new(Message(Text("a")), ephemeral=True).body["flags"] == 4 | 64
    assert notice("a").body["flags"] == 4 | 64


def test_a_notice_is_short_even_where_all_of_it_is_escaped() -> None:
    assert len(notice("*" * 5000).body["content"]) <= 2000


def test_an_empty_message_is_a_sign_unless_it_has_a_picture() -> None:
    assert new(Message(Text(""))).body["content"] == "…"
    assert new(Message(Text(""), picture=Picture(b"png", "alt"))).body["content"] == ""


def test_files_are_numbered_as_the_form_names_them() -> None:
    payload = new(Message(bold("a"), (), Picture(b"png", "what it shows"), File("plan.ics", b"ics")))
    assert payload.body["attachments"] == [
        {"id": "0", "filename": "picture.png", "description": "what it shows"},
        {"id": "1", "filename": "plan.ics"},
    ]
    for _ in range(2):  # each call reads them from their beginning
        request = payload.request
        assert [part["name"] for part in request["form"]] == ["payload_json", "files[0]", "files[1]"]
        assert [part["value"].read() for part in request["form"][1:]] == [b"png", b"ics"]


def test_a_long_description_of_a_picture_is_shortened() -> None:
    payload = new(Message(Text(""), picture=Picture(b"png", "word " * 400)))
    assert len(payload.body["attachments"][0]["description"]) <= 1024


def test_a_first_response_holds_the_message() -> None:
    payload = new(Message(Text("a"), picture=Picture(b"png", "alt"))).respond(NEW)
    assert payload.body["type"] == 4
    assert payload.body["data"]["content"] == "a"
    assert len(payload.files) == 1


def test_an_ordinary_message_is_named_so_that_a_repeated_call_makes_no_second_one() -> None:
    body = new(Message(Text("a"))).named_once(row()).body
    assert (body["nonce"], body["enforce_nonce"]) == ("1", True)
    assert body["content"] == "a"


def test_a_question_opens_a_modal() -> None:
    payload = asking(Message(Text("Who are you?"), asks=FIELD))
    assert payload.body["type"] == ASK == 9
    assert payload.body["data"]["custom_id"] == "?na1:x"


def test_a_question_that_can_not_has_a_button_that_does() -> None:
    payload = rendered(row(Message(Text("Who are you?"), asks=FIELD)))
    (button,) = payload.body["components"][0]["components"]
    assert (button["label"], button["custom_id"]) == ("Your name", "?na1:x")


def test_a_closed_message_only_loses_its_buttons() -> None:
    body = rendered(row(op="close", message="1/2")).body
    assert body["components"] == []
    assert not {"content", "attachments", "flags"} & set(body)


def test_a_native_poll_is_refused() -> None:
    poll = QuizPoll(Text("?"), (PollOption("a", "a:1"), PollOption("b", "a:2")), 0)
    with pytest.raises(Rejected):
        rendered(row(poll))


def test_an_edit_takes_away_what_the_new_body_has_not() -> None:
    """An edit leaves alone what it doesn't name."""
    body = rendered(row(Message(Text("a"), ((Button("b", "c:1"),),)), "edit", message="1/2")).body
    assert body["attachments"] == []
    assert len(body["components"]) == 1
