"""First answers to interactions: in time, once, of the right type, and seen by whom they are for."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.discord.interactions import FakeInteraction
from tests.unit.discord_fake.desk import PRIVATE, Desk, button, modal, row, text


async def test_the_first_answer_has_three_seconds() -> None:
    desk = Desk()
    prompt, late = desk.asks(), desk.asks()
    await desk.wait(seconds=3)
    desk.answer(prompt, 4, text("Here"))
    assert prompt.first_response == (4, timedelta(seconds=3))
    await desk.wait(milliseconds=1)
    assert late.failed
    desk.refused(404, 10062, "POST", desk.callback(late), {"type": 4, "data": text("Too late")})
    desk.refused(404, 10015, "POST", f"{desk.hook}/{late.token}", text("Too late"))
    assert not late.acknowledged
    assert [one.text for one in desk.study.seen_by(desk.ada)] == ["Here"]


async def test_there_is_one_first_answer() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 5, {"flags": PRIVATE})
    for body in ({"type": 4, "data": text("Again")}, {"type": 5}):
        desk.refused(400, 40060, "POST", desk.callback(asked), body)
    assert len(asked.messages) == 1


def test_ids_and_tokens_must_be_the_interactions_own() -> None:
    desk = Desk()
    one, other = desk.asks(), desk.asks()
    path = f"/interactions/{one.id}/{other.token}/callback"
    desk.refused(404, 10062, "POST", path, {"type": 5})
    desk.refused(404, 10015, "POST", f"/webhooks/1/{one.token}", text("Hello"))
    desk.refused(401, 50027, "POST", f"{desk.hook}/nonsense", text("Hello"))


@pytest.mark.parametrize("flags", [0, PRIVATE])
def test_who_sees_the_answer(flags: int) -> None:
    desk = Desk()
    desk.answer(desk.asks(), 4, text("Yours", flags=flags | 4))
    assert [one.text for one in desk.study.seen_by(desk.ada)] == ["Yours"]
    assert [one.text for one in desk.study.seen_by(desk.bob)] == ([] if flags else ["Yours"])
    assert desk.study.last(desk.ada).flags == flags | 4
    assert desk.world.private_texts(desk.ada) == (["Yours"] if flags else [])
    assert desk.world.private_texts(desk.bob) == []
    assert desk.world.public_texts() == ([] if flags else ["Yours"])


def test_the_answer_that_is_asked_for() -> None:
    desk = Desk()
    asked = desk.asks()
    body = desk.answer(asked, 4, text("Here", flags=PRIVATE), with_response="true")
    message = desk.study.last(desk.ada)
    about = {"response_message_id": str(message.id), "response_message_ephemeral": True}
    assert body["interaction"].items() >= {"id": str(asked.id), "response_message_loading": False, **about}.items()
    assert body["resource"]["type"] == 4
    assert body["resource"]["message"].items() >= {"content": "Here", "type": 20, "flags": PRIVATE}.items()
    assert desk.answer(desk.asks(), 5) is None
    assert "resource" not in desk.answer(desk.asks(), 5, with_response="true")


@pytest.mark.parametrize(("kinds", "what"), [((4, 5, 9), "command"), ((4, 5, 6, 7, 9), "press"), ((8,), "typing")])
def test_types_that_fit(kinds: tuple[int, ...], what: str) -> None:
    data = {4: text("a"), 7: text("a"), 8: {"choices": []}, 9: modal()}
    begun: dict[str, Callable[[Desk], FakeInteraction]] = {"command": Desk.asks, "press": pressed, "typing": typing}
    for kind in range(1, 11):
        desk = Desk()
        interaction = begun[what](desk)
        body = {"type": kind, "data": data.get(kind)}
        if kind in kinds:
            desk.ok("POST", desk.callback(interaction), body)
        else:
            errors = desk.refused(400, 50035, "POST", desk.callback(interaction), body)
            assert errors["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"
            assert not interaction.acknowledged


def pressed(desk: Desk) -> FakeInteraction:
    """Ada presses a button of an ordinary message of the bot's."""
    desk.send(desk.study, "Press", components=[row(button("Go", "go!"))])
    return desk.ada.clicks(desk.study.last(desk.ada), "Go")


def typing(desk: Desk) -> FakeInteraction:
    desk.sync()
    return desk.ada.autocompletes(desk.study, "quiz", topic="li")


def test_an_update_changes_the_pressed_message() -> None:
    desk = Desk()
    press = pressed(desk)
    desk.answer(press, 7, {**text("Pressed"), "components": []})
    message = desk.study.last(desk.bob)
    assert (message.text, message.labels, message.edited, message.history) == ("Pressed", [], 1, ["Press", "Pressed"])
    assert press.original is message
    desk.ok("PATCH", desk.original(press), text("Pressed again"))
    assert message.text == "Pressed again"


def test_after_a_deferred_update_the_original_is_the_pressed_message() -> None:
    desk = Desk()
    press = pressed(desk)
    desk.answer(press, 6)
    assert not press.messages
    assert desk.ok("GET", desk.original(press))["content"] == "Press"
    desk.follow(press, text("New", flags=PRIVATE))
    desk.ok("PATCH", desk.original(press), text("Changed"))
    assert [one.text for one in desk.study.seen_by(desk.ada)] == ["Changed", "New"]
    assert [one.text for one in desk.study.seen_by(desk.bob)] == ["Changed"]


def test_after_a_message_the_original_is_the_new_one() -> None:
    desk = Desk()
    press = pressed(desk)
    desk.answer(press, 4, text("New"))
    desk.ok("PATCH", desk.original(press), text("Newer"))
    assert [one.text for one in desk.study.seen_by(desk.bob)] == ["Press", "Newer"]


def test_a_message_that_is_gone_is_not_updated() -> None:
    desk = Desk()
    press = pressed(desk)
    desk.ok("DELETE", f"/channels/{desk.study.id}/messages/{desk.study.last(desk.ada).id}")
    desk.refused(404, 10008, "POST", desk.callback(press), {"type": 7, "data": text("There?")})
    assert not press.acknowledged


async def test_suggestions() -> None:
    desk = Desk()
    asked = typing(desk)
    wrong = [{"name": "Lists", "value": 3}, {"name": "", "value": "x"}, {"name": "n", "value": "x" * 101}]
    errors = desk.refused(400, 50035, "POST", desk.callback(asked), {"type": 8, "data": {"choices": wrong}})
    assert set(errors["data"]["choices"]) == {"0", "1", "2"}
    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    desk.refused(400, 50035, "POST", desk.callback(asked), {"type": 8, "data": {"choices": many}})
    desk.answer(asked, 8, {"choices": many[:25]})
    assert asked.suggestions == many[:25]
    desk.refused(404, 10015, "POST", f"{desk.hook}/{asked.token}", text("No"))
    late = typing(desk)
    await desk.wait(seconds=4)
    desk.refused(404, 10062, "POST", desk.callback(late), {"type": 8, "data": {"choices": []}})


def test_messages_without_anything_are_refused() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.refused(400, 50006, "POST", desk.callback(asked), {"type": 4, "data": text("  ")})
    errors = desk.refused(400, 50035, "POST", desk.callback(asked), {"type": 4})
    assert list(errors) == ["data"]
    errors = desk.refused(400, 50035, "POST", desk.callback(asked), {"type": 4, "data": text("a" * 2001, flags=1)})
    assert errors["data"].keys() == {"content", "flags"}
    assert not asked.acknowledged
    desk.answer(asked, 4, text("a" * 2000))


def test_what_might_mention_somebody_is_a_breach() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 4, {"content": "@everyone"})
    desk.follow(asked, {"content": "x", "allowed_mentions": {"parse": ["users"]}})
    assert len(desk.world.breaches) == 2
    desk.follow(asked, text("fine"))
    desk.answer(desk.asks(), 5)
    assert len(desk.world.breaches) == 2
