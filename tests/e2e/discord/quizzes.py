"""Answers a quiz in Discord, by buttons, knowing the content it asks from."""

from bot.study.catalogue import Catalogue
from bot.study.question import Kind, Question
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.screens import Change
from tests.kinds import TYPE


def question_of(shown: Change, catalogue: Catalogue) -> Question:
    """The one with this stem and these options: stems such as "What does this print?" come often."""
    stem = shown.text.splitlines()[1]
    labels = {label.removeprefix("☐ ").removeprefix("☑ ") for label in shown.labels} - {"Check"}
    (found,) = [
        question
        for question in catalogue.questions.values()
        if question.stem.splitlines()[0] == stem
        and ({TYPE} if question.kind is Kind.TYPED else {option.text for option in question.options}) == labels
        and question.code.rstrip("\n") in shown.text
    ]
    return found


async def answer(desk: Desk, shown: Change, catalogue: Catalogue, *, right: bool) -> list[Change]:
    """Press the right options of the question shown, or one that is wrong; what came of the last press."""
    question = question_of(shown, catalogue)
    chosen = [option.text for option in question.options if option.correct is right]
    if question.kind is Kind.TYPED:
        await desk.taps(TYPE, shown.message)
        return await desk.submits(chosen[0])
    labels = [label.removeprefix("☐ ") for label in shown.labels]
    if question.kind is not Kind.MULTIPLE:
        return await desk.taps(labels.index(chosen[0]) + 1, shown.message)
    for text in chosen:
        await desk.taps(labels.index(text) + 1, shown.message)
    return await desk.taps("Check", shown.message)
