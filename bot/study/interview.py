"""Open questions, as an interviewer asks them: answered aloud and graded by oneself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """`topic` is a topic's id; `mentions` is what a good answer can't leave out. `difficulty` is 1 (easy) to 5."""

    id: str
    topic: str
    level: str
    difficulty: int
    question: str
    answer: str
    mentions: tuple[str, ...]
    source: str
