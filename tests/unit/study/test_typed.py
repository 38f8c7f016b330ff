"""What learners type is compared as people read it, not as machines do."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.study.question import Kind, Option, Question
from bot.study.typed import meant, normal

any_text = st.text() | st.text("aB.,-–— \n`'\"“”„‘’…*")


def typed_question(*right: str, wrong: tuple[str, ...] = ()) -> Question:
    options = [*((text, True) for text in right), *((text, False) for text in wrong)]
    return Question(
        id="typed",
        topics=("loops",),
        kind=Kind.TYPED,
        stem="Type it.",
        options=tuple(Option(chr(97 + place), *one, reason="why") for place, one in enumerate(options)),
        explanation="So it is.",
        source="https://docs.python.org/3/",
        level="apply",
        difficulty=2,
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("KEYERROR", "KeyError"),
        ("Straße", "STRASSE"),
        ("  git   commit\t-m ", "git commit -m"),
        ("git\ncommit", "git commit"),
        ("git\N{NO-BREAK SPACE}commit", "git commit"),
        ("“KeyError”", "KeyError"),
        ("„KeyError“", "KeyError"),
        ("‘KeyError’", "KeyError"),
        ("`KeyError`", "KeyError"),
        ("```KeyError```", "KeyError"),
        ("` KeyError `", "KeyError"),
        ("KeyError.", "KeyError"),
        ("“KeyError.”", "KeyError"),
        ("“KeyError”.", "KeyError"),
        ("git commit —amend", "git commit --amend"),
        ("git commit –m", "git commit -m"),
        ("print(“a”)", 'print("a")'),
        ("print(‘a’)", "print('a')"),
        ("range(1, …)", "range(1, ...)"),
        ("`...`", "..."),
        ("“.”", "."),
        ("`*`.", "*"),
        ("ＡＢＣ", "abc"),
        ("cafe\N{COMBINING ACUTE ACCENT}", "café"),
    ],
)
def test_ways_to_type_one_answer(typed: str, text: str) -> None:
    assert normal(typed) == normal(text)
    assert meant(typed_question(text), typed) is not None


@pytest.mark.parametrize(
    "texts",
    [
        ("*", "**", "***"),
        ("...", "..", "."),
        ('""', "''", "``"),
        ("''", "'", '"'),
        ("-", "--", "_"),
        ("/", "//", "\\"),
        ("=", "==", ":="),
        ("()", "[]", "{}", "(,)"),
        ("", "."),
        ("a.b", "ab", "a b"),
        ("1.5", "15", "1,5"),
        (".env", "env"),
        ("is not", "isnot"),
        ("git commit -m", "git commit --m"),
        ('print("a")', "print('a')"),
        ("x'", 'a "x"'),
    ],
)
def test_answers_that_differ_stay_apart(texts: tuple[str, ...]) -> None:
    assert len({normal(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    "sign", ["*", "...", '""', "''", "``", "`", ".", "-", "--", ":=", "@", "!=", "\\", "%", "_", "…"]
)
def test_answers_of_signs_alone_are_themselves(sign: str) -> None:
    others = tuple(other for other in ("*", "...", '""', "''", "``", "`", ".") if normal(other) != normal(sign))
    option = meant(typed_question(sign, wrong=others), sign)
    assert option is not None
    assert option.text == sign


@pytest.mark.parametrize(("typed", "text"), [("…", "..."), ("“”", '""'), ("‘’", "''"), ("—", "--"), (" * ", "*")])
def test_phones_type_signs_in_their_own_way(typed: str, text: str) -> None:
    option = meant(typed_question(text), typed)
    assert option is not None


def test_what_is_meant_is_the_option_that_says_it() -> None:
    question = typed_question("git switch -c", "git checkout -b", wrong=("git branch",))
    for typed, letter in [("Git Switch -c", "a"), ("`git checkout -b`", "b"), ("git branch.", "c")]:
        option = meant(question, typed)
        assert option is not None
        assert option.id == letter


@pytest.mark.parametrize("typed", ["", " ", "git", "git switch", "git switch -c x", "“", "❤"])
def test_what_nobody_foresaw_is_no_option(typed: str) -> None:
    assert meant(typed_question("git switch -c", wrong=("git branch",)), typed) is None


@given(any_text)
@example('a.".')
def test_what_is_normal_stays_so(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(any_text)
def test_blanks_around_never_count(text: str) -> None:
    assert normal(f" \n{text}\t") == normal(text)


@given(any_text)
def test_something_stays_of_what_is_typed(text: str) -> None:
    assert bool(normal(text)) == bool(text.strip())


@given(any_text)
def test_a_text_means_itself(text: str) -> None:
    assert meant(typed_question(text), text) is not None
