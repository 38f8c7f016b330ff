"""Trees drawn with characters in a fence: ├── Topic."""

from bot.library.importing.blocks import Block, Kind
from bot.library.importing.inline import Line

_BRANCHES = ("├", "└", "╰", "╠", "╚", "|--", "+--", "`--", "\\--", "|__", "|_")
_STROKES = " \t\u00a0│║┃|├└╰╠╚─━═-—>+`\\_┬┐┌╭╮┤┼"


def drawn_tree(content: str, row: int) -> list[Block] | None:
    """The tree's lines as items, each as deep as its text begins; None if the fence holds something else."""
    lines = content.split("\n")
    if not any(_branch(line) for line in lines):
        return None
    items = []
    for offset, line in enumerate(lines):
        text = line.lstrip(_STROKES)
        if any(map(str.isalnum, text)):
            name, _, remark = text.partition(" # ")
            rows = range(row + offset, row + offset + 1)
            items.append(
                Block(Kind.ITEM, Line((name if name.strip() else remark).strip(), rows), depth=1 + _column(line, text))
            )
    return items


def _branch(line: str) -> bool:
    return line.lstrip(" \t\u00a0│║┃|").startswith(_BRANCHES) or any(
        f" {branch}" in line[:40] for branch in _BRANCHES[:5]
    )


def _column(line: str, text: str) -> int:
    return len(line[: len(line) - len(text)].expandtabs(4))
