"""The terminal for people: messages as indented blocks, buttons with the numbers that press them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text as RichText

from bot.adapters.terminal.output import Output
from bot.adapters.terminal.place import Place
from bot.adapters.terminal.printer import Call, Texts
from bot.core.model import Rows
from bot.core.text import Style, Text

INDENT = "  "
NARROWEST = 20

_STYLES = {
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.CODE: "cyan",
    Style.LINK: "underline",
    Style.SPOILER: "dim reverse",
}
# A terminal obeys control characters; people's text may only show them. One for one, since spans count characters.
_VISIBLE = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


class RichPrinter:
    """`prompts` where both ends are a terminal."""

    def __init__(self, stream: TextIO, text: Texts, *, prompts: bool) -> None:
        self._out = Output(stream)
        self._console = Console(file=stream, markup=False, emoji=False, highlight=False)
        self._text = text
        self._prompts = prompts
        self._places: set[Place] = set()
        self._waiting = ""
        """The prompt that stands there, once it was printed and until a line has come."""

    @property
    def closed(self) -> bool:
        return self._out.closed

    def call(self, call: Call) -> None:
        self._places.add(call.place)
        head = RichText(self._head(call), "dim")
        match call.op:
            case "ack":
                self._print(RichText("» " + _shown(call.message.text.plain), "italic"))
            case "delete":
                self._print(RichText(self._text("terminal-deleted"), "dim"), head=head)
            case _:
                self._print(*self._message(call), head=head)

    def error(self, text: str) -> None:
        self._print(RichText(_shown(text), "red"))

    def note(self, text: str) -> None:
        self._print(RichText(_shown(text), "dim"))

    def idle(self, at: datetime, prompt: str) -> None:
        if self._prompts:
            self._waiting = f"{_shown(prompt)} "
            self._out.write(self._waiting)

    def heard(self) -> None:
        self._waiting = ""

    def end(self) -> None:
        if self._waiting:
            self._waiting = ""
            self._out.write("\n")

    def _head(self, call: Call) -> str:
        parts = []
        if len(self._places) > 1 or not call.place.private:
            parts.append(_shown(call.place.name))
        if not call.place.private and call.to:
            parts.append(self._text("terminal-only-for", name=_shown(call.to)))
        if call.op == "edit":
            parts.append(self._text("terminal-edited"))
        return " · ".join(parts)

    def _message(self, call: Call) -> Iterator[RichText]:
        message = call.message
        if message.picture:
            yield RichText(self._text("terminal-picture", alt=_shown(message.picture.alt)), "italic")
        if message.text:
            yield from _paragraphs(message.text)
        if message.file:
            yield RichText(self._text("terminal-file", name=_shown(message.file.name)), "italic")
        yield from _buttons(message.buttons)

    def _print(self, *blocks: RichText, head: RichText | None = None) -> None:
        with self._console.capture() as capture:
            if head:
                self._console.print(head, soft_wrap=True)
            for block in blocks:
                for line in self._lines(block):
                    self._console.print(RichText(INDENT) + line if line else line, soft_wrap=True)
            self._console.print()
        # What arrives while a person may be typing goes below their line, and the prompt below it.
        before = "\n" if self._waiting else ""
        self._out.write(before + capture.get() + self._waiting)

    def _lines(self, block: RichText) -> Iterable[RichText]:
        """Wrapped for a screen; in a file or a pipe a line stays a line."""
        if self._console.is_terminal:
            return block.wrap(self._console, max(self._console.width - len(INDENT), NARROWEST))
        return block.split("\n", allow_blank=True)


def _shown(plain: str) -> str:
    return plain.translate(_VISIBLE)


def _paragraphs(text: Text) -> Iterator[RichText]:
    """The text around its code blocks, and those highlighted."""
    at = 0
    for span in sorted(text.spans, key=lambda span: span.start):
        if span.style is Style.BLOCK and span.start >= at:
            if before := text.plain[at : span.start].strip("\n"):
                start = text.plain.index(before, at)
                yield _inline(text.cut(start, start + len(before)))
            code = _shown(text.plain[span.start : span.end])
            syntax = Syntax("", span.value or "text", theme="ansi_dark", background_color="default")
            highlighted = syntax.highlight(code)
            highlighted.rstrip()
            yield highlighted
            at = span.end
    rest = text.cut(at, len(text.plain))
    start = len(rest.plain) - len(rest.plain.lstrip("\n"))
    if rest.plain[start:]:
        yield _inline(rest.cut(start, len(rest.plain)))


def _inline(text: Text) -> RichText:
    rich = RichText(_shown(text.plain))
    links = []
    for span in text.spans:
        rich.stylize(_STYLES.get(span.style, ""), span.start, span.end)
        if span.style is Style.LINK and span.value not in text.plain[span.start : span.end]:
            links.append(span)
    for link in sorted(links, key=lambda span: span.end, reverse=True):
        before, after = rich[: link.end], rich[link.end :]
        rich = before.append(f" ({_shown(link.value)})", "dim") + after
    return rich


def _buttons(rows: Rows) -> Iterator[RichText]:
    number = 0
    for row in rows:
        line = RichText()
        for button in row:
            number += 1
            line.append("  " if line else "")
            line.append(f"[{number}] ", "bold cyan").append(_shown(button.label))
            if button.url:
                line.append(f" ({_shown(button.url)})", "dim")
        yield line
