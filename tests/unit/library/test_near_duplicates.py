"""Texts that say nearly the same find each other, whatever their order."""

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.library.near_duplicates import near_duplicates

WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("alo", "emi", "iru", "ono", "uda", "yze")]
texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)
banks = st.lists(texts, max_size=30)


def alike(given_: list[str]) -> set[frozenset[str]]:
    """The texts of each pair, so that positions don't matter."""
    return {frozenset((given_[later], given_[earlier])) for later, earlier in near_duplicates(given_)}


@given(banks, texts, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_text_that_is_there_twice_is_found(bank: list[str], text: str, random: Random) -> None:
    bank = [*bank, text, text]
    random.shuffle(bank)
    places = [place for place, one in enumerate(bank) if one == text]
    pairs = list(near_duplicates(bank))
    assert {(later, earlier) for later in places for earlier in places if earlier < later} <= set(pairs)


@given(banks, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_texts_decides_nothing(bank: list[str], random: Random) -> None:
    shuffled = random.sample(bank, len(bank))
    assert alike(shuffled) == alike(bank)
    assert len(list(near_duplicates(shuffled))) == len(list(near_duplicates(bank)))


@given(banks)
@settings(max_examples=200, deadline=None)
def test_each_pair_is_said_once_the_later_first(bank: list[str]) -> None:
    pairs = list(near_duplicates(bank))
    assert len(set(pairs)) == len(pairs)
    assert all(earlier < later for later, earlier in pairs)


@given(st.integers(0, 1 << 32), st.integers(2, 60))
@settings(max_examples=100, deadline=None)
def test_texts_of_other_words_are_other_texts(seed: int, count: int) -> None:
    """Each draws eight words of 72, so that two seldom share more than two; pairs that do are left out of the claim."""
    random = Random(seed)
    bank = [" ".join(random.sample(WORDS, 8)) for _ in range(count)]
    for later, earlier in near_duplicates(bank):
        shared = set(bank[later].split()) & set(bank[earlier].split())
        assert len(shared) >= 6, (bank[later], bank[earlier])


@given(texts, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_case_order_and_repeats_of_words_do_not_count(text: str, random: Random) -> None:
    words = text.upper().split()
    again = " ".join(random.sample(words, len(words)) + words[:2])
    assume(again != text)
    others = [f"other{number} thing{number}" for number in range(8)]
    assert list(near_duplicates([text, *others, again])) == [(9, 0)]


@pytest.mark.parametrize("bank", [[], ["alone"], ["", ""], ["", "one two"], [" \n", " "]])
def test_nothing_to_compare(bank: list[str]) -> None:
    assert list(near_duplicates(bank)) == []


# --- what many texts share ---

LISTING = "from fastapi import FastAPI, Depends\napp = FastAPI()\n@app.get('/items')\nasync def items():\n    return"


def boilerplate(count: int) -> list[str]:
    return [f"What is the status of this one?\n{LISTING} alpha{number} beta{number}" for number in range(count)]


@pytest.mark.parametrize("count", [10, 40, 200])
def test_what_all_share_makes_no_two_alike(count: int) -> None:
    assert list(near_duplicates(boilerplate(count))) == []


@pytest.mark.parametrize("count", [10, 40, 200])
def test_nor_does_it_hide_two_that_are(count: int) -> None:
    bank = boilerplate(count)
    assert list(near_duplicates([*bank, bank[3]])) == [(count, 3)]


def test_what_many_share_counts_where_little_else_is_said() -> None:
    """A question of everyday words that was copied, but for one of them."""
    everyday = [f"everyday{number}" for number in range(10)]
    others = [" ".join([*everyday, f"apple{number}"]) if number % 2 else f"pear{number}" for number in range(40)]
    copied = " ".join([*everyday[1:], "tuple"])
    assert list(near_duplicates([*others, " ".join([*everyday, "tuple"]), copied])) == [(41, 40)]


def test_what_is_rare_weighs_more_than_what_many_share() -> None:
    """Fifteen words of sixteen are shared, and the sixteenth is what is asked."""
    everyday = [f"everyday{number}" for number in range(14)]
    others = [" ".join([*everyday, f"apple{number}"]) if number % 2 else f"pear{number}" for number in range(40)]
    pair = [" ".join([*everyday, "tuple", own]) for own in ("append", "sort")]
    assert list(near_duplicates([*others, *pair])) == []


def test_a_listing_that_few_share_weighs_more_than_what_is_asked_of_it() -> None:
    """Which is the limit of the method: with so little of their own, two questions about one listing look alike."""
    others = [f"apple{number} pear{number} plum{number} fig{number}" for number in range(30)]
    one, other = f"{LISTING} alpha", f"{LISTING} beta"
    assert list(near_duplicates([*others, one, other])) == [(31, 30)]
    assert list(near_duplicates([*others, f"{one} gamma delta", f"{other} lambda iota"])) == []


@pytest.mark.parametrize(("shared", "found"), [(18, True), (17, False)])
def test_the_threshold(shared: int, found: bool) -> None:
    """One word of its own is enough where few others are shared."""
    others = [f"apple{number}" for number in range(30)]
    common = [f"word{number}" for number in range(shared)]
    pairs = near_duplicates([*others, " ".join([*common, "own"]), " ".join([*common, "else"])])
    assert list(pairs) == [(31, 30)] * found
