"""Questions in other languages, which stand beside the English ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.library.problems import Problem
from bot.library.schema import OptionWords, QuestionWords, TranslatedFile
from bot.library.source import Source
from bot.study.question import Option, Question


def translated_questions(
    source: Source, file: TranslatedFile, english: Mapping[str, Question]
) -> Iterator[Question | Problem]:
    """`english` are the questions of the file that this one stands beside."""
    for index, words in enumerate(file.questions):
        question = english.get(words.id)
        place = ("questions", index)
        if question is None:
            yield source.problem((*place, "id"), f"there is no question {words.id} in {_beside(source)}")
        elif words.id in [other.id for other in file.questions[:index]]:
            yield source.problem((*place, "id"), f"{words.id} is given twice")
        elif [option.id for option in words.options] != [option.id for option in question.options]:
            expected = ", ".join(option.id for option in question.options)
            yield source.problem((*place, "options"), f"expected the options {expected}, in this order")
        else:
            yield _in_words(question, words)


def _beside(source: Source) -> str:
    return f"{source.file.stem.partition('.')[0]}.yaml"


def _in_words(question: Question, words: QuestionWords) -> Question:
    options = zip(question.options, words.options, strict=True)
    return replace(
        question,
        stem=words.stem,
        options=tuple(_option(option, said) for option, said in options),
        explanation=words.explanation,
        detail=words.detail or "",
    )


def _option(option: Option, words: OptionWords) -> Option:
    return replace(option, text=words.text or option.text, reason=words.reason)
