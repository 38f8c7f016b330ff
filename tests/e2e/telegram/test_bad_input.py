"""What can be sent that nobody asked for: each gets one sentence with an example, and the state stays."""

import re
from datetime import timedelta

import pytest

from tests.e2e.telegram.phone import Phone, Seen

TAPS = ["/start", *["#1"] * 6]
HOSTILE = [
    "x" * 4096,
    "😀👨‍👩‍👧🏳️‍🌈" * 100,
    "\u202eשלום עולם مرحبا",
    "a\u0301\u200d\ufeff\ue000",
    "{ $name } **bold** <b>`x`</b>",
    "'; DROP TABLE person; --",
    "٢٥",
    "１９",
]


async def state(phone: Phone) -> list[str]:
    """All a person can see of theirs."""
    return [(await phone.only(line)).text for line in ("/today", "/roadmap", "/settings")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/todya", "I don't know /todya. Did you mean /today?"),
        ("/frobnicate", "I don't know /frobnicate. Type /help for what I can do."),
        ("/quiz lists 0", "I couldn't read that. Write it like this: /quiz lists 5 (1 to 20 questions)"),
        ("/quiz 99999999999999999", "I couldn't read that. Write it like this: /quiz lists 5 (1 to 20 questions)"),
        ("what?", "I didn't expect that just now. Type /help for what I can do."),
        ("/", "I didn't expect that just now. Type /help for what I can do."),
        ("42", "I didn't expect that just now. Type /help for what I can do."),
        ("x" * 4096, "I didn't expect that just now. Type /help for what I can do."),
    ],
)
async def test_commands_and_text_nobody_knows(bob: Phone, line: str, said: str) -> None:
    await bob.run([*TAPS, "/today", "#1"])
    before = await state(bob)
    assert (await bob.only(line)).text == said
    assert await state(bob) == before


async def test_a_quiz_about_bananas(bob: Phone) -> None:
    assert (await bob.only("/quiz banana")).text.startswith("I don't know the topic “banana”. Try /quiz lists 5, or")
    assert len((await bob.only("/quiz " + "b" * 4000)).text) < 300


@pytest.mark.parametrize("taps", range(6), ids=["roadmap", "hours", "days", "time", "zone", "first step"])
async def test_anything_at_all_at_each_question(bob: Phone, taps: int) -> None:
    (asked,) = (await bob.run(TAPS[: taps + 1]))[-1]
    refusals = {(await bob.only(text)).text for text in HOSTILE}
    for kind in ("sticker", "photo", "voice", "location", "contact", "dice", "animation"):
        (seen,) = await bob.after(bob.person.sends_kind(kind))
        refusals.add(seen.text)
    assert len(refusals) == 1
    (seen,) = await bob.after(bob.person.uploads("notes.md", b"\x00\xff# Notes\n"))
    assert seen.text.startswith("I can't read that file as text.")
    again = await bob.only("/start")
    assert _without_time(again) == _without_time(asked)


def _without_time(seen: Seen) -> list[str]:
    """The times of day in it have moved on."""
    return [re.sub(r"\d\d:\d\d", "", one) for one in (seen.text, *seen.labels)]


@pytest.mark.parametrize(
    ("field", "typed", "example"),
    [
        ("#Hours", "-1", "for example 6"),
        ("#Days", "tomorrow", "mon wed fri"),
        ("#Reminder", "25:00", "21:30"),
        ("#Time zone", "Atlantis", "Asia/Tokyo"),
    ],
)
async def test_a_wrong_value_in_the_settings(bob: Phone, field: str, typed: str, example: str) -> None:
    await bob.run(TAPS)
    before = await state(bob)
    await bob.run(["/settings", field])
    for text in (typed, *HOSTILE):
        assert example in (await bob.only(text)).text
    assert (await bob.only("/cancel")).text == "All right, I've left that as it was."
    assert await state(bob) == before


async def test_what_nobody_can_use_is_answered_once(bob: Phone) -> None:
    await bob.run(TAPS)
    (seen,) = await bob.after(bob.person.uploads("notes.md", b"# Notes\n"))
    assert seen.text.startswith("I found nothing to learn in that file.")
    (seen,) = await bob.after(bob.person.uploads("film.mkv", b"", size=21 * 1024 * 1024))
    assert seen.text.startswith("That file is over 1 MB")
    for kind in ("sticker", "photo", "voice", "video_note", "location"):
        (seen,) = await bob.after(bob.person.sends_kind(kind))
        assert seen.text == "I didn't expect that just now. Type /help for what I can do."


async def test_edited_messages_are_not_answered_again(bob: Phone) -> None:
    await bob.run(TAPS)
    said = bob.person.private.messages[-1]
    await bob.says("hello")
    said = [one for one in bob.person.private.messages if one.text == "hello"][-1]
    assert await bob.after(bob.person.edits(said, "/today")) == []


NAMES = ["*Ann*", "<b>Ann</b>", "**Ann** __x__ `y`", "[Ann](https://example.org)", "@all", "😀", "عَلِي", "{ $name }"]


@pytest.mark.parametrize("name", NAMES)
async def test_markup_in_a_name(bob: Phone, name: str) -> None:
    ann = Phone(bob.bench, bob.fake.person(name))
    greeting = await ann.only("/start")
    assert greeting.text.startswith(f"Hi {name}, I'm Milepost.")
    assert greeting.styled("bold") == greeting.labels


async def test_a_double_tap_on_a_tick(ada: Phone) -> None:
    """The second press was on its way when the card changed: it shows nothing new, and isn't sent twice either."""
    await ada.run(TAPS)
    card = await ada.only("/today")
    button = card.rows[0][0]
    first = ada.press_only(1, card.message)
    second = ada.person.presses(card.message, data=button.data)
    await ada.fake.until(lambda: None not in (first.answered, second.answered))
    await ada.after(second.update_id)
    assert (card.message.edited, len(ada.screen)) == (1, 2)
    assert card.message.labels[0] == "✅ Domain names & DNS resolution"
    assert "1 of 4 done" in card.message.shown


async def test_a_double_tap_on_done(ada: Phone) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    done = next(button for row in card.rows for button in row if button.label == "Done")
    _, following = await ada.taps("Done")
    (again,) = await ada.taps_old(card.message, done)
    assert ada.notice == "That step is done already. Here is where you are now."
    assert (again.op, again.text) == ("send", following.text)
    assert (await ada.only("/roadmap")).text.startswith("Python backend developer: 4 of 100 items done\n")


async def test_a_double_tap_in_onboarding(ada: Phone) -> None:
    greeting = await ada.only("/start")
    await ada.taps("Python backend developer")
    assert await ada.taps_old(greeting.message, greeting.rows[0][0]) == []
    assert ada.notice == "You've answered that one already."
    assert "Question 2 of 6" in (await ada.only("/start")).text


async def test_buttons_from_last_week(ada: Phone) -> None:
    """Telegram shows us nothing of a message that is older than two days, but its id."""
    await ada.run([*TAPS])
    card = await ada.only("/today")
    question = await ada.only("/quiz hosting-tls-cdn 1")
    button = question.rows[0][0] if question.rows else None
    await ada.waits(timedelta(days=8))
    if button:
        (present,) = await ada.taps_old(question.message, button)
        assert ada.notice == "This button is from an earlier message. Here is where you are now."
        assert "1.1 Internet Fundamentals" in present.text
    # A card shows what is true now, so its buttons still do what they say.
    ticked = await ada.only_tap("Domain", card.message)
    assert "1 of 4 done" in ticked.text
    assert (await ada.only("/roadmap")).text.startswith("Python backend developer: 1 of 100 items done\n")


async def test_a_button_that_never_was_ours(ada: Phone) -> None:
    await ada.run(TAPS)
    message = ada.screen[-1]
    for data in ("", ":", "zz9:1", "td1", "td1:tick:zzzzzzzzzzzzzz:x", "😀" * 16):
        (seen,) = await ada.taps_old(message, type(message.buttons[0])("", data or " "))
        assert "1.1 Internet Fundamentals" in seen.text
        assert ada.notice == "This button is from an earlier message. Here is where you are now."
