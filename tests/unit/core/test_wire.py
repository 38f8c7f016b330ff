import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Body, Button, Field, File, Message, Picture, PollOption, QuizPoll
from bot.core.text import Span, Style, Text
from bot.core.wire import VERSION, decode, encode

words = st.text(max_size=20)
texts = st.builds(
    Text,
    words,
    st.lists(st.builds(Span, st.sampled_from(Style), st.integers(0, 9), st.integers(0, 9), words)).map(tuple),
)
fields = st.none() | st.builds(Field, words, words)
buttons = st.builds(Button, words, data=st.just("a:1"), asks=fields) | st.builds(
    Button, words, url=st.just("https://x")
)
messages = st.builds(
    Message,
    texts,
    st.lists(st.lists(buttons, max_size=3).map(tuple), max_size=3).map(tuple),
    st.none() | st.builds(Picture, st.binary(max_size=9), words),
    st.none() | st.builds(File, words, st.binary(max_size=9)),
)
questions = st.builds(Message, texts, asks=fields)
polls = st.builds(QuizPoll, texts, st.lists(st.builds(PollOption, words, words)).map(tuple), st.integers(0, 9), texts)


def through_json(packed: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(packed))
    return read


@given(messages | questions | polls)
def test_a_body_comes_back_as_it_was(body: Body) -> None:
    assert decode(through_json(encode(body))) == body


@pytest.mark.parametrize("version", [None, 0, VERSION + 1, "1"])
def test_a_version_this_release_does_not_know_is_refused(version: object) -> None:
    packed = encode(Message(Text("x"))) | {"v": version}
    with pytest.raises(ValueError, match="version"):
        decode(packed)


def test_what_an_earlier_release_wrote_is_still_read() -> None:
    packed = {
        "v": 1,
        "text": {"plain": "Hi Ann", "spans": [{"style": "bold", "start": 3, "end": 6, "value": ""}]},
        "buttons": [
            [{"label": "Go", "data": "td1", "url": "", "asks": {"label": "Hours", "hint": "5"}}],
            [{"label": "Book", "data": "", "url": "https://example.org", "asks": None}],
        ],
        "picture": {"png": "AQI=", "alt": "a chart"},
        "file": {"name": "plan.ics", "content": "Aw=="},
    }
    assert decode(packed) == Message(
        Text("Hi Ann", (Span(Style.BOLD, 3, 6),)),
        ((Button("Go", "td1", asks=Field("Hours", "5")),), (Button("Book", url="https://example.org"),)),
        Picture(b"\1\2", "a chart"),
        File("plan.ics", b"\3"),
    )
    poll = {
        "v": 1,
        "poll": {
            "question": {"plain": "Which?", "spans": []},
            "options": [{"text": "a", "data": "x"}],
            "correct": 0,
            "explanation": "so",
        },
    }
    assert decode(poll) == QuizPoll(Text("Which?"), (PollOption("a", "x"),), 0, Text("so"))
