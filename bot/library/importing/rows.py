"""A row of a table as one line to learn: which cell is its title, which its time, its number, its mark."""

import re
from dataclasses import replace

from bot.library.importing.amounts import amount
from bot.library.importing.blocks import Block, Kind
from bot.library.importing.inline import Line
from bot.library.importing.labels import Meaning, meaning_of
from bot.library.importing.titles import Title, read_title

_TITLE = re.compile(
    r"(?:.*\b)?(?:topics?|subjects?|skills?|titles?|names?|what|modules?|concepts?|areas?|chapters?|lessons?|course|тема|название|темы)(?:\b.*)?"
)
_NUMBER = re.compile(r"#|no\.?|nr\.?|№|weeks?|days?|months?|phases?|steps?|stages?|order|неделя|день|этап|шаг|номер")
_TIME = re.compile(r"(?:.*\b)?(?:hours?|time|duration|h|часы|время|длительность)(?:\b.*)?")
_STATUS = re.compile(r"status|done\??|marks?|✓|✅|progress|статус|готово")
_DAY = re.compile(
    r"mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    r"пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|周[一二三四五六日]"
)
_FEWEST_DAYS = 3
_FREE = ("rest", "off", "rest day", "free", "отдых", "ruhetag", "pause", "descanso", "休息")
_NOTHING = ("n/a", "none", "tbd", "tba", "нет")
_UNIT = re.compile(r"\b(?:days?|weeks?|months?|minutes?|min)\b")


def row_title(block: Block) -> tuple[Title, Line]:
    """The row's title with what other cells say of it, and a line that holds all of its links."""
    cells = block.cells
    columns = [*block.columns, *[""] * len(cells)][: len(cells)]
    at = _title_at(cells, columns)
    title = read_title(cells[at].text)
    if _is_week(columns) and not _DAY.fullmatch(columns[0]) and cells[0].text.strip():
        own = cells[0].text.strip()
        text = f"{columns[0].capitalize()} {own}" if own.isdigit() else own
        return replace(read_title(own), text=text), replace(cells[0], text=text, rows=block.line.rows)
    for index, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        if index == at or not cell.text.strip():
            continue
        if _NUMBER.fullmatch(column):
            title = replace(title, number=title.number or _figure(cell.text))
        elif _TIME.fullmatch(column):
            title = _timed(title, cell.text, column)
        elif _STATUS.fullmatch(column):
            status = read_title(cell.text + " .")
            title = replace(title, sign=title.sign or status.sign, ticked=title.ticked or status.ticked)
    links = tuple(link for cell in cells for link in cell.links)
    return title, replace(cells[at], text=cells[at].text, links=links, rows=block.line.rows)


def row_parts(block: Block) -> list[Block]:
    """What the days of a week's row say, and the resources that a cell names without a link."""
    columns = [*block.columns, *[""] * len(block.cells)][: len(block.cells)]
    parts = []
    for cell, column in zip(block.cells, columns, strict=True):
        text = cell.text.strip()
        if not any(map(str.isalnum, text)) or text.casefold() in _NOTHING or cell.links:
            continue
        if _is_week(columns) and _DAY.fullmatch(column) and text.casefold() not in _FREE:
            parts.append(Block(Kind.ITEM, replace(cell, text=f"{column.capitalize()}: {text}", rows=block.line.rows)))
        elif (found := meaning_of(column)) and found[0] is Meaning.RESOURCES:
            parts.append(_under_label(column, replace(cell, rows=block.line.rows)))
    return parts


def _under_label(column: str, cell: Line) -> Block:
    return Block(Kind.LABEL, Line(f"{column}:", cell.rows), parts=[Block(Kind.ITEM, cell)])


def _is_week(columns: list[str]) -> bool:
    return sum(_DAY.fullmatch(column) is not None for column in columns) >= _FEWEST_DAYS


def is_total(title: str) -> bool:
    """Whether a row only sums up those above."""
    return title.casefold() in ("total", "totals", "total hours", "sum", "итого", "всего", "summe", "gesamt", "合计")


def _title_at(cells: tuple[Line, ...], columns: list[str]) -> int:
    filled = [index for index, cell in enumerate(cells) if any(map(str.isalpha, cell.text))]
    for index in filled:
        if _TITLE.fullmatch(columns[index]):
            return index
    plain = [index for index in filled if not any(one.fullmatch(columns[index]) for one in (_NUMBER, _TIME, _STATUS))]
    return (plain or filled or [0])[0]


def _figure(text: str) -> str:
    title = read_title(text)
    return title.number or next(iter(re.findall(r"\d{1,3}(?:\s*[-–—]\s*\d{1,3})?", text)), "")


def _timed(title: Title, text: str, column: str) -> Title:
    bare = text.strip()
    found = amount(bare)
    if found is None and any(map(str.isdigit, bare)) and not any(map(str.isalpha, bare)) and not _UNIT.search(column):
        found = amount(f"{bare} h")
    if found is None:
        return title
    return replace(title, hours=title.hours or found.hours, duration=title.duration or found.duration)
