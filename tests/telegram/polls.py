"""A poll in a chat: what it asks, who answered what, and when it takes no answers any more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.telegram.refusals import bad
from tests.telegram.rules import Entities, size, words


@dataclass(eq=False)
class FakePoll:
    id: str
    question: str
    options: tuple[str, ...]
    quiz: bool
    correct: tuple[int, ...]
    explanation: str
    explanation_entities: Entities
    anonymous: bool
    multiple: bool
    revoting: bool
    closes_at: datetime | None
    open_period: int | None
    stopped: bool = False
    answers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By the id of who answered."""

    def closed(self, now: datetime) -> bool:
        return self.stopped or (self.closes_at is not None and now >= self.closes_at)

    def json(self, now: datetime) -> dict[str, Any]:
        counts = [sum(index in chosen for chosen in self.answers.values()) for index in range(len(self.options))]
        body: dict[str, Any] = {
            "id": self.id,
            "question": self.question,
            "options": [
                {"persistent_id": f"{self.id}-{index}", "text": text, "voter_count": counts[index]}
                for index, text in enumerate(self.options)
            ],
            "total_voter_count": sum(bool(chosen) for chosen in self.answers.values()),
            "is_closed": self.closed(now),
            "is_anonymous": self.anonymous,
            "type": "quiz" if self.quiz else "regular",
            "allows_multiple_answers": self.multiple,
            "allows_revoting": self.revoting,
            "members_only": False,
        }
        if self.quiz:
            body["correct_option_ids"] = list(self.correct)
        if self.explanation:
            body |= {"explanation": self.explanation, "explanation_entities": self.explanation_entities}
        if self.open_period and self.closes_at:
            body |= {"open_period": self.open_period, "close_date": int(self.closes_at.timestamp())}
        return body


def new_poll(number: str, params: dict[str, Any], now: datetime) -> FakePoll:
    """From the parameters of sendPoll; raises Refusal."""
    question = _within(params.get("question"), 300, "poll question")
    raw = params.get("options")
    if not isinstance(raw, list) or not 2 <= len(raw) <= 12:
        raise bad("poll must have from 2 to 12 options")
    options = tuple(_within(one.get("text") if isinstance(one, dict) else one, 100, "poll option") for one in raw)
    quiz = _kind(params) == "quiz"
    correct = params.get("correct_option_ids") or []
    _check_correct(correct, quiz, len(options))
    explanation, spans = words(params, "explanation", 200)
    if explanation.count("\n") > 2:
        raise bad("poll explanation has too many line feeds")
    if explanation and not quiz:
        raise bad("only quizzes have an explanation")
    period = params.get("open_period")
    if period is not None and not (type(period) is int and 5 <= period <= 2_628_000):
        raise bad("can't parse open_period: it must be from 5 to 2628000 seconds")
    return FakePoll(
        id=number,
        question=question,
        options=options,
        quiz=quiz,
        correct=tuple(correct),
        explanation=explanation,
        explanation_entities=spans,
        anonymous=params.get("is_anonymous", True),
        multiple=params.get("allows_multiple_answers", False),
        revoting=params.get("allows_revoting", not quiz),
        closes_at=now + timedelta(seconds=period) if period else None,
        open_period=period,
        stopped=params.get("is_closed", False),
    )


def _kind(params: dict[str, Any]) -> str:
    kind = params.get("type", "regular")
    if kind not in ("regular", "quiz"):
        raise bad("unsupported poll type specified")
    return str(kind)


def _within(text: object, most: int, what: str) -> str:
    trimmed = text.strip() if isinstance(text, str) else ""
    if not trimmed:
        raise bad(f"{what} must be non-empty")
    if size(trimmed) > most:
        raise bad(f"{what} length must not exceed {most}")
    return trimmed


def _check_correct(correct: object, quiz: bool, options: int) -> None:
    if not isinstance(correct, list) or not all(type(one) is int for one in correct):
        raise bad("can't parse correct_option_ids JSON object")
    if not quiz:
        if correct:
            raise bad("only quizzes have correct options")
        return
    if not correct:
        raise bad("correct option identifiers must be specified for quizzes")
    if correct != sorted(set(correct)) or correct[0] < 0 or correct[-1] >= options:
        raise bad("wrong correct option identifiers specified")
