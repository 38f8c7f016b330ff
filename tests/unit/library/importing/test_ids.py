"""Ids: made of the title, unique, and the same again as long as place and title are."""

import pytest

from bot.library.importing import understand
from bot.library.importing.ids import Ids, slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("HTTP Basics", "http-basics"),
        ("C++ & C#", "cpp-and-csharp"),
        ("Структуры данных", "struktury-dannykh"),
        ("数据库", "shujuku"),
        ("__init__", "init"),
        ("Café – crème", "cafe-creme"),
        ("…", ""),
        ("Understanding distributed systems and consensus", "understanding-distributed"),
        ("x" * 50, "x" * 32),
    ],
)
def test_a_slug_says_what_the_title_says(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_the_same_title_is_told_apart_by_its_place() -> None:
    document = "# R\n## Caching\n- Redis\n## Brokers\n- Redis\n- Redis\n"

    (roadmap,) = understand(document).roadmaps

    assert [node.id for node in roadmap.nodes] == ["caching", "redis", "brokers", "brokers-redis", "brokers-redis-2"]


def test_ids_do_not_hang_on_what_stands_elsewhere() -> None:
    before = "# R\n## A\n- One\n- Two\n## B\n- Three\n"
    after = "# R\n## Z\n- Zero\n## A\n- One\n- One and a half\n- Two\n## B\n- Three\n"

    old, new = ({node.title: node.id for node in understand(text).roadmaps[0].nodes} for text in (before, after))

    assert old.items() <= new.items()


def test_titles_without_a_letter_get_their_line() -> None:
    (roadmap,) = understand("# R\n## ---!\n- ?!\n").roadmaps

    assert [node.id for node in roadmap.nodes] == ["part-2", "part-3"]


def test_a_thousand_equal_titles_have_ids_of_their_own() -> None:
    ids = Ids()

    given = {ids.give("A title that is longer than an id may be", "Its parent", "x") for _ in range(1000)}

    assert len(given) == 1000
    assert max(map(len, given)) <= 32
