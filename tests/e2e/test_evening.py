"""An evening at the terminal, and the week after it."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.library import content_dir
from bot.study.catalogue import Catalogue
from tests.e2e.answers import answer
from tests.e2e.ids import Ids
from tests.e2e.terminal import PATIENCE, Call, Label, Terminal, environment

TAPS = ["/start", *"111111"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "evening.sqlite3"


def test_an_evening_and_a_week(database: Path, catalogue: Catalogue) -> None:
    with Terminal(database) as chat:
        _set_up(chat)
        _finish_a_step(chat)
        _quiz_over_a_restart(chat, catalogue)
        _put_off_the_reminder(chat)
        _the_week_after(chat)


def _set_up(chat: Terminal) -> None:
    assert chat.ready == []
    steps = chat.run(TAPS)
    assert [step[0].op for step in steps] == ["send"] + ["edit"] * 6
    assert ["/today" in step[0].text for step in steps] == [False] * 6 + [True]
    assert steps[0][0].text.startswith("Hi Ada, I'm Milepost.")
    assert steps[-1][0].text == (
        "You're on your way: Python backend developer, 5 h a week, Monday to Friday (Europe/Berlin time).\n"
        "I'll remind you at 19:00; the first time is today at 19:00.\n"
        "Your first step is Internet Fundamentals. Type /today to see it. You can change all of this in /settings."
    )
    assert steps[-1][0].styled("bold") == ["Python backend developer", "Internet Fundamentals"]
    assert {(call.chat, call.to) for step in steps for call in step} == {("Ada", "Ada")}


def _finish_a_step(chat: Terminal) -> None:
    assert "1.1 Internet Fundamentals" in chat.only("/today").text
    assert "1 of 4 done" in chat.only("#Domain names").text
    assert "✅ HTTP/HTTPS protocols" in chat.only("#HTTP/HTTPS").text
    asked, following = chat.say("#Done")
    assert (asked.op, following.op) == ("edit", "send")
    assert asked.text == "Internet Fundamentals is done, well walked! How long did it take?"
    assert asked.labels == ["15 min", "30 min", "1 h", "2 h", "Skip", "Undo"]
    assert "1.2 Dev Environment & Tooling" in following.text
    assert "Streak: one day\n230 h left." in following.text
    assert chat.only("#1 h").text == "Internet Fundamentals is done, in 1 h."


def _quiz_over_a_restart(chat: Terminal, catalogue: Catalogue) -> None:
    question = chat.only("/quiz 3")
    assert question.text.startswith("1/3 · ")
    assert chat.say(":restart") == []
    marked, question = answer(chat, question, catalogue, right=False)
    assert (marked.op, marked.buttons) == ("edit", ())
    assert "\n\nNot quite.\n\n" in marked.text
    assert question.text.startswith("2/3 · ")
    marked, question = answer(chat, question, catalogue, right=True)
    assert "\n\nRight!\n\n" in marked.text
    _, score = answer(chat, question, catalogue, right=True)
    assert score.text.startswith("2 of 3 right\n\n")
    assert score.labels == ["Retry mine", "Next step"]
    again = chat.only("#Retry")
    assert again.text.startswith("1/1 · ")
    _, score = answer(chat, again, catalogue, right=True)
    assert score.text.startswith("1 of 1 right\n\n")
    assert "1.2 Dev Environment & Tooling" in chat.only("#Next step").text


def _put_off_the_reminder(chat: Terminal) -> None:
    assert chat.say(":until 2026-03-03T18:59") == []
    nudge = chat.only(":wait 1m")
    assert nudge.at == "2026-03-03T18:00:00+00:00"
    assert nudge.text == (
        "Time for Dev Environment & Tooling: 4 items, about 6 h. Even a quarter of an hour counts.\n"
        "Your streak: one day."
    )
    assert nudge.labels == ["Start", "+1 h", "Tonight", "Not today"]
    put_off = chat.only("#Tonight")
    assert (put_off.op, put_off.id, put_off.text) == ("edit", nudge.id, "Fine, I'll come back today at 20:00.")
    again = chat.only(":wait 2h")
    assert again.at == "2026-03-03T19:00:00+00:00"
    assert again.text.startswith("As you asked, here I am again: Dev Environment & Tooling")
    assert "1.2 Dev Environment & Tooling" in chat.only("#Start").text
    asked, following = chat.say("#Done")
    assert asked.text == (
        "Dev Environment & Tooling is done, well walked! How long did it take?\n\n"
        "That was the last step of Foundations (8 of 8 items done). You logged 1 h on it. Next comes Python Core, 40 h."
    )
    assert "2.1 Syntax, Data Types & Control Flow" in following.text
    chat.say("#2 h")


def _the_week_after(chat: Terminal) -> None:
    """Wednesday to Friday a bit each day, a weekend off, Monday again; Tuesday goes by, and the streak is gone."""
    for day, item in (("04", "#Variables"), ("05", "#Lists"), ("06", "#if/elif")):
        (nudge,) = chat.say(f":until 2026-03-{day}T19:00")
        assert nudge.text.startswith("Time for Syntax, Data Types & Control Flow: ")
        chat.say("/today")
        chat.say(item)
    assert chat.say(":until 2026-03-09T18:59") == []
    card = chat.only("/today").text
    assert "2.2 Functions, Modules & Packages" in card
    assert "Streak: 5 days, study today to keep it" in card
    assert "Streak: 6 days" in chat.only("1").text
    # 218 of 234 h are open, and the two steps that were timed took 3 of 10 h: × (20 + 3) / (20 + 10), less the item.
    assert f"{round((234 - 18 - 4) * 23 / 30)} h left." in chat.only("/today").text
    assert chat.say(":until 2026-03-10T18:59") == []
    assert len(chat.say(":until 2026-03-11T18:59")) == 1
    card = chat.only("/today").text
    assert "Streak" not in card
    assert "2.2 Functions, Modules & Packages" in card
    overview = chat.only("/roadmap").text
    assert overview.startswith("Python backend developer: 12 of 100 items done\n")
    assert "▰▰▰▰▰▰▰▰ 100%  1 Foundations\n" in overview
    assert "▰▰▰▱▱▱▱▱  31%  2 Python Core ←\n" in overview


@pytest.fixture
def one_way(tmp_path: Path) -> Path:
    """Content whose quiz has no choice in what it asks, and in which order: a true-false question for each step."""
    folder = tmp_path / "content"
    shutil.copytree(content_dir(None), folder)
    kept = {"http-basics.yaml": "http-basics-https-semantics", "python-setup.yaml": "python-setup-editor-is-not-python"}
    for file in folder.glob("questions/*/*.yaml"):
        if file.name in kept:
            written = yaml.safe_load(file.read_text("utf-8"))["questions"]
            questions = [one for one in written if one["id"] == kept[file.name]]
            file.write_text(yaml.safe_dump({"questions": questions}), encoding="utf-8")
        else:
            file.unlink()
    return folder


EVENING = [
    *TAPS,
    "/today",
    "1",
    "#HTTP",
    "#HTTP",
    "#Later",
    "#Back",
    "#Done",
    "#1 h",
    "/quiz",
    "#True",
    "#False",
    "#Retry",
    "/cancel",
    "/settings",
    "#Reminder",
    "#Another",
    "25:00",
    "20:15",
    "#Back",
    "#Time zone",
    "Nowhere",
    "Lisbon",
    "/roadmap",
    "#2 Python",
    "#2.1",
    "#Variables",
    "#Started",
    "#Undo",
    ":until 2026-03-03T21:15",
    "#+1",
    ":wait 61m",
    "#Start",
    "#Done",
    "#Undo",
    "hello",
    ":as Bob",
    "/start t_lists",
    "15",
    "/cancel",
    ":as Ada",
    ":wait 7d",
    "/today",
    "/forget",
    "#Delete",
    "/start",
]


def test_a_restart_after_every_line_changes_nothing(tmp_path: Path, one_way: Path) -> None:
    with Terminal(tmp_path / "through.sqlite3", content=one_way) as chat:
        through = chat.run(EVENING)
    with Terminal(tmp_path / "restarted.sqlite3", content=one_way) as chat:
        restarted = []
        for line in EVENING:
            restarted.append(chat.say(line))
            assert chat.say(":restart") == []
    assert _comparable(through) == _comparable(restarted)
    # Every line but a change of speaker did something: the comparison is about real messages.
    assert [line for line, step in zip(EVENING, through, strict=True) if not step] == [":as Bob", ":as Ada"]


def _comparable(steps: list[list[Call]]) -> list[list[Call]]:
    """Without the ids of messages and in button data."""
    ids = Ids(shortest=11)

    def same(button: Label) -> Label:
        return replace(button, data=ids.within(button.data or ""))

    return [
        [
            replace(
                call, id=call.id and ids.name(call.id), buttons=tuple(tuple(map(same, row)) for row in call.buttons)
            )
            for call in step
        ]
        for step in steps
    ]


def test_it_goes_on_in_a_new_process(database: Path) -> None:
    with Terminal(database) as chat:
        chat.run([*TAPS, "/today", "#Done"])
    with Terminal(database, at="2026-03-03T19:20") as chat:
        (late,) = chat.ready
        assert late.text.startswith("I'm late with this, sorry: today it's Dev Environment & Tooling")
        assert "1.2 Dev Environment & Tooling" in chat.only("/today").text
    with Terminal(database, at="2026-03-06T09:00") as chat:
        assert chat.ready == []
        assert "1.2 Dev Environment & Tooling" in chat.only("/today").text


def test_two_people_and_a_group(database: Path) -> None:
    with Terminal(database) as chat:
        chat.run([*TAPS, "/today", "#Done"])
        assert chat.say(":as Bob") == []
        assert "You haven't picked a roadmap yet." in chat.only("/today").text
        chat.run([*TAPS])
        bobs = chat.only("/today")
        assert (bobs.chat, "0 of 4 done" in bobs.text, "Streak" in bobs.text) == ("Bob", True, False)
        chat.say(":in group Algo")
        in_group = chat.only("/today")
        assert (in_group.chat, in_group.to) == ("Algo", "Bob")
        assert "0 of 4 done" in in_group.text
        assert chat.say("just talking") == []
        chat.run([":in private", ":as Ada"])
        assert "1.2 Dev Environment" in chat.only("/today").text
        # Ada has studied, Bob has not.
        assert [call.chat for call in chat.say(":until 2026-03-02T23:00")] == ["Bob"]


def test_forgetting_leaves_nothing_behind(database: Path) -> None:
    with Terminal(database) as chat:
        chat.run([*TAPS, "/today", "#Done", "/forget"])
        assert chat.only("#Delete").text.startswith("Everything about you is deleted.")
        assert chat.say(":wait 30d") == []
        assert "You haven't picked a roadmap yet." in chat.only("/today").text
        chat.run(TAPS)
        assert "0 of 4 done" in chat.only("/today").text


@pytest.mark.parametrize(("given", "lines"), [(b"", 0), (b"/start\n1", 2), (b"\n\n\xff\xfe\n/help\n", 4)])
def test_the_end_of_input_ends_it_well(tmp_path: Path, given: bytes, lines: int) -> None:
    ended = _run(tmp_path, ["--json", "--at", "2026-03-02T18:00"], given=given)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.count(b'"op": "idle"') == lines + 1


@pytest.mark.parametrize("mode", [["--json"], []], ids=["json", "people"])
def test_without_any_input(tmp_path: Path, mode: list[str]) -> None:
    ended = _run(tmp_path, mode, given=None)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_for_people(tmp_path: Path) -> None:
    typed = b"/start\n1\n/nonsense\n:nonsense\n:wait 1h\n"
    ended = _run(tmp_path, ["--at", "2026-03-02T18:00", "--as", "Ada"], given=typed)
    shown = ended.stdout.decode()
    assert (ended.returncode, ended.stderr) == (0, b"")
    for part in (
        "Say /start to begin.",
        "Hi Ada, I'm Milepost.",
        "[1] Python backend developer",
        "(edited)",
        "[1] 5 h  [2] 3 h  [3] 8 h  [4] 12 h",
        "I don't know /nonsense.",
        'There is no directive ":nonsense"',
        "It is 2026-03-02 19:00 now.",
    ):
        assert part in shown
    assert "you>" not in shown
    assert "\x1b" not in shown


def _run(folder: Path, arguments: list[str], *, given: bytes | None) -> "subprocess.CompletedProcess[bytes]":
    """With `given` on a pipe, or nothing but the null device."""
    command = [sys.executable, "-m", "bot", "chat", *arguments, "--db", f"sqlite:///{folder}/chat.sqlite3"]
    source = {"stdin": subprocess.DEVNULL} if given is None else {"input": given}
    return subprocess.run(
        command, **source, capture_output=True, cwd=folder, env=environment(), timeout=PATIENCE, check=False
    )
