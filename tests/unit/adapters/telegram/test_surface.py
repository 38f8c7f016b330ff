import pytest

from bot.adapters.telegram.surface import CAPABILITIES
from bot.core.lowering import lower
from bot.core.model import Address, Message, PollOption, QuizPoll
from bot.core.text import Text

OPTIONS = tuple(PollOption(str(number), f"a:{number}") for number in range(12))


@pytest.mark.parametrize(
    ("chat", "group", "private_answers"),
    [("5001", False, False), ("-77", True, False), ("-1001234", True, True)],
)
def test_kinds_of_chats(chat: str, group: bool, private_answers: bool) -> None:
    address = Address("telegram", chat)
    assert CAPABILITIES.is_group(address) == group
    assert CAPABILITIES.private_answers(address, "77") == private_answers
    assert not CAPABILITIES.private_answers(address, "")


@pytest.mark.parametrize(
    ("poll", "native"),
    [
        (QuizPoll(Text("q" * 300), OPTIONS, 0, Text("e\ne\ne")), True),
        (QuizPoll(Text("q" * 300), OPTIONS, 0, Text("e" * 200)), True),
        (QuizPoll(Text("q" * 301), OPTIONS, 0), False),
        (QuizPoll(Text("?"), (*OPTIONS, PollOption("13", "a:13")), 0), False),
        (QuizPoll(Text("?"), (PollOption("o" * 101, "a"), *OPTIONS[:1]), 0), False),
        (QuizPoll(Text("?"), OPTIONS, 0, Text("e" * 201)), False),
        (QuizPoll(Text("?"), OPTIONS, 0, Text("e\ne\ne\ne")), False),
    ],
)
def test_polls_that_fit(poll: QuizPoll, native: bool) -> None:
    [call] = lower("send", poll, CAPABILITIES)
    assert isinstance(call.body, QuizPoll if native else Message)


def test_a_message_holds_at_most_a_hundred_buttons() -> None:
    assert CAPABILITIES.rows * CAPABILITIES.columns <= 100
