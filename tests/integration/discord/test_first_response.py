"""An interaction's first response: the answer itself where it is there in time, else a promise of one that only those
see who will see the answer."""

import pytest

from tests.discord.interactions import DEFERRED, DEFERRED_UPDATE, MESSAGE, MODAL, UPDATE
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import find, held, put_off, texts


@pytest.fixture(params=["dm", "guild", "group"])
def place(request: pytest.FixtureRequest, fake: FakeDiscord, ada: FakePerson, bob: FakePerson) -> FakePlace:
    """Everywhere a command may be called; Bob is there, too, where there are others."""
    if request.param == "dm":
        return ada.dm
    if request.param == "group":
        return fake.group_dm(ada, bob)
    return fake.guild("Study", ada, bob).channel("general")


def others(place: FakePlace, bob: FakePerson) -> list[str]:
    return texts(place, bob) if bob in place.people else []


async def test_an_answer_that_is_there_is_the_first_response(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace
) -> None:
    public, private = ada.slash(place, "one"), ada.slash(place, "secret")
    await bench.settle()
    assert (public.first_response or (0,))[0] == (private.first_response or (0,))[0] == MESSAGE
    assert texts(place, ada) == ["number one", "secret answer"]
    assert others(place, bob) == ["number one"] * (place is not ada.dm)
    assert place.last(ada).ephemeral_for is (None if place is ada.dm else ada)
    assert len(bench.fake.of("POST", "/interactions/*")) == 2
    assert bench.fake.of(None, "/channels/*") == []


@pytest.mark.parametrize(("command", "answer"), [("one", "number one"), ("secret", "secret answer")])
async def test_a_slow_answer_is_promised_to_those_who_will_see_it(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace, command: str, answer: str
) -> None:
    async with held(bench):
        asked = ada.slash(place, command)
        await put_off(bench, asked)
        assert asked.first_response
        assert asked.first_response[0] == DEFERRED
        thinking = place.last(ada)
        assert thinking.loading
        hidden = command == "secret" and place is not ada.dm
        assert thinking.ephemeral_for is (ada if hidden else None)
    await bench.settle()
    assert texts(place, ada) == [answer]
    assert (thinking.text, thinking.loading, thinking.deleted) == (answer, False, False)
    assert others(place, bob) == ([] if place is ada.dm or hidden else [answer])


async def test_a_private_answer_to_a_public_command_is_not_put_into_the_public_promise(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace
) -> None:
    """The promise's visibility is the answer's, whatever the answer says of itself."""
    async with held(bench):
        await put_off(bench, ada.slash(place, "whisper"))
    await bench.settle()
    assert texts(place, ada) == ["secret whisper"]
    assert others(place, bob) == []
    assert [one for one in place.history if one.loading and not one.deleted] == []


@pytest.mark.parametrize("screen", ["screen", "panel"])
async def test_a_press_is_answered_by_the_change_itself(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, screen: str
) -> None:
    ada.slash(place, screen)
    await bench.settle()
    shown = place.last(ada)
    press = ada.clicks(shown, "edit")
    await bench.settle()
    assert (press.first_response or (0,))[0] == UPDATE
    assert "edited" in shown.text
    assert len(texts(place, ada)) == 1


@pytest.mark.parametrize(
    ("screen", "button"), [("screen", "edit"), ("screen", "several"), ("panel", "edit"), ("panel", "several")]
)
async def test_a_press_that_takes_long_is_let_go_and_answered_then(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace, screen: str, button: str
) -> None:
    ada.slash(place, screen)
    await bench.settle()
    shown = place.last(ada)
    async with held(bench):
        press = ada.clicks(shown, button)
        await put_off(bench, press)
        assert (press.first_response or (0,))[0] == DEFERRED_UPDATE
    await bench.settle()
    secret = "secret " * (screen == "panel")
    before = "secret panel" if secret else "press one"
    said = {"edit": [f"{secret}edited"]}
    said["several"] = [before, *(f"{secret}said {number}" for number in ("one", "two", "three"))]
    assert texts(place, ada) == said[button]
    if place is not ada.dm:
        assert others(place, bob) == ([] if secret else said[button])


@pytest.mark.parametrize("screen", ["screen", "panel"])
async def test_what_a_modal_was_filled_with_changes_the_message_it_came_from(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, screen: str
) -> None:
    ada.slash(place, screen)
    await bench.settle()
    shown = place.last(ada)
    press = ada.clicks(shown, "ask")
    await bench.settle()
    assert (press.first_response or (0,))[0] == MODAL
    submit = ada.submits(press, "Lovelace")
    await bench.settle()
    assert (submit.first_response or (0,))[0] == UPDATE
    assert shown.text.endswith("called Lovelace")


async def test_what_a_modal_was_filled_with_may_take_long(
    bench: DiscordBench, ada: FakePerson, place: FakePlace
) -> None:
    ada.slash(place, "panel")
    await bench.settle()
    shown = place.last(ada)
    press = ada.clicks(shown, "ask")
    await bench.settle()
    async with held(bench):
        submit = ada.submits(press, "Lovelace")
        await put_off(bench, submit)
        assert (submit.first_response or (0,))[0] == DEFERRED_UPDATE
    await bench.settle()
    assert shown.text == "secret called Lovelace"


async def test_a_command_that_asks_for_text_opens_a_modal_and_its_answer_is_private(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace
) -> None:
    asked = ada.slash(place, "question")
    await bench.settle()
    assert asked.modal
    assert asked.modal["title"] == "Your name"
    submit = ada.submits(asked, "Lovelace")
    await bench.settle()
    assert (submit.first_response or (0,))[0] == MESSAGE
    assert texts(place, ada) == ["secret called Lovelace"]
    assert others(place, bob) == []


async def test_a_question_that_comes_too_late_for_a_modal_has_a_button_that_opens_it(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace
) -> None:
    async with held(bench):
        await put_off(bench, ada.slash(place, "question"))
    await bench.settle()
    assert texts(place, ada) == ["secret question"]
    assert others(place, bob) == []
    press = ada.clicks(place.last(ada), "Your name")
    await bench.settle()
    ada.submits(press, "Lovelace")
    await bench.settle()
    assert texts(place, ada) == ["secret called Lovelace"]


async def test_a_press_that_asks_for_text_waits_longer_for_its_modal(
    bench: DiscordBench, ada: FakePerson, place: FakePlace
) -> None:
    ada.slash(place, "panel")
    await bench.settle()
    shown = place.last(ada)
    async with held(bench):
        press = ada.clicks(shown, "ask")
        await put_off(bench, press, 2.4)
        assert (press.first_response or (0,))[0] == DEFERRED_UPDATE
    await bench.settle()
    ada.clicks(find(place, ada, "secret question"), "Your name")


async def test_others_are_not_kept_waiting_by_a_slow_one(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace
) -> None:
    """Not even those whose answers were promised together."""
    async with held(bench):
        first, second = ada.slash(place, "one"), bob.slash(bob.dm, "two")
        await put_off(bench, first)
        await fake.until(lambda: second.acknowledged)
    await bench.settle()
    assert texts(place, ada) == ["number one"]
    assert texts(bob.dm, bob) == ["number two"]
