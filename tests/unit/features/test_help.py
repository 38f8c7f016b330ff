"""`/help`, `/cancel` with nothing to cancel, `/privacy` and `/forget`."""

import pytest

from bot.core import effects as fx
from bot.core.model import data
from tests.turns import PERSON, REGISTRY, Desk, studying


def test_help_lists_every_command_once():
    text = Desk().call("/help").text
    for name in REGISTRY.commands:
        assert text.count(f"/{name} · ") == 1


def test_unexpected_text():
    answer = studying().say("hello")
    assert answer.text == "I didn't expect that just now. Type /help for what I can do."
    assert answer.changes == ()


def test_cancel_with_nothing_under_way():
    assert studying().call("/cancel").text == "Nothing is under way. Type /help for what I can do."


def test_privacy_names_the_way_out():
    assert "/forget" in Desk().call("/privacy").text


def test_forget_asks_first_and_its_first_button_keeps():
    desk = studying()
    answer = desk.call("/forget")
    assert answer.labels == ["No, keep it", "Delete everything"]
    assert answer.changes == ()
    kept = desk.tap("No")
    assert kept.edited == ["Good, nothing was deleted. See you at your next step."]
    assert kept.changes == ()


def test_forget_deletes_and_says_goodbye_in_a_new_message():
    desk = studying()
    desk.call("/forget")
    answer = desk.tap("Delete")
    assert answer.all(fx.Forget) == [fx.Forget()]
    assert "Everything about you is deleted." in answer.sent[0]
    assert answer.edited == []


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_a_confirmation_of_somebody_who_was_forgotten_deletes_nothing(choice):
    answer = studying().press(data("ac1", choice, PERSON + 1))
    assert answer.acks == ["This button is from an earlier message; nothing was deleted."]
    assert answer.changes == ()


def test_only_a_plain_yes_deletes():
    assert studying().press(data("ac1", "perhaps", PERSON)).all(fx.Forget) == []


NAMES = ["*bold*", "a_b_c", "<b>x</b>", "**Ann**", "`rm`", "[a](b)", "😀", "\u202eabc", "{ $x }", "\ue000"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_markup(name):
    desk = Desk()
    desk.name = name
    (send,) = desk.call("/start").all(fx.Send)
    assert send.body.text.plain.startswith(f"Hi {name}, I'm Milepost.")
    greeting = len(f"Hi {name}, I'm Milepost.")
    assert all(span.start >= greeting for span in send.body.text.spans)
