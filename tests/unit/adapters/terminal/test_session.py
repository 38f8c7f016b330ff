import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.terminal import lines as lines_module
from bot.adapters.terminal.people import RichPrinter
from bot.adapters.terminal.platform import TerminalPlatform
from bot.adapters.terminal.printer import JsonPrinter, Printer
from bot.adapters.terminal.screen import Screens
from bot.adapters.terminal.session import Session
from bot.core.clock import VirtualClock
from bot.core.model import Address, CommandCalled, Pressed, Said, Uploaded, Who

from .echo import EchoHost, text

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 28, 8, tzinfo=UTC)


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


class Bench:
    """Ada at a terminal in Berlin, at 09:00 on the day before the clocks go forward."""

    def __init__(self, *, start: datetime = START, virtual: bool = True, people: bool = False) -> None:
        self.out = StringIO()
        self.screens = Screens()
        printer: Printer = RichPrinter(self.out, text, prompts=True) if people else JsonPrinter(self.out)
        clock = VirtualClock(start)
        self.host = EchoHost(clock, TerminalPlatform(clock, self.screens, printer), virtual=virtual)
        self.session = self.session_with(printer)

    def session_with(self, printer: Printer) -> Session:
        return Session(
            self.host,
            self.screens,
            printer,
            zone=BERLIN,
            zone_name="Europe/Berlin",
            locale="de",
            speaker="ada",
        )

    async def type(self, *lines: str) -> list[dict[str, object]]:
        """What came out for these lines alone."""
        before = len(self.out.getvalue())
        await self.session.run(typed(*lines))
        records = [json.loads(line) for line in self.out.getvalue()[before:].splitlines()]
        assert records[0]["op"] == "idle"
        assert [record["op"] for record in records].count("idle") == len(lines) + 1
        return records[1:]

    async def said(self, *lines: str) -> list[object]:
        """The op and text of each call or error."""
        return [(one["op"], one["text"]) for one in await self.type(*lines) if one["op"] != "idle"]

    async def wrong(self, line: str) -> str:
        """The error this line gives; nothing else may come of it."""
        heard, at = len(self.host.heard), self.host.clock.now()
        error, idle = await self.type(line)
        assert (set(error), error["op"], idle["op"]) == ({"op", "text"}, "error", "idle")
        assert (len(self.host.heard), self.host.clock.now()) == (heard, at)
        return str(error["text"])


async def test_without_input_it_is_ready_once_and_ends() -> None:
    bench = Bench()
    await bench.session.run(typed())
    assert bench.out.getvalue() == '{"op": "idle", "at": "2026-03-28T08:00:00+00:00"}\n'


async def test_what_was_due_before_is_delivered_before_the_first_idle() -> None:
    bench = Bench()
    await bench.type("/nudge 2")
    await bench.host.clock.set(datetime(2026, 3, 28, 12, tzinfo=UTC))
    await bench.session.run(typed())
    assert [json.loads(line)["op"] for line in bench.out.getvalue().splitlines()[-2:]] == ["send", "idle"]


async def test_a_line_reaches_the_bot_with_who_where_and_when() -> None:
    bench = Bench()
    assert await bench.said("hi", ":in group Algo", "/quiz Sets") == [
        ("send", "ada said hi"),
        ("send", "/quiz with Sets"),
    ]
    first, second = bench.host.heard
    assert first.what == Said("hi")
    assert (first.where, first.private) == (Address("terminal", "private/ada"), True)
    assert (first.who, first.at) == (Who("ada", "ada"), START)
    assert (first.locale, first.zone) == ("de", "Europe/Berlin")
    assert second.what == CommandCalled("quiz", "Sets")
    assert (second.where, second.private) == (Address("terminal", "group/Algo"), False)
    assert first.key.startswith("terminal:")
    assert first.key != second.key


async def test_blank_lines_do_nothing() -> None:
    bench = Bench()
    assert await bench.said("", "   ") == []
    assert bench.host.heard == []


async def test_a_number_presses_a_button_if_there_is_one() -> None:
    bench = Bench()
    assert await bench.said("1", "/menu", "1", "9", ":say 1") == [
        ("send", "ada said 1"),
        ("send", "Menu"),
        ("ack", "Well done"),
        ("edit", "Menu, done"),
        ("send", "ada said 9"),
        ("send", "ada said 1"),
    ]
    assert bench.host.heard[2].what == Pressed("done", "2")


async def test_a_notice_belongs_to_the_presser_and_the_message() -> None:
    bench = Bench()
    records = await bench.type(":in group Algo", "/menu", "1")
    (ack,) = [one for one in records if one["op"] == "ack"]
    assert (ack["chat"], ack["to"], ack["id"]) == ("Algo", "ada", "1")
    assert (ack["spans"], ack["buttons"], ack["picture"], ack["alt"]) == ([], [], None, None)


async def test_a_label_presses_its_button() -> None:
    bench = Bench()
    assert await bench.said("/menu", "#und", "#docs") == [
        ("send", "Menu"),
        ("delete", ""),
        ("error", text("terminal-no-buttons", label="docs")),
    ]


async def test_a_label_that_is_not_there_is_answered_with_those_that_are() -> None:
    bench = Bench()
    await bench.type("/menu")
    error = await bench.wrong("#Quiz")
    assert "Quiz" in error
    assert "Done, Undo, Docs, Rename" in error
    assert "#Done" in error


async def test_a_link_is_shown_and_not_pressed() -> None:
    bench = Bench()
    assert await bench.said("/menu", "#Docs") == [("send", "Menu"), ("ack", "https://example.org/docs")]
    assert len(bench.host.heard) == 1


async def test_a_button_that_asks_takes_the_next_line_as_its_answer() -> None:
    bench = Bench()
    assert await bench.said("/menu", "#Rename", "", ":wait", "1", "1") == [
        ("send", "Menu"),
        ("ack", "New name (1 to 9 letters)"),
        ("error", text("terminal-bad-wait")),
        ("send", "rename: 1"),
        ("ack", "Well done"),
        ("edit", "Menu, done"),
    ]
    assert bench.host.heard[1].what == Pressed("rename", "1", "1")


@pytest.mark.parametrize("line", ["/help", "/"])
async def test_a_slash_drops_the_question(line: str) -> None:
    bench = Bench()
    await bench.type("/menu", "#Rename", line)
    assert not isinstance(bench.host.heard[-1].what, Pressed)
    assert await bench.said("Ada") == [("send", "ada said Ada")]


async def test_say_is_never_the_answer_and_leaves_the_question() -> None:
    bench = Bench()
    assert (await bench.said("/menu", "#Rename", ":say /x", "Ada"))[2:] == [
        ("send", "ada said /x"),
        ("send", "rename: Ada"),
    ]


async def test_each_person_has_their_own_question_in_each_chat() -> None:
    bench = Bench()
    await bench.type(":in group Algo", "/menu", "#Rename", ":as bob")
    assert await bench.said("hello") == [("send", "bob said hello")]
    assert await bench.said(":as ada", ":in private", "hello") == [("send", "ada said hello")]
    assert await bench.said(":in group Algo", "Ada") == [("send", "rename: Ada")]


async def test_another_person_speaks_in_their_own_private_chat() -> None:
    bench = Bench()
    await bench.type("/menu", ":as bob", "1", ":in group Algo", "hi", ":in private", "hi")
    assert [(one.who.user, one.where.chat) for one in bench.host.heard[1:]] == [
        ("bob", "private/bob"),
        ("bob", "group/Algo"),
        ("bob", "private/bob"),
    ]
    assert bench.host.heard[1].what == Said("1")


async def test_nobody_presses_what_only_another_sees() -> None:
    bench = Bench()
    await bench.type(":in group Algo", "/secret", ":as bob")
    assert "Mine" not in await bench.wrong("#mine")
    assert await bench.said("1") == [("send", "bob said 1")]
    assert await bench.said(":as ada", "1") == [("send", "mine: None")]


async def test_waiting_runs_what_falls_due_in_order() -> None:
    bench = Bench()
    records = await bench.type("/nudge 30", "/nudge 2", ":wait 1d2h", ":wait 4h")
    assert [(one["op"], one["at"]) for one in records[2:]] == [
        ("send", "2026-03-28T10:00:00+00:00"),
        ("idle", "2026-03-29T10:00:00+00:00"),
        ("send", "2026-03-29T14:00:00+00:00"),
        ("idle", "2026-03-29T14:00:00+00:00"),
    ]


@pytest.mark.parametrize(
    ("until", "instant"),
    [
        ("2026-03-28T09:00", "2026-03-28T08:00:00+00:00"),
        ("2026-03-29T09:00", "2026-03-29T07:00:00+00:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30:00+00:00"),
        ("2026-03-29T09:00+00:00", "2026-03-29T09:00:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
    ],
)
async def test_until_means_the_zone(until: str, instant: str) -> None:
    (idle,) = await Bench().type(f":until {until}")
    assert idle["at"] == instant


async def test_until_a_time_that_comes_again() -> None:
    bench = Bench(start=datetime(2026, 10, 25, 0, 45, tzinfo=UTC))
    (idle,) = await bench.type(":until 2026-10-25T02:30")
    assert idle["at"] == "2026-10-25T01:30:00+00:00"


async def test_time_never_goes_back() -> None:
    error = await Bench().wrong(":until 2026-03-28T08:59")
    assert "2026-03-28 09:00" in error
    assert ":until 2026-03-29T09:00" in error


@pytest.mark.parametrize(
    "line", [":wait 5300w", ":wait 999999w", ":until 9999-12-31T23:59", ":until 9999-12-31T23:59-14:00"]
)
async def test_time_has_an_end(line: str) -> None:
    assert "hundred years" in await Bench().wrong(line)


@pytest.mark.parametrize("line", [":wait 1h", ":until 2026-03-29T09:00", ":until 2020-01-01T09:00"])
async def test_real_time_can_not_be_moved(line: str) -> None:
    assert "--at" in await Bench(virtual=False).wrong(line)


async def test_a_restart_keeps_clock_speaker_chat_question_and_screens() -> None:
    bench = Bench()
    await bench.type(":as bob", ":in group Algo", ":wait 1h", "/menu", "#Rename")
    (idle,) = await bench.type(":restart")
    assert bench.host.starts == 2
    assert idle["at"] == "2026-03-28T09:00:00+00:00"
    assert await bench.said("Bobby", "1") == [("send", "rename: Bobby"), ("ack", "Well done"), ("edit", "Menu, done")]
    assert (bench.host.heard[-1].who.user, bench.host.heard[-1].where.chat) == ("bob", "group/Algo")


async def test_a_file_is_sent(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_bytes(b"# Plan")
    bench = Bench()
    assert await bench.said(f":send {tmp_path}/plan.md") == [("send", "plan.md of 6 bytes")]
    assert bench.host.heard[0].what == Uploaded("plan.md", b"# Plan")
    assert str(tmp_path) in await bench.wrong(f":send {tmp_path}")


async def test_a_line_that_could_not_be_stored_is_said_so_and_leaves_the_question() -> None:
    bench = Bench()
    await bench.type("/menu", "#Rename")
    bench.host.database.down = "disk full"
    error = ("error", text("terminal-storage", reason="disk full"))
    later = ("error", text("terminal-storage-later", reason="disk full"))
    assert await ready_and(bench, "Ada", "/x") == [later, error, error]
    bench.host.database.down = ""
    assert await bench.said("Ada") == [("send", "rename: Ada")]


async def test_what_is_due_comes_once_the_database_is_back() -> None:
    bench = Bench()
    later = ("error", text("terminal-storage-later", reason="disk full"))
    await bench.type("/nudge 1", "/nudge 3")
    assert await bench.said("/crash", ":restart", ":wait 1h", "") == [later] * 4
    bench.host.database.down = ""
    assert await ready_and(bench, ":wait 2h") == [("send", "nudge")] * 2


async def ready_and(bench: Bench, *lines: str) -> list[object]:
    """Like `said`, with what comes before the first idle."""
    before = len(bench.out.getvalue())
    await bench.session.run(typed(*lines))
    records = [json.loads(line) for line in bench.out.getvalue()[before:].splitlines()]
    return [(one["op"], one["text"]) for one in records if one["op"] != "idle"]


@pytest.mark.parametrize(
    "line",
    [":", ":)", ":say", ":as", ":in", ":wait", ":until soon", ":restart now", ":send", ":send /no/such/file", "#Done"],
)
async def test_every_error_is_one_sentence_with_an_example(line: str) -> None:
    error = await Bench().wrong(line)
    assert "for example :" in error or "put :say before it" in error
    assert "\n" not in error


def test_every_text_a_line_can_need_is_in_the_catalogue() -> None:
    folder = Path(lines_module.__file__).parent
    keys = {key for file in folder.glob("*.py") for key in re.findall(r'"(terminal-[a-z-]+)"', file.read_text())}
    catalogue = (folder.parents[1] / "locales" / "en" / "terminal.ftl").read_text()
    assert keys == set(re.findall(r"^(terminal-[a-z-]+) =", catalogue, re.MULTILINE))


async def test_people_get_a_welcome_a_prompt_that_says_who_and_the_time_after_a_wait() -> None:
    bench = Bench(people=True)
    await bench.session.run(typed(":wait 1d", ":as bob", ":in group Algo"))
    out = bench.out.getvalue()
    assert out.startswith("  Say /start")
    assert "you>   It is 2026-03-29 10:00 now." in out
    assert out.endswith("you> bob> bob in Algo> \n")


async def test_it_ends_when_nobody_reads() -> None:
    class Deaf(StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return throwaway.fileno()

    with TemporaryFile() as throwaway:
        bench = Bench()
        printer = JsonPrinter(Deaf())
        await bench.session_with(printer).run(typed("a", "b", "c"))
    assert len(bench.host.heard) == 1
