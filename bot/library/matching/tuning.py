"""How sure the matcher must be, and what it makes of each sign."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Measured on six roadmaps, each with what the other five taught: `python -m tests.topic_matching --sweep`.

    At a threshold of 0.66 precision is 0.92 to 1.00 a roadmap, and 0.68 of all topics are found. The topics' scopes
    were written with these roadmaps in sight; with the scopes hidden, which is nearer to a stranger's roadmap,
    precision is 0.92 over all (0.90 for the least), and recall 0.56.
    Of the other figures only `alone` and `alone_by_weight` matter as much: half as much again costs 0.05 of precision.
    Half or one and a half times any other moves precision and recall over all by 0.03 at most.
    """

    threshold: float = 0.66
    close: float = 0.95
    """Topics of a phrase that come so near to its best one are its topics too."""
    in_context: float = 0.8
    """What a word counts that stands in the headings and not in the title, or the other way round."""
    same_area: float = 0.5
    """How well a heading's word fits that was met with other topics of the area."""
    alone: float = 0.4
    alone_by_weight: float = 0.05
    """How much a phrase is believed where its place says nothing for it; longer and rarer phrases are believed more."""
    by_name: float = 0.2
    """How much more where it is the topic's own name, under headings that we understand: "Week 2 > Lists"."""
    foreign: float = 0.3
    """What that loses where the headings have only words that were never met."""
    named: float = 2.0
    """How many nodes it is worth that a heading is a topic's name."""
    doubt: float = 1.0
    """How many nodes below a heading are imagined that have none of its topics."""
    strange: float = 0.5
    """A title with so many words never met inherits nothing from its heading."""
    similar: float = 0.87
    """How alike two spellings of a word are, from 0 to 1: this allows one slip in eight letters. Lower, everyday words
    are taken for ours (conventional for convention); higher, real slips stay."""
