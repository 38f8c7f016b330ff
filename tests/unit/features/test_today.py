"""`/today`: the card of the current step, its ticks, Done and undo."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core import effects as fx
from bot.core.model import data as button_data
from bot.core.text import Style
from bot.study.log import Activity, StudyEntry, StudyLog
from bot.study.progress import Mark, Studies
from tests.turns import ENROLMENT, MONDAY, PERSON, ROADMAP, Desk, done, studying

DNS, HTTP, HOSTING, TLS = "domain-names-dns", "http-protocols-codes", "hosting-basics", "tls-and-cdn"
STEPS = 52


def marks(desk: Desk) -> dict[str, Mark]:
    return dict(desk.get(Studies).current.marks)


def data(action: str, node: str, enrolment: int = ENROLMENT) -> str:
    return button_data("td1", action, enrolment, node)


def test_the_card_of_the_first_step():
    answer = studying().call("/today")
    assert answer.text == (
        "Foundations\n"
        "1.1 Internet Fundamentals\n\n"
        "☐ Domain names & DNS resolution\n"
        "☐ HTTP/HTTPS protocols & status codes\n"
        "☐ Hosting basics (shared, VPS, containers)\n"
        "☐ SSL/TLS & CDN overview\n\n"
        "About 4 h · 0 of 4 done\n\n"
        "234 h left. At your pace you finish between 19 November 2026 and 7 July 2027."
    )
    assert answer.labels[4:] == ["Done", "Quiz me", "Later", "Map"]
    assert answer.changes == ()


def test_resources_are_links_and_at_most_three():
    (send,) = studying(marks=done(0, 1)).call("/today").all(fx.Send)
    links = [span for span in send.body.text.spans if span.style is Style.LINK]
    assert len(links) == 3
    assert all(span.value.startswith("https://") for span in links)


def test_skipped_items_are_not_counted():
    assert "1 of 3 done" in studying(marks={DNS: Mark.DONE, HTTP: Mark.SKIPPED}).call("/today").text


def test_a_single_item_needs_no_tick():
    answer = studying(anchor="django-fundamentals").call("/today")
    assert answer.labels == ["Done", "Quiz me", "Later", "Map"]
    assert "About 30 min by our estimate" in answer.text


@pytest.mark.parametrize(
    ("marked", "anchor", "title"),
    [
        ({}, None, "Internet Fundamentals"),
        (done(0), None, "Dev Environment & Tooling"),
        (dict.fromkeys(done(0), Mark.SKIPPED), None, "Dev Environment & Tooling"),
        (dict.fromkeys(done(0), Mark.IN_PROGRESS), None, "Internet Fundamentals"),
        ({**done(0), TLS: Mark.IN_PROGRESS}, None, "Internet Fundamentals"),
        (done(0, 2), None, "Dev Environment & Tooling"),
        ({}, "first-git-commands", "Git Basics"),
        (done(7), "first-git-commands", "Remote Repos"),
        (done(*range(7, STEPS)), "first-git-commands", "Internet Fundamentals"),
        ({}, "an-item-that-is-gone", "Internet Fundamentals"),
    ],
)
def test_the_position(marked, anchor, title):
    assert f" {title}\n" in studying(marks=marked, anchor=anchor).call("/today").text


def test_a_tick_marks_logs_and_redraws_the_card():
    desk = studying()
    answer = desk.press(data("tick", DNS), on=5)
    assert marks(desk) == {DNS: Mark.DONE}
    (entry,) = answer.saved(StudyEntry)
    assert (entry.activity, entry.leaf, entry.day, entry.expected_minutes) == (
        Activity.ITEM,
        DNS,
        date(2026, 3, 2),
        60,
    )
    assert "✅ Domain names" in answer.text
    assert "1 of 4 done" in answer.text
    assert "Streak: one day" in answer.text
    assert [edit.ref for edit in answer.all(fx.Edit)] == [5]


def test_a_second_tap_on_a_tick_changes_nothing():
    desk = studying()
    desk.press(data("tick", DNS))
    again = desk.press(data("tick", DNS))
    assert again.changes == ()
    assert "✅ Domain names" in again.text
    assert len(desk.get(StudyLog).entries) == 1


def test_unticking_takes_todays_entry_back():
    desk = studying()
    desk.press(data("tick", DNS))
    answer = desk.press(data("untick", DNS))
    assert marks(desk) == {}
    assert desk.get(StudyLog).entries == ()
    assert "Streak" not in answer.text
    assert desk.press(data("untick", DNS)).text == answer.text


def test_unticking_what_was_done_on_another_day_keeps_that_day():
    desk = studying()
    desk.press(data("tick", DNS))
    desk.now += timedelta(days=1)
    desk.press(data("untick", DNS))
    assert marks(desk) == {}
    assert desk.get(StudyLog).days == {date(2026, 3, 2)}


def test_the_last_tick_finishes_the_step():
    desk = studying(marks={DNS: Mark.DONE, HTTP: Mark.SKIPPED, HOSTING: Mark.DONE})
    answer = desk.press(data("tick", TLS))
    assert answer.edited == ["Internet Fundamentals is done, well walked! How long did it take?"]
    assert "1.2 Dev Environment & Tooling" in answer.sent[0]
    (entry,) = answer.saved(StudyEntry)
    assert (entry.activity, entry.expected_minutes) == (Activity.STEP, 60)


def test_a_second_tap_on_the_last_tick_leaves_the_question_standing():
    desk = studying(marks={DNS: Mark.DONE, HTTP: Mark.DONE, HOSTING: Mark.DONE})
    desk.press(data("tick", TLS))
    again = desk.press(data("tick", TLS))
    assert again.edited == []
    assert again.changes == ()
    assert again.acks == ["That step is done already. Here is where you are now."]


def test_done_marks_what_is_open_and_shows_the_next_step():
    desk = studying(marks={DNS: Mark.DONE, HTTP: Mark.SKIPPED})
    answer = desk.press(data("done", "internet-fundamentals"))
    assert marks(desk) == {DNS: Mark.DONE, HTTP: Mark.SKIPPED, HOSTING: Mark.DONE, TLS: Mark.DONE}
    (entry,) = answer.saved(StudyEntry)
    assert (entry.step, entry.leaf, entry.expected_minutes, entry.minutes) == ("internet-fundamentals", "", 120, None)
    assert answer.labels[:6] == ["15 min", "30 min", "1 h", "2 h", "Skip", "Undo"]
    assert "1.2 Dev Environment & Tooling" in answer.sent[0]


def test_a_second_tap_on_done_does_not_finish_the_next_step():
    desk = studying()
    desk.press(data("done", "internet-fundamentals"))
    again = desk.press(data("done", "internet-fundamentals"))
    assert again.changes == ()
    assert again.acks == ["That step is done already. Here is where you are now."]
    assert marks(desk) == done(0)


@pytest.mark.parametrize(("action", "node"), [("tick", DNS), ("done", "internet-fundamentals")])
def test_studying_cancels_what_was_put_off(action, node):
    desk = studying()
    desk.put_off("tonight")
    desk.press(data(action, node))
    assert [kind for kind, _, _ in desk.due] == ["nudge"]


@pytest.mark.parametrize(
    ("label", "minutes", "text"),
    [
        ("15 min", 15, "Internet Fundamentals is done, in 15 min."),
        ("2 h", 120, "Internet Fundamentals is done, in 2 h."),
        ("Skip", None, "Internet Fundamentals is done."),
    ],
)
def test_the_time_it_took_amends_the_entry_alone(label, minutes, text):
    desk = studying()
    desk.press(data("done", "internet-fundamentals"))
    before = desk.get(Studies)
    assert desk.tap(label).text == text
    (entry,) = desk.get(StudyLog).entries
    assert entry.minutes == minutes
    assert desk.get(Studies) == before


def test_time_is_taken_only_as_offered_and_only_for_an_entry_there_is():
    desk = studying()
    desk.press(data("done", "internet-fundamentals"))
    (entry,) = desk.get(StudyLog).entries
    assert desk.press(button_data("td2", entry.id, 45)).changes == ()
    assert desk.press(button_data("td2", 99, 15)).changes == ()
    assert desk.get(StudyLog).entries == (entry,)


def test_logged_time_corrects_what_is_left_and_when_it_ends():
    desk = studying(log=[StudyEntry(1, PERSON, MONDAY, date(2026, 3, 2), Activity.STEP, ROADMAP, "x", "", 600, 1200)])
    # Ten hours took twenty: × (20 + 20) / (20 + 10). Five a week then do 3 h 45 min of it: 437 days, × 0.8 to 1.5.
    text = desk.call("/today").text
    assert "312 h left. At your pace you finish between 14 February 2027 and 18 December 2027." in text


def test_undo_takes_back_marks_entry_and_streak():
    desk = studying()
    desk.press(data("done", "internet-fundamentals"))
    answer = desk.tap("Undo")
    assert answer.acks == ["Undone."]
    assert marks(desk) == {}
    assert desk.get(StudyLog).entries == ()
    assert "1.1 Internet Fundamentals" in answer.edited[0]
    assert "Streak" not in answer.edited[0]


def test_undo_is_for_the_newest_change_only():
    desk = studying()
    answer = desk.press(data("done", "internet-fundamentals"))
    undo = next(button for row in answer.all(fx.Edit)[0].body.buttons for button in row if button.label == "Undo")
    desk.press(data("tick", "editors"))
    late = desk.press(undo.data)
    assert late.acks == ["That can't be undone any more. You can change any mark in /roadmap."]
    assert late.changes == ()
    assert late.shown == []


def test_the_last_step_of_a_phase_sums_it_up():
    desk = studying()
    desk.press(data("done", "internet-fundamentals"))
    desk.tap("1 h")
    answer = desk.press(data("done", "dev-environment"))
    assert answer.edited == [
        "Dev Environment & Tooling is done, well walked! How long did it take?\n\n"
        "That was the last step of Foundations (8 of 8 items done). You logged 1 h on it. Next comes Python Core, 40 h."
    ]


def test_a_phase_with_an_open_item_is_not_summed_up():
    desk = studying(anchor="python-versions-venvs")
    assert "last step" not in desk.press(data("done", "dev-environment")).edited[0]


def test_the_last_step_of_all():
    desk = studying(marks=done(*range(STEPS - 1)))
    desk.call("/today")
    answer = desk.tap("Done")
    assert answer.sent == [
        "You've finished Python backend developer, every step of it. Congratulations! "
        "Keep it fresh with /quiz, or look back with /roadmap."
    ]
    assert "Next comes" not in answer.edited[0]
    assert desk.call("/today").text == answer.sent[0]


@pytest.mark.parametrize(
    "button",
    [
        data("done", "internet-fundamentals", ENROLMENT + 1),
        data("tick", "no-such-item"),
        data("burn", DNS),
        "td2:1:0",
    ],
)
def test_a_button_that_no_longer_fits_shows_the_present(button):
    answer = studying().press(button)
    assert answer.acks == ["This button is from an earlier message. Here is where you are now."]
    assert "1.1 Internet Fundamentals" in answer.text
    assert answer.changes == ()


@pytest.mark.parametrize("line", ["/today", "/roadmap", "/settings", "/quiz"])
def test_without_a_roadmap(line):
    answer = Desk().call(line)
    assert answer.text == "You haven't picked a roadmap yet. Type /start and we'll set it up together."


def test_later_offers_the_choices_of_a_nudge():
    desk = studying()
    desk.call("/today")
    assert desk.tap("Later").labels == ["+1 h", "Tonight", "Not today", "Back"]
    assert "1.1 Internet Fundamentals" in desk.tap("Back").text


def test_a_day_ends_at_four_in_the_morning():
    desk = studying()
    desk.now = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    assert desk.press(data("tick", DNS)).saved(StudyEntry)[0].day == date(2026, 3, 2)
    desk.now = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
    assert desk.press(data("tick", HTTP)).saved(StudyEntry)[0].day == date(2026, 3, 3)
