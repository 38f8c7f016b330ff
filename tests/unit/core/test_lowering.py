from dataclasses import replace

import pytest

from bot.core.capabilities import Capabilities, PollLimits, utf16
from bot.core.lowering import Lowered, lower
from bot.core.model import Button, Field, File, Message, Picture, PollOption, QuizPoll
from bot.core.text import Text, block, bold

TELEGRAM = Capabilities(
    text=4096, size=utf16, rows=100, columns=8, polls=PollLimits(300, 100, 12, 200, 3), caption=1024
)
PLAIN = Capabilities(text=100, buttons=False, edits=False, pictures=False)
POLL = QuizPoll(
    Text("Which?"), (PollOption("a list", "qz1:a"), PollOption("a tuple", "qz1:b")), 1, Text("It is fixed.")
)


def only(lowered: list[Lowered]) -> Message:
    assert len(lowered) == 1
    assert isinstance(lowered[0].body, Message)
    return lowered[0].body


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.buttons]


def buttons(*names: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(name, f"b:{number}"),) for number, name in enumerate(names))


@pytest.mark.parametrize("op", ["send", "edit"])
def test_what_a_platform_can_show_stays_as_it_is(op: str) -> None:
    message = Message(bold("Hi"), buttons("Go"), Picture(b"png", "a chart"))
    assert lower(op, message, TELEGRAM) == [Lowered(op, message)]


def test_a_deletion_has_no_body() -> None:
    assert lower("delete", None, PLAIN) == [Lowered("delete", None)]


# Polls


def test_a_poll_stays_where_the_platform_has_them() -> None:
    assert lower("send", POLL, TELEGRAM) == [Lowered("send", POLL)]


@pytest.mark.parametrize(
    ("poll", "can"),
    [
        (POLL, Capabilities()),
        (replace(POLL, question=Text("q" * 301)), TELEGRAM),
        (replace(POLL, question=Text("😀" * 151)), TELEGRAM),
        (replace(POLL, question=Text("What prints ") + block("print(1)")), TELEGRAM),
        (replace(POLL, options=(PollOption("o" * 101, "x"), PollOption("p", "y"))), TELEGRAM),
        (replace(POLL, options=tuple(PollOption(str(n), str(n)) for n in range(13))), TELEGRAM),
        (replace(POLL, explanation=Text("e" * 201)), TELEGRAM),
        (replace(POLL, explanation=Text("\n" * 3)), TELEGRAM),
    ],
    ids=["no polls", "question", "question in utf-16", "code", "option", "options", "explanation", "lines"],
)
def test_a_poll_that_does_not_fit_becomes_buttons(poll: QuizPoll, can: Capabilities) -> None:
    message = only(lower("send", poll, can))
    assert message.text.plain.startswith(poll.question.plain)
    assert [button.data for row in message.buttons for button in row] == [option.data for option in poll.options]


def test_an_edit_to_a_poll_shows_buttons() -> None:
    assert labels(only(lower("edit", POLL, TELEGRAM))) == [["a list"], ["a tuple"]]


# Buttons


def test_without_buttons_they_are_a_numbered_list() -> None:
    rows = (*buttons("Done", "Later"), (Button("Book", url="https://example.org"),))
    message = only(lower("send", Message(Text("Today"), rows), PLAIN))
    assert message == Message(Text("Today\n\n1. Done\n2. Later\n3. Book https://example.org"))


def test_long_labels_are_numbered_and_written_out() -> None:
    can = Capabilities(label=12)
    message = only(lower("send", Message(Text("Which?"), buttons("yes", "a rather long answer")), can))
    assert labels(message) == [["1. yes"], ["2. a rather…"]]
    assert message.text.plain == "Which?\n\n1. yes\n2. a rather long answer"
    assert [row[0].data for row in message.buttons] == ["b:0", "b:1"]


def test_labels_are_measured_in_the_platforms_units() -> None:
    can = Capabilities(label=12, size=utf16)
    message = only(lower("send", Message(Text("Which?"), buttons("😀" * 7)), can))
    assert utf16(labels(message)[0][0]) <= 12
    assert message.text.plain == "Which?\n\n1. " + "😀" * 7


def test_equal_buttons_have_their_own_numbers() -> None:
    again = Button("a rather long answer", "b:0")
    message = only(lower("send", Message(Text("?"), ((again,), (again,))), Capabilities(label=12)))
    assert labels(message) == [["1. a rather…"], ["2. a rather…"]]


def test_wide_rows_are_cut_to_the_platforms_width() -> None:
    row = tuple(Button(str(number), f"b:{number}") for number in range(5))
    assert labels(only(lower("send", Message(Text("?"), (row,)), Capabilities(columns=2)))) == [
        ["0", "1"],
        ["2", "3"],
        ["4"],
    ]


def test_too_many_rows_are_filled_to_the_width() -> None:
    can = Capabilities(rows=2, columns=3)
    assert labels(only(lower("send", Message(Text("?"), buttons(*"abcde")), can))) == [["a", "b", "c"], ["d", "e"]]


def test_buttons_beyond_what_a_message_holds_come_in_a_message_of_their_own() -> None:
    can = Capabilities(rows=2, columns=2)
    lowered = lower("edit", Message(Text("Pick one"), buttons(*"abcdef")), can)
    assert [(one.op, one.named) for one in lowered] == [("send", False), ("send", True)]
    first, second = (one.body for one in lowered)
    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert labels(first) == [["a", "b"], ["c", "d"]]
    assert labels(second) == [["e", "f"]]
    assert (first.text.plain, second.text.plain) == ("Pick one", "…")


# Pictures and long texts


def test_a_picture_becomes_its_alt_text() -> None:
    message = Message(Text("Your week"), picture=Picture(b"png", "Five days of seven"))
    assert only(lower("send", message, PLAIN)) == Message(Text("Five days of seven\n\nYour week"))


def test_text_that_does_not_fit_beside_a_picture_or_a_file_follows_it() -> None:
    can = Capabilities(caption=10)
    picture, file = Picture(b"png", "A chart of the week"), File("a.ics", b"")
    follows = Lowered("send", Message(Text("Your whole week"), buttons("Go")))
    assert lower("send", Message(Text("Your whole week"), buttons("Go"), picture), can) == [
        Lowered("send", Message(Text(), picture=picture), named=False),
        follows,
    ]
    assert lower("send", Message(Text("Your whole week"), buttons("Go"), file=file), can) == [
        Lowered("send", Message(Text(), file=file), named=False),
        follows,
    ]


@pytest.mark.parametrize(
    ("text", "caption", "beyond"),
    [
        ("Your week", "Your week\n\nFive of seven", []),
        ("Your week, day by day", "Your week, day by day", ["Five of seven"]),
        (
            "Your week, day by day, with all its hours",
            "",
            ["Your week, day by day, with all its hours\n\nFive of seven"],
        ),
        ("", "Five of seven", []),
    ],
)
def test_an_alt_text_that_would_reach_nobody_is_written_below(text: str, caption: str, beyond: list[str]) -> None:
    message = Message(Text(text), buttons("Go"), Picture(b"png", "Five of seven"))
    sent = [one.body for one in lower("send", message, Capabilities(caption=30, alt=0))]
    texts = [one.text.plain for one in sent if isinstance(one, Message)]
    assert texts == [caption, *beyond]
    assert [bool(one.buttons) for one in sent if isinstance(one, Message)] == [False] * len(beyond) + [True]


def test_a_picture_and_a_file_are_two_messages() -> None:
    message = Message(Text("Your week"), buttons("Go"), Picture(b"png", "A chart"), File("a.ics", b""))
    assert lower("send", message, TELEGRAM) == [
        Lowered("send", Message(Text(), picture=message.picture), named=False),
        Lowered("send", replace(message, picture=None)),
    ]


def test_a_question_for_text_is_asked_in_the_last_message() -> None:
    asks = Field("City", "such as Berlin")
    lowered = lower("send", Message(Text("one two\n\nthree four"), asks=asks), Capabilities(text=10))
    assert [one.body.asks for one in lowered if isinstance(one.body, Message)] == [None, asks]


def test_a_long_text_becomes_several_and_the_last_has_the_buttons_and_the_ref() -> None:
    can = Capabilities(text=10)
    message = Message(Text("one two\n\nthree four\n\nfive"), buttons("Go"))
    assert lower("send", message, can) == [
        Lowered("send", Message(Text("one two")), named=False),
        Lowered("send", Message(Text("three four")), named=False),
        Lowered("send", Message(Text("five"), message.buttons), named=True),
    ]


def test_an_edit_to_a_long_text_sends_all_of_it_anew() -> None:
    lowered = lower("edit", Message(Text("one two\n\nthree four")), Capabilities(text=10))
    assert [(one.op, one.named) for one in lowered] == [("send", False), ("send", True)]


def test_an_edit_is_a_send_where_nothing_can_be_edited() -> None:
    assert lower("edit", Message(Text("x")), PLAIN) == [Lowered("send", Message(Text("x")))]


def test_the_numbered_list_is_split_too() -> None:
    can = Capabilities(text=12, buttons=False)
    lowered = lower("send", Message(Text("Which one?"), buttons("first", "second")), can)
    texts = [one.body.text.plain for one in lowered if isinstance(one.body, Message)]
    assert texts == ["Which one?", "1. first", "2. second"]


DISCORD = Capabilities(rows=5, columns=5, menu=25)


def pages_of(message: Message, can: Capabilities) -> list[list[list[str]]]:
    """Of each message, each row's."""
    bodies = [one.body for one in lower("send", message, can)]
    return [[[button.label for button in row] for row in body.buttons] for body in bodies if isinstance(body, Message)]


def list_of(count: int, *after: tuple[str, ...]) -> Message:
    """So many buttons that have a row of their own, and rows below."""
    alone = tuple((Button(str(number), f"b:{number}"),) for number in range(count))
    return Message(Text("Which?"), (*alone, *(tuple(Button(label, f"a:{label}") for label in row) for row in after)))


def test_neighbours_share_a_row_where_there_are_too_many_rows() -> None:
    (rows,) = pages_of(list_of(4, ("Done", "Quiz"), ("Later", "Map")), DISCORD)
    assert rows == [["0", "1", "2", "3"], ["Done", "Quiz"], ["Later", "Map"]]
    (rows,) = pages_of(list_of(12, ("Done", "Quiz"), ("Later", "Map")), DISCORD)
    assert [len(row) for row in rows] == [5, 5, 2, 2, 2]


def test_up_to_what_fits_all_rows_are_filled() -> None:
    pairs = tuple((Button(f"{n}a", f"p:{n}a"), Button(f"{n}b", f"p:{n}b")) for n in range(9))
    (rows,) = pages_of(Message(Text("x"), pairs), DISCORD)
    assert [len(row) for row in rows] == [5, 5, 5, 3]


def test_more_become_a_menu_and_the_rest_stays_as_it_is() -> None:
    (rows,) = pages_of(list_of(40, ("Done", "Quiz"), ("Later", "Map")), DISCORD)
    assert [len(row) for row in rows] == [25, 15, 2, 2]
    assert rows[2:] == [["Done", "Quiz"], ["Later", "Map"]]


def test_pairs_that_are_too_many_go_into_a_menu_and_links_beside_it() -> None:
    pairs = tuple((Button(f"{n}a", f"p:{n}a"), Button(f"{n}b", url=f"https://example.org/{n}")) for n in range(14))
    (rows,) = pages_of(Message(Text("x"), pairs), DISCORD)
    assert rows[0] == [f"{n}a" for n in range(14)]
    assert [len(row) for row in rows] == [14, 5, 5, 4]


def test_what_no_message_holds_goes_on_in_another() -> None:
    pages = pages_of(list_of(130, ("Done",)), DISCORD)
    assert [[len(row) for row in rows] for rows in pages] == [[25] * 5, [6]]
