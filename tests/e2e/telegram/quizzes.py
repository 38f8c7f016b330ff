"""Answers a quiz in Telegram, by polls or by buttons, knowing the content it asks from."""

from bot.study.catalogue import Catalogue
from bot.study.question import Kind, Question
from tests.e2e.telegram.phone import Phone, Seen
from tests.kinds import TYPE


def question_of(shown: Seen, catalogue: Catalogue) -> Question:
    """The one with this stem and these options: stems such as "What does this print?" come often."""
    stem = shown.text.splitlines()[1]
    given = set(shown.options) or {label.removeprefix("☐ ") for label in shown.labels} - {"Check"}
    (found,) = [
        question
        for question in catalogue.questions.values()
        if question.stem.splitlines()[0] == stem
        and ({TYPE} if question.kind is Kind.TYPED else {option.text for option in question.options}) == given
        and question.code.rstrip("\n") in shown.text
    ]
    return found


async def answer(phone: Phone, shown: Seen, catalogue: Catalogue, *, right: bool) -> list[Seen]:
    """Choose the right options of the question shown, or one that is wrong; what came of the last press."""
    question = question_of(shown, catalogue)
    chosen = [option.text for option in question.options if option.correct is right]
    if question.kind is Kind.TYPED:
        return await phone.says(chosen[0])
    if shown.options:
        return await phone.answers(shown.message, shown.options.index(chosen[0]))
    labels = [label.removeprefix("☐ ") for label in shown.labels]
    if question.kind is not Kind.MULTIPLE:
        return await phone.taps(labels.index(chosen[0]) + 1, shown.message)
    for text in chosen:
        await phone.taps(labels.index(text) + 1, shown.message)
    return await phone.taps("Check", shown.message)
