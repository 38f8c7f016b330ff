"""Item-writing rules: what gives a question's key away, or makes it unfair, though its shape is sound.

They follow the guidelines that test makers agree on (Haladyna, Downing and Rodriguez, 2002).
"""

import re
from collections.abc import Iterator, Sequence

from bot.library.problems import FieldPath, Problem
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind, Option, Question

LIKE_LENGTHS = 2.0
"""How many times longer the key may be than the longest wrong option, or shorter than the shortest one."""
SHORT = 24
"""Characters. Among options no longer than this, lengths say little."""
SHOWN_TOGETHER = 1900
"""Characters, of Discord's 2,000 for a message (Telegram has 4,096): what is shown together once all is revealed."""

_CATCH_ALL = re.compile(
    r"\b(?:all|none|any|both|neither|either)"
    r"(?: of (?:these|those|them|the (?:other|two|three|four|options|answers|choices))| (?:of |the |of the )above)\b"
    r"|\b(?:both|neither) [a-e] (?:and|nor) [a-e]\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?:^|[.:;,?!] )(?:\w+ )?(?:[Ww]hich|[Ww]hat|[Ww]ho|[Ww]here|[Ww]hen|[Hh]ow)\b"
    r"(?:(?!because\b|that\b|if\b|whose\b|while\b|when\b|where\b|although\b|unless\b)[^.?:;,])*?"
    r"(?:\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might) not\b"
    r"|\bcannot\b|n['’]t\b|\bnever\b)[^.;:]*\?"
    r"|\b(?:[Aa]ll|[Ww]hich|[Ww]hat)\b[^.?]*\bexcept (?:for|one|the)\b"
)
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"")
"""What stands there is code or somebody's words, not the question's own."""
LEFT_TO_WRITE = "TODO"
"""What an import puts where a file says nothing."""
_ARTICLE = re.compile(r"\b(an?)\s*(?:…|\.\.\.|_+)?\s*:?$")
_VOWEL = re.compile(r"[aeio]|u(?!ni|se|ti)", re.IGNORECASE)


def item_problems(written: WrittenQuestion) -> Iterator[Problem]:
    question = written.question
    for index, option in enumerate(question.options):
        if _CATCH_ALL.search(option.text):
            yield written.problem(
                ("options", index, "text"), "stands for other options, which are shuffled; write an answer of its own"
            )
    for field, text in _texts(question):
        if text.startswith(LEFT_TO_WRITE):
            yield written.problem(field, "is still to be written")
    if _NEGATIVE.search(_QUOTED.sub("x", question.stem)):
        yield written.problem(("stem",), "is easily misread; ask positively, or write NOT or EXCEPT")
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        yield from _length_problems(written)
        yield from _grammar_problems(written)
    if (together := _together(question)) > SHOWN_TOGETHER:
        yield written.problem((), f"all of it takes {together} characters; at most {SHOWN_TOGETHER} fit one message")


def key_is_longest(question: Question) -> bool | None:
    """Whether the one right option is longer than every other; None where there is nothing to compare."""
    if question.kind not in (Kind.SINGLE, Kind.OUTPUT):
        return None
    right, wrong = _right_and_wrong(question.options)
    return max(map(len, right)) > max(map(len, wrong))


def _right_and_wrong(options: Sequence[Option]) -> tuple[list[str], list[str]]:
    return [one.text for one in options if one.correct], [one.text for one in options if not one.correct]


def _length_problems(written: WrittenQuestion) -> Iterator[Problem]:
    right, wrong = _right_and_wrong(written.question.options)
    longest, shortest = max(map(len, right)), min(map(len, wrong))
    if longest > SHORT and longest > LIKE_LENGTHS * max(map(len, wrong)):
        yield written.problem(("options",), "a correct option is more than twice as long as any wrong one")
    if shortest > SHORT and shortest > LIKE_LENGTHS * longest:
        yield written.problem(("options",), "every correct option is less than half as long as any wrong one")


def _grammar_problems(written: WrittenQuestion) -> Iterator[Problem]:
    """What fits the stem, or differs from the others, in the key alone or in the wrong options alone."""
    question = written.question
    right, wrong = _right_and_wrong(question.options)
    article = _ARTICLE.search(question.stem)
    if article and all(bool(_VOWEL.match(text)) == (article[1] == "an") for text in right):
        unfit = [text for text in wrong if bool(_VOWEL.match(text)) != (article[1] == "an")]
        if unfit:
            yield written.problem(("stem",), f"ends with “{article[1]}”, which doesn't fit {unfit[0]!r}")
    stopped = [text.endswith(".") for text in right], [text.endswith(".") for text in wrong]
    if len({*stopped[0]}) == len({*stopped[1]}) == 1 and stopped[0][0] != stopped[1][0]:
        which = "the correct options" if stopped[0][0] else "the wrong options"
        yield written.problem(("options",), f"only {which} end with a full stop")


def _texts(question: Question) -> Iterator[tuple[FieldPath, str]]:
    yield ("stem",), question.stem
    yield ("explanation",), question.explanation
    for index, option in enumerate(question.options):
        yield ("options", index, "reason"), option.reason


def _together(question: Question) -> int:
    """Characters as Discord counts them, with what stands between."""
    options = sum(len(option.text) + len(option.reason) + 20 for option in question.options)
    texts = (question.stem, question.code, question.explanation, question.detail, question.source)
    return options + sum(len(text) + 10 for text in texts)
