"""Where the bot may write, and how it is told that it may not."""

import pytest

from tests.unit.discord_fake.desk import PRIVATE, Desk, text


def test_closed_dms() -> None:
    desk = Desk()
    path = f"/channels/{desk.ada.dm.id}/messages"
    sent = desk.send(desk.ada.dm, "Hello")
    desk.ada.closes_dms()
    desk.ok("POST", "/users/@me/channels", {"recipient_id": str(desk.ada.id)})
    desk.refused(403, 50007, "POST", path, text("Hello?"))
    desk.ok("PATCH", f"{path}/{sent['id']}", text("Hello!"))
    asked = desk.asks(desk.ada.dm)
    desk.answer(asked, 4, text("Here"))
    desk.ada.opens_dms()
    desk.send(desk.ada.dm, "Again")
    assert [one.text for one in desk.ada.dm.seen_by(desk.ada)] == ["Hello!", "Here", "Again"]


def test_people_that_are_not_there() -> None:
    desk = Desk()
    desk.refused(400, 50033, "POST", "/users/@me/channels", {"recipient_id": "5"})
    desk.refused(400, 50035, "POST", "/users/@me/channels", {})


@pytest.mark.parametrize(("denied", "code"), [("send_messages", 50013), ("view_channel", 50001)])
def test_denials(denied: str, code: int) -> None:
    desk = Desk()
    desk.study.deny_bot(denied)
    event, data, _ = desk.world.emitted[-1]
    assert event == "CHANNEL_UPDATE"
    assert data["permission_overwrites"][0]["id"] == str(desk.world.application_id)
    desk.refused(403, code, "POST", f"/channels/{desk.study.id}/messages", text("Hello"))
    asked = desk.asks()
    assert desk.study.history == []
    desk.answer(asked, 4, text("Answers need no permission", flags=PRIVATE))
    desk.study.allow_bot()
    desk.send(desk.study, "Hello")


def test_files_need_a_permission() -> None:
    desk = Desk()
    desk.study.deny_bot("attach_files")
    desk.send(desk.study, "Hello")
    answer = desk.call("POST", f"/channels/{desk.study.id}/messages", text("Hello"), [("a.md", b"a")])
    assert (answer.status, answer.body["code"]) == (403, 50013)


def test_places_that_are_gone() -> None:
    desk = Desk()
    desk.refused(404, 10003, "POST", "/channels/5/messages", text("Hello"))
    thread = desk.study.thread("week 1")
    desk.study.delete()
    assert desk.world.emitted[-1][0] == "CHANNEL_DELETE"
    for place in (desk.study, thread):
        desk.refused(404, 10003, "POST", f"/channels/{place.id}/messages", text("Hello"))
    other = desk.guild.channel("other")
    desk.guild.remove_bot()
    desk.refused(403, 50001, "POST", f"/channels/{other.id}/messages", text("Hello"))
    assert desk.world.emitted[-1][:2] == ("GUILD_DELETE", {"id": str(desk.guild.id)})
    assert desk.world.guild_creates(0) == []


def test_threads_wake_until_they_are_locked() -> None:
    desk = Desk()
    thread = desk.study.thread("week 1")
    thread.archive()
    sent = desk.send(thread, "Hello")
    assert not thread.archived
    event, data, _ = desk.world.emitted[-1]
    assert (event, data["thread_metadata"]["archived"]) == ("THREAD_UPDATE", False)
    thread.archive()
    desk.refused(400, 50083, "PATCH", f"/channels/{thread.id}/messages/{sent['id']}", text("Changed"))
    thread.archive(locked=True)
    desk.refused(400, 50083, "POST", f"/channels/{thread.id}/messages", text("Hello?"))
    with pytest.raises(AssertionError, match="is locked"):
        desk.asks(thread)


def test_threads_have_a_permission_of_their_own() -> None:
    desk = Desk()
    thread = desk.study.thread("week 1")
    desk.study.deny_bot("send_messages_in_threads")
    desk.send(desk.study, "Hello")
    desk.refused(403, 50013, "POST", f"/channels/{thread.id}/messages", text("Hello"))


def test_forums_have_posts() -> None:
    desk = Desk()
    forum = desk.guild.forum("help")
    post = forum.post("How do I begin?")
    desk.refused(400, 50008, "POST", f"/channels/{forum.id}/messages", text("Hello"))
    desk.answer(desk.asks(post), 4, text("So", flags=PRIVATE))
    assert [one.text for one in post.seen_by(desk.ada)] == ["How do I begin?", "So"]
    assert [one.text for one in post.seen_by(desk.bob)] == ["How do I begin?"]
    assert desk.ok("GET", f"/channels/{post.id}")["parent_id"] == str(forum.id)
    assert desk.ok("GET", f"/channels/{forum.id}")["type"] == 15


def test_who_does_not_see_a_place() -> None:
    desk = Desk()
    staff = desk.guild.channel("staff", only=(desk.bob,))
    eve = desk.world.person("Eve")
    for person, place in ((desk.ada, staff), (eve, desk.study), (eve, desk.ada.dm)):
        with pytest.raises(AssertionError, match="doesn't see"):
            place.seen_by(person)
    with pytest.raises(AssertionError, match="doesn't see"):
        desk.asks(staff)


def test_guilds_fall_on_shards_in_turn() -> None:
    desk = Desk(shards=3)
    guilds = [desk.guild, *(desk.world.guild(f"G{n}", desk.ada) for n in range(5))]
    assert [one.shard for one in guilds] == [(one.id >> 22) % 3 for one in guilds]
    assert {one.shard for one in guilds} == {0, 1, 2}
    for shard in range(3):
        ready = desk.world.ready(shard)
        mine = [str(one.id) for one in guilds if one.shard == shard]
        assert [one["id"] for one in ready["guilds"]] == mine
        assert [one["id"] for one in desk.world.guild_creates(shard)] == mine
        assert ready["shard"] == [shard, 3]
    desk.sync()
    for guild in guilds:
        desk.ada.slash(guild.channel("a"), "quiz", topic="x")
        assert desk.world.emitted[-1][::2] == ("INTERACTION_CREATE", guild.shard)
    desk.ada.slash(desk.ada.dm, "quiz", topic="x")
    assert desk.world.emitted[-1][2] == 0


def test_routes_there_are_not_and_tokens_that_are_wrong() -> None:
    desk = Desk()
    desk.refused(404, 0, "GET", "/channels/5/pins")
    assert desk.world.unknown_routes == [("GET", "/channels/5/pins")]
    answer = desk.call("GET", "/users/@me", token="wrong")
    assert (answer.status, answer.body) == (401, {"message": "401: Unauthorized", "code": 0})
    assert desk.ok("GET", "/users/@me")["id"] == str(desk.world.application_id) == "100000000000000001"
    assert desk.ok("GET", "/applications/@me") == desk.ok("GET", "/oauth2/applications/@me")


def test_buckets() -> None:
    desk = Desk()
    message = desk.call("POST", f"/channels/{desk.study.id}/messages", text("a"))
    refused = desk.call("POST", f"/channels/{desk.study.id}/messages", text(""))
    edit = desk.call("PATCH", f"/channels/{desk.study.id}/messages/{message.body['id']}", text("b"))
    elsewhere = desk.call("POST", f"/channels/{desk.ada.dm.id}/messages", text("a"))
    assert message.bucket == refused.bucket == f"messages:{desk.study.id}"
    assert len({message.bucket, edit.bucket, elsewhere.bucket}) == 3


async def test_conditions_are_waited_for() -> None:
    desk = Desk()
    desk.world.changed()
    with pytest.raises(TimeoutError):
        await desk.world.until(lambda: False, timeout=0.01)
    await desk.world.until(lambda: True)
