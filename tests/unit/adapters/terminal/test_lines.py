from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.terminal.lines import (
    Blank,
    Command,
    GoTo,
    Line,
    PressLabel,
    PressNumber,
    Restart,
    Say,
    SayExactly,
    SendFile,
    SpeakAs,
    Until,
    Wait,
    Wrong,
    is_name,
    parse,
    parse_duration,
)

NINE = datetime.fromisoformat("2026-03-29T09:00")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("", Blank()),
        (" \t\0 ", Blank()),
        ("hello  there ", Say("hello  there")),
        ("9", PressNumber(9, "9")),
        (" 12 ", PressNumber(12, "12")),
        ("09", Say("09")),
        ("0", Say("0")),
        ("-1", Say("-1")),
        ("²", Say("²")),
        ("9" * 5000, Say("9" * 5000)),
        ("#Done", PressLabel("Done", "#Done")),
        ("# Not today ", PressLabel("Not today", "# Not today")),
        ("#", Say("#")),
        ("/Today", Command("today", "")),
        ("/quiz  big o  5", Command("quiz", "big o  5")),
        ("/quiz@MilepostBot sets", Command("quiz", "sets")),
        ("/123", Command("123", "")),
        ("/", Say("/")),
        ("/ today", Say("/ today")),
        ("/what?", Say("/what?")),
        ("/день", Say("/день")),
        (":say 9", SayExactly("9")),
        (":say :as bob", SayExactly(":as bob")),
        (":as bob", SpeakAs("bob")),
        (":AS Ada  Lovelace", SpeakAs("Ada  Lovelace")),
        (":in group Algo rithms", GoTo("Algo rithms")),
        (":in private", GoTo(None)),
        (":wait 1d2h", Wait(timedelta(days=1, hours=2))),
        (":until 2026-03-29T09:00", Until(NINE)),
        (":until 2026-03-29 09:00", Until(NINE)),
        (":until 2026-03-29T09:00Z", Until(NINE.replace(tzinfo=UTC))),
        (":restart", Restart()),
        (":send my plan.md", SendFile("my plan.md")),
    ],
)
def test_a_line_is_read(raw: str, line: Line) -> None:
    assert parse(raw) == line


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (":", "terminal-unknown"),
        (": as bob", "terminal-unknown"),
        (":)", "terminal-unknown"),
        (":waits 1d", "terminal-unknown"),
        (":say", "terminal-bad-say"),
        (":as", "terminal-bad-name"),
        (":as " + "x" * 65, "terminal-bad-name"),
        (":in", "terminal-bad-place"),
        (":in group", "terminal-bad-place"),
        (":in private Algo", "terminal-bad-place"),
        (":in Algo", "terminal-bad-place"),
        (":wait", "terminal-bad-wait"),
        (":wait 5", "terminal-bad-wait"),
        (":until", "terminal-bad-until"),
        (":until tomorrow", "terminal-bad-until"),
        (":until 2026-02-30T09:00", "terminal-bad-until"),
        (":restart now", "terminal-bad-restart"),
        (":send", "terminal-bad-send"),
    ],
)
def test_a_wrong_directive_names_the_text_that_says_so(raw: str, key: str) -> None:
    line = parse(raw)
    assert isinstance(line, Wrong)
    assert line.key == key


@pytest.mark.parametrize(
    ("text", "hours"),
    [("1d2h", 26), ("90m", 1.5), ("1w", 168), ("1w1d1h60m3600s", 195), ("1h 30m", 1.5), ("2D", 48), ("0m", 0)],
)
def test_durations(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", " ", "h", "5", "-1h", "1.5h", "2h1d", "1h1h", "1y", "1h later", "٣h", "9999999d"])
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("name", "good"), [("bob", True), ("a/b", True), ("x" * 64, True), ("x" * 65, False), (" ", False), ("a\rb", False)]
)
def test_names(name: str, good: bool) -> None:
    assert is_name(name) is good
