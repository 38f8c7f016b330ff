"""Messages by the bot's own token: what is taken, kept, changed, found again, and told."""

from typing import Any

import pytest

from tests.unit.discord_fake.desk import START, Desk, button, link, row, select, text


def test_what_people_see() -> None:
    desk = Desk()
    sent = desk.send(desk.study, "  Hello ", components=[row(button("Go", "g")), row(select("s", "A", "B"))], flags=4)
    message = desk.study.last(desk.bob)
    assert (message.text, message.labels, str(message.id)) == ("Hello", ["Go", "A", "B"], sent["id"])
    assert [(one.data, one.select) for one in message.choices] == [("g", None), ("v-A", "s"), ("v-B", "s")]
    assert sent["flags"] == 4
    assert desk.ok("GET", f"/channels/{desk.study.id}/messages/{message.id}") == sent
    assert desk.world.public_texts() == ["Hello"]


def test_an_edit_keeps_what_it_does_not_name() -> None:
    desk = Desk()
    sent = desk.send(desk.study, "One", ("a.md", b"x"), components=[row(button("Go"))], flags=4)
    path = f"/channels/{desk.study.id}/messages/{sent['id']}"
    changed = desk.ok("PATCH", path, text("Two"))
    message = desk.study.last(desk.ada)
    assert (message.text, message.labels, len(message.attachments), message.flags) == ("Two", ["Go"], 1, 4)
    assert changed["edited_timestamp"] == START.isoformat()
    desk.ok("PATCH", path, {"components": [], "attachments": [], "allowed_mentions": {"parse": []}})
    assert (message.text, message.labels, message.attachments, message.edited) == ("Two", [], [], 2)
    desk.refused(400, 50006, "PATCH", path, text(""))
    assert message.history == ["One", "Two", "Two"]


def test_files() -> None:
    desk = Desk()
    about = [{"id": 0, "filename": "my map.png", "description": "A map"}]
    png = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
    sent = desk.send(desk.study, "", ("x.png", png), attachments=about)
    [attachment] = desk.study.last(desk.ada).attachments
    assert (attachment.name, attachment.description, attachment.content) == ("my_map.png", "A map", png)
    shown = sent["attachments"][0]
    assert shown.items() >= {"width": 640, "height": 480, "content_type": "image/png", "size": len(png)}.items()
    address, _, query = attachment.url.partition("?")
    path = address.removeprefix(desk.world.files_url)
    given = dict(one.split("=") for one in query.split("&") if one)
    assert desk.ok("GET", path, token="", **given) == png
    assert desk.call("GET", path).status == 404, "without its signature"


async def test_addresses_of_files_age() -> None:
    desk = Desk()
    written = desk.ada.writes("Here", attachments=[("a.md", b"# A")])
    path = written.attachments[0].path
    until = written.attachments[0].url.partition("?ex=")[2].partition("&")[0]
    assert desk.ok("GET", path, ex=until) == b"# A"
    await desk.wait(hours=25)
    assert desk.call("GET", path, ex=until).status == 404


def test_files_that_are_refused() -> None:
    desk = Desk()
    path = f"/channels/{desk.study.id}/messages"
    assert desk.refused(400, 50035, "POST", path, text("a", attachments=[{"id": 0, "filename": "b"}]))
    long = [{"id": 0, "filename": "b", "description": "d" * 1025}]
    answer = desk.call("POST", path, text("a", attachments=long), [("b", b"x")])
    assert set(answer.body["errors"]["attachments"]["0"]) == {"description"}
    answer = desk.call("POST", path, text("a"), [("b", b"x" * (10 * 1024 * 1024 + 1))])
    assert (answer.status, answer.body["code"]) == (413, 40005)
    assert desk.study.history == []


async def test_a_nonce_is_kept_to_for_five_minutes() -> None:
    desk = Desk()
    once = {"nonce": "row-1", "enforce_nonce": True}
    first = desk.send(desk.study, "One", **once)
    await desk.wait(minutes=5)
    assert desk.send(desk.study, "Two", **once) == first
    assert [one.text for one in desk.study.history] == ["One"]
    assert desk.send(desk.ada.dm, "Elsewhere", **once)["id"] != first["id"]
    assert desk.send(desk.study, "Three", nonce="row-1")["id"] != first["id"], "it isn't enforced"
    await desk.wait(minutes=5, seconds=1)
    desk.send(desk.study, "Four", **once)
    assert [one.text for one in desk.study.history] == ["One", "Three", "Four"]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"content": "a" * 2001}, "content"),
    ({"content": 5}, "content"),
    ({"nonce": "n" * 26}, "nonce"),
    ({"flags": 64}, "flags"),
    ({"flags": 1 << 15}, "flags"),
    ({"components": [row(button("Go"))] * 6}, "components"),
    ({"components": [row(*(button(str(n)) for n in range(6)))]}, "components.0.components"),
    ({"components": [row()]}, "components.0.components"),
    ({"components": [button("Go")]}, "components.0.type"),
    ({"components": [row(button("Go"), button("Stop", "Go"))]}, "components.0.components.1.custom_id"),
    ({"components": [row(button("L" * 81, "x"))]}, "components.0.components.0.label"),
    ({"components": [row(button("L", "c" * 101))]}, "components.0.components.0.custom_id"),
    ({"components": [row(button("", "x"))]}, "components.0.components.0"),
    ({"components": [row(button("L", style=6))]}, "components.0.components.0.style"),
    ({"components": [row(link("L", "ftp://a.b"))]}, "components.0.components.0.url"),
    ({"components": [row(link("L", "https://a.b/" + "c" * 512))]}, "components.0.components.0.url"),
    ({"components": [row(select("s", "A"), button("Go"))]}, "components.0.components.0"),
    ({"components": [row(select("s", "A", "A"))]}, "components.0.components.0.options.1.value"),
    ({"components": [row(select("s", "A" * 101))]}, "components.0.components.0.options.0.label"),
    ({"components": [row(select("s", *map(str, range(26))))]}, "components.0.components.0.options"),
    ({"components": [row(select("s"))]}, "components.0.components.0.options"),
    ({"components": [row(select("s", "A", max_values=2))]}, "components.0.components.0.max_values"),
]


@pytest.mark.parametrize(("body", "place"), BAD)
def test_what_is_wrong_has_its_place_in_the_tree(body: dict[str, Any], place: str) -> None:
    desk = Desk()
    tree = desk.refused(400, 50035, "POST", f"/channels/{desk.study.id}/messages", {**text("Hello"), **body})
    for name in place.split("."):
        assert name in tree, tree
        tree = tree[name]
    assert tree["_errors"][0]["code"].isupper()
    assert desk.study.history == []


def test_the_most_that_is_taken() -> None:
    desk = Desk()
    rows = [row(*(button(f"{'L' * 78}{r}{b}", f"{'c' * 98}{r}{b}") for b in range(5))) for r in range(4)]
    rows.append(row(select("s" * 100, *(f"{'o' * 96}{n:02}" for n in range(25)), placeholder="p" * 150)))
    desk.send(desk.study, "a" * 2000, components=rows)
    assert len(desk.study.last(desk.ada).choices) == 45


def test_only_its_own_messages_are_the_bots_to_change() -> None:
    desk = Desk()
    hers = desk.ada.writes("Mine", desk.study)
    path = f"/channels/{desk.study.id}/messages/{hers.id}"
    desk.refused(403, 50005, "PATCH", path, text("No"))
    desk.refused(403, 50013, "DELETE", path)
    private = f"/channels/{desk.ada.dm.id}/messages/{desk.ada.writes('Mine').id}"
    desk.refused(403, 50003, "DELETE", private)
    assert desk.world.emitted[-1][0] == "MESSAGE_CREATE", "what she wrote in the guild is not told"


def test_a_history() -> None:
    desk = Desk()
    ids = [desk.send(desk.study, str(n))["id"] for n in range(4)]
    path = f"/channels/{desk.study.id}/messages"
    assert [one["content"] for one in desk.ok("GET", path, limit="2")] == ["3", "2"]
    assert [one["content"] for one in desk.ok("GET", path, before=ids[2])] == ["1", "0"]
    assert [one["content"] for one in desk.ok("GET", path, after=ids[0], limit="2")] == ["2", "1"]
    desk.refused(400, 50035, "GET", path, limit="101")


def test_replies() -> None:
    desk = Desk()
    hers = desk.ada.writes("A question", desk.study)
    sent = desk.send(desk.study, "An answer", message_reference={"message_id": str(hers.id)})
    assert (sent["type"], sent["referenced_message"]["content"]) == (19, "A question")
    reference = {"message_id": "5"}
    desk.refused(400, 50035, "POST", f"/channels/{desk.study.id}/messages", text("a", message_reference=reference))


def test_the_bot_hears_of_direct_messages_alone() -> None:
    desk = Desk()
    dm = desk.ok("POST", "/users/@me/channels", {"recipient_id": str(desk.ada.id)})
    assert dm["id"] == str(desk.ada.dm.id)
    before = len(desk.world.emitted)
    sent = desk.send(desk.ada.dm, "Hello")
    desk.send(desk.study, "Hello")
    path = f"/channels/{dm['id']}/messages/{sent['id']}"
    desk.ok("PATCH", path, text("Hello again"))
    desk.ok("DELETE", path)
    told = desk.world.emitted[before:]
    assert [(name, shard) for name, _, shard in told] == [
        ("MESSAGE_CREATE", 0),
        ("MESSAGE_UPDATE", 0),
        ("MESSAGE_DELETE", 0),
    ]
    assert told[0][1]["author"]["id"] == str(desk.world.application_id)
    assert desk.world.private_texts(desk.ada) == ["Hello", "Hello again"]
    assert desk.world.public_texts() == ["Hello"]
