"""What a delivered row looks like as JSON."""

import base64
import json
from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest

from bot.adapters.terminal.place import Place
from bot.adapters.terminal.platform import TerminalPlatform
from bot.adapters.terminal.printer import JsonPrinter
from bot.adapters.terminal.screen import Screens
from bot.core.clock import VirtualClock
from bot.core.model import Button, Field, File, Message, Picture, PollOption, QuizPoll
from bot.core.ports import Receipt, Rejected
from bot.core.text import Text, block, bold

from .echo import outbox_row

NOON = datetime.fromisoformat("2026-03-28T14:00+02:00")


class Bench:
    def __init__(self) -> None:
        self.out = StringIO()
        self.screens = Screens()
        self.platform = TerminalPlatform(VirtualClock(NOON), self.screens, JsonPrinter(self.out))

    @property
    def last(self) -> dict[str, object]:
        last = json.loads(self.out.getvalue().splitlines()[-1])
        assert isinstance(last, dict)
        return last


async def test_a_message_has_exactly_these_keys() -> None:
    bench = Bench()
    buttons = (
        (Button("Да", "yes"), Button("Site", url="https://example.org")),
        (Button("Name", "name", asks=Field("Name", "a word")),),
    )
    row = outbox_row("private/bob", Message(bold("Привет") + "\n" + block("x = 1", "python"), buttons), ref=7)
    assert await bench.platform.send(row) == Receipt("7")
    assert bench.out.getvalue().isascii()
    assert bench.last == {
        "at": "2026-03-28T12:00:00+00:00",
        "chat": "bob",
        "to": "bob",
        "op": "send",
        "id": "7",
        "text": "Привет\nx = 1",
        "spans": [
            {"style": "bold", "start": 0, "end": 6, "value": ""},
            {"style": "block", "start": 7, "end": 12, "value": "python"},
        ],
        "buttons": [
            [
                {"label": "Да", "data": "yes", "url": None},
                {"label": "Site", "data": None, "url": "https://example.org"},
            ],
            [{"label": "Name", "data": "name", "url": None}],
        ],
        "picture": None,
        "alt": None,
    }


async def test_a_group_message_is_for_nobody_or_for_one() -> None:
    bench = Bench()
    await bench.platform.send(outbox_row("group/Algo", Message(Text("hi")), ref=1))
    assert (bench.last["chat"], bench.last["to"]) == ("Algo", None)
    private = outbox_row("group/Algo", Message(Text("psst")), ref=2, only_for="ada")
    await bench.platform.send(private)
    assert (bench.last["chat"], bench.last["to"]) == ("Algo", "ada")
    # The edit and the deletion don't name her; they must not tell everyone either.
    await bench.platform.send(replace(private, op="edit", ref=3, message="2", only_for=""))
    assert (bench.last["op"], bench.last["id"], bench.last["to"]) == ("edit", "2", "ada")
    await bench.platform.send(replace(private, op="delete", ref=4, message="2", only_for="", body=None))
    assert (bench.last["op"], bench.last["id"], bench.last["to"]) == ("delete", "2", "ada")


async def test_an_edit_keeps_the_message_id_and_a_deletion_takes_its_buttons_away() -> None:
    bench, place = Bench(), Place(private=True, name="bob")
    row = outbox_row("private/bob", Message(Text("a"), ((Button("A", "a"),),)), ref=1)
    await bench.platform.send(row)
    edit = replace(row, op="edit", ref=9, message="1", body=Message(Text("b"), ((Button("B", "b"),),)))
    assert await bench.platform.send(edit) == Receipt("1")
    assert (bench.last["op"], bench.last["id"], bench.last["text"]) == ("edit", "1", "b")
    assert bench.screens.labels(place, "bob") == ["B"]
    await bench.platform.send(replace(row, op="delete", message="1", body=None))
    assert (bench.last["op"], bench.last["id"], bench.last["text"]) == ("delete", "1", "")
    assert (bench.last["spans"], bench.last["buttons"], bench.last["picture"]) == ([], [], None)
    assert bench.screens.labels(place, "bob") == []


async def test_a_picture_is_its_bytes_and_its_alt_text() -> None:
    bench = Bench()
    picture = Picture(b"\x89PNG", "four weeks, none missed")
    await bench.platform.send(outbox_row("private/bob", Message(Text("Stats"), picture=picture), ref=1))
    assert base64.b64decode(str(bench.last["picture"])) == b"\x89PNG"
    assert bench.last["alt"] == "four weeks, none missed"


@pytest.mark.parametrize(("said", "text"), [("Here it is", "Here it is"), ("", "plan.ics")])
async def test_a_file_is_an_op_of_its_own(said: str, text: str) -> None:
    bench = Bench()
    file = File("plan.ics", b"BEGIN")
    await bench.platform.send(outbox_row("private/bob", Message(Text(said), file=file), ref=1))
    assert (bench.last["op"], bench.last["text"]) == ("file", text)


async def test_a_native_poll_is_refused() -> None:
    bench = Bench()
    poll = QuizPoll(Text("2 + 2?"), (PollOption("4", "a"), PollOption("5", "b")), 0)
    with pytest.raises(Rejected):
        await bench.platform.send(outbox_row("private/bob", poll, ref=1))
    assert bench.platform.capabilities.polls is None
