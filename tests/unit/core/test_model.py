import pytest

from bot.core.model import Button, data


def test_data_writes_numbers_in_base_36() -> None:
    assert data("qz1", 36, "go") == "qz1:10:go"
    assert data("today") == "today"


def test_data_of_two_ids_and_words_fits_a_button() -> None:
    Button("ok", data("qz1", 2**63 - 1, 2**63 - 1, "x" * 20))


@pytest.mark.parametrize("given", ["x" * 65, "é" * 33])
def test_data_over_64_bytes_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        Button("ok", given)


def test_64_bytes_are_accepted() -> None:
    assert Button("ok", "é" * 32).data == "é" * 32


@pytest.mark.parametrize("both", [{}, {"data": "x", "url": "https://example.org"}])
def test_a_button_has_data_or_a_link(both: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="data or a link"):
        Button("ok", **both)


def test_a_part_cannot_pass_for_two() -> None:
    with pytest.raises(ValueError, match="a:b"):
        data("qz1", "a:b")
