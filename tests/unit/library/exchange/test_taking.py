"""What a foreign file doesn't say, and what is asked of every question."""

from dataclasses import replace

import pytest

from bot.library.exchange import Format, Terms, take
from bot.library.exchange.taking import TO_SAY
from bot.study.question import Kind
from tests.unit.library.exchange.making import SOURCE, TERMS, read, taken

GIFT = Format.GIFT
CHOICE = "{=one ~two ~three}"


def test_what_is_missing_is_to_be_said() -> None:
    (one,) = taken(f"::Sets at work::What? {CHOICE}", GIFT).written
    question = one.question
    assert [option.reason for option in question.options] == [TO_SAY] * 3
    assert question.explanation == TO_SAY == "TODO: say why"
    assert (question.id, question.topics, question.level, question.difficulty, question.source) == (
        "loops-sets-at-work",
        ("loops",),
        "understand",
        2,
        SOURCE,
    )
    assert [option.id for option in question.options] == ["a", "b", "c"]
    assert not one.seen


def test_terms_hold_where_nothing_is_said() -> None:
    text = f"// [tag:level:analyse]\nA? {CHOICE}\n\nB? {CHOICE}"
    found = [one.question for one in taken(text, GIFT, Terms("loops", SOURCE, "apply", 4)).written]
    assert [(one.level, one.difficulty) for one in found] == [("analyse", 4), ("apply", 4)]


def test_without_a_source_it_is_left_out() -> None:
    mine = f'A? {CHOICE}\n\nB? {{=one ~two ~three####[html]<p class\\="milepost-source">https\\://b.example/</p>}}'
    found = taken(mine, GIFT, Terms("loops"))
    assert [one.question.source for one in found.written] == ["https://b.example/"]
    assert [(one.line, one.message) for one in found.problems] == [(1, "names no source; give one with --source")]


def test_ids_are_unique_and_fit() -> None:
    long = "a very long title " * 8
    heads = (f"::{long}::A", f"::{long}::B", "// [id:mine]\nC", "// [id:Mine 2]\nD", "::???::E")
    found = take(read("\n\n".join(f"{head}? {CHOICE}" for head in heads), GIFT), TERMS, ids=["mine"])
    ids = [one.question.id for one in found.written]
    assert ids[0].startswith("loops-a-very-long-title-a-very")
    assert ids[1] == f"{ids[0][:62].strip('-')}-2"
    assert ids[2:] == ["mine-2", "loops-mine-2", "loops-question"]
    assert all(len(one) <= 64 for one in ids)


def test_the_same_question_is_not_taken_twice() -> None:
    text = f"::one::A? {CHOICE}\n\n::two::A? {CHOICE}"
    found = taken(text, GIFT)
    assert [one.question.id for one in found.written] == ["loops-one"]
    assert [(one.line, one.message) for one in found.problems] == [(3, "is there already, as loops-one")]
    again = take(read(text, GIFT), TERMS, there=[found.written[0].question])
    assert again.written == ()


def test_all_that_is_wrong_is_one_line() -> None:
    text = f"// [tag:topic:nowhere]\n{'long ' * 60}? {{=one ~two ~{'wide ' * 20}}}"
    (problem,) = taken(text, GIFT).problems
    assert str(problem) == "-:2: stem: at most 240 characters; options[2].text: at most 80 characters"
    (unknown,) = taken(f"// [tag:topic:nowhere]\nA? {CHOICE}", GIFT, replace(TERMS, topics=["loops"])).problems
    assert unknown.message == "topics[1]: there is no topic nowhere"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A? {~one ~two ~three}", "expected exactly one correct option, here 0"),
        ("A? {=one ~one ~two}", "another option says the same"),
        ("A? {=one ~two ~three ~four ~five ~six}", "expected 3 to 5 options, here 6"),
        ("A? {~%50%a ~%50%b ~c}", "expected 4 or 5 options, here 3"),
        ("A? {=%0%one}", "expected at least one correct option"),
    ],
)
def test_our_rules_are_asked(text: str, said: str) -> None:
    (problem,) = taken(text, GIFT).problems
    assert said in problem.message


def test_options_that_are_true_and_false_are_ours() -> None:
    (one,) = taken("A? {=false ~TRUE}", GIFT).written
    assert one.question.kind is Kind.TRUE_FALSE
    assert sorted((option.id, option.text, option.correct) for option in one.question.options) == [
        ("f", "False", True),
        ("t", "True", False),
    ]


def test_code_that_nothing_proves_is_there_to_be_read() -> None:
    fence = "[markdown]What?\n```python\nprint\\(1\\)\n```\n{=one ~two ~three}"
    (one,) = taken(fence.replace("\\(", "(").replace("\\)", ")"), GIFT).written
    assert (one.question.code, one.question.language) == ("print(1)", "text")
    proved = '// milepost check: "print(1)"\n' + fence
    assert taken(proved, GIFT).written[0].question.language == "python"
