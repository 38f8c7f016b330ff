"""Whatever a file holds, it is read, or refused in a sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.encoding import decode
from bot.library.exchange import READABLE, Draft, DraftOption, Format, Found, read_questions, take
from bot.library.exchange.formats import MOST_BYTES, MOST_QUESTIONS
from bot.library.problems import ContentError
from bot.study.question import Kind
from tests.unit.library.exchange.making import TERMS

SIGNS = st.sampled_from(
    [
        *("{", "}", "=", "~", "#", "::", "\\", "%50%", "//", "####", "->", "T", "\\n", "[html]", "[markdown]", "```"),
        *("&lt;", "&#0;", "<![", "<!--", "<p", "<pre>", "</pre>", ",", ";", "\n", "\n\n", "\t", '"', " "),
        *("<quiz>", "<question type='multichoice'>", "</question>", "<answer fraction='100'>", "<text>", "</text>"),
        *("A. x\n", "B. y\n", "ANSWER: A\n", "question,a,b,c,correct\n"),
    ]
)
NOISE = st.lists(SIGNS | st.text(max_size=12), max_size=60).map("".join)


def read_or_refused(raw: bytes, form: Format) -> Found | None:
    try:
        return read_questions(raw, form)
    except ContentError as error:
        if "not a text file" in str(error):
            return None
        raise


@settings(max_examples=300, deadline=None)
@given(NOISE, st.sampled_from(READABLE))
def test_any_text_gives_questions_or_problems(text: str, form: Format) -> None:
    found = read_or_refused(text.encode("utf-8", "surrogatepass"), form)
    if found is None:
        return
    took = take(found, TERMS)
    assert len(took.written) + len(took.problems) == len(found.drafts) + len(found.problems)
    lines = found.decoded.text.count("\n") + 1
    assert all(problem.line and 1 <= problem.line <= lines for problem in took.problems)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(READABLE))
def test_any_bytes_are_read_or_refused(raw: bytes, form: Format) -> None:
    read_or_refused(raw, form)


TEXTS = st.text(max_size=30)


@settings(max_examples=150, deadline=None)
@given(
    st.builds(
        Draft,
        line=st.just(1),
        kind=st.sampled_from(Kind),
        stem=TEXTS,
        options=st.lists(st.builds(DraftOption, TEXTS, st.booleans(), TEXTS), max_size=30).map(tuple),
        title=TEXTS,
        id=TEXTS,
        ids=st.lists(st.sampled_from("abctf"), max_size=4).map(tuple),
        topics=st.lists(TEXTS, max_size=3).map(tuple),
        level=TEXTS,
        difficulty=TEXTS,
        code=TEXTS,
        language=TEXTS,
        check=TEXTS,
    )
)
def test_any_draft_is_taken_or_left_out_once(draft: Draft) -> None:
    found = Found(Path("x"), (draft,), (), decode(b""))
    took = take(found, TERMS)
    assert len(took.written) + len(took.problems) == 1


def test_a_file_has_a_size(tmp_path: Path) -> None:
    file = tmp_path / "big.gift"
    file.write_bytes(b"A? {T}\n\n" * (MOST_BYTES // 8 + 1))
    with pytest.raises(ContentError, match=f"more than the {MOST_BYTES} bytes"):
        read_questions(file, Format.GIFT)
    many = b"A? {T}\n\n" * MOST_QUESTIONS
    assert len(read_questions(many, Format.GIFT).drafts) == MOST_QUESTIONS
    with pytest.raises(ContentError, match=f"more than the {MOST_QUESTIONS} questions"):
        read_questions(many + b"A? {T}", Format.GIFT)


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="not a text file"):
        read_questions(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6", Format.CSV)
    with pytest.raises(ContentError, match="No such file"):
        read_questions(tmp_path / "no.gift", Format.GIFT)
