"""Contents of the tests' own: a second roadmap, a step with very many items, and a quiz whose answers are known."""

from dataclasses import replace

from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue, Topic
from bot.study.question import Kind, Option, Question
from bot.study.roadmap import Node, Roadmap

RIGHT, WRONG = "right", "wrong"
TOPIC = "signposts"


def two_roadmaps(catalogue: Catalogue) -> Catalogue:
    """So that there is one to switch to; its first step has more items than a message has buttons."""
    return replace(catalogue, roadmaps={**catalogue.roadmaps, **wide(catalogue, 30).roadmaps})


def wide(catalogue: Catalogue, items: int) -> Catalogue:
    """A roadmap whose first step has so many items, and the second one."""
    leaves = tuple(Node(f"item-{number}", f"Item {number}", section=False) for number in range(1, items + 1))
    last = Node("last", "The last item", section=False)
    steps = (
        Node("wide", "A wide step", section=True, number="1.1", minutes=600, parts=leaves),
        Node("narrow", "A narrow step", section=True, number="1.2", minutes=60, parts=(last,)),
    )
    phase = Node("phase", "A phase", section=True, number="1", minutes=660, parts=steps)
    roadmap = Roadmap("wide-roadmap", "Another way", "For tests.", (phase,))
    return replace(catalogue, roadmaps={roadmap.id: roadmap})


def quizzes(catalogue: Catalogue) -> Catalogue:
    """One topic with two questions: of one of three, and of two of three. Options say themselves what they are."""
    questions = (_question("one", Kind.SINGLE, 1), _question("two", Kind.MULTIPLE, 2))
    topics = {**catalogue.topics, TOPIC: Topic(TOPIC, "Signposts", "walking", "Where they point")}
    return replace(catalogue, topics=topics, questions=HeldBank(questions))


def _question(name: str, kind: Kind, right: int) -> Question:
    options = tuple(
        Option(chr(ord("a") + at), f"{RIGHT if at < right else WRONG} {at + 1}", at < right, f"Because {at + 1}.")
        for at in range(3)
    )
    stem, source = f"Which *signpost* is right, {name}?", "https://docs.python.org/3/"
    return Question(f"q-{name}", (TOPIC,), kind, stem, options, "That is why.", source, "beginner", 1)
