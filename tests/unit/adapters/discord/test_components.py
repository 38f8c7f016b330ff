import json
from functools import cache
from pathlib import Path
from typing import Any

import discord
import jsonschema
import pytest
from discord.components import _component_factory
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_components, validate_modal

from bot.adapters.discord.components import components, modal, pressed, typed
from bot.core.capabilities import utf16
from bot.core.model import Button, Field, Rows

SCHEMA = Path(__file__).parents[5] / "shared" / "schemas" / "discord_openapi.json"
needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason="no shared schemas beside this checkout")

ASKS = Field("Your goal", "e.g. 6 hours a week")
FOX = "\N{FOX FACE}"


@cache
def _judge(name: str) -> jsonschema.Draft202012Validator:
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator({**document, "$ref": f"#/components/schemas/{name}"})


def approved(name: str, data: object) -> None:
    if SCHEMA.is_file():
        _judge(name).validate(json.loads(json.dumps(data)))


def shown(buttons: Rows) -> list[list[dict[str, Any]]]:
    rows = components(buttons)
    for row in rows:
        approved("ActionRowComponentForMessageRequest", row)
    assert {row["type"] for row in rows} <= {1}
    return [row["components"] for row in rows]


def row_of(count: int, data: str = "d") -> tuple[Button, ...]:
    return tuple(Button(f"b{number}", f"{data}:{number}") for number in range(count))


@needs_schema
def test_the_schema_judges() -> None:
    with pytest.raises(jsonschema.ValidationError):
        approved("ActionRowComponentForMessageRequest", {"type": 1, "components": []})
    with pytest.raises(jsonschema.ValidationError):
        approved("ModalInteractionCallbackRequestData", {**modal("a", ASKS), "title": "a" * 46})


def test_buttons() -> None:
    rows = (
        (Button("Go", "td1:open"), Button("Read", url="https://a.example")),
        (Button("Goal", "st1:goal", asks=ASKS),),
    )
    assert shown(rows) == [
        [
            {"type": 2, "style": 2, "label": "Go", "custom_id": "td1:open"},
            {"type": 2, "style": 5, "label": "Read", "url": "https://a.example"},
        ],
        [{"type": 2, "style": 2, "label": "Goal", "custom_id": "?st1:goal"}],
    ]
    assert components(()) == []
    assert len(components(((), row_of(5)))) == 1


def test_six_buttons_are_a_menu() -> None:
    rows = shown(((Button("a", "x"),), (*row_of(5), Button("Goal", "g", asks=ASKS)), row_of(25, "e")))
    assert [row[0]["type"] for row in rows] == [2, 3, 3]
    menu = rows[1][0]
    assert menu["custom_id"] == "menu:1"
    assert menu["options"][0] == {"label": "b0", "value": "d:0"}
    assert menu["options"][5] == {"label": "Goal", "value": "?g"}
    assert len(rows[2][0]["options"]) == 25


def test_no_menu_has_a_link_or_too_many_options() -> None:
    with pytest.raises(ValueError, match="Read"):
        components(((*row_of(5), Button("Read", url="https://a.example")),))
    with pytest.raises(ValueError, match="26"):
        components((row_of(26),))


def test_long_and_empty_labels() -> None:
    (first, second, third), (option, *_) = (
        shown(((Button(FOX * 60, "a"), Button(" \n", "b"), Button("", url="https://a.example")),))[0],
        shown(((Button("x" * 120, "a"), *row_of(5)),))[0][0]["options"],
    )
    assert utf16(first["label"]) <= 80
    assert first["label"].endswith("…")
    assert (second["label"], third["label"]) == ("…", "…")
    assert option["label"] == "x" * 99 + "…"


def test_the_same_data_twice() -> None:
    asking = Button("c", "x", asks=ASKS)
    rows = shown(((Button("a", "x"), Button("b", "x"), asking), (Button("d", "x"), asking, *row_of(4))))
    ids = [one["custom_id"] for one in rows[0]] + [one["value"] for one in rows[1][0]["options"]]
    assert ids[:5] == ["x", "x#2", "?x", "x#3", "?x#2"]
    assert [pressed(one) for one in ids[:5]] == [("x", False), ("x", False), ("x", True), ("x", False), ("x", True)]


@pytest.mark.parametrize("data", ["x#2", "?x", "!x", "menu:1"])
def test_data_that_looks_like_a_custom_id(data: str) -> None:
    rows = shown(((Button("a", data), Button("b", data), Button("c", "x"), Button("d", "x")), row_of(6)))
    ids = [one["custom_id"] for row in rows for one in row]
    assert len({*ids}) == 5
    assert [pressed(one) for one in ids[:4]] == [(data, False), (data, False), ("x", False), ("x", False)]


def test_a_press() -> None:
    assert pressed("td1:open") == ("td1:open", False)
    assert pressed("menu:3", ["?st1:goal#2"]) == ("st1:goal", True)
    assert pressed("menu:3", []) == ("menu:3", False)


@pytest.mark.parametrize("junk", ["", "?", "#2", "?#2", "!", "??", "a#", "a#x", "#", "\ud800", "a\n#2", "9" * 5000])
def test_a_press_of_junk(junk: str) -> None:
    for found in (pressed(junk), pressed("menu:0", [junk])):
        assert found[0] in junk


_DATA = st.text(st.sampled_from("ab:?!#012"), min_size=1, max_size=6) | st.sampled_from(["menu:0", "menu:1", "a" * 64])
_BUTTONS = st.builds(Button, st.text(max_size=3), _DATA, asks=st.sampled_from([None, ASKS]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_BUTTONS, min_size=1, max_size=8).map(tuple), min_size=1, max_size=5).map(tuple))
def test_every_button_is_found_again(rows: Rows) -> None:
    pressable: list[tuple[str, bool]] = []
    ids: list[str] = []
    values: list[str] = []
    for row in shown(rows):
        for one in row:
            ids.append(one["custom_id"])
            options = [option["value"] for option in one.get("options", [])]
            values += options
            pressable += [pressed(one["custom_id"], [value]) for value in options] or [pressed(one["custom_id"])]
    assert pressable == [(button.data, button.asks is not None) for row in rows for button in row]
    assert len({*ids}) == len(ids)
    assert len({*values}) == len(values)


def test_a_modal() -> None:
    opened = modal("Settings", Field("Your goal", "e.g. 6 hours", "st1:goal"))
    approved("ModalInteractionCallbackRequestData", opened)
    assert pressed(opened["custom_id"]) == ("st1:goal", True)
    assert opened["title"] == "Settings"
    (label,) = opened["components"]
    assert (label["type"], label["label"]) == (18, "Your goal")
    field = label["component"]
    assert (field["type"], field["style"], field["required"], field["placeholder"]) == (4, 1, True, "e.g. 6 hours")


@pytest.mark.parametrize("text", ["", "  ", "x" * 500, FOX * 99])
@pytest.mark.parametrize("data", ["", "a" * 64, "a#2", "?a"])
def test_a_modal_of_any_field(text: str, data: str) -> None:
    opened = modal(text, Field(text, text, data))
    approved("ModalInteractionCallbackRequestData", opened)
    assert pressed(opened["custom_id"]) == (data, True)
    label = opened["components"][0]
    assert opened["title"].strip()
    assert utf16(opened["title"]) <= 45
    assert label["label"].strip()
    assert utf16(label["label"]) <= 45
    assert utf16(label["component"].get("placeholder", "x")) <= 100


def test_simcord_takes_all_of_them() -> None:
    validate_components(components((row_of(5), row_of(6, "e"), (Button("a", url="https://a.example"),))))
    validate_modal(modal("a", ASKS))


def test_discord_py_reads_all_of_them() -> None:
    for row in components((row_of(5), row_of(6))):
        assert isinstance(_component_factory(row), discord.ActionRow)  # type: ignore[arg-type]
    label = _component_factory(modal("a", ASKS)["components"][0])
    assert isinstance(label, discord.LabelComponent)
    assert isinstance(label.component, discord.TextInput)


def test_what_was_typed() -> None:
    field = {"type": 4, "custom_id": "text", "value": "six"}
    assert typed([{"type": 18, "id": 1, "component": field}]) == "six"
    assert typed([{"type": 1, "components": [field]}]) == "six"
    assert typed([{"type": 10}, {"type": 18, "component": {**field, "value": ""}}]) == ""


@pytest.mark.parametrize(
    "junk",
    [None, 3, "x", [], {}, [None, "x", 3], [{"type": 18}], [{"type": 18, "component": "x"}], [{"type": 1}],
     [{"type": 4, "value": 3}], [{"type": 4}], [{"type": [], "components": [[{}]]}], [{"type": 3, "value": "x"}]],
)  # fmt: skip
def test_nothing_was_typed(junk: object) -> None:
    assert typed(junk) is None


def test_no_depth_is_too_much() -> None:
    nested: object = {"type": 4, "value": "x"}
    for _ in range(5_000):
        nested = [{"components": nested}]
    assert typed(nested) == "x"
