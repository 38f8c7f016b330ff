import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.discord.markdown import length, markdown
from bot.core.text import Span, Style, Text, block, bold, link, styled
from tests.unit.adapters.discord.reading import GAP, READERS, Shown, plain, read, tidied

FOX = "\N{FOX FACE}"
A = "https://a.example/1"
B = "https://b.example/2"


def code(text: str) -> Text:
    return styled(Style.CODE, text)


def italic(text: Text | str) -> Text:
    return styled(Style.ITALIC, text)


def spoiler(text: Text | str) -> Text:
    return styled(Style.SPOILER, text)


def looks(text: Text) -> list[tuple[str, str]]:
    """Stretches of one look, and their styles; both readers must agree."""
    seen = [_stretches(read(markdown(text), reader)) for reader in READERS]
    assert seen[0] == seen[1]
    return seen[0]


def _stretches(shown: list[Shown]) -> list[tuple[str, str]]:
    whole: list[tuple[str, str]] = []
    for one in shown:
        look = " ".join(sorted(one.styles))
        if one.character == GAP:
            continue
        if whole and whole[-1][1] == look:
            whole[-1] = (whole[-1][0] + one.character, look)
        else:
            whole.append((one.character, look))
    return whole


@pytest.mark.parametrize(
    "written",
    [
        "*a* **b** _c_ __d__ ~~e~~ ||f|| `g` ```h```",
        "snake_case and __init__, 2 * 3 * 4, C:\\dir\\*",
        "# a\n## b\n-# c\n> d\n>>> e",
        "- a\n* b\n+ c\n1. d\n2) e\n   - f",
        "  # a\n\t> b\n\u00a0- c\n\r# d\r- e\f# f",
        "<@1> <@!1> <@&1> <#1> <a:b:1> <:b:1> <t:1:R> </a b:1> <id:home> <https://a.b> <a:/b>",
        "@everyone @here a@b.example",
        ":smile: :+1: 10:30:15 a:b",
        "[label](https://a.example) [a](<https://a.example>) \\[a](b)",
        "steam://run discord://-/x file:///x",
        r"\ \\ \* \a",
        "\N{MACRON}\\_(\N{KATAKANA LETTER TU})_/\N{MACRON}",
        f"{FOX}*{FOX}*",
    ],
)
def test_what_a_person_wrote_is_shown_as_it_is(written: str) -> None:
    for text in (Text(written), bold(written), spoiler(italic(written)), Text("x ") + bold(written) + " x"):
        for reader in READERS:
            shown = read(markdown(text), reader)
            assert plain(shown).strip() == tidied(text.plain).strip()
            assert {style for one in shown for style in one.styles} <= {"bold", "italic", "spoiler", "url"}
    # addresses of pages are links even in brackets
    found = {one.target for one in read(markdown(Text(written)))} - {""}
    assert found <= {"https://a.b", "https://a.example"}


URLS = [
    "https://a.example",
    "http://a.example/",
    "https://a.example/snake_case_name_",
    "https://a.example/*/**/b*",
    "https://a.example/x_(y)_z",
    "https://a.example/x_(y)",
    "https://a.example/?a[]=1&b[0]=%20#c~~d",
    "https://a.example/\N{LATIN SMALL LETTER U WITH DIAERESIS}",
]


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "around",
    ["{}", "see {} now", "see {}\nnow", "({})", "({}).", "see {}, or", '"{}"', "{}...", "*{} *", "<{}>", "[x]({})"],
)
def test_links_stay_whole_in_plain_text(url: str, around: str) -> None:
    for text in (Text(around.format(url)), bold(around.format(url)), Text(around.format(url)) + bold("x")):
        for reader in READERS:
            shown = read(markdown(text), reader)
            assert plain(shown) == text.plain
            assert {one.target for one in shown} - {""} == {url}
            assert "".join(one.character for one in shown if one.target) == url


def test_a_link_in_plain_text_is_left_alone() -> None:
    text = "https://a.example/x_(y)_*z* and https://a.example/_"
    assert markdown(Text(text)) == text


def test_what_is_no_address_yet_is_none() -> None:
    assert looks(Text("https:// and http://... and https://)")) == [("https:// and http://... and https://)", "")]


def test_every_style() -> None:
    text = bold("a") + " " + italic("b") + " " + code("c") + " " + link("d", A) + " " + spoiler("e") + " "
    assert markdown(text + block("f", "python")) == f"**a** *b* `c` [d](<{A}>) ||e|| ```python\nf\n```"


def test_spans_inside_each_other() -> None:
    assert looks(bold(Text("a ") + italic("b") + " c")) == [("a ", "bold"), ("b", "bold italic"), (" c", "bold")]
    assert markdown(bold(Text("see ") + link("a", A))) == f"**see [a](<{A}>)**"
    assert markdown(link("ab", A)) == f"[ab](<{A}>)"
    assert looks(spoiler(Text("a ") + code("b || c"))) == [("a ", "spoiler"), ("b || c", "code spoiler")]


def test_nothing_but_a_spoiler_is_over_code() -> None:
    text = bold(Text("see ") + code("a**b**") + " now")
    assert looks(text) == [("see", "bold"), (" ", ""), ("a**b**", "code"), (" ", ""), ("now", "bold")]


def test_spans_across_each_other() -> None:
    text = Text("abcdef", (Span(Style.ITALIC, 0, 4), Span(Style.BOLD, 2, 6)))
    assert looks(text) == [("ab", "italic"), ("cd", "bold italic"), ("ef", "bold")]


def test_the_same_style_twice_is_one() -> None:
    assert markdown(bold("a") + bold("b")) == "**ab**"
    assert markdown(Text("abc", (Span(Style.BOLD, 0, 2), Span(Style.BOLD, 1, 3)))) == "**abc**"
    assert markdown(spoiler("a") + spoiler("b")) == "||ab||"


def test_different_styles_beside_each_other_are_kept_apart() -> None:
    assert looks(bold("a") + italic("b") + bold("c")) == [("a", "bold"), ("b", "italic"), ("c", "bold")]
    assert markdown(code("a") + code("b")) == f"`a`{GAP}`b`"
    assert looks(block("a") + block("b") + code("c")) == [("ab", "block"), ("c", "code")]
    assert looks(Text("*") + bold("*a*") + "*") == [("*", ""), ("*a*", "bold"), ("*", "")]


def test_a_style_holds_on_to_what_can_be_seen() -> None:
    assert markdown(bold(" a ") + "b" + italic("\u00a0c\ufeff")) == f"{GAP} **a** b\u00a0*c*\ufeff"
    assert markdown(Text("a") + bold(" ") + "b" + spoiler(" \n") + "c" + code(" ") + link(" ", A) + "d") == "a b \nc  d"


def test_a_style_begins_anew_on_every_line() -> None:
    assert markdown(bold("a\n\n  b \nc")) == "**a**\n\n  **b** \n**c**"
    assert markdown(link("a\nb", A)) == f"[a](<{A}>)\n[b](<{A}>)"
    assert markdown(code("a\n\n b")) == "`a`\n\n` b`"
    assert markdown(spoiler("a\n\nb")) == "||a\n\nb||"


@pytest.mark.parametrize("source", ["`", "``", "a`b", "`a`", " ` ", "a``b`c", "a```b", "a\\", " a ", "*a*_b_||<@1>"])
def test_code_with_backticks(source: str) -> None:
    assert looks(Text("x") + code(source) + "y") == [("x", ""), (source, "code"), ("y", "")]


@pytest.mark.parametrize("source", ["a", "a```b", "````", "a`", "\n\na\n\n", "  a\n b", "python", "*a*"])
@pytest.mark.parametrize("language", ["python", "c++", "", "c d", "x\ny", "`"])
def test_blocks(source: str, language: str) -> None:
    shown = read(markdown(Text("x") + Text(source, (Span(Style.BLOCK, 0, len(source), language),)) + "y"))
    assert plain(shown) == f"x{source}y"
    assert {one.target for one in shown if "block" in one.styles} == {language if language in ("python", "c++") else ""}
    assert plain([one for one in shown if "block" in one.styles]) == source


@pytest.mark.parametrize("label", ["a", "snake_case", "C++ (2nd)", "1. a", "# a", "- a", "> a", "a:b", FOX, "a~b|c"])
def test_a_label_is_shown_without_backslashes(label: str) -> None:
    for text in (link(label, A), Text("x ") + link(label, A) + " x"):
        assert (label, "link") in looks(text)
        assert "\\" not in markdown(text)


@pytest.mark.parametrize(
    "label", ["[a] b", "a]", "*a*", "__init__", "`a`", "<@1>", "@here", ":a:", f"a {B}", "~~a~~", "||a||", "\\*"]
)
def test_a_label_that_discord_would_change_has_its_address_behind_it(label: str) -> None:
    shown = read(markdown(bold(link(label, A))))
    assert plain(shown) == f"{label} ({A})"
    assert "link" not in {style for one in shown for style in one.styles}
    assert plain([one for one in shown if one.target == A]) == A


def test_such_a_label_makes_nothing_with_what_is_before_it() -> None:
    assert looks(Text("1") + link(". *", "https://a.example")) == [
        ("1. * (", ""),
        ("https://a.example", "url"),
        (")", ""),
    ]
    assert looks(Text(":") + link("a:*", A))[0] == (":a:* (", "")


def test_an_address_is_its_own_label() -> None:
    assert markdown(link(A, A)) == f"<{A}>"
    assert markdown(link("https://a.example", "https://a.example/")) == "<https://a.example>"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x_(y)", "https://a.example/x_%28y%29"),
        ("https://a.example/x y>)", "https://a.example/x%20y%3E%29"),
        (" https://a.example/*[`|\\ ", "https://a.example/%2A%5B%60%7C%5C"),
        ("HTTP://a.example:80/%20_~", "http://a.example:80/%20_~"),
    ],
)
def test_addresses_are_made_safe(url: str, safe: str) -> None:
    assert markdown(link("a", url)) == f"[a](<{safe}>)"


@pytest.mark.parametrize(
    "url", ["", "x", "javascript:alert(1)", "discord://-/x", "https://", "http://[", "//a.b", "http://a:b"]
)
def test_other_addresses_show_the_label_alone(url: str) -> None:
    assert markdown(Text("x") + link("a*", url) + "y") == "xa\\*y"


def test_no_masked_link_grows_beyond_its_own() -> None:
    for after in (Text("](https://evil.example)"), code("](https://evil.example)"), block("x](https://evil.example)")):
        shown = read(markdown(link("a", A) + " x" + after))
        assert plain([one for one in shown if "link" in one.styles]) == "a"
        assert plain(shown) == f"a x{after.plain}"


def test_a_spoiler_ends_only_where_it_shall() -> None:
    text = Text("x") + spoiler(Text("|a| ") + code("b||c") + link("d", A + "|||") + " || e |") + "|y"
    found = looks(text)
    assert "".join(part for part, look in found if "spoiler" in look) == "|a| b||cd || e |"
    assert (found[0], found[-1]) == (("x", ""), ("|y", ""))


def test_indentation_is_kept() -> None:
    assert markdown(Text("a\n  b\n    c\n")) == "a\n  b\n    c"
    assert markdown(Text("\n \n  a\n  b \n")) == f"{GAP}  a\n  b"
    assert markdown(bold("  a")) == f"{GAP}  **a**"
    assert (markdown(Text(" \n ")), markdown(Text()), markdown(bold(" "))) == ("", "", "")


def test_length_counts_what_is_sent_in_utf16_units() -> None:
    assert length(Text(f"{FOX}_")) == 4
    assert length(bold(link("a", A))) == len(f"**[a](<{A}>)**")


def test_spans_count_code_points() -> None:
    assert markdown(Text(f"{FOX}{FOX}ab", (Span(Style.BOLD, 2, 3),))) == f"{FOX}{FOX}**a**b"


_NASTY = st.lists(
    st.sampled_from([*"*_~|`\\<>[]()#-+.:@!/ \n\r\t", "a", "1", "1. ", FOX, "||", "**", "```", "](", "https://a.b/c",
                     "https://e.example)", "<@1>", "@here", ":a:", "\u00a0", "\ufeff"]), max_size=14
).map("".join)  # fmt: skip
_TAME = st.lists(st.sampled_from([*"ab*_`|\\ \n", FOX]), max_size=14).map("".join)
_MILD = st.lists(st.sampled_from([*"abc \n", FOX]), max_size=12).map("".join)


def _texts(plains: st.SearchStrategy[str], styles: list[Style]) -> st.SearchStrategy[Text]:
    values = {Style.LINK: A, Style.BLOCK: "python"}
    spans = st.builds(
        lambda style, start, end: Span(style, start, end, values.get(style, "")),
        st.sampled_from(styles),
        st.integers(0, 16),
        st.integers(0, 16),
    )
    return st.builds(lambda plain, spans: Text(plain, tuple(spans)), plains, st.lists(spans, max_size=5))


def _shown_alone(text: str) -> str:
    return tidied(text).replace(f" ({A})", "").strip()


_quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_quick
@given(_texts(_NASTY, list(Style)), st.sampled_from(READERS))
def test_whatever_was_written_is_shown(text: Text, reader: str) -> None:
    shown = read(markdown(text), "web" if reader == "web" else "mobile")
    assert _shown_alone(plain(shown)) == _shown_alone(text.plain)
    assert {style for one in shown for style in one.styles} <= {*Style, "url"}
    for one in shown:
        if "link" in one.styles:
            assert one.target == A


@_quick
@given(_texts(_TAME, [Style.BOLD, Style.ITALIC, Style.SPOILER, Style.CODE]), st.sampled_from(READERS))
def test_every_character_keeps_its_style(text: Text, reader: str) -> None:
    _compare(text, read(markdown(text), "web" if reader == "web" else "mobile"))


@_quick
@given(_texts(_MILD, list(Style)), st.sampled_from(READERS))
def test_every_character_keeps_its_style_and_link(text: Text, reader: str) -> None:
    _compare(text, read(markdown(text), "web" if reader == "web" else "mobile"))


def _compare(text: Text, shown: list[Shown]) -> None:
    spans = [span for span in text.spans if text.plain[span.start : span.end].strip()]
    wanted = []
    for at, character in enumerate(text.plain):
        over = [span.style for span in spans if span.start <= at < span.end]
        codes = [style for style in over if style in (Style.CODE, Style.BLOCK)]
        styles = {codes[0], *({Style.SPOILER} & set(over))} if codes else set(over)
        if character.strip():
            wanted.append((character, styles))
    seen = [one for one in shown if one.character.strip() and one.character != GAP]
    assert wanted == [(one.character, set(one.styles)) for one in seen]
