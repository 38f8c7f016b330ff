import pytest

from bot.adapters.discord.surface import CAPABILITIES, MessageName, direct, elsewhere, in_guild, user_of
from bot.core.lowering import lower
from bot.core.model import Address, Message
from bot.core.text import Text


def test_places_are_named() -> None:
    assert direct("5") == Address("discord", "@5")
    assert in_guild("11", "12") == Address("discord", "11", "12")
    assert elsewhere("13") == Address("discord", "13")
    assert [user_of(one) for one in (direct("5"), in_guild("11", "12"), elsewhere("13"))] == ["5", "", ""]


@pytest.mark.parametrize("name", [MessageName("12", "99"), MessageName("12", "99", ephemeral=True)])
def test_messages_are_named(name: MessageName) -> None:
    assert MessageName.parse(str(name)) == name


def test_no_message_is_one_that_all_see() -> None:
    assert not MessageName.parse("").ephemeral


def test_only_direct_messages_are_no_group() -> None:
    groups = [CAPABILITIES.is_group(one) for one in (direct("5"), in_guild("11", "12"), elsewhere("13"))]
    assert groups == [False, True, True]


def test_one_alone_can_be_answered_where_they_did_something() -> None:
    assert CAPABILITIES.private_answers(in_guild("11", "12"), "1:c:secret")
    assert not CAPABILITIES.private_answers(in_guild("11", "12"), "")


def test_a_text_is_measured_as_it_is_written() -> None:
    pieces = lower("send", Message(Text("*" * 1500)), CAPABILITIES)
    assert len(pieces) == 2
    assert len(lower("send", Message(Text("a" * 1500)), CAPABILITIES)) == 1
