"""`/roadmap`: browsing, derived states, marking, undo and jumping."""

import pytest

from bot.core import effects as fx
from bot.core.model import data
from bot.study.log import Activity, StudyEntry, StudyLog
from bot.study.progress import Mark, Studies
from tests.turns import ENROLMENT, Answered, Desk, done, studying

DNS, HTTP = "domain-names-dns", "http-protocols-codes"
FIRST, PHASE = "internet-fundamentals", "foundations"


def marks(desk: Desk) -> dict[str, Mark]:
    return dict(desk.get(Studies).current.marks)


def press(desk: Desk, action: str, node: str, enrolment: int = ENROLMENT) -> Answered:
    return desk.press(data("rm1", action, enrolment, node))


def lines(answer: Answered, word: str) -> list[str]:
    return [line for line in answer.text.splitlines() if word in line]


def test_the_overview_shows_every_phase_with_its_bar():
    answer = studying(marks=done(0)).call("/roadmap")
    assert answer.text.startswith("Python backend developer: 4 of 100 items done\n\n")
    assert lines(answer, "Foundations") == ["▰▰▰▰▱▱▱▱  50%  1 Foundations ←"]
    assert lines(answer, "Python Core") == ["▱▱▱▱▱▱▱▱   0%  2 Python Core"]
    assert len(lines(answer, "%")) == 16
    assert answer.labels[:2] == ["🔥 1 Foundations", "2 Python Core"]
    assert answer.labels[-1] == "Today's step"


def test_skipped_items_do_not_count():
    desk = studying(marks={**done(0), **dict.fromkeys(done(1), Mark.SKIPPED)})
    answer = desk.call("/roadmap")
    assert "4 of 96 items done" in answer.text
    assert lines(answer, "1 Foundations") == ["▰▰▰▰▰▰▰▰ 100%  1 Foundations"]


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        ({}, "1.1 Internet Fundamentals"),
        ({DNS: Mark.IN_PROGRESS}, "🔥 1.1 Internet Fundamentals"),
        ({DNS: Mark.DONE}, "🔥 1.1 Internet Fundamentals"),
        ({DNS: Mark.SKIPPED}, "1.1 Internet Fundamentals"),
        (done(0), "✅ 1.1 Internet Fundamentals"),
        ({**done(0), DNS: Mark.SKIPPED}, "✅ 1.1 Internet Fundamentals"),
        (dict.fromkeys(done(0), Mark.SKIPPED), "⏭ 1.1 Internet Fundamentals"),
    ],
)
def test_the_state_of_a_parent_is_derived(marked, label):
    assert press(studying(marks=marked), "open", PHASE).labels[0] == label


def test_a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is():
    nearly = press(studying(marks={**done(0), DNS: Mark.IN_PROGRESS}), "open", PHASE)
    assert lines(nearly, "1.1") == ["▰▰▰▰▰▰▱▱  75%  1.1 Internet Fundamentals ←"]
    almost = studying(marks={**done(*range(2, 6)), "comprehensions": Mark.DONE, "context-managers": Mark.DONE})
    assert lines(almost.call("/roadmap"), "2 Python Core") == ["▰▰▰▰▰▰▰▱  92%  2 Python Core"]
    barely = studying(marks={DNS: Mark.DONE}).call("/roadmap")
    assert lines(barely, "1 Foundations") == ["▰▱▱▱▱▱▱▱  12%  1 Foundations ←"]


def test_one_goes_down_and_up_in_one_message():
    desk = studying()
    (sent,) = desk.call("/roadmap").all(fx.Send)
    ref = next(iter(desk.screen))
    desk.tap("1 Foundations")
    desk.tap("1.1 Internet Fundamentals")
    assert "Addressing a machine and a process" in desk.tap("Domain names").text
    for _ in range(3):
        answer = desk.tap("Up")
        assert [edit.ref for edit in answer.all(fx.Edit)] == [ref]
    assert answer.shown == [sent.body]


@pytest.mark.parametrize(
    ("action", "mark", "sign"),
    [("done", Mark.DONE, "✅"), ("start", Mark.IN_PROGRESS, "🔥"), ("skip", Mark.SKIPPED, "⏭")],
)
def test_marking_an_item_and_undoing_it(action, mark, sign):
    desk = studying()
    answer = press(desk, action, DNS)
    assert marks(desk) == {DNS: mark}
    assert answer.text.startswith(f"{sign} Domain names")
    undone = desk.tap("Undo")
    assert undone.acks == ["Undone."]
    assert undone.text.startswith("☐ Domain names")
    assert marks(desk) == {}
    assert desk.get(StudyLog).entries == ()


@pytest.mark.parametrize(("action", "minutes"), [("done", 60), ("start", 0)])
def test_marking_an_item_by_hand_is_studying(action, minutes):
    desk = studying()
    (entry,) = press(desk, action, DNS).saved(StudyEntry)
    assert (entry.activity, entry.leaf, entry.step, entry.expected_minutes) == (Activity.ITEM, DNS, FIRST, minutes)


@pytest.mark.parametrize("action", ["skip", "do"])
def test_taking_a_mark_back_takes_todays_entry_back(action):
    desk = studying()
    press(desk, "done", DNS)
    press(desk, action, DNS)
    assert desk.get(StudyLog).entries == ()


def test_knowing_a_whole_section_is_not_studying():
    desk = studying(marks={DNS: Mark.SKIPPED})
    answer = press(desk, "done", PHASE)
    assert marks(desk) == done(0, 1)
    assert answer.saved(StudyEntry) == []
    desk.tap("Undo")
    assert marks(desk) == {DNS: Mark.SKIPPED}


def test_the_same_mark_again_changes_nothing():
    desk = studying()
    press(desk, "skip", PHASE)
    assert press(desk, "skip", PHASE).changes == ()


def test_undo_counts_once_and_only_for_the_newest_change():
    desk = studying()
    first = press(desk, "done", DNS)
    undo = next(button for row in first.shown[0].buttons for button in row if button.label == "Undo")
    press(desk, "done", HTTP)
    late = desk.press(undo.data)
    assert late.acks == ["That can't be undone any more. You can change any mark in /roadmap."]
    assert late.changes == ()
    desk.tap("Undo")
    assert desk.press(undo.data).acks == ["Undone."]
    assert desk.press(undo.data).changes == ()
    assert marks(desk) == {}


@pytest.mark.parametrize(
    ("node", "title"),
    [
        ("version-control", "Git Basics"),
        ("remote-repos", "Remote Repos"),
        ("github-gitlab-workflows", "Remote Repos"),
        (PHASE, "Internet Fundamentals"),
    ],
)
def test_jumping_moves_the_position(node, title):
    desk = studying()
    answer = press(desk, "jump", node)
    assert answer.acks == ["You'll go on from here. What you skipped over stays open."]
    assert f" {title}\n" in answer.text
    assert f" {title}\n" in desk.call("/today").text
    assert marks(desk) == {}


def test_after_a_jump_the_walk_goes_on_and_comes_back_to_what_was_left():
    desk = studying(marks=done(*range(10, 52)))
    press(desk, "jump", "remote-repos")
    titles = []
    for _ in range(4):
        card = desk.call("/today").text
        titles.append(card.splitlines()[1])
        desk.tap("Done")
    assert titles[:2] == ["3.2 Remote Repos", "3.3 Advanced Git"]
    assert titles[2:] == ["1.1 Internet Fundamentals", "1.2 Dev Environment & Tooling"]


def test_a_jump_keeps_marks_and_undo():
    desk = studying()
    press(desk, "done", DNS)
    before = desk.get(Studies).current
    press(desk, "jump", "git-basics")
    after = desk.get(Studies).current
    assert (after.marks, after.undo, after.started_at) == (before.marks, before.undo, before.started_at)


@pytest.mark.parametrize(
    ("action", "node", "enrolment"),
    [
        ("open", "no-such-node", ENROLMENT),
        ("open", PHASE, ENROLMENT + 1),
        ("done", "", ENROLMENT),
        ("burn", PHASE, ENROLMENT),
    ],
)
def test_a_button_that_no_longer_fits_shows_the_present(action, node, enrolment):
    answer = press(studying(), action, node, enrolment)
    assert answer.acks == ["This button is from an earlier message. Here is where you are now."]
    assert answer.changes == ()


def test_every_screen_of_the_tree_can_be_shown():
    desk = studying()
    roadmap = desk.content.roadmaps[desk.get(Studies).current.roadmap]
    for node in roadmap.nodes.values():
        assert node.title in press(desk, "open", node.id).text
