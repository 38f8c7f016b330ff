"""Content that asks for typed answers only."""

from dataclasses import replace

from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from bot.study.question import Kind

TYPE = "Type the answer"
"""The label of the button below such a question."""


def typed_only(catalogue: Catalogue) -> Catalogue:
    typed = (one for one in catalogue.questions.values() if one.kind is Kind.TYPED)
    return replace(catalogue, questions=HeldBank(typed))
