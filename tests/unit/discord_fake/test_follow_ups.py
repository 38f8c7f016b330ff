"""What an interaction's token reaches later: deferrals filled, messages added and changed, until it dies."""

import pytest

from tests.unit.discord_fake.desk import PRIVATE, Desk, button, row, text


@pytest.mark.parametrize("deferred", [0, PRIVATE])
@pytest.mark.parametrize("given", [0, PRIVATE])
@pytest.mark.parametrize("way", ["follow-up", "edit"])
def test_the_deferral_decides_who_sees_what_fills_it(deferred: int, given: int, way: str) -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 5, {"flags": deferred})
    waiting = desk.study.last(desk.ada)
    assert (waiting.loading, waiting.text) == (True, "")
    assert (waiting in desk.study.seen_by(desk.bob)) == (not deferred)
    if way == "edit":
        desk.ok("PATCH", desk.original(asked), text("Done", flags=given))
    else:
        desk.follow(asked, text("Done", flags=given))
    assert (waiting.loading, waiting.text, waiting.flags, waiting.edited) == (False, "Done", deferred, 0)
    assert desk.study.seen_by(desk.ada) == [waiting]
    assert (waiting in desk.study.seen_by(desk.bob)) == (not deferred)
    desk.follow(asked, text("More", flags=given))
    assert desk.study.last(desk.ada).text == "More"
    assert (desk.study.last(desk.ada) in desk.study.seen_by(desk.bob)) == (not given)


def test_nothing_is_there_before_the_first_answer() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.refused(404, 10015, "POST", f"{desk.hook}/{asked.token}", text("Early"))
    desk.refused(404, 10015, "PATCH", desk.original(asked), text("Early"))
    assert desk.study.seen_by(desk.ada) == []


async def test_the_token_lives_fifteen_minutes() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 4, text("One", flags=PRIVATE))
    await desk.wait(minutes=14, seconds=59)
    desk.follow(asked, text("Two", flags=PRIVATE))
    await desk.wait(seconds=1)
    desk.refused(401, 50027, "POST", f"{desk.hook}/{asked.token}", text("Three"))
    desk.refused(401, 50027, "PATCH", desk.original(asked), text("Three"))
    assert [one.text for one in desk.study.seen_by(desk.ada)] == ["One", "Two"]


def test_ephemeral_messages_are_only_for_tokens() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 4, text("Private", flags=PRIVATE, components=[row(button("Go"))]))
    private = desk.study.last(desk.ada)
    path = f"/channels/{desk.study.id}/messages/{private.id}"
    desk.refused(404, 10008, "GET", path)
    desk.refused(404, 10008, "PATCH", path, text("No"))
    desk.refused(404, 10008, "DELETE", path)
    assert desk.ok("GET", f"/channels/{desk.study.id}/messages") == []
    other = desk.asks()
    desk.answer(other, 5)
    desk.refused(404, 10008, "PATCH", desk.original(other, private.id), text("Not yours"))
    press = desk.ada.clicks(private, "Go")
    desk.answer(press, 6)
    desk.ok("PATCH", desk.original(press), text("By the press"))
    desk.ok("PATCH", desk.original(asked), text("By the command"))
    assert private.history == ["Private", "By the press", "By the command"]
    assert desk.world.private_texts(desk.ada) == private.history
    assert private not in desk.study.seen_by(desk.bob)


def test_follow_ups_are_read_changed_and_deleted() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 4, text("One"))
    made = desk.follow(asked, text("Two", flags=PRIVATE))
    assert made["flags"] == PRIVATE
    path = desk.original(asked, made["id"])
    assert desk.ok("GET", path)["content"] == "Two"
    assert desk.ok("PATCH", path, {"allowed_mentions": {"parse": []}, "flags": 4})["flags"] == PRIVATE | 4
    desk.ok("DELETE", path)
    desk.refused(404, 10008, "GET", path)
    desk.ok("DELETE", desk.original(asked))
    desk.refused(404, 10008, "GET", desk.original(asked))
    assert desk.study.seen_by(desk.ada) == []
    assert [one.deleted for one in desk.study.history] == [True, True]


def test_a_deleted_deferral_is_not_filled() -> None:
    desk = Desk()
    asked = desk.asks()
    desk.answer(asked, 5, {"flags": PRIVATE})
    desk.ok("DELETE", desk.original(asked))
    desk.follow(asked, text("Public after all"))
    assert [one.text for one in desk.study.seen_by(desk.bob)] == ["Public after all"]


def test_among_friends_there_are_five_follow_ups() -> None:
    desk = Desk()
    group = desk.world.group_dm(desk.ada, desk.bob)
    asked = desk.asks(group)
    desk.answer(asked, 4, text("Zero"))
    for number in range(5):
        desk.follow(asked, text(str(number)))
    desk.refused(400, 40094, "POST", f"{desk.hook}/{asked.token}", text("Five"))
    desk.refused(403, 50001, "POST", f"/channels/{group.id}/messages", text("Hello"))
    assert len(group.seen_by(desk.bob)) == 6
