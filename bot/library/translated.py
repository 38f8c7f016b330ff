"""Questions in other languages, which stand beside the English ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.library.item_writing import LEFT_TO_WRITE
from bot.library.problems import FieldPath, Problem
from bot.library.schema import OptionWords, QuestionWords, TranslatedFile
from bot.library.source import Source
from bot.study.question import Kind, Option, Question


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
            translated = _in_words(question, words)
            yield from _problems(source, place, question, translated)
            yield translated


def _problems(source: Source, place: FieldPath, english: Question, question: Question) -> Iterator[Problem]:
    said: set[str] = set()
    for index, option in enumerate(question.options):
        if option.text in said:
            yield source.problem((*place, "options", index), "another option says the same")
        if question.kind is Kind.OUTPUT and option.correct and option.text != english.options[index].text:
            yield source.problem((*place, "options", index, "text"), "what the code prints is the same in any language")
        if option.reason.startswith(LEFT_TO_WRITE):
            yield source.problem((*place, "options", index, "reason"), "is still to be written")
        said.add(option.text)
    for field, text in (("stem", question.stem), ("explanation", question.explanation)):
        if text.startswith(LEFT_TO_WRITE):
            yield source.problem((*place, field), "is still to be written")


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
