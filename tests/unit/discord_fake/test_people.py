"""What people press, choose and fill in, and that nobody does what their client wouldn't let them."""

from typing import Any

import pytest

from tests.discord.places import FakePlace
from tests.unit.discord_fake.desk import PRIVATE, Desk, button, link, modal, row, select, text

FIELD = {"type": 4, "custom_id": "answer", "label": "Your answer", "style": 1}


def board(desk: Desk) -> Any:
    rows = [row(button("Go", "g"), button("Go on", "o"), button("Off", disabled=True), link("Read", "https://a.b"))]
    desk.send(desk.study, "Board", components=[*rows, row(select("s", "A", "B", "C", max_values=2))])
    return desk.study.last(desk.ada)


def test_presses() -> None:
    desk = Desk()
    message = board(desk)
    assert desk.bob.clicks(message, "Go").data == {"id": 2, "component_type": 2, "custom_id": "g"}
    assert desk.bob.clicks(message, 1).data["custom_id"] == "o"
    chosen = desk.bob.selects(message, "C", "A").data
    assert chosen == {"id": 7, "component_type": 3, "custom_id": "s", "values": ["v-C", "v-A"]}
    told = desk.world.emitted[-1][1]
    assert told["message"]["id"] == str(message.id)
    assert told["member"]["user"]["id"] == str(desk.bob.id)


def test_what_is_not_there_is_not_pressed() -> None:
    desk = Desk()
    message = board(desk)
    for what in ("Stop", "G", "Off", "Read", 4):
        with pytest.raises(AssertionError):
            desk.ada.clicks(message, what)
    for labels in (("D",), ("A", "B", "C"), ("Go",)):
        with pytest.raises(AssertionError):
            desk.ada.selects(message, *labels)
    desk.ok("DELETE", f"/channels/{desk.study.id}/messages/{message.id}")
    with pytest.raises(AssertionError, match="doesn't see"):
        desk.ada.clicks(message, "Go")


def test_nobody_presses_what_another_person_alone_sees() -> None:
    desk = Desk()
    desk.answer(desk.asks(), 4, text("Private", flags=PRIVATE, components=[row(button("Go"))]))
    message = desk.study.last(desk.ada)
    with pytest.raises(AssertionError, match="doesn't see"):
        desk.bob.clicks(message, "Go")
    desk.ada.clicks(message, "Go")


@pytest.mark.parametrize("labelled", [False, True])
def test_a_modal_is_opened_filled_in_and_gone(labelled: bool) -> None:
    desk = Desk()
    press = desk.ada.clicks(board(desk), "Go")
    form = modal(max_length=10)
    if labelled:
        inner = {"type": 4, "custom_id": "answer", "style": 2, "max_length": 10}
        form["components"] = [{"type": 18, "label": "Your answer", "component": inner}]
    desk.answer(press, 9, form)
    assert press.modal
    for wrong in ("", "x" * 11):
        with pytest.raises(AssertionError, match="would not offer"):
            desk.ada.submits(press, wrong)
    with pytest.raises(AssertionError, match="theirs"):
        desk.bob.submits(press, "A list")
    sent = desk.ada.submits(press, "A list")
    assert desk.world.emitted[-1][1]["message"]["id"] == str(press.message.id if press.message else 0)
    field = {"type": 4, "id": 2, "custom_id": "answer", "value": "A list"}
    outer = {"type": 18, "id": 1, "component": field} if labelled else {"type": 1, "id": 1, "components": [field]}
    assert sent.data == {"custom_id": "ask", "components": [outer]}
    with pytest.raises(AssertionError, match="no modal"):
        desk.ada.submits(press, "Again")
    desk.answer(sent, 7, text("Got it"))
    assert desk.study.last(desk.bob).text == "Got it"


def test_a_modal_of_a_command_changes_no_message() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 9, modal())
    desk.refused(404, 10008, "GET", desk.original(asked))
    sent = desk.ada.submits(asked, "A list")
    desk.refused(400, 50035, "POST", desk.callback(sent), {"type": 7, "data": text("Got it")})
    desk.refused(400, 50035, "POST", desk.callback(sent), {"type": 9, "data": modal()})
    desk.answer(sent, 4, text("Got it", flags=PRIVATE))
    told = desk.study.last(desk.ada).json()["interaction_metadata"]
    assert told["triggering_interaction_metadata"]["id"] == str(asked.id)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "t" * 46}, "title"),
        ({"custom_id": "c" * 101}, "custom_id"),
        ({"custom_id": None}, "custom_id"),
        ({"components": []}, "components"),
        ({"components": modal()["components"] * 6}, "components"),
        ({"components": modal()["components"] * 2}, "components.1.components.0.custom_id"),
        (modal(label="l" * 46), "components.0.components.0.label"),
        (modal(label=None), "components.0.components.0.label"),
        (modal(placeholder="p" * 101), "components.0.components.0.placeholder"),
        ({"components": [row(FIELD, FIELD)]}, "components.0.components"),
        (modal(max_length=4001), "components.0.components.0.max_length"),
        ({"components": [row(button("Go"))]}, "components.0.components.0.type"),
        ({"components": [{"type": 18, "component": modal()["components"][0]}]}, "components.0.label"),
    ],
)
def test_modals_that_are_refused(change: dict[str, Any], place: str) -> None:
    desk = Desk()
    asked = desk.asks()
    form = {**modal(), **change}
    tree = desk.refused(400, 50035, "POST", desk.callback(asked), {"type": 9, "data": form})["data"]
    for name in place.split("."):
        assert name in tree, tree
        tree = tree[name]
    assert asked.modal is None
    assert not asked.acknowledged


def test_the_payload_in_every_context() -> None:
    desk = Desk()
    group = desk.world.group_dm(desk.ada, desk.bob)
    thread = desk.study.thread("week 1")
    places: list[tuple[FakePlace, int]] = [(desk.study, 0), (thread, 0), (desk.ada.dm, 1), (group, 2)]
    for place, context in places:
        asked = desk.asks(place)
        told = desk.world.emitted[-1][1]
        assert told == asked.payload()
        assert (told["context"], told["channel_id"], told["channel"]["id"]) == (context, str(place.id), str(place.id))
        assert ("user" in told, "member" in told, "guild" in told) == (context > 0, context == 0, context == 0)
        assert told["attachment_size_limit"] == 10 * 1024 * 1024
        assert {"app_permissions", "entitlements", "locale", "version", "data"} <= set(told)
        assert ":" not in told["token"]
        assert {"-", "_", "="} <= set(told["token"])
        assert len(told["token"]) > 100
    assert [one["authorizing_integration_owners"] for _, one, _ in desk.world.emitted[-2:]] == [
        {"0": "0", "1": str(desk.ada.id)},
        {"1": str(desk.ada.id)},
    ]


async def test_ids_carry_the_time_of_the_clock() -> None:
    desk = Desk()
    one, two = desk.asks(), desk.asks()
    await desk.wait(seconds=2)
    three = desk.asks()
    assert one.id < two.id < three.id
    assert (three.id >> 22) - (one.id >> 22) == 2000
    assert one.token != two.token


def test_what_people_write() -> None:
    desk = Desk()
    message = desk.ada.writes("Hello", attachments=[("a.md", b"# A")])
    event, told, shard = desk.world.emitted[-1]
    assert (event, told["content"], told["author"]["id"], shard) == ("MESSAGE_CREATE", "Hello", str(desk.ada.id), 0)
    assert told["attachments"][0]["filename"] == "a.md"
    assert "guild_id" not in told
    assert desk.ada.dm.seen_by(desk.ada) == [message]
    assert desk.world.private_texts(desk.ada) == []
