"""Roadmaps that people bring as files: what is said of them, studying and updating them, and all that is refused."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Call, Terminal

CHESS = """# Chess

Welcome! This is how I learned it.

## Openings (2 h)
- ✅ Italian
- 🔥 Ruy Lopez

## Endgames (90 min)
- Pawns
- Rooks

## Python
- Lists
- Dictionaries
"""
PERSONS = itertools.count(1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with Terminal(tmp_path_factory.mktemp("bringing") / "files.sqlite3") as chat:
        yield chat


@pytest.fixture
def chat(shared: Terminal) -> Terminal:
    """Somebody who has said nothing yet."""
    assert shared.say(f":as person {next(PERSONS)}") == []
    return shared


class Sender:
    """Writes files and sends them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, chat: Terminal, content: str | bytes, name: str = "chess.md") -> Call:
        file = self._folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return chat.only(f":send {file}")


@pytest.fixture
def send(tmp_path: Path) -> Sender:
    return Sender(tmp_path)


def studying(chat: Terminal) -> Terminal:
    chat.run(["/start", *"111111"])
    return chat


def test_a_newcomer_studies_what_they_brought(chat: Terminal, send: Sender) -> None:
    offered = send(chat, CHESS)
    assert offered.text == (
        "I've read Chess: about 4 h 30 min by our estimate, 3 phases, 6 topics. "
        "For 2 of them I have questions to ask you. One is ticked already, and stays so.\n\n"
        "Left out: prose (one line).\n\n"
        "Shall we study it? Only you will see it."
    )
    assert offered.labels == ["Study it", "No, thanks"]
    assert chat.say(":restart") == []
    taken, question = chat.say("1")
    assert (taken.op, taken.text) == ("edit", "Chess it is. Only you see it.")
    assert question.text.startswith("Question 2 of 6: how many hours")
    *_, where, done = [calls[0] for calls in chat.run("11111")]
    assert "The next step is Openings" in where.text
    assert done.text.startswith("You're on your way: Chess, 5 h a week")
    card = chat.only("1").text
    assert "✅ Italian" in card
    assert "🔥 Ruy Lopez" in card
    assert "About 2 h · 1 of 2 done" in card


def test_somebody_under_way_goes_over_to_it_and_back(chat: Terminal, send: Sender) -> None:
    studying(chat).run(["/today", "1"])
    send(chat, CHESS)
    begun = chat.only("1")
    assert begun.text.startswith("You're on Chess now; your marks on the other roadmaps stay.\nNext is Openings.")
    assert "Openings" in chat.only("1").text
    chat.run(["/settings", "#Roadmap"])
    assert "You're on Python backend developer now." in chat.only("#Python backend developer").text
    assert "✅ Domain names" in chat.only("/today").text
    assert "Chess" in [label for call in chat.run(["/settings", "#Roadmap"])[-1] for label in call.labels]


def test_questions_of_ours_are_asked_about_it(chat: Terminal, send: Sender) -> None:
    send(studying(chat), "# Mine\n## Python basics\n- Lists\n")
    chat.run(["1", "/today"])
    assert chat.only("#Quiz me").text.startswith("1/5 · ")


def test_a_file_sent_at_the_first_question_answers_it(chat: Terminal, send: Sender) -> None:
    chat.say("/start")
    send(chat, CHESS)
    _, question = chat.say("1")
    assert question.text.startswith("Question 2 of 6")


def test_a_file_sent_later_changes_the_choice_and_keeps_the_place(chat: Terminal, send: Sender) -> None:
    chat.run(["/start", "1", "2"])
    send(chat, CHESS)
    _, question = chat.say("1")
    assert question.text.startswith("Question 3 of 6: on which days?")


def test_an_edited_file_updates_it_and_ticks_stay(chat: Terminal, send: Sender) -> None:
    send(studying(chat), CHESS)
    chat.run(["1", "/today", "#Ruy Lopez"])
    offered = send(chat, CHESS.replace("- Pawns", "- Pawn endings\n- Pawns").replace("- Rooks\n", ""))
    assert offered.text.endswith(
        "You have an older state of it. Shall I update that? What is still there keeps your ticks."
    )
    assert offered.labels == ["Update Chess", "Keep both", "No, thanks"]
    assert chat.only("1").text == "Chess is up to date: 5 topics as before, 1 new, 1 gone. Type /today to go on."
    card = chat.only("/today").text
    assert "Endgames" in card
    assert "☐ Pawn endings" in card
    assert "2 of 6 items done" in chat.only("/roadmap").text


def test_both_may_be_kept(chat: Terminal, send: Sender) -> None:
    send(studying(chat), CHESS)
    chat.say("1")
    send(chat, CHESS)
    chat.say("2")
    labels = [label for call in chat.run(["/settings", "#Roadmap"])[-1] for label in call.labels]
    assert {"Chess", "Chess (2)"} <= set(labels)


def test_of_several_in_a_file_one_is_chosen(chat: Terminal, send: Sender) -> None:
    offered = send(chat, "# Go roadmap\n## A\n- Komi\n# Shogi roadmap\n## B\n- Castles\n")
    assert offered.text.count("I've read") == 2
    assert "Which one shall we study?" in offered.text
    assert offered.labels == ["Study Go roadmap", "Study Shogi roadmap", "No, thanks"]
    assert chat.say("2")[0].text.startswith("Shogi roadmap it is.")


def test_no_thanks_keeps_nothing(chat: Terminal, send: Sender) -> None:
    send(chat, CHESS)
    assert chat.only("#No").text == "All right, I've kept nothing of it."


def test_an_offer_is_gone_after_a_day(chat: Terminal, send: Sender) -> None:
    send(chat, CHESS)
    chat.say(":wait 24h")
    late = chat.only("1")
    assert late.op == "ack"
    assert late.text == "That file is settled, or older than a day. Send it again, and I'll read it anew."


def test_a_sixth_takes_the_place_of_another(chat: Terminal, send: Sender) -> None:
    studying(chat)
    for number in range(5):
        send(chat, f"# Book {number}\n## Part\n- Chapter {number}\n")
        chat.say("1")
    send(chat, CHESS)
    full = chat.only("#Study it")
    assert full.text == (
        "You have 5 roadmaps of your own, as many as I can keep. Which one shall make room for Chess? It goes for good."
    )
    assert full.labels == [*(f"Book {number} goes" for number in range(4)), "No, thanks"]
    assert chat.only("#Book 0").text.startswith("You're on Chess now")
    labels = [label for call in chat.run(["/settings", "#Roadmap"])[-1] for label in call.labels]
    assert "Book 0" not in labels
    assert "Book 1" in labels


def test_a_namesake_that_has_nothing_in_common_is_another_roadmap(chat: Terminal, send: Sender) -> None:
    send(studying(chat), CHESS)
    chat.say("1")
    assert send(chat, "# Chess\n## Problems\n- Mate in two\n").labels == ["Study it", "No, thanks"]


def test_a_number_presses_a_button_also_where_a_text_was_asked(chat: Terminal, send: Sender) -> None:
    studying(chat).run(["/settings", "#Reminder", "#Another"])
    send(chat, CHESS)
    assert chat.only("1").text.startswith("You're on Chess now")


def test_a_file_where_a_text_is_expected_in_a_group_belongs_in_private(chat: Terminal, send: Sender) -> None:
    chat.run([":in group Team", "/start"])
    assert send(chat, CHESS).text == "Send me that file in private, and I'll read it there."
    chat.say(":in private")


def test_a_full_shelf_takes_an_update(chat: Terminal, send: Sender) -> None:
    studying(chat)
    for number in range(5):
        send(chat, f"# Book {number}\n## Part\n- Chapter {number}\n")
        chat.say("1")
    assert send(chat, "# Book 3\n## Part\n- Chapter 3\n- Appendix\n").labels[0] == "Update Book 3"
    assert "1 new" in chat.only("1").text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "I found nothing to learn in that file."),
        (b"Dear all,\n\nsee you on Monday.\n", "I found nothing to learn in that file."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "I can't read that file as text."),
        (b"# A\n- b\n" * 130_000 + b"xxxxxxxx", "over 20,000 lines"),
        (b"x" * (1024 * 1024 + 1), "over 1 MB"),
        (b"# A\n## B\n" + b"".join(b"- topic %d\n" % n for n in range(5_001)), "over 5,000 topics"),
    ],
    ids=["empty", "a letter", "a picture", "too long", "too big", "too many topics"],
)
def test_what_can_not_be_studied_gets_one_sentence(chat: Terminal, send: Sender, content: bytes, said: str) -> None:
    studying(chat)
    before = [chat.only(line).text for line in ("/today", "/settings")]
    answer = send(chat, content)
    assert said in answer.text
    assert answer.labels == []
    assert [chat.only(line).text for line in ("/today", "/settings")] == before


def test_damaged_text_is_repaired_and_what_is_lost_is_told(chat: Terminal, send: Sender) -> None:
    broken = "# Курс Ñ\n## Основы – начало\n- Don’t panic\n".encode().decode("latin-1").encode()
    assert "Курс" in send(chat, broken).text


def test_nobody_else_sees_it(chat: Terminal, send: Sender) -> None:
    send(chat, CHESS)
    chat.say("1")
    chat.say(f":as person {next(PERSONS)}")
    assert "Chess" not in chat.only("/start").text


def test_forget_takes_it_along(chat: Terminal, send: Sender) -> None:
    send(studying(chat), CHESS)
    chat.run(["1", "/forget", "#Delete everything"])
    assert "Chess" not in chat.only("/start").text
