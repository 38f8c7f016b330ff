"""The discrimination of a question, held against the formula taken literally."""

from math import sqrt
from random import Random

import pytest

from bot.study.item import FEWEST, Discrimination

Person = tuple[bool, float]


def value(people: list[Person]) -> float | None:
    found = Discrimination()
    for right, rest in people:
        found.add(right=right, rest=rest)
    return found.value


def pearson(people: list[Person]) -> float:
    """The point-biserial correlation is Pearson's of 0 and 1 with the shares."""
    n = len(people)
    xs, ys = [float(right) for right, _ in people], [rest for _, rest in people]
    mx, my = sum(xs) / n, sum(ys) / n
    shared = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return shared / sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys))


def test_a_question_worked_by_hand() -> None:
    """Means 0.8 and 0.4, deviation 0.2 of all, half of them right: 0.4 / 0.2 * 0.5."""
    assert value([(True, 0.8), (False, 0.4)] * 10) == pytest.approx(1)
    people = [(True, 0.9), (True, 0.5), (False, 0.6), (False, 0.2)] * 5
    assert value(people) == pytest.approx((0.7 - 0.4) / 0.25 * 0.5)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_pearsons_correlation(seed: int) -> None:
    rng = Random(seed)
    people = [(rng.random() < 0.3 + 0.4 * rest, rest) for rest in (rng.random() for _ in range(200))]
    assert value(people) == pytest.approx(pearson(people))


def test_a_wrong_key_is_below_zero() -> None:
    found = value([(rest < 0.5, rest) for rest in (number / 40 for number in range(40))])
    assert found is not None
    assert found < -0.8


@pytest.mark.parametrize(
    "people",
    [
        [(number % 2 == 0, number / 30) for number in range(FEWEST - 1)],
        [(True, number / 30) for number in range(30)],
        [(False, number / 30) for number in range(30)],
        [(number % 2 == 0, 0.1) for number in range(30)],
        [],
    ],
    ids=["too few", "all right", "all wrong", "all the same otherwise", "nobody"],
)
def test_where_nothing_can_be_said(people: list[Person]) -> None:
    assert value(people) is None


def test_twenty_are_enough() -> None:
    assert value([(number % 2 == 0, number / 30) for number in range(FEWEST)]) is not None
