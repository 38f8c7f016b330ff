"""Commands: what Discord takes, keeps, fills in, and offers to whom."""

from typing import Any

import pytest

from tests.unit.discord_fake.desk import QUIZ, Desk, text

ASK = {"name": "ask", "description": "Ask"}


def option(name: str, kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "d", **more}


def test_a_put_replaces_them_all() -> None:
    desk = Desk()
    first = desk.sync(QUIZ, ASK)
    second = desk.sync(QUIZ, {**ASK, "description": "Ask me"})
    third = desk.sync(ASK)
    assert [one["id"] for one in second] == [one["id"] for one in first], "names keep their ids"
    assert second[0]["version"] == first[0]["version"]
    assert second[1]["version"] != first[1]["version"]
    assert [one["name"] for one in third] == ["ask"]
    assert [one["name"] for one in desk.ok("GET", f"{desk.app}/commands")] == ["ask"]
    assert desk.ok("GET", f"{desk.app}/guilds/{desk.guild.id}/commands") == []


def test_what_discord_fills_in() -> None:
    desk = Desk()
    localized = {**ASK, "name_localizations": {"de": "frag"}, "default_member_permissions": 32}
    [made] = desk.sync({**localized, "options": [option("what", required=False)]})
    filled = {"type": 1, "contexts": None, "integration_types": [0], "nsfw": False, "dm_permission": True}
    assert made.items() >= {**filled, "default_member_permissions": "32"}.items()
    assert "required" not in made["options"][0]
    [short] = desk.ok("GET", f"{desk.app}/commands")
    assert "name_localizations" not in short
    assert "name_localizations" not in short["options"][0]
    [full] = desk.ok("GET", f"{desk.app}/commands", with_localizations="true")
    assert full == made
    assert full["name_localizations"] == {"de": "frag"}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": "Ask"}, "name"),
    ({"name": "a b"}, "name"),
    ({"name": "a" * 33}, "name"),
    ({"name": None}, "name"),
    ({"description": ""}, "description"),
    ({"description": "d" * 101}, "description"),
    ({"name_localizations": {"xx": "a"}}, "name_localizations.xx"),
    ({"name_localizations": {"de": "A"}}, "name_localizations.de"),
    ({"contexts": [3]}, "contexts.0"),
    ({"contexts": []}, "contexts"),
    ({"integration_types": [2]}, "integration_types.0"),
    ({"default_member_permissions": "all"}, "default_member_permissions"),
    ({"options": [option(f"o{n}") for n in range(26)]}, "options"),
    ({"options": [option("a"), option("b", required=True)]}, "options.1"),
    ({"options": [option("a"), option("a")]}, "options.1.name"),
    ({"options": [option("a", 12)]}, "options.0.type"),
    ({"options": [option("a", autocomplete=True, choices=[{"name": "n", "value": "v"}])]}, "options.0"),
    ({"options": [option("a", 5, autocomplete=True)]}, "options.0"),
    ({"options": [option("a", choices=[{"name": "n", "value": 5}])]}, "options.0.choices.0.value"),
    ({"options": [option("a", choices=[{"name": str(n), "value": "v"} for n in range(26)])]}, "options.0.choices"),
    ({"options": [option("a", min_value=1)]}, "options.0.min_value"),
    ({"options": [option("a", 4, min_value=5, max_value=1)]}, "options.0.min_value"),
    ({"options": [option("a", max_length=6001)]}, "options.0.max_length"),
]


@pytest.mark.parametrize(("wrong", "place"), BAD)
def test_what_is_wrong_has_its_place_in_the_tree(wrong: dict[str, Any], place: str) -> None:
    desk = Desk()
    desk.sync()
    tree = desk.refused(400, 50035, "PUT", f"{desk.app}/commands", [{**ASK, **wrong}])
    for name in ["0", *place.split(".")]:
        assert name in tree, tree
        tree = tree[name]
    assert tree["_errors"]
    assert [one["name"] for one in desk.ok("GET", f"{desk.app}/commands")] == ["quiz"], "nothing was replaced"


def test_whole_puts_that_are_refused() -> None:
    desk = Desk()
    desk.refused(400, 50035, "PUT", f"{desk.app}/commands", [ASK, ASK])
    long = [option(f"o{n}", choices=[{"name": f"{i}{'n' * 90}", "value": "v" * 90} for i in range(25)]) for n in (1, 2)]
    errors = desk.refused(400, 50035, "PUT", f"{desk.app}/commands", [{**ASK, "options": long}])
    assert errors["0"]["_errors"][0]["code"] == "APPLICATION_COMMAND_TOO_LARGE"
    desk.refused(404, 10002, "PUT", "/applications/5/commands", [])
    desk.refused(403, 50001, "PUT", f"{desk.app}/guilds/5/commands", [])


def test_names_of_other_alphabets() -> None:
    desk = Desk()
    desk.sync({**ASK, "name": "испытание_1"}, {**ASK, "name": "問題"}, {**ASK, "name": "l'été-2"})


def test_where_commands_are_offered() -> None:
    desk = Desk()
    admins = {**ASK, "name": "admin", "default_member_permissions": "32", "contexts": [0]}
    desk.sync({**QUIZ, "contexts": [0], "integration_types": [0]}, admins)
    group = desk.world.group_dm(desk.ada, desk.bob)
    desk.ada.slash(desk.study, "quiz", topic="x")
    for person, place, name in [
        (desk.ada, desk.ada.dm, "quiz"),
        (desk.ada, group, "quiz"),
        (desk.ada, desk.study, "admin"),
        (desk.ada, desk.study, "unheard-of"),
        (desk.ada, desk.bob.dm, "quiz"),
    ]:
        with pytest.raises(AssertionError, match="would not offer"):
            person.slash(place, name, **({"topic": "x"} if name == "quiz" else {}))
    desk.guild.promote(desk.ada, "manage_guild")
    desk.ada.slash(desk.study, "admin")


def test_commands_of_one_guild() -> None:
    desk = Desk()
    other = desk.world.guild("Other", desk.ada).channel("study")
    desk.ok("PUT", f"{desk.app}/guilds/{desk.guild.id}/commands", [ASK])
    asked = desk.ada.slash(desk.study, "ask")
    assert asked.data["guild_id"] == str(desk.guild.id)
    for place in (other, desk.ada.dm):
        with pytest.raises(AssertionError, match="would not offer"):
            desk.ada.slash(place, "ask")


def test_what_somebody_installed_goes_with_them() -> None:
    desk = Desk()
    elsewhere = desk.world.guild("Elsewhere", desk.ada, desk.bob, with_bot=False).channel("talk")
    desk.sync()
    with pytest.raises(AssertionError, match="would not offer"):
        desk.asks(elsewhere)
    desk.ada.installs()
    asked = desk.asks(elsewhere)
    assert asked.owners == {"1": str(desk.ada.id)}
    desk.answer(asked, 4, text("Hello"))
    assert [one.text for one in elsewhere.seen_by(desk.bob)] == ["Hello"]
    desk.refused(403, 50001, "POST", f"/channels/{elsewhere.id}/messages", text("Hello"))
    assert desk.asks().owners == {"0": str(desk.guild.id), "1": str(desk.ada.id)}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"topic": "x", "colour": "red"},
        {"topic": 5},
        {"topic": ""},
        {"topic": "x", "count": 11},
        {"topic": "x", "count": "3"},
        {"topic": "x", "count": True},
        {"topic": "x", "level": "Hard"},
    ],
)
def test_options_that_do_not_fit(options: dict[str, Any]) -> None:
    desk = Desk()
    desk.sync()
    with pytest.raises(AssertionError, match="would not offer"):
        desk.ada.slash(desk.study, "quiz", **options)


def test_options_that_fit() -> None:
    desk = Desk()
    desk.sync(QUIZ, {**ASK, "options": [option("map", 11), option("who", 6), option("loud", 5), option("n", 10)]})
    asked = desk.ada.slash(desk.study, "quiz", level="Easy", count=3, topic="lists")
    assert [(one["name"], one["value"]) for one in asked.data["options"]] == [
        ("topic", "lists"),
        ("count", 3),
        ("level", "e"),
    ]
    asked = desk.ada.slash(desk.study, "ask", map=("my map.md", b"# Map"), who=desk.bob, loud=True, n=1.5)
    [attachment] = asked.data["resolved"]["attachments"].values()
    assert attachment["filename"] == "my_map.md"
    assert set(asked.data["resolved"]["users"]) == {str(desk.bob.id)}
    typing = desk.ada.autocompletes(desk.study, "quiz", count=3, topic="li")
    assert typing.data["options"][0] == {"name": "topic", "type": 3, "value": "li", "focused": True}
    with pytest.raises(AssertionError, match="no autocomplete"):
        desk.ada.autocompletes(desk.study, "quiz", topic="li", count=3)
