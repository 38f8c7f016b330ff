"""Questions in another language stand beside the English ones and are asked of those who speak it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import load, read
from bot.study.question import Question
from tests.unit.library.question_files import asked, write

ENGLISH, RUSSIAN = "questions/basics/loops.yaml", "questions/basics/loops.ru.yaml"

RANGE_SUM = """\
questions:
  - id: loops-range-sum
    stem: Что напечатает программа?
    options:
      - {id: a, reason: 0 + 1 + 2 — это три.}
      - {id: b, text: "шесть", reason: Конец не входит.}
      - {id: c, reason: Числа можно складывать.}
    explanation: range(3) — это 0, 1 и 2.
    detail: Конец диапазона никогда не входит в него.
"""


@pytest.fixture
def translated(content: Path) -> Path:
    (content / RUSSIAN).write_text(RANGE_SUM, encoding="utf-8")
    return content


def by_id(questions: tuple[Question, ...]) -> dict[str, Question]:
    return {question.id: question for question in questions}


@pytest.mark.parametrize("locale", ["ru", "ru-RU", "RU", "ru-Cyrl-RU"])
def test_a_question_in_the_language_of_a_locale(translated: Path, locale: str) -> None:
    questions = by_id(load(translated).questions.about("loops", locale))
    one = questions["loops-range-sum"]
    assert one.stem == "Что напечатает программа?"
    assert one.explanation == "range(3) — это 0, 1 и 2."
    assert one.detail == "Конец диапазона никогда не входит в него."
    assert [option.reason for option in one.options][1] == "Конец не входит."


def test_what_is_not_said_stays_as_it_is(translated: Path) -> None:
    bank = load(translated).questions
    ours, english = by_id(bank.about("loops", "ru"))["loops-range-sum"], bank["loops-range-sum"]
    assert [option.text for option in ours.options] == ["3", "шесть", "TypeError"]
    assert (ours.code, ours.kind, ours.key, ours.topics, ours.source, ours.level, ours.difficulty) == (
        *(english.code, english.kind, english.key, english.topics),
        *(english.source, english.level, english.difficulty),
    )


def test_what_is_not_translated_is_asked_in_english(translated: Path) -> None:
    bank = load(translated).questions
    russian, english = by_id(bank.about("loops", "ru-RU")), by_id(bank.about("loops"))
    assert list(russian) == list(english) == list(bank)
    assert [key for key in english if russian[key] != english[key]] == ["loops-range-sum"]


@pytest.mark.parametrize("locale", ["en", "en-GB", "de", "r", "rus", ""])
def test_who_speaks_something_else_is_asked_in_english(translated: Path, locale: str) -> None:
    bank = load(translated).questions
    assert bank.about("loops", locale) == bank.about("loops") == tuple(bank.values())


def test_each_topic_of_a_question_has_its_translation(content: Path) -> None:
    write(content / ENGLISH, asked("one", topics=["loops", "sets"]))
    words = RANGE_SUM.replace("loops-range-sum", "one")
    (content / RUSSIAN).write_text(words, encoding="utf-8")
    bank = load(content).questions
    assert bank.about("sets", "ru") == bank.about("loops", "ru")
    assert bank.about("sets", "ru")[0].stem == "Что напечатает программа?"


def test_several_languages_side_by_side(translated: Path) -> None:
    german = RANGE_SUM.replace("Что напечатает программа?", "Was gibt das aus?")
    (translated / "questions/basics/loops.de.yaml").write_text(german, encoding="utf-8")
    bank = load(translated).questions
    stems = {language: bank.about("loops", language)[0].stem for language in ("ru", "de", "en")}
    assert stems == {"ru": "Что напечатает программа?", "de": "Was gibt das aus?", "en": "What does this print?"}


def test_translations_are_no_questions_more(translated: Path) -> None:
    assert len(read(translated).written) == len(load(translated).questions) == 3


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "id: loops-range-sum",
            "id: loops-range",
            "2: questions[0].id: there is no question loops-range in loops.yaml",
        ),
        ("id: b", "id: d", "4: questions[0].options: expected the options a, b, c, in this order"),
        (
            '      - {id: b, text: "шесть", reason: Конец не входит.}\n',
            "",
            "4: questions[0].options: expected the options a, b, c, in this order",
        ),
        (
            "id: a, reason",
            "id: a, correct: true, reason",
            "5: questions[0].options[0].correct: unknown key; known here",
        ),
        ("    stem: Что напечатает программа?\n", "", "2: questions[0].stem: required, but not there"),
        ('text: "шесть"', 'text: "3"', "6: questions[0].options[1]: another option says the same"),
        (
            "id: a, reason",
            "id: a, text: три, reason",
            "5: questions[0].options[0].text: what the code prints is the same",
        ),
        ("Что напечатает программа?", "TODO", "3: questions[0].stem: is still to be written"),
        ("Конец не входит.", "TODO", "6: questions[0].options[1].reason: is still to be written"),
        ("Конец не входит.", "х" * 161, "6: questions[0].options[1].reason: at most 160 characters"),
        ("range(3) — это 0, 1 и 2.", "х" * 201, "8: questions[0].explanation: at most 200 characters"),
        ("Конец диапазона", "х" * 701, "9: questions[0].detail: at most 700 characters"),
        ("    stem:", "    source: https://example.org\n    stem:", "3: questions[0].source: unknown key; known here"),
    ],
)
def test_each_rule_names_file_line_and_field(
    translated: Path, found: Callable[[], list[str]], old: str, new: str, problem: str
) -> None:
    assert old in RANGE_SUM
    (translated / RUSSIAN).write_text(RANGE_SUM.replace(old, new, 1), encoding="utf-8")
    (line,) = found()
    assert line.startswith(f"{RUSSIAN}:{problem}")


def test_options_keep_their_order(translated: Path, found: Callable[[], list[str]]) -> None:
    """A mark belongs to a place in the file for whoever compares both."""
    swapped = RANGE_SUM.replace("id: a", "id: x").replace("id: c", "id: a").replace("id: x", "id: c")
    (translated / RUSSIAN).write_text(swapped, encoding="utf-8")
    assert found() == [f"{RUSSIAN}:4: questions[0].options: expected the options a, b, c, in this order"]


def test_a_question_is_translated_once(translated: Path, found: Callable[[], list[str]]) -> None:
    (translated / RUSSIAN).write_text(RANGE_SUM + RANGE_SUM.removeprefix("questions:\n"), encoding="utf-8")
    assert found() == [f"{RUSSIAN}:10: questions[1].id: loops-range-sum is given twice"]


@pytest.mark.parametrize("language", ["en", "eng", "ru-RU", "RU", "r"])
def test_a_language_has_two_letters_and_is_not_english(
    content: Path, found: Callable[[], list[str]], language: str
) -> None:
    name = f"questions/basics/loops.{language}.yaml"
    (content / name).write_text(RANGE_SUM, encoding="utf-8")
    assert found() == [f"{name}:1: expected a language's code of two letters, such as ru"]


def test_it_stands_beside_the_english_file(content: Path, found: Callable[[], list[str]]) -> None:
    (content / "questions/basics/sets.ru.yaml").write_text(RANGE_SUM, encoding="utf-8")
    assert found() == [
        "questions/basics/sets.ru.yaml:2: questions[0].id: there is no question loops-range-sum in sets.yaml"
    ]


@pytest.mark.parametrize("name", ["questions/loops.ru.yaml", "questions/basics/more/loops.ru.yaml"])
def test_it_lies_elsewhere_no_more_than_others(content: Path, found: Callable[[], list[str]], name: str) -> None:
    (content / name).parent.mkdir(exist_ok=True)
    (content / name).write_text(RANGE_SUM, encoding="utf-8")
    assert f"{name}: expected as questions/<area>/<topic>.yaml" in found()
