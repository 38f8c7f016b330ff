"""What a content folder says in standard.yaml that it has to reach is counted, and what falls short is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import ContentError, content_problems, read
from tests.unit.library.question_files import asked, open_one, true_or_false, write

Held = Callable[..., list[str]]

AREA = "questions/basics"
LOOPS, SETS = f"{AREA}/loops.yaml", f"{AREA}/sets.yaml"


@pytest.fixture
def held(content: Path) -> Held:
    """What is found where standard.yaml says this (there is none where nothing is), relative to the folder."""

    def problems(**standard: object) -> list[str]:
        if standard:
            lines = [f"{name}: {value}\n" for name, value in standard.items()]
            (content / "standard.yaml").write_text("".join(lines), encoding="utf-8")
        return [str(problem).removeprefix(f"{content}/") for problem in content_problems(read(content))]

    return problems


def different(count: int, first: int = 0, **fields: object) -> list[str]:
    """So many questions that have little in common."""
    words = [
        "zebra",
        "yacht",
        "xylem",
        "wombat",
        "vixen",
        "urchin",
        "tapir",
        "sloth",
        "raven",
        "quail",
        "panda",
        "otter",
        "newt",
        "moose",
        "lemur",
        "koala",
    ]
    return [
        asked(
            f"{name}-{number}",
            stem=f"{name}{number} {name}{number + 100} {name}{number + 200}?",
            right=[f"{name} {number}"],
            **fields,  # type: ignore[arg-type]
        )
        for number in range(first, first + count)
        for name in [words[number % len(words)]]
    ]


# --- without one ---


def test_a_folder_without_a_standard_is_held_to_none(content: Path) -> None:
    """No topic has enough, nothing is executed, all is only remembered, every key is the longest, from anywhere."""
    short = different(12, level="remember", source="https://example.org/")
    write(content / LOOPS, *short)
    assert not (content / "standard.yaml").exists()
    assert list(content_problems(read(content))) == []


def test_the_same_folder_held_to_all_of_it(content: Path, held: Held) -> None:
    write(content / LOOPS, *different(12, level="remember", source="https://example.org/"))
    found = held(
        questions=20,
        questions_per_topic=6,
        interview_per_topic=1,
        executed_percent=1,
        above_remember_percent=1,
        key_longest_percent=50,
        sites="[docs.python.org]",
    )
    assert len(found) == 12 + 1 + 3 + 1 + 1 + 2


def test_a_standard_that_is_none(held: Held) -> None:
    with pytest.raises(ContentError, match=r"standard\.yaml:1: executed_percent: must be at most 100"):
        held(executed_percent=101)
    with pytest.raises(ContentError, match=r"standard\.yaml:1: sites\[0\]: expected a host"):
        held(sites="['https://docs.python.org']")


# --- how many ---


def test_every_topic_needs_its_questions(content: Path, held: Held) -> None:
    """By the first topic of each, as files are: what is about sets as well is no question of theirs."""
    write(content / LOOPS, *different(2, topics=["loops", "sets"]))
    assert held(questions_per_topic=2) == [f"{SETS}: at least 2 questions needed, here 0"]
    assert held(questions_per_topic=3) == [
        f"{LOOPS}: at least 3 questions needed, here 2",
        f"{SETS}: at least 3 questions needed, here 0",
    ]


def test_every_topic_needs_its_interview_questions(content: Path, held: Held) -> None:
    write(content / "interview/basics/sets.yaml", open_one("sets-why"))
    assert held(interview_per_topic=1) == ["interview/basics/loops.yaml: at least 1 questions needed, here 0"]


def test_how_many_there_are_in_all(held: Held) -> None:
    assert held(questions=3) == []
    assert held(questions=4) == ["questions: at least 4 questions needed, here 3"]


def test_an_empty_folder_has_no_shares(content: Path, held: Held) -> None:
    (content / LOOPS).unlink()
    found = held(questions=1, executed_percent=50, above_remember_percent=50, key_longest_percent=0)
    assert found == ["questions: at least 1 questions needed, here 0"]


# --- shares ---


@pytest.mark.parametrize(("percent", "falls_short"), [(66, False), (67, True)])
def test_how_many_keys_are_run(held: Held, percent: int, falls_short: bool) -> None:
    """Two of the three."""
    message = "questions: the key of at least 67 % has to be run, here 66.7 %"
    assert held(executed_percent=percent) == [message] * falls_short


@pytest.mark.parametrize(("percent", "falls_short"), [(75, False), (76, True)])
def test_how_many_ask_for_more_than_remembering(content: Path, held: Held, percent: int, falls_short: bool) -> None:
    write(content / LOOPS, *different(3, level="analyse"), *different(1, 3, level="remember"))
    message = "questions: at least 76 % need a level above remember, here 75.0 %"
    assert held(above_remember_percent=percent) == [message] * falls_short


def longest(count: int, first: int = 0, **fields: object) -> list[str]:
    """The key is longer than both others, by little."""
    return different(count, first, wrong=["six", "nine"], **fields)


def not_longest(count: int, first: int = 0, **fields: object) -> list[str]:
    return different(count, first, wrong=["six", "nine and a dozen"], **fields)


def test_how_often_the_key_is_the_longest(content: Path, held: Held) -> None:
    write(content / LOOPS, *longest(4), *not_longest(6, 4))
    assert held(key_longest_percent=40) == []
    assert held(key_longest_percent=39) == [
        f"{place}: the key is the longest option in 40 %; in at most 39 % it may be" for place in (AREA, "questions")
    ]


def test_a_tie_tells_nothing(content: Path, held: Held) -> None:
    write(content / LOOPS, *(asked(f"tie-{n}", right=[f"{n:03}"], wrong=[f"x{n:02}", "y"]) for n in range(12)))
    assert not [line for line in held(key_longest_percent=0) if "longest" in line]


@pytest.mark.parametrize(("count", "said"), [(9, 0), (10, 2)])
def test_of_fewer_than_ten_a_share_says_nothing(content: Path, held: Held, count: int, said: int) -> None:
    write(content / LOOPS, *longest(count))
    assert len(held(key_longest_percent=20)) == said


def test_ten_in_all_may_be_few_in_each_area(content: Path, held: Held) -> None:
    topics = content / "topics.yaml"
    topics.write_text(f"{topics.read_text()}  - {{id: trees, title: Trees, area: more, scope: roots}}\n")
    write(content / LOOPS, *longest(6))
    write(content / "questions/more/trees.yaml", *longest(6, 6, topics=["trees"]))
    assert held(key_longest_percent=20) == [
        "questions: the key is the longest option in 100 %; in at most 20 % it may be"
    ]


def test_an_area_may_give_keys_away_where_all_together_do_not(content: Path, held: Held) -> None:
    topics = content / "topics.yaml"
    topics.write_text(f"{topics.read_text()}  - {{id: trees, title: Trees, area: more, scope: roots}}\n")
    write(content / LOOPS, *not_longest(20))
    write(content / "questions/more/trees.yaml", *longest(10, 20, topics=["trees"]))
    assert held(key_longest_percent=50) == [
        "questions/more: the key is the longest option in 100 %; in at most 50 % it may be"
    ]


def test_only_one_right_option_among_several_can_be_the_longest(content: Path, held: Held) -> None:
    """Typed answers show none, and of two keys each hides the other."""
    several = different(6, kind="multiple", wrong=["six", "nine", "ten"])
    several = [
        entry.replace('"text": "nine", "correct": false', '"text": "nine", "correct": true') for entry in several
    ]
    write(content / LOOPS, *several, *longest(6, 6, kind="typed"))
    assert held(key_longest_percent=0) == []


# --- where facts are looked up ---


@pytest.mark.parametrize(
    ("source", "foreign"),
    [
        ("https://docs.python.org/3/library/", ""),
        ("http://docs.python.org", ""),
        ("https://DOCS.python.org:443/3/", ""),
        ("https://requests.readthedocs.io/en/latest/", ""),
        ("https://a.b.readthedocs.io/", ""),
        ("https://readthedocs.io/", "readthedocs.io"),
        ("https://notreadthedocs.io/", "notreadthedocs.io"),
        ("https://python.org/", "python.org"),
        ("https://docs.python.org.example.com/", "docs.python.org.example.com"),
        ("https://example.com/docs.python.org", "example.com"),
        ("https://docs.python.org@example.com/", "example.com"),
    ],
)
def test_sites(content: Path, held: Held, source: str, foreign: str) -> None:
    write(content / LOOPS, asked("one", source=source))
    write(content / "interview/basics/loops.yaml", open_one("two", source=source))
    message = f"source: {foreign} is not among the sites of standard.yaml"
    assert held(sites="[docs.python.org, '*.readthedocs.io']") == (
        [f"{LOOPS}:13: questions[0].{message}", f"interview/basics/loops.yaml:8: questions[0].{message}"]
        if foreign
        else []
    )


# --- questions there are twice ---


def test_a_question_in_other_clothes(content: Path, held: Held) -> None:
    """Other distractors, another order of words, another file and kind: the same question."""
    stem = "Which method removes a member of a set without an error where it is missing?"
    write(content / LOOPS, asked("removes", stem=stem, right=["discard"], wrong=["pop", "del"]), *different(14))
    moved = "Where it is missing, which method removes a member of a set without an error?"
    again = asked("discards", stem=moved, right=["discard"], wrong=["remove", "clear", "drop"], topics=["sets"])
    write(content / SETS, *different(3, 14, topics=["sets"]), again)
    assert held() == [
        f"{SETS}:{2 + 3 * 12}: questions[3]: asks nearly the same as removes at {content / LOOPS}:2",
    ]


def test_one_listing_with_different_answers_is_two_questions(content: Path, held: Held) -> None:
    code = "items = [3, 1, 2]\nordered = sorted(items)\nitems.sort(reverse=True)\nprint(items[0], ordered[0])"
    first = asked("first", stem="What does this print?", code=code, kind="output", right=["3 1"], wrong=["1 1", "3 3"])
    second = asked("second", stem="Which names refer to one list afterwards?", code=code, check="x", right=["neither"])
    write(content / LOOPS, first, second, *different(14))
    assert held() == []


@pytest.mark.parametrize(("key", "times"), [("insertion order survives", 1), ("hash seeds randomise", 0)])
def test_the_key_is_part_of_what_is_asked(content: Path, held: Held, key: str, times: int) -> None:
    stem = "Dictionary iteration?"
    first = asked("first", stem=stem, right=["insertion order survives"])
    write(content / LOOPS, first, asked("second", stem=stem, right=[key]), *different(14))
    assert len(held()) == times


def test_true_and_false_are_no_difference(content: Path, held: Held) -> None:
    """The words True and False are as rare here as any, and still no other question."""
    stem = "Dictionary iteration shuffles?"
    first, second = true_or_false("first", truth=True, stem=stem), true_or_false("second", truth=False, stem=stem)
    write(content / LOOPS, first, second, *different(14))
    assert len(held()) == 1


def test_an_interview_question_that_is_there_twice(content: Path, held: Held) -> None:
    asked_twice = "How does a generator function keep its place between two values?"
    others = [open_one(f"q{number}", question=f"Tell me of animal{number} and plant{number}.") for number in range(12)]
    file = write(
        content / "interview/basics/loops.yaml",
        open_one("place", question=asked_twice),
        *others,
        open_one("again", question=f"{asked_twice.upper()}"),
    )
    assert held() == [
        f"interview/basics/loops.yaml:{2 + 13 * 7}: questions[13]: asks nearly the same as place at {file}:2"
    ]


def test_a_quiz_question_may_be_an_interview_question_as_well(content: Path, held: Held) -> None:
    same = "How does a generator function keep its place between two values?"
    write(content / LOOPS, asked("quiz", stem=same), *different(12))
    write(content / "interview/basics/loops.yaml", open_one("open", question=same))
    assert held() == []


def test_items_are_judged_with_or_without_a_standard(content: Path, held: Held) -> None:
    write(content / LOOPS, asked("one", wrong=["6", "None of the above"]))
    for standard in ({}, {"questions": 1}):
        assert [line.partition(": ")[0] for line in held(**standard)] == [f"{LOOPS}:11"]
