"""What a terminal can send that nobody asked for: each gets one sentence with an example, and the state stays."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

TAPS = ["/start", *"111111"]
PERSONS = itertools.count(1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """One process for all tests here; each is another person."""
    with Terminal(tmp_path_factory.mktemp("bad") / "input.sqlite3") as chat:
        yield chat


@pytest.fixture
def stranger(shared: Terminal) -> Terminal:
    """Somebody who has not said anything yet."""
    assert shared.say(f":as person {next(PERSONS)}") == []
    return shared


@pytest.fixture
def chat(stranger: Terminal) -> Terminal:
    """Somebody who has a roadmap and has ticked one item."""
    stranger.run([*TAPS, "/today", "1"])
    return stranger


def state(chat: Terminal) -> list[str]:
    """All a person can see of theirs."""
    return [chat.only(line).text for line in ("/today", "/roadmap", "/settings")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/todya", "I don't know /todya. Did you mean /today?"),
        ("/frobnicate", "I don't know /frobnicate. Type /help for what I can do."),
        ("/" + "x" * 10_000, f"I don't know /{'x' * 32}. Type /help for what I can do."),
        (
            "/quiz 99999999999999999999999",
            "I couldn't read that. Write it like this: /quiz lists 5 (1 to 20 questions)",
        ),
        ("/quiz lists 0", "I couldn't read that. Write it like this: /quiz lists 5 (1 to 20 questions)"),
        ("what?", "I didn't expect that just now. Type /help for what I can do."),
        ("/", "I didn't expect that just now. Type /help for what I can do."),
        ("42", "I didn't expect that just now. Type /help for what I can do."),
    ],
)
def test_commands_and_text_nobody_knows(chat: Terminal, line: str, said: str) -> None:
    before = state(chat)
    assert chat.only(line).text == said
    assert state(chat) == before


def test_a_quiz_about_bananas(chat: Terminal) -> None:
    before = state(chat)
    said = chat.only("/quiz banana").text
    assert said.startswith("I don't know the topic “banana”. Try /quiz lists 5, or one of these: ")
    assert len(chat.only("/quiz " + "b" * 10_000).text) < 300
    assert state(chat) == before


HOSTILE = [
    "x" * 10_000,
    "😀👨‍👩‍👧🏳️‍🌈",
    "\u202eשלום עולם مرحبا",
    "a\u0301\u200d\ufeff\ue000",
    "{ $name } **bold** <b>`x`</b>",
    "'; DROP TABLE person; --",
    "٢٥",
    "１９",
]
STEPS = ["roadmap", "hours", "days", "time", "zone", "first step"]


@pytest.mark.parametrize(
    ("taps", "typed", "example"),
    [
        (0, "Python frontend developer", "for example Python backend developer"),
        (1, "two hundred", "for example 6"),
        (1, "0", "for example 6"),
        (2, "fri or sat", "mon wed fri"),
        (3, "25:00", "Try 9, 21:30, 9am or 9 pm."),
        (3, "9:5", "Try 9, 21:30, 9am or 9 pm."),
        (4, "Atlantis", "such as Berlin, a zone such as Asia/Tokyo, or UTC+3."),
        (4, "Europe/Atlantis", "such as Berlin, a zone such as Asia/Tokyo, or UTC+3."),
        (5, "the third one", "for example Start here"),
    ],
)
def test_a_wrong_answer_to_each_question(stranger: Terminal, taps: int, typed: str, example: str) -> None:
    asked = stranger.run(["/start", *"1" * taps])[-1][0]
    assert example in stranger.only(typed).text
    assert stranger.only("/start").text == asked.text


@pytest.mark.parametrize("taps", range(6), ids=STEPS)
def test_anything_at_all_at_each_question(stranger: Terminal, taps: int, tmp_path: Path) -> None:
    asked = stranger.run(["/start", *"1" * taps])[-1][0]
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    refusals = {stranger.only(f":say {text}").text for text in HOSTILE}
    refusals |= {call.text for line in (b"\xed\xa0\x80", b"9\x009:99", b"\xff") for call in stranger.write(line)}
    assert len(refusals) == 1
    assert stranger.only(f":send {tmp_path}/notes.md").text.startswith("I found nothing to learn in that file.")
    again = stranger.only("/start")
    assert (again.text, again.labels) == (asked.text, asked.labels)


def test_a_file_where_a_time_was_asked(chat: Terminal, tmp_path: Path) -> None:
    (tmp_path / "time.txt").write_text("21:30", encoding="utf-8")
    before = state(chat)
    chat.run(["/settings", "#Reminder"])
    assert chat.only(f":send {tmp_path}/time.txt").text.startswith("I found nothing to learn in that file.")
    assert chat.only("21:30").text == "Saved. Your reminder: 21:30."
    chat.run(["/settings", "#Reminder", "19:00"])
    assert state(chat) == before


def test_a_file_nobody_asked_for(chat: Terminal, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_bytes(b"\x00\xff" * 1000)
    assert chat.only(f":send {tmp_path}/notes.md").text.startswith("I can't read that file as text.")


@pytest.mark.parametrize(
    ("field", "typed", "example"),
    [
        ("#Hours", "-1", "for example 6"),
        ("#Days", "tomorrow", "mon wed fri"),
        ("#Reminder", "25:00", "21:30"),
        ("#Time zone", "Atlantis", "Asia/Tokyo"),
    ],
)
def test_a_wrong_value_in_the_settings(chat: Terminal, field: str, typed: str, example: str) -> None:
    before = state(chat)
    chat.run(["/settings", field])
    assert example in chat.only(typed).text
    for text in HOSTILE:
        assert example in chat.only(f":say {text}").text
    chat.say("/cancel")
    assert state(chat) == before


def test_ten_thousand_characters_and_more(chat: Terminal) -> None:
    before = state(chat)
    for text in ("y" * 10_000, "😀" * 10_000, " ".join(["mon"] * 10_000)):
        assert chat.only(text).text.startswith("I didn't expect that")
    assert state(chat) == before


@pytest.mark.parametrize(
    "line",
    [
        b"\x00",
        b"\x00/today\x00",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xff\xfe\x00",
        b"\xf0\x9f\x98",
        b"\x1b[2J\x07",
        b"\xc0\xaf",
    ],
)
def test_bytes_that_are_no_text(chat: Terminal, line: bytes) -> None:
    before = state(chat)
    assert all(call.op == "send" for call in chat.write(line))
    assert state(chat) == before


NAMES = ["*Ann*", "<b>Ann</b>", "**Ann** __x__ `y`", "[Ann](https://example.org)", "@all", "😀", "عَلِي", "{ $name }"]


@pytest.mark.parametrize("name", NAMES)
def test_markup_in_a_name(shared: Terminal, name: str) -> None:
    shared.say(f":as {name}")
    greeting = shared.only("/start")
    assert greeting.chat == name
    assert greeting.text.startswith(f"Hi {name}, I'm Milepost.")
    assert greeting.styled("bold") == greeting.labels


# The terminal shows no button of a message that was edited, so a second tap is one on a copy of that message.


def test_a_double_tap_on_a_tick(stranger: Terminal) -> None:
    stranger.run([*TAPS, "/today", "/today"])
    first = stranger.only("#☐ Domain names")
    second = stranger.only("#☐ Domain names")
    assert (first.text, first.id != second.id) == (second.text, True)
    assert "1 of 4 done" in second.text


def test_a_double_tap_on_done(stranger: Terminal) -> None:
    stranger.run([*TAPS, "/today", "/today"])
    asked, following = stranger.say("#Done")
    assert asked.text.startswith("Internet Fundamentals is done")
    stranger.say("#Later")
    notice, card = stranger.say("#Done")
    assert (notice.op, notice.text) == ("ack", "That step is done already. Here is where you are now.")
    assert card.text == following.text
    assert stranger.only("/roadmap").text.startswith("Python backend developer: 4 of 100 items done\n")


def test_a_double_tap_in_onboarding(stranger: Terminal) -> None:
    stranger.run(["/start", "/start"])
    assert "Question 2 of 6" in stranger.only("#Python").text
    notice = stranger.only("#Python")
    assert (notice.op, notice.text) == ("ack", "You've answered that one already.")
    assert "Question 2 of 6" in stranger.only("/start").text


def test_a_question_that_was_asked_again_has_no_buttons_any_more(chat: Terminal) -> None:
    chat.say("/quiz hosting-tls-cdn 1")
    question = chat.run(["/quiz", "#Go on"])[-1][-1]
    chat.say("1")
    if "Check" in question.labels:
        chat.say("#Check")
    assert chat.only(f"#{question.labels[0]}").op == "error"


def test_buttons_from_last_week(tmp_path: Path) -> None:
    with Terminal(tmp_path / "week.sqlite3") as chat:
        chat.run([*TAPS, "/today"])
        question = chat.only("/quiz hosting-tls-cdn 1")
        chat.say(":wait 8d")
        notice, card = chat.say(f"#{question.labels[0]}")
        assert notice.text == "This button is from an earlier message. Here is where you are now."
        assert "1.1 Internet Fundamentals" in card.text
        # A card shows what is true now, so its buttons still do what they say.
        assert "1 of 4 done" in chat.only("#☐ Domain").text
        assert "1 of 100 items done" in chat.only("/roadmap").text
