from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import EPOCH_MS, SEQUENCE_BITS, Ids, base36, from_base36

NOW = EPOCH_MS + 40_000_000_000


def test_ids_grow_within_a_millisecond_and_over_its_end() -> None:
    new_id = Ids(lambda: NOW, Random(1))
    made = [new_id() for _ in range(3 * 2**SEQUENCE_BITS)]
    assert made == sorted(set(made))


def test_ids_never_go_back_with_the_machines_clock() -> None:
    times = iter([NOW, NOW - 5_000, NOW - 4_999, NOW + 1])
    new_id = Ids(lambda: next(times), Random(1))
    made = [new_id() for _ in range(4)]
    assert made == sorted(set(made))


def test_ids_differ_from_those_of_an_earlier_process() -> None:
    before = Ids(lambda: NOW, Random(1))
    after = Ids(lambda: NOW + 1, Random(1))
    assert not {before() for _ in range(100)} & {after() for _ in range(100)}


def test_ids_of_replicas_differ_by_their_worker() -> None:
    one, other = Ids(lambda: NOW, Random(1)), Ids(lambda: NOW, Random(2))
    assert not {one() for _ in range(100)} & {other() for _ in range(100)}


def test_ids_fit_a_signed_64_bit_column_until_2094() -> None:
    in_2094 = EPOCH_MS + 69 * 365 * 86_400_000
    assert Ids(lambda: in_2094, Random(1))() < 2**63


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (35, "z"), (36, "10"), (2**63 - 1, "1y2p0ij32e8e7")])
def test_base_36(number: int, text: str) -> None:
    assert base36(number) == text
    assert from_base36(text) == number


@given(st.integers(0, 2**63 - 1))
def test_base_36_is_read_back_and_fits_13_characters(number: int) -> None:
    assert from_base36(base36(number)) == number
    assert len(base36(number)) <= 13


@pytest.mark.parametrize("text", ["", "-1", "A", " 1", "1_0", "٣", "zzzzzzzzzzzzz", "1y2p0ij32e8e8", "0" * 14])
def test_nothing_but_an_id_is_read_from_base_36(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its text is the input
        from_base36(text)


def test_a_negative_number_has_no_spelling() -> None:
    with pytest.raises(ValueError, match="-1"):
        base36(-1)
