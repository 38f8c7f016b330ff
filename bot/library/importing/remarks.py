"""Words before a colon that label what follows: remarks about a section, tasks in it, and how far its lines are."""

import re

from bot.library.importing.draft import Mark
from bot.library.importing.inline import Line
from bot.library.importing.titles import read_title

_REMARKS = frozenset(
    (
        *("goal", "goals", "note", "tip", "tips", "objective", "objectives", "prerequisites", "why", "how", "level"),
        *("audience", "tools", "result", "purpose", "focus", "description", "summary", "theme", "commitment"),
        *("difficulty", "thoughts", "pace", "you need", "mindset", "why it matters", "why this matters", "due"),
        *("цель", "задача", "результат", "ziel", "niveau", "objetivo", "nivel", "objectif", "目标"),
    )
)
"""They say something about their section, instead of being defined or done."""
_TASKS = frozenset(
    (
        *("homework", "exercise", "exercises", "assignment", "deliverable", "deliverables", "task", "tasks"),
        *("practice", "challenge", "lab", "quiz", "exam", "midterm", "final exam", "milestone", "lecture", "reading"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("readings", "hands-on", "activity", "checkpoint", "certification", "drill", "today's progress", "weekend"),
        *("домашнее задание", "дз", "задание", "упражнение", "практика", "лекция", "контрольная", "экзамен"),
        *("aufgabe", "hausaufgabe", "übung", "prüfung", "vorlesung", "tarea", "ejercicio", "entregable", "examen"),
        *("devoirs", "exercice", "作业", "练习"),
    )
)
_STATES: dict[str, Mark | None] = {
    **dict.fromkeys(("done", "completed", "finished", "already done", "already know", "готово", "сделано"), Mark.DONE),
    **dict.fromkeys(("erledigt", "fertig", "hecho", "terminé", "已完成"), Mark.DONE),
    **dict.fromkeys(("doing", "in progress", "wip", "in arbeit", "в процессе", "en curso", "进行中"), Mark.IN_PROGRESS),
    **dict.fromkeys(("todo", "to do", "to-do", "not started", "не начато", "сделать", "offen", "pendiente"), None),
    "待办": None,
}
_FIGURE = re.compile(r"\s*[#№]?\s*\d{1,3}(?:\.\d{1,2})?$")
_LABEL = re.compile(r"^(?P<label>[^:：→]{2,40}?)\s*(?::|：|→)\s*(?P<rest>\S.*)$", re.DOTALL)


def label_of(line: Line) -> str:
    """What stands before the colon, small and without its figure; empty where nothing comes after it."""
    found = _LABEL.match(read_title(line.text).text)
    return _FIGURE.sub("", found["label"].casefold().replace("’", "'")).strip(" *_") if found else ""


def is_remark(label: str) -> bool:
    return label.casefold() in _REMARKS


def is_task(line: Line) -> bool:
    """ "Homework: read chapter 2": something to do, of whatever kind."""
    return label_of(line) in _TASKS


def is_labelled(line: Line) -> bool:
    """Whether a line is a remark or a task, so that a sign before it is decoration."""
    label = label_of(line)
    return label in _TASKS or label in _REMARKS


def is_state(title: str) -> bool:
    return title.casefold() in _STATES


def state_mark(title: str) -> Mark | None:
    """The mark of the lines under a title such as "Done"."""
    return _STATES.get(title.casefold())
