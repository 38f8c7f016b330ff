from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.entities import entities
from bot.core.text import Span, Style, Text, block, bold, link, styled

FOX = "\N{FOX FACE}"
"""Two UTF-16 units."""


def shown(text: Text) -> tuple[str, list[tuple[str, int, int, str]]]:
    """The characters, and (type, offset, length, url or language) of each entity."""
    plain, found = entities(text)
    assert found != []
    return plain, [(one.type, one.offset, one.length, one.url or one.language or "") for one in found or []]


def test_plain_text_has_no_entities() -> None:
    assert entities(Text("a * b _ c <b>")) == ("a * b _ c <b>", None)


def test_offsets_count_utf16_units() -> None:
    text = Text(f"{FOX} ") + bold(f"b{FOX}d") + " " + link("here", "https://a.example")
    assert shown(text) == (
        f"{FOX} b{FOX}d here",
        [("bold", 3, 4, ""), ("text_link", 8, 4, "https://a.example")],
    )


def test_every_style() -> None:
    text = Text()
    for style in (Style.BOLD, Style.ITALIC, Style.SPOILER, Style.CODE):
        text = text + styled(style, "ab") + " "
    assert shown(text + block("x = 1\n", "python") + " " + block("y")) == (
        "ab ab ab ab x = 1 y",
        [("bold", 0, 2, ""), ("italic", 3, 2, ""), ("spoiler", 6, 2, ""), ("code", 9, 2, ""),
         ("pre", 12, 5, "python"), ("pre", 18, 1, "")],
    )  # fmt: skip


def test_spans_inside_each_other() -> None:
    assert shown(bold(Text("a ") + styled(Style.ITALIC, "b") + " c"))[1] == [("bold", 0, 5, ""), ("italic", 2, 1, "")]


def test_spans_across_each_other_are_split() -> None:
    text = Text("abcdef", (Span(Style.ITALIC, 0, 4), Span(Style.BOLD, 2, 6)))
    assert sorted(shown(text)[1]) == [("bold", 2, 4, ""), ("italic", 0, 2, ""), ("italic", 2, 2, "")]


def test_the_same_style_twice_is_one() -> None:
    text = Text("abcdef", (Span(Style.BOLD, 0, 4), Span(Style.BOLD, 2, 6), Span(Style.BOLD, 3, 4)))
    assert shown(text)[1] == [("bold", 0, 6, "")]


def test_links_beside_each_other_stay_two_and_inside_each_other_become_one() -> None:
    beside = link("ab", "https://a.example") + link("cd", "https://b.example")
    assert shown(beside)[1] == [("text_link", 0, 2, "https://a.example"), ("text_link", 2, 2, "https://b.example")]
    inside = Text("abcd", (Span(Style.LINK, 0, 4, "https://a.example"), Span(Style.LINK, 1, 2, "https://b.example")))
    assert shown(inside)[1] == [("text_link", 0, 4, "https://a.example")]


def test_nothing_is_styled_inside_code() -> None:
    text = bold(Text("see ") + styled(Style.CODE, Text("a ") + styled(Style.ITALIC, "b")) + " now")
    assert shown(text)[1] == [("bold", 0, 4, ""), ("code", 4, 3, ""), ("bold", 7, 4, "")]


def test_empty_blank_and_overlong_spans() -> None:
    spans = (Span(Style.BOLD, 1, 1), Span(Style.ITALIC, 1, 2), Span(Style.SPOILER, 2, 99), Span(Style.LINK, 5, 6, "x"))
    assert shown(Text("a bc", spans)) == ("a bc", [("spoiler", 2, 2, "")])


def test_white_space_around_is_cut_off_before_counting() -> None:
    assert shown(Text(" \n ") + bold(" ab ") + "\n") == ("ab", [("bold", 0, 2, "")])
    assert shown(bold(" \n")) == ("", [])


_WORDS = st.text(
    st.sampled_from(["a", " ", "\n", FOX, "\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH JOINER}"]), max_size=12
)
_SPANS = st.builds(
    Span,
    st.sampled_from(Style),
    st.integers(0, 14),
    st.integers(0, 14),
    st.sampled_from(["", "python", "https://a.b"]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WORDS | st.text(max_size=12), st.lists(_SPANS, max_size=6))
def test_entities_lie_inside_the_text_and_inside_each_other(plain: str, spans: list[Span]) -> None:
    shown_plain, found = entities(Text(plain, tuple(spans)))
    assert shown_plain == plain.strip()
    units = shown_plain.encode("utf-16-le")
    ends = [(one.offset, one.offset + one.length, str(one.type)) for one in found or []]
    for start, end, kind in ends:
        assert 0 <= start < end <= len(units) // 2
        units[2 * start : 2 * end].decode("utf-16-le")  # fails where a pair was split
        assert units[2 * start : 2 * end].decode("utf-16-le").strip() or len(spans) > 1
        for other_start, other_end, other in ends:
            apart = other_end <= start or end <= other_start
            inside = (start <= other_start and other_end <= end) or (other_start <= start and end <= other_end)
            assert apart or inside
            if kind in ("code", "pre") and (start, end, kind) != (other_start, other_end, other):
                assert apart


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WORDS, st.lists(_SPANS, max_size=6))
def test_every_character_keeps_its_style(plain: str, spans: list[Span]) -> None:
    """Bold, italic and spoiler: what was styled outside of code is, and nothing else is."""
    text = Text(plain, tuple(spans))
    found = entities(text)[1] or []
    start = len(plain) - len(plain.lstrip())
    at = 0
    for index, character in enumerate(plain.strip(), start):
        over = {span.style for span in spans if span.start <= index < span.end and plain[span.start : span.end].strip()}
        have = {str(one.type) for one in found if one.offset <= at < one.offset + one.length}
        if not character.isspace():
            if over & {Style.CODE, Style.BLOCK}:
                assert have in ({"code"}, {"pre"})
            else:
                assert have == {"text_link" if style is Style.LINK else str(style) for style in over}
        at += len(character.encode("utf-16-le")) // 2
