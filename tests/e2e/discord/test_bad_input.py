"""What can be sent that nobody asked for: each gets one sentence with an example, and the state stays."""

from datetime import timedelta

from bot.core.model import LARGEST_FILE
from tests.discord_bench import DiscordBench
from tests.e2e.discord.conftest import TAPS, seated, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.screens import WatchedDiscord
from tests.e2e.discord.test_typed import state

STALE = "This button is from an earlier message. Here is where you are now."
NOTHING = "I found nothing to learn in that file."
UNEXPECTED = "I didn't expect that just now. Type /help for what I can do."
BAD_QUIZ = "I couldn't read that. Write it like this: /quiz lists 5 (1 to 20 questions)"


TYPED = [
    ("/todya", "I don't know /todya. Did you mean /today?"),
    ("/frobnicate", "I don't know /frobnicate. Type /help for what I can do."),
    ("/quiz lists 0", BAD_QUIZ),
    ("/quiz 99999999999999999", BAD_QUIZ),
    ("what?", UNEXPECTED),
    ("/", UNEXPECTED),
    ("42", UNEXPECTED),
    ("x" * 2000, UNEXPECTED),
    ("\u200b", UNEXPECTED),
]


async def test_commands_and_text_nobody_knows(dm: Desk) -> None:
    await dm.run([*TAPS, "/today", "#Domain"])
    before = await state(dm)
    for typed, said in TYPED:
        assert [seen.text for seen in await dm.writes(typed)] == [said]
    assert await state(dm) == before


async def test_a_command_typed_as_plain_text(dm: Desk) -> None:
    """As somebody does who sends it before the client has offered it."""
    await dm.run(TAPS)
    (typed,) = await dm.writes("/today")
    offered = await dm.only("/today")
    assert (typed.text, typed.labels) == (offered.text, offered.labels)
    assert "1 of 4 done" in (await dm.taps("Domain", typed.message))[0].text


async def test_files(dm: Desk) -> None:
    await dm.run(TAPS)
    for name, content, said in (
        ("notes.md", b"# Notes\n", NOTHING),
        ("junk.bin", bytes(range(256)) * 4, "I can't read that file as text."),
        ("empty", b"", NOTHING),
    ):
        (seen,) = await dm.writes("", [(name, content)])
        assert seen.text.startswith(said)
    (seen,) = await dm.writes("look", [("notes.md", b"# Notes\n"), ("more.md", b"# More\n")])
    assert seen.text.startswith(NOTHING)
    fetched = len(dm.fake.of("GET", "/attachments/*"))
    (seen,) = await dm.writes("", [("film.mkv", b"\x00" * (LARGEST_FILE + 1))])
    assert seen.text.startswith("That file is over 1 MB")
    assert len(dm.fake.of("GET", "/attachments/*")) == fetched


async def test_a_file_where_a_time_was_asked(dm: Desk) -> None:
    await dm.run([*TAPS, "/settings", "#Reminder"])
    (seen,) = await dm.writes("", [("time.txt", b"21:30")])
    assert seen.text.startswith(NOTHING)
    (seen,) = await dm.writes("21:30")
    assert seen.text == "Saved. Your reminder: 21:30."


NAMES = ["*Ann*", "<@1> **Ann** __x__ `y`", "[Ann](https://example.org)", "@everyone", "😀", "عَلِي", "{ $name }"]


async def test_markup_in_a_name(bench: DiscordBench, fake: WatchedDiscord) -> None:
    for name in NAMES:
        ann = Desk(bench, fake.person(name))
        greeting = await ann.only("/start")
        assert greeting.text.startswith(f"Hi {name}, I'm Milepost.")
        assert greeting.labels[0] == "Python backend developer"


async def test_a_double_press_on_a_tick(ada: Desk) -> None:
    """The second press was on its way when the card changed: a tick stays a tick."""
    await ada.run(TAPS)
    card = await ada.only("/today")
    for _ in range(2):
        ada.tap_only("Domain", card.message)
    await ada.bench.settle()
    assert card.message.labels[0] == "✅ Domain names & DNS resolution"
    assert "1 of 4 done" in ada.reads(card.message)
    assert [one for one in ada.screen if one.id > card.message.id] == []
    silence(ada)


async def test_a_double_press_on_done(ada: Desk) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    done = next(one.data for row in card.rows for one in row if one.label == "Done")
    _, following = await ada.taps("Done", card.message)
    again, notice = await ada.taps_old(card.message, done)
    assert notice.text == "That step is done already. Here is where you are now."
    assert notice.only_for is ada.person
    assert (again.op, again.text) == ("send", following.text)
    assert (await ada.only("/roadmap")).text.startswith("Python backend developer: 4 of 100 items done\n")
    silence(ada)


async def test_a_double_press_in_onboarding(ada: Desk) -> None:
    greeting = await ada.only("/start")
    await ada.does("#Python")
    notice = (await ada.taps_old(greeting.message, greeting.rows[0][0].data))[0]
    assert (notice.text, notice.only_for) == ("You've answered that one already.", ada.person)
    assert "Question 2 of 6" in (await ada.only("/start")).text
    silence(ada)


async def test_buttons_from_last_week(ada: Desk) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    question = await ada.only("/quiz hosting-tls-cdn 1")
    await ada.waits(timedelta(days=8))
    present, notice = await ada.taps(1, question.message)
    assert (notice.text, notice.only_for) == (STALE, ada.person)
    assert "1.1 Internet Fundamentals" in present.text
    # A card shows what is true now, so its buttons still do what they say.
    ticked = (await ada.taps("Domain", card.message))[0]
    assert (ticked.op, ticked.message, "1 of 4 done" in ticked.text) == ("edit", card.message, True)
    assert (await ada.only("/roadmap")).text.startswith("Python backend developer: 1 of 100 items done\n")
    silence(ada)


async def test_buttons_of_an_earlier_reminder(ada: Desk) -> None:
    await ada.run(TAPS)
    nudge = await ada.only(":until 2026-03-02T18:00")
    await ada.until(nudge.message.at + timedelta(days=1))
    for label in ("+1 h", "Tonight", "Not today"):
        present, notice = await ada.taps(label, nudge.message)
        assert (notice.text, notice.place) == (STALE, ada.person.dm)
        assert "1.1 Internet Fundamentals" in present.text
    (card,) = await ada.taps("Start", nudge.message)
    assert (card.op, card.message) == ("edit", nudge.message)
    silence(ada)


JUNK = [":", "zz9:1", "td1", "td1:tick:zzzzzzzzzzzzzz:x", "?td1:tick:1:x", "!", "#2", "menu:0", "😀" * 25]


async def test_buttons_that_never_were_ours(ada: Desk) -> None:
    await ada.run(TAPS)
    message = ada.screen[-1]
    for data in JUNK:
        present, notice = await ada.taps_old(message, data)
        assert "1.1 Internet Fundamentals" in present.text
        assert notice.text == STALE
    silence(ada)


async def test_a_stale_button_of_somebody_who_never_began(fake: WatchedDiscord, channel: Desk) -> None:
    greeting = await channel.only("/start")
    (notice,) = await channel.taps_old(greeting.message, "td1:open:1:x")
    assert notice.text == "You haven't picked a roadmap yet. Type /start and we'll set it up together."
    other = seated(channel.bench, fake, in_guild=False)
    assert (await other.only("/today")).text == notice.text
