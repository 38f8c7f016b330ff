import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.capabilities import utf16
from bot.core.text import Span, Style, Text, block, bold, clean, join, link, shorten, split


def test_adding_moves_the_spans_of_what_is_added() -> None:
    text = Text("a ") + bold("b") + " " + bold("c")
    assert text == Text("a b c", (Span(Style.BOLD, 2, 3), Span(Style.BOLD, 4, 5)))


def test_offsets_count_code_points() -> None:
    assert (Text("👩‍🚀") + bold("x")).spans == (Span(Style.BOLD, 3, 4),)


def test_joining_leaves_out_what_is_empty() -> None:
    assert join(", ", ["a", Text(), "", bold("b")]) == Text("a, b", (Span(Style.BOLD, 3, 4),))


def test_styling_nothing_gives_nothing() -> None:
    assert bold("") == Text()


def test_styles_nest() -> None:
    assert bold(link("x", "https://example.org")).spans == (
        Span(Style.BOLD, 0, 1),
        Span(Style.LINK, 0, 1, "https://example.org"),
    )


def test_a_cut_keeps_the_inner_part_of_a_span_that_crosses_it() -> None:
    text = Text("ab ") + bold("cdef") + " gh"
    assert text.cut(4, 9) == Text("def g", (Span(Style.BOLD, 0, 3),))
    assert text.cut(0, 3).spans == ()


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [("a\0b", "ab"), ("a\ud83db", "a?b"), ("\ude00\0", "?"), ("שלום 👋", "שלום 👋"), ("", "")],
)
def test_clean_makes_text_storable(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(alphabet=st.characters()))
def test_clean_text_is_utf_8_without_nul(raw: str) -> None:
    assert b"\0" not in clean(raw).encode()


def test_shortening_says_that_something_is_missing() -> None:
    assert shorten("twelve chars", 12) == "twelve chars"
    assert shorten("twelve chars", 8) == "twelve…"


def test_shortening_counts_as_the_platform_does() -> None:
    assert shorten("😀😀😀😀", 8, utf16) == "😀😀😀😀"
    assert shorten("😀😀😀😀", 7, utf16) == "😀😀😀…"


# Splitting


def plains(pieces: list[Text]) -> list[str]:
    return [piece.plain for piece in pieces]


def test_what_fits_stays_whole() -> None:
    assert split(Text("a\n\nb"), 4) == [Text("a\n\nb")]


def test_it_is_cut_at_an_empty_line_first() -> None:
    assert plains(split(Text("one two\nthree\n\nfour five"), 18)) == ["one two\nthree", "four five"]


def test_then_at_a_line_end_then_at_a_space_then_anywhere() -> None:
    assert plains(split(Text("one two\nthree four"), 14)) == ["one two", "three four"]
    assert plains(split(Text("one two three"), 10)) == ["one two", "three"]
    assert plains(split(Text("abcdefgh"), 3)) == ["abc", "def", "gh"]


def test_a_span_is_not_cut_where_there_is_a_border_outside_it() -> None:
    text = Text("some words ") + block("line 1\n\nline 2")
    first, second = split(text, 20)
    assert first == Text("some words")
    assert second == block("line 1\n\nline 2")


def test_a_span_longer_than_a_message_goes_on_in_the_next() -> None:
    pieces = split(block("aaa\nbbb\nccc", "python"), 8)
    assert pieces == [block("aaa\nbbb", "python"), block("ccc", "python")]


def test_a_code_block_keeps_its_indentation_in_the_next_message() -> None:
    pieces = split(block("def f():\n    x = 1\n    return x"), 20)
    assert plains(pieces) == ["def f():\n    x = 1", "    return x"]


def test_sizes_are_the_platforms() -> None:
    pieces = split(Text("😀😀😀😀"), 4, lambda text: utf16(text.plain))
    assert plains(pieces) == ["😀😀", "😀😀"]


def test_blank_pieces_are_left_out() -> None:
    assert plains(split(Text("ab\n\n\n\n\n\n\n\ncd"), 4)) == ["ab", "cd"]


@given(
    st.lists(st.tuples(st.text(alphabet="ab \n😀", max_size=30), st.booleans()), max_size=12),
    st.integers(2, 40),
)
def test_nothing_but_white_space_is_lost_and_no_piece_is_too_long(parts: list[tuple[str, bool]], limit: int) -> None:
    text = Text()
    for plain, is_bold in parts:
        text += bold(plain) if is_bold else plain
    pieces = split(text, limit, lambda one: utf16(one.plain))

    def visible(texts: list[Text]) -> list[tuple[str, bool]]:
        return [
            (letter, any(span.start <= at < span.end for span in piece.spans))
            for piece in texts
            for at, letter in enumerate(piece.plain)
            if not letter.isspace()
        ]

    assert visible(pieces) == visible([text])
    assert all(utf16(piece.plain) <= limit for piece in pieces)
    assert all(0 <= span.start < span.end <= len(piece.plain) for piece in pieces for span in piece.spans)
