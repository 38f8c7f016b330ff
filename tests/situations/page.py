"""The page: every situation with what people see of it, once where that is the same for all."""

from collections.abc import Sequence
from itertools import groupby

from tests.situations.stage import PLATFORMS, Played
from tests.situations.steps import (
    Chooses,
    IsDown,
    Presses,
    PressesInGroup,
    PressesOld,
    PressesTwice,
    Row,
    Says,
    SaysInGroup,
    Seen,
    SendsFile,
    Step,
    Types,
    Waits,
)

INTRO = """\
# What people see

<!-- Made by `python -m tests.situations`; a test says so where it is out of date. -->

{count} situations on Telegram, Discord and the terminal, played through the real adapters at the same moments, with the
same content. What is read is the same on all three, but for what is marked; how many buttons stand beside each other
may differ. `[…]` is a button, `( )` an option of Telegram's own quiz poll, `▾` a menu. *(edited)* says that the message
changed in place, *(notice)* that the text pops up: over the chat on Telegram, for that person alone on Discord, after
`»` in the terminal. Buttons that are used up go away, except from what a terminal has printed already.

Ada's clock is Berlin's, and the first day is Monday 2 March 2026.
"""
_HEADS = {
    "message": "",
    "notice": "(notice)",
    "poll": "(quiz poll)",
    "verdict": "(the poll, marked)",
    "field": "(a window asks)",
    "client": "(without Milepost)",
}


def page(played: Sequence[Played]) -> str:
    parts = [INTRO.format(count=len(played))]
    parts += [_situation(number, one) for number, one in enumerate(played, 1)]
    return "\n".join(parts)


def _situation(number: int, played: Played) -> str:
    situation = played.situation
    deeds = "; ".join(_deed(situation.who, step) for step in situation.does)
    lines = [f"## {number}. {situation.title}", "", f"{deeds}.", ""]
    if played.same:
        for together in zip(*played.seen.values(), strict=True):
            lines += _for_all(dict(zip(PLATFORMS, together, strict=True)))
    else:
        lines += [f"Not the same for all: {situation.differs}.", ""]
        for names, seen in _alike(played):
            lines += [f"**{' and '.join(names)}**", ""]
            for one in seen:
                lines += _block(_head(one), one.text, _buttons(one))
    return "\n".join([*lines, *_in_group(played)])


def _deed(who: str, step: Step) -> str:
    match step:
        case Says(text):
            return f"{who} types `{text}`"
        case SaysInGroup(text):
            return f"{who} types `{text}` where Bob and Eve are, too"
        case Presses(label) | PressesInGroup(label) | Chooses(label):
            return f"{who} presses `{label}`"
        case PressesTwice(label):
            return f"{who} presses `{label}` twice"
        case PressesOld(label):
            return f"{who} presses `{label}` under an old message"
        case Types(label, text):
            return f"{who} presses `{label}` and types `{text}`"
        case SendsFile(name, _):
            return f"{who} sends {name}"
        case Waits(_):
            return "The time comes"
        case IsDown(_):
            return "Milepost was down when the time came"


def _for_all(seen: dict[str, Seen]) -> list[str]:
    one = next(iter(seen.values()))
    layouts = {name: _buttons(each) for name, each in seen.items()}
    if len({tuple(rows) for rows in layouts.values()}) == 1:
        return _block(_head(one), one.text, _buttons(one))
    lines = _block(_head(one), one.text, [])
    shown: dict[tuple[str, ...], list[str]] = {}
    for name, rows in layouts.items():
        shown.setdefault(tuple(rows), []).append(name)
    for rows, names in shown.items():
        lines += [f"Buttons ({', '.join(names)}):", "", *_block("", "", list(rows))]
    return lines


def _alike(played: Played) -> list[tuple[list[str], Sequence[Seen]]]:
    """The platforms that show the same, together."""
    found = sorted(PLATFORMS, key=lambda name: (_first(played, name), PLATFORMS.index(name)))
    return [
        (names := list(group), played.seen[names[0]]) for _, group in groupby(found, lambda name: _first(played, name))
    ]


def _first(played: Played, name: str) -> int:
    """The place of the first platform that shows the same."""
    return next(at for at, other in enumerate(PLATFORMS) if played.seen[other] == played.seen[name])


def _head(seen: Seen) -> str:
    return " ".join(
        part for part in (_HEADS[seen.kind], "(edited)" if seen.in_place and seen.kind == "message" else "") if part
    )


def _block(head: str, text: str, buttons: list[str]) -> list[str]:
    parts = [part for part in (head, text) if part]
    body = "\n".join(parts) + ("\n\n" if parts and buttons else "") + "\n".join(buttons)
    return ["```text", *body.split("\n"), "```", ""]


def _buttons(seen: Seen) -> list[str]:
    return [_row(row, poll=seen.kind == "poll") for row in seen.rows]


def _row(row: Row, *, poll: bool) -> str:
    if row.menu:
        return "▾ " + " | ".join(row.labels)
    return " ".join(f"( ) {label}" if poll else f"[{label}]" for label in row.labels)


def _in_group(played: Played) -> list[str]:
    if not any(isinstance(step, SaysInGroup | PressesInGroup) for step in played.situation.does):
        return []
    where = [f"{name}: {_where(seen)}" for name, seen in played.seen.items()]
    others = [f"{name}: {len(texts)}" for name, texts in played.public.items() if texts]
    told = f"Messages that others see, too: {', '.join(others)}." if others else "Others see nothing of the answer."
    return [f"{'; '.join(where)}. {told}", ""]


def _where(seen: Sequence[Seen]) -> str:
    if all(one.in_private for one in seen):
        return "in the private chat"
    return "there, for that person's eyes only" if all(one.only_theirs for one in seen) else "there, for all"
