"""What is suggested while somebody types a topic or a roadmap."""

from dataclasses import replace

import pytest

from bot.core.dispatch import Dispatch
from bot.features.quiz_topics import meant_topics
from bot.features.suggestions import LABEL, MOST, beginnings, quiz_topics
from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue, Topic
from tests.turns import REGISTRY, ROADMAP, Desk, catalogue, texts

TITLES = {
    "unit-testing": "Unit testing",
    "lists": "Lists and tuples",
    "sorting-lists": "Sorting",
    "list-comprehensions": "Comprehensions",
    "sql": "SQL",
    "nosql": "Document stores",
    "postgresql": "Elephants",
    "sql-joins": "Joins",
    "dictionaries": "Dictionaries",
    "cpp": "C++ for Pythonistas",
    "ip-ports-dns": "IP addresses, ports and DNS",
}


def asking(titles: dict[str, str]) -> Catalogue:
    """Topics of these titles by id, with a question about each."""
    question = next(iter(catalogue().questions.values()))
    return replace(
        catalogue(),
        topics={one: Topic(one, title, "area", "scope") for one, title in titles.items()},
        questions=HeldBank(replace(question, id=one, topics=(one,)) for one in titles),
    )


def ids(typed: str, titles: dict[str, str] = TITLES) -> list[str]:
    return [value for _, value in quiz_topics(asking(titles), typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", list(TITLES)),
        ("  ", list(TITLES)),
        # the name itself, then what begins so, then a word that does, then the middle of one
        ("sql", ["sql", "sql-joins", "nosql", "postgresql"]),
        ("list", ["lists", "list-comprehensions", "sorting-lists"]),
        ("LISTS  and", ["lists"]),
        ("sort", ["sorting-lists"]),
        ("test", ["unit-testing"]),
        ("c++", ["cpp"]),
        ("ip-ports", ["ip-ports-dns"]),
        ("ip ports dns", ["ip-ports-dns"]),
        ("ports and", ["ip-ports-dns"]),
        ("i", ["ip-ports-dns", "unit-testing", "lists", "sorting-lists", "list-comprehensions", "sql-joins"]),
        # what looks like it comes last
        ("dictionary", ["dictionaries"]),
        ("comprehnsion", ["list-comprehensions"]),
        ("sotring", ["sorting-lists"]),
        ("joinz", ["sql-joins"]),
        ("zz", []),
        ("bicycles", []),
        ("?", []),
        ("(", []),
    ],
)
def test_topics_best_first(typed: str, found: list[str]) -> None:
    assert ids(typed)[: len(found) or None] == found


def test_what_looks_like_it_comes_behind_what_contains_it() -> None:
    titles = {"lints": "Lints", "playlist": "Playlist", "my-lists": "My lists", "list": "List"}
    assert ids("list", titles) == ["list", "my-lists", "playlist", "lints"]


def test_a_label_is_the_title_and_neither_is_too_long() -> None:
    long = {f"t{number}": f"{'Very ' * 30}long {number}" for number in range(40)}
    found = quiz_topics(asking(long), "very")
    assert len(found) == MOST
    assert [value for _, value in found] == list(long)[:MOST]
    assert all(len(label) == LABEL and label.endswith("…") for label, _ in found)
    assert quiz_topics(asking(TITLES), "unit") == [("Unit testing", "unit-testing")]


def test_topics_without_questions_are_not_suggested() -> None:
    whole = catalogue()
    assert len(whole.questions.topics) < len(whole.topics)
    asked = [one.id for one in whole.topics.values() if one.id in whole.questions.topics]
    assert [value for _, value in quiz_topics(whole, "")] == asked[:MOST]
    without = next(one for one in whole.topics.values() if one.id not in whole.questions.topics)
    assert without.id not in [value for _, value in quiz_topics(whole, without.title)]


def test_every_topic_suggested_is_understood() -> None:
    for _, topic in quiz_topics(catalogue(), ""):
        assert meant_topics(catalogue(), topic) == [topic]
        desk = Desk()
        assert desk.call(f"/quiz {topic} 1").changes != ()


def test_roadmaps_first_and_topics_once_something_is_typed() -> None:
    title = catalogue().roadmaps[ROADMAP].title
    assert beginnings(catalogue(), " ") == [(title, f"r_{ROADMAP}")]
    assert beginnings(catalogue(), "python")[0] == (title, f"r_{ROADMAP}")
    assert beginnings(catalogue(), "backend dev")[0] == (title, f"r_{ROADMAP}")
    assert beginnings(catalogue(), "lists")[0] == ("Lists", "t_lists")


def test_only_topics_of_a_roadmap_are_suggested_to_begin_with() -> None:
    taught = {topic for one in catalogue().roadmaps.values() for step in one.steps for topic in step.topics}
    missing = next(one for one in catalogue().topics.values() if one.id not in taught)
    assert f"t_{missing.id}" not in [value for _, value in beginnings(catalogue(), missing.title)]


@pytest.mark.parametrize("typed", ["python", "lists", "git"])
def test_every_beginning_suggested_is_understood(typed: str) -> None:
    assert beginnings(catalogue(), typed)
    for _, value in beginnings(catalogue(), typed):
        assert Desk().call(f"/start {value}").effects != Desk().call("/start").effects


def test_suggestions_belong_to_the_arguments_that_are_declared_so() -> None:
    dispatch = Dispatch(REGISTRY, texts(), {}, catalogue(), lambda: 1, Desk().rng)
    assert dispatch.suggestions("quiz", "topic", "lists") == quiz_topics(catalogue(), "lists")
    assert dispatch.suggestions("start", "roadmap", "lists") == beginnings(catalogue(), "lists")
    for command, argument in (("quiz", "count"), ("quiz", "nothing"), ("today", "topic"), ("nothing", "topic")):
        assert dispatch.suggestions(command, argument, "l") == []
