"""Kinds of questions by how they are answered."""

from dataclasses import replace

from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from bot.study.question import Kind

ONE_TAP = frozenset({Kind.SINGLE, Kind.TRUE_FALSE, Kind.OUTPUT})
"""One press answers them, as in a poll."""
TYPE = "Type the answer"
"""The label of the button below a question whose answer is typed."""


def typed_only(catalogue: Catalogue) -> Catalogue:
    typed = (one for one in catalogue.questions.values() if one.kind is Kind.TYPED)
    return replace(catalogue, questions=HeldBank(typed))
