from collections.abc import Mapping

import pytest

from bot.core.effects import Reply
from bot.core.feature import Arg, Feature
from bot.core.registry import BadArguments, Registry

TOPIC = Arg("topic", str, optional=True)
COUNT = Arg("count", int, optional=True, lo=1, hi=20)


def handler(*_: object) -> Reply:
    return Reply()


def quiz() -> Registry:
    feature = Feature("quiz")
    feature.command("quiz", TOPIC, COUNT, summary="quiz-summary")(handler)
    feature.command("today", summary="today-summary")(handler)
    feature.command("pause", Arg("weeks", int, lo=1, hi=52), summary="pause-summary")(handler)
    feature.button("qz1", int, str)(handler)
    return Registry([feature])


def parsed(name: str, given: str | Mapping[str, str | int]) -> Mapping[str, str | int | None]:
    registry = quiz()
    return registry.call(name, registry.commands[name], given).args


@pytest.mark.parametrize(
    ("given", "topic", "count"),
    [
        ("", None, None),
        ("5", None, 5),
        ("decorators", "decorators", None),
        ("context managers 5", "context managers", 5),
        ("  context   managers   5 ", "context managers", 5),
        ("context managers", "context managers", None),
        ("5 5", "5", 5),
        ("python 3 5", "python 3", 5),
        ({"topic": "context managers", "count": 5}, "context managers", 5),
        ({"count": "7"}, None, 7),
        ({}, None, None),
    ],
)
def test_arguments_of_quiz(given: str, topic: str | None, count: int | None) -> None:
    assert parsed("quiz", given) == {"topic": topic, "count": count}


@pytest.mark.parametrize(("given", "weeks"), [("1", 1), ("52", 52), ("+2", 2)])
def test_bounds_are_inclusive(given: str, weeks: int) -> None:
    assert parsed("pause", given) == {"weeks": weeks}


@pytest.mark.parametrize(
    "given", ["", "0", "53", "-1", "two", "2 weeks", "weeks 2", "1.5", "9" * 5000, "--2", {"weeks": 0}, {"weeks": "x"}]
)
def test_arguments_that_do_not_fit_are_refused(given: str) -> None:
    with pytest.raises(BadArguments):
        parsed("pause", given)


def test_words_behind_a_command_without_arguments_are_ignored() -> None:
    assert parsed("today", "please") == {}


@pytest.mark.parametrize(("name", "nearest"), [("tody", "today"), ("QUIZZ", "quiz"), ("xyzzy", None), ("", None)])
def test_the_nearest_command(name: str, nearest: str | None) -> None:
    assert quiz().nearest(name) == nearest


def test_button_data_is_typed_as_declared() -> None:
    found = quiz().button("qz1:10:b")
    assert found is not None
    assert found[1] == (36, "b")


@pytest.mark.parametrize(
    "data", ["", "qz1", "qz1:10", "qz1:10:b:c", "qz0:10:b", "qz1:?:b", "qz1:zzzzzzzzzzzzz:b", ":", "qz1:-1:b"]
)
def test_data_of_earlier_versions_and_nonsense_have_no_route(data: str) -> None:
    assert quiz().button(data) is None


def test_a_command_button_timer_or_fallback_is_declared_once() -> None:
    one, other = Feature("one"), Feature("other")
    for feature in (one, other):
        feature.command("go", summary="x")(handler)
    with pytest.raises(ValueError, match="'other' declares again: go"):
        Registry([one, other])
    for declare in (Feature.text, Feature.unknown_button):
        one, other = Feature("one"), Feature("other")
        declare(one)(handler)
        declare(other)(handler)
        with pytest.raises(ValueError, match="declares again"):
            Registry([one, other])


def test_one_feature_declares_a_name_once() -> None:
    feature = Feature("one")
    feature.timer("due")(handler)
    with pytest.raises(ValueError, match="'due' is declared twice"):
        feature.timer("due")(handler)


def test_a_command_and_a_button_may_share_a_name() -> None:
    feature = Feature("one")
    feature.command("go", summary="x")(handler)
    feature.button("go")(handler)
    feature.timer("go")(handler)
    registry = Registry([feature])
    assert registry.commands["go"].example == "/go"
    assert registry.button("go") is not None
    assert registry.timer("go") is not None
