from bot.adapters.terminal.place import Place
from bot.adapters.terminal.screen import Found, Screens, Shown
from bot.core.model import Address, Button, Rows

BOB = Place(private=True, name="bob")
ALGO = Place(private=False, name="Algo")


def rows(*labels: str) -> Rows:
    return tuple((Button(label, f"data-{label}"),) for label in labels)


def label_of(found: Found | None) -> str | None:
    return found.button.label if found else None


def test_a_place_is_found_again_in_its_address() -> None:
    assert BOB.address == Address("terminal", "private/bob")
    for place in (BOB, ALGO, Place(private=False, name="a/b"), Place(private=True, name="group")):
        assert Place.of(place.address) == place


def test_buttons_are_numbered_row_by_row() -> None:
    screens = Screens()
    screens.show(BOB, Shown("1", ((Button("a", "a"), Button("b", "b")), (Button("c", "c"),))))
    assert [label_of(screens.numbered(BOB, "bob", number)) for number in (1, 2, 3, 4)] == ["a", "b", "c", None]


def test_a_closed_message_has_no_buttons_any_more_and_stays_where_it_is() -> None:
    screens = Screens()
    screens.show(BOB, Shown("1", rows("first")))
    screens.show(BOB, Shown("2", rows("second")))
    screens.close(BOB, "2")
    screens.close(BOB, "nothing")
    assert label_of(screens.numbered(BOB, "bob", 1)) == "first"


def test_the_last_message_that_has_buttons_counts() -> None:
    screens = Screens()
    screens.show(BOB, Shown("1", rows("first")))
    screens.show(BOB, Shown("2", rows("second")))
    screens.show(BOB, Shown("3", ()))
    assert screens.numbered(BOB, "bob", 1) == Found(Button("second", "data-second"), "2")
    screens.show(BOB, Shown("1", rows("first, edited")))
    assert label_of(screens.numbered(BOB, "bob", 1)) == "first, edited"
    screens.show(BOB, Shown("1", ()))
    assert label_of(screens.numbered(BOB, "bob", 1)) == "second"
    screens.remove(BOB, "2")
    assert screens.numbered(BOB, "bob", 1) is None


def test_chats_are_apart() -> None:
    screens = Screens()
    screens.show(BOB, Shown("1", rows("a")))
    screens.show(Place(private=False, name="bob"), Shown("2", rows("b")))
    assert screens.labels(BOB, "bob") == ["a"]
    assert screens.labelled(ALGO, "bob", "a") is None


def test_a_label_is_matched_whole_then_in_its_case_then_in_any() -> None:
    screens = Screens()
    screens.show(BOB, Shown("1", rows("Undone", "✅ Done today", "DONE")))
    assert label_of(screens.labelled(BOB, "bob", "done")) == "DONE"
    assert label_of(screens.labelled(BOB, "bob", "Done")) == "DONE"
    assert label_of(screens.labelled(BOB, "bob", "Done t")) == "✅ Done today"
    assert label_of(screens.labelled(BOB, "bob", "one")) == "Undone"
    screens.show(BOB, Shown("2", rows("Undone", "✅ Done today")))
    assert label_of(screens.labelled(BOB, "bob", "Done")) == "✅ Done today"
    assert label_of(screens.labelled(BOB, "bob", "TODAY")) == "✅ Done today"


def test_a_label_is_searched_from_the_newest_message_back() -> None:
    screens = Screens()
    screens.show(BOB, Shown("1", rows("Map", "Later")))
    screens.show(BOB, Shown("2", rows("Map of all")))
    found = screens.labelled(BOB, "bob", "map")
    assert found is not None
    assert found.on == "2"
    assert label_of(screens.labelled(BOB, "bob", "late")) == "Later"
    assert screens.labelled(BOB, "bob", "quiz") is None


def test_what_is_for_one_person_of_a_group_stays_theirs_when_edited() -> None:
    screens = Screens()
    screens.show(ALGO, Shown("1", rows("public")))
    screens.show(ALGO, Shown("2", rows("secret"), only_for="ada"))
    assert screens.show(ALGO, Shown("2", rows("secret, edited"))).only_for == "ada"
    assert screens.labels(ALGO, "bob") == ["public"]
    assert label_of(screens.numbered(ALGO, "bob", 1)) == "public"
    assert screens.labelled(ALGO, "bob", "secret") is None
    assert screens.labels(ALGO, "ada") == ["secret, edited"]
    assert screens.remove(ALGO, "2") == "ada"
