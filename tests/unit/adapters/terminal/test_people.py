"""What a person reads."""

from datetime import UTC, datetime
from io import StringIO
from typing import Literal

from bot.adapters.terminal.people import RichPrinter
from bot.adapters.terminal.place import Place
from bot.adapters.terminal.printer import Call
from bot.core.model import Button, File, Message, Picture
from bot.core.text import Style, Text, block, bold, link, styled

from .echo import text

AT = datetime(2026, 3, 28, 12, tzinfo=UTC)
BOB, ADA, ALGO = Place(True, "bob"), Place(True, "ada"), Place(False, "Algo")


class Screen(StringIO):
    """A terminal as far as rich asks."""

    def isatty(self) -> bool:
        return True


def call(
    message: Message,
    place: Place = BOB,
    to: str | None = None,
    op: Literal["send", "edit", "delete", "ack", "file"] = "send",
) -> Call:
    return Call(AT, place, to, op, "1", message)


def printed(*calls: Call) -> str:
    out = StringIO()
    printer = RichPrinter(out, text, prompts=False)
    for one in calls:
        printer.call(one)
    return out.getvalue()


def test_a_message_is_indented_with_its_buttons_numbered_in_their_rows() -> None:
    buttons = ((Button("Done", "d"), Button("Docs", url="https://example.org")), (Button("Later", "l"),))
    assert printed(call(Message(bold("Today") + "\n\nRead", buttons))) == (
        "  Today\n\n  Read\n  [1] Done  [2] Docs (https://example.org)\n  [3] Later\n\n"
    )


def test_nothing_written_is_markup() -> None:
    said = "[bold]a[/bold] [/] :smile: \\[x]"
    assert said in printed(call(Message(Text(said), ((Button("[red]b[/red]", "b"),),))))
    assert "[1] [red]b[/red]" in printed(call(Message(Text(said), ((Button("[red]b[/red]", "b"),),))))


def test_control_characters_are_shown_and_not_obeyed() -> None:
    out = printed(call(Message(bold("a\x1b[2Jb") + "\x9b\x07\rc"), place=Place(False, "x\x1b[31m")))
    assert "a␛[2Jb�␇␍c" in out
    assert "x␛[31m" in out


def test_styles_reach_the_screen_in_the_right_place() -> None:
    out = Screen()
    printer = RichPrinter(out, text, prompts=False)
    printer.call(call(Message(Text("🙂 a ") + bold("bc") + " d")))
    assert "\x1b[1mbc\x1b[0m" in out.getvalue()


def test_a_link_shows_where_it_leads() -> None:
    two = Text("See ") + link("the docs", "https://example.org/a") + " or " + link("b.org", "b.org") + "."
    assert "  See the docs (https://example.org/a) or b.org.\n" in printed(call(Message(two)))


def test_a_code_block_keeps_its_lines() -> None:
    code = "def f(a):\n    return a[0]  # [bold]"
    out = printed(call(Message(Text("Before:\n") + block(code, "python") + "\n\nAfter " + styled(Style.CODE, "f"))))
    assert out == "  Before:\n  def f(a):\n      return a[0]  # [bold]\n  After f\n\n"
    assert "x = ?" in printed(call(Message(block("x = ?", "no such language"))))


def test_a_long_line_is_wrapped_on_a_screen_only() -> None:
    long = Message(Text("word " * 60))
    out = Screen()
    RichPrinter(out, text, prompts=False).call(call(long))
    assert len(out.getvalue().splitlines()) > 3
    assert len(printed(call(long)).splitlines()) == 2


def test_who_is_spoken_to_is_told_once_there_are_several() -> None:
    hello = Message(Text("hello"))
    assert printed(call(hello)) == "  hello\n\n"
    assert printed(call(hello), call(hello, place=ADA)) == "  hello\n\nada\n  hello\n\n"
    assert printed(call(hello, place=ALGO, to="ada")) == "Algo · only for ada\n  hello\n\n"


def test_edits_deletions_and_notices_are_marked() -> None:
    assert printed(call(Message(Text("new")), op="edit")) == "(edited)\n  new\n\n"
    assert printed(call(Message(Text()), op="delete")) == "  (a message was deleted)\n\n"
    assert printed(call(Message(Text("Saved")), op="ack")) == "  » Saved\n\n"


def test_pictures_and_files_are_named() -> None:
    out = printed(call(Message(Text("Stats"), picture=Picture(b"", "two weeks"), file=File("a.ics", b""))))
    assert out == "  Picture: two weeks\n  Stats\n  File: a.ics\n\n"


def test_the_prompt_stays_below_what_arrives_while_it_stands() -> None:
    out = StringIO()
    printer = RichPrinter(out, text, prompts=True)
    printer.idle(AT, "you>")
    printer.call(call(Message(Text("ping"))))
    assert out.getvalue() == "you> \n  ping\n\nyou> "
    printer.heard()
    printer.call(call(Message(Text("pong"))))
    assert out.getvalue().endswith("you>   pong\n\n")
    printer.end()
    assert out.getvalue().endswith("  pong\n\n")
    printer.idle(AT, "you>")
    printer.end()
    assert out.getvalue().endswith("you> \n")


def test_without_a_person_there_is_no_prompt() -> None:
    out = StringIO()
    printer = RichPrinter(out, text, prompts=False)
    printer.idle(AT, "you>")
    printer.end()
    assert out.getvalue() == ""
