"""Pictures, files, long texts, many buttons: as much as a message of Discord's holds, and what becomes of the rest."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from bot.core.model import LARGEST_FILE
from tests.discord.faults import Gate, Refuse, ResetAfter, ServerError
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord import parrot
from tests.integration.discord.conftest import held, put_off, texts
from tests.unit.adapters.discord.reading import plain, read

NO_FILES = "I can't use files here yet. Type /help for what I can do."


@pytest.fixture(params=["dm", "guild"])
def place(request: pytest.FixtureRequest, ada: FakePerson, channel: FakePlace) -> FakePlace:
    return ada.dm if request.param == "dm" else channel


@pytest.mark.parametrize("slow", [False, True], ids=["at once", "put off"])
@pytest.mark.parametrize(
    ("command", "names"), [("chart", ["picture.png"]), ("plan", ["plan.ics"]), ("both", ["picture.png", "plan.ics"])]
)
async def test_a_picture_and_a_file_stand_beside_their_words(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace, command: str, names: list[str], slow: bool
) -> None:
    if slow:
        async with held(bench):
            await put_off(bench, ada.slash(place, command))
    else:
        ada.slash(place, command)
    await bench.settle()
    shown = [one for one in place.seen_by(ada) if one.by_bot]
    attached = [file for one in shown for file in one.attachments]
    assert [one.name for one in attached] == names
    assert [one.description for one in attached] == [parrot.ALT if name == "picture.png" else "" for name in names]
    assert [one.content for one in attached if one.name == "picture.png"] == [parrot.PNG] * ("picture.png" in names)
    assert f"secret {command}" in "".join(one.text for one in shown)
    if place is not ada.dm:
        assert texts(place, bob) == []


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fault", [ServerError(502), ServerError(503), ResetAfter()], ids=str)
async def test_a_picture_whose_call_is_repeated_is_whole(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace, fault: ServerError | ResetAfter
) -> None:
    fake.fail(fault, "POST", "/interactions/*")
    ada.slash(channel, "chart")
    await bench.settle()
    await bench.advance(timedelta(minutes=1))
    (shown,) = [*channel.seen_by(ada), *ada.dm.seen_by(ada)]
    assert [one.content for one in shown.attachments] == [parrot.PNG]


async def test_a_picture_whose_interaction_died_comes_in_private(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace
) -> None:
    fake.fail(Refuse(404, 10062, "Unknown interaction"), "POST", "/interactions/*")
    ada.slash(channel, "both")
    await bench.settle()
    names = [file.name for one in ada.dm.seen_by(ada) for file in one.attachments]
    assert (names, channel.seen_by(ada)) == (["picture.png", "plan.ics"], [])


async def test_a_long_text_is_split_where_its_markdown_is_too_long(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace
) -> None:
    """It is 3,300 characters, and a third more where its stars and lines are escaped."""
    ada.slash(place, "long")
    await bench.settle()
    said = texts(place, ada)
    assert len(said) >= 3
    assert all(len(one) <= 2000 for one in said)
    shown = " ".join(plain(read(one)).strip() for one in said)
    assert shown.split() == f"secret start {parrot.LONG}end".split()
    if place is not ada.dm:
        assert texts(place, bob) == []


async def test_more_buttons_than_a_message_has_room_for_become_menus(
    bench: DiscordBench, ada: FakePerson, place: FakePlace
) -> None:
    ada.slash(place, "menu")
    await bench.settle()
    shown = [one for one in place.seen_by(ada) if one.by_bot]
    choices = [choice for one in shown for choice in one.choices]
    assert [one.label for one in choices] == [f"choice {number}" for number in range(60)]
    assert all(one.select for one in choices)
    ada.selects(next(one for one in shown if "choice 57" in one.labels), "choice 57")
    await bench.settle()
    assert texts(place, ada)[-1] == "secret choice 57"


async def test_labels_that_are_too_long_are_shortened_and_written_out_above(
    bench: DiscordBench, ada: FakePerson, place: FakePlace
) -> None:
    ada.slash(place, "labels")
    await bench.settle()
    shown = place.last(ada)
    assert [label[:4] for label in shown.labels] == ["1. 1", "2. 2"]
    assert all(len(label) <= 80 for label in shown.labels)
    assert f"1 {'wide ' * 30}".strip() in plain(read(shown.text))


async def test_a_file_that_people_send_is_fetched_before_it_is_handled(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson
) -> None:
    ada.writes("", attachments=[("notes.txt", b"notes")])
    ada.writes("afterwards")
    await bench.settle()
    assert sorted(texts(ada.dm, ada)) == sorted([NO_FILES, "afterwards"])
    assert len(fake.of("GET", "/attachments/*")) == 1


@pytest.mark.parametrize("fault", [ServerError(502), Refuse(404, 0, "gone"), Gate], ids=str)
async def test_a_file_that_can_not_be_had_gets_its_sentence(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.discord.attachments.PATIENCE", 0.2)
    fake.fail(Gate(asyncio.Event()) if fault is Gate else fault, "GET", "/attachments/*")  # type: ignore[arg-type]
    ada.writes("", attachments=[("notes.txt", b"notes")])
    await bench.settle()
    assert texts(ada.dm, ada) == [NO_FILES]


async def test_a_file_that_is_too_large_is_not_fetched(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, clock: VirtualClock
) -> None:
    ada.writes("", attachments=[("film.mp4", bytes(LARGEST_FILE + 1))])
    await bench.settle()
    assert texts(ada.dm, ada) == [NO_FILES]
    assert fake.of("GET", "/attachments/*") == []
