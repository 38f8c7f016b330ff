from pathlib import Path

import pytest

from bot.core.i18n import Key, Translations
from bot.core.text import Span, Style, Text, link

CATALOGUE = r"""
hello = Hello, **{ $name }**!
code = Type `{ $command }` or __wait__.
mark = { $mark ->
    [done] ✅
   *[other] ⬜
}
items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
both = { $first } and { $second }
nested = **a __b__ c**
english-only = only here
-term = not a text
"""


@pytest.fixture
def translations(tmp_path: Path) -> Translations:
    for locale, text in (("en", CATALOGUE), ("ru", "hello = Привет, **{ $name }**!\nown = своё\n")):
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "all.ftl").write_text(text, encoding="utf-8")
    return Translations.read(tmp_path)


def test_markup_of_the_catalogue_becomes_spans(translations: Translations) -> None:
    assert translations.text("en", "code", {"command": "/today"}) == Text(
        "Type /today or wait.", (Span(Style.CODE, 5, 11), Span(Style.ITALIC, 15, 19))
    )
    assert translations.text("en", "nested", {}) == Text("a b c", (Span(Style.BOLD, 0, 5), Span(Style.ITALIC, 2, 3)))


@pytest.mark.parametrize(
    "name", ["**x** {y}", "`code`", "__init__", "{ $name }", "<b>Ann</b>", "[a](b)", "\u2068x\u2069"]
)
def test_a_persons_name_stays_what_it_is(translations: Translations, name: str) -> None:
    hello = translations.text("en", "hello", {"name": name})
    assert hello == Text(f"Hello, {name}!", (Span(Style.BOLD, 7, 7 + len(name)),))


@pytest.mark.timeout(5)
@pytest.mark.parametrize("name", ["\ue000", "\ue001\ue000", "a\ue001b"])
def test_a_name_of_private_use_characters_stays_what_it_is(translations: Translations, name: str) -> None:
    assert translations.text("en", "both", {"first": name, "second": "Bob"}).plain == f"{name} and Bob"


def test_an_argument_brings_its_own_spans(translations: Translations) -> None:
    text = translations.text("en", "both", {"first": link("x", "https://example.org"), "second": "y"})
    assert text == Text("x and y", (Span(Style.LINK, 0, 1, "https://example.org"),))


def test_an_empty_argument_leaves_no_empty_span(translations: Translations) -> None:
    assert translations.text("en", "hello", {"name": ""}) == Text("Hello, !")


def test_a_key_selects_and_a_number_chooses_the_plural(translations: Translations) -> None:
    assert translations.text("en", "mark", {"mark": Key("done")}).plain == "✅"
    assert translations.text("en", "mark", {"mark": "done"}).plain == "⬜"
    assert translations.text("en", "items", {"count": 1}).plain == "1 item"
    assert translations.text("en", "items", {"count": 5}).plain == "5 items"


def test_a_text_missing_in_a_language_is_english(translations: Translations) -> None:
    assert translations.text("ru", "hello", {"name": "Аня"}).plain == "Привет, Аня!"
    assert translations.text("ru-RU", "hello", {"name": "Аня"}).plain == "Привет, Аня!"
    assert translations.text("ru", "english-only", {}).plain == "only here"
    assert translations.text("tlh", "english-only", {}).plain == "only here"


def test_a_languages_own_text_is_never_english(translations: Translations) -> None:
    assert translations.own("en", "nested") == translations.text("en", "nested", {})
    assert translations.own("en", "english-only") == Text("only here")
    assert translations.own("ru", "english-only") is None
    assert translations.own("ru-RU", "own") is None
    assert translations.own("ru", "own") == Text("своё")
    assert translations.own("tlh", "english-only") is None
    assert translations.own("en", "no-such-text") is None
    with pytest.raises(LookupError, match="hello"):
        translations.own("ru", "hello")


def test_a_text_missing_everywhere_is_an_error_that_names_it(translations: Translations) -> None:
    with pytest.raises(LookupError, match="no-such-text"):
        translations.text("en", "no-such-text", {})


def test_a_missing_argument_is_an_error_that_names_the_text(translations: Translations) -> None:
    with pytest.raises(LookupError, match="hello"):
        translations.text("en", "hello", {})


def test_a_file_that_is_not_fluent_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "bad.ftl").write_text("fine = yes\nthis is no message\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.ftl: not Fluent: this is no message"):
        Translations.read(tmp_path)
