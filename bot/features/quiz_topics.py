"""What a quiz is about: a topic by name, or where the person stands."""

from difflib import get_close_matches

from bot.features.standing import Standing, StudyTurn
from bot.study.catalogue import Catalogue
from bot.study.progress import is_closed
from bot.study.question import Question

SUGGESTED = 3


def meant_topics(catalogue: Catalogue, wanted: str) -> list[str]:
    """The topic of that id or title, in any case; else those with the word in it, if any with questions just those.

    Where none of several has questions, the first stands for all.
    """
    name = " ".join(wanted.casefold().split())
    topics = catalogue.topics.values()
    for topic in topics:
        if name in (topic.id, topic.id.replace("-", " "), topic.title.casefold()):
            return [topic.id]
    found = [topic.id for topic in topics if name in (*topic.title.casefold().split(), *topic.id.split("-"))]
    return [topic for topic in found if topic in catalogue.questions.topics] or found[:1]


def nearest_topics(catalogue: Catalogue, wanted: str) -> list[str]:
    """Ids of topics with questions: those that look like `wanted`, else the first ones."""
    asked = list(catalogue.questions.topics)
    return get_close_matches(wanted.casefold(), asked, n=SUGGESTED, cutoff=0.5) or asked[:SUGGESTED]


def about_position(turn: StudyTurn, here: Standing, step_id: str = "") -> tuple[list[Question], list[Question]]:
    """Questions about the step, and about what was studied before it.

    Where neither has any, those of the next step that does.
    """
    steps = here.roadmap.steps
    step = next((one for one in steps if one.id == step_id), here.step)
    now = _about(turn, step.topics) if step else []
    studied = [
        topic for leaf in here.roadmap.leaves.values() if is_closed(here.enrolment, leaf.id) for topic in leaf.topics
    ]
    before = _about(turn, studied)
    if not now and not before and step:
        ahead = (_about(turn, one.topics) for one in steps[steps.index(step) :])
        now = next((questions for questions in ahead if questions), [])
    return now, before


def about_topic(turn: StudyTurn, topic: str) -> tuple[Question, ...]:
    return turn.content.questions.about(topic, turn.person.locale)


def _about(turn: StudyTurn, topics: tuple[str, ...] | list[str]) -> list[Question]:
    questions = {question.id: question for topic in topics for question in about_topic(turn, topic)}
    return list(questions.values())
