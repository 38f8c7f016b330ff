from datetime import timedelta

import pytest
from discord.utils import time_snowflake

from bot.adapters.discord.exchanges import LIFE, Exchange, Exchanges, Kind, Stage, Token
from bot.core.clock import VirtualClock
from tests.unit.adapters.discord.rows import NOW


def token(seconds: float = 0, secret: str = "a:b:c") -> Token:
    return Token(str(time_snowflake(NOW + timedelta(seconds=seconds))), Kind.PRESS, secret)


def test_a_token_is_written_and_read_with_any_secret() -> None:
    assert Token.parse(str(token())) == token()
    assert str(token()).split(":")[1] == "b"
    with pytest.raises(ValueError, match="not enough"):
        Token.parse("12")


def test_a_token_knows_its_age() -> None:
    assert abs(token(30).made_at - NOW - timedelta(seconds=30)) < timedelta(milliseconds=2)


def test_an_interaction_begins_once() -> None:
    exchanges = Exchanges(VirtualClock(NOW))
    first = Exchange(token())
    assert exchanges.begin(first)
    assert not exchanges.begin(Exchange(token()))
    assert exchanges.find(str(token())) is first


def test_one_of_an_earlier_process_is_unknown() -> None:
    exchanges = Exchanges(VirtualClock(NOW))
    found = exchanges.find(str(token()))
    assert found
    assert (found.stage, found.token) == (Stage.UNKNOWN, token())
    assert exchanges.find(str(token())) is found


def test_there_is_none_without_a_token_or_where_it_is_lost() -> None:
    exchanges = Exchanges(VirtualClock(NOW))
    assert exchanges.find("") is None
    exchange = Exchange(token())
    exchanges.begin(exchange)
    exchange.goes_on(Stage.LOST)
    assert exchanges.find(str(token())) is None


async def test_a_token_lives_for_almost_fifteen_minutes() -> None:
    clock = VirtualClock(NOW)
    exchanges = Exchanges(clock)
    exchange = Exchange(token())
    exchanges.begin(exchange)
    exchanges.made("e1/2", exchange)
    await clock.set(NOW + LIFE - timedelta(seconds=1))
    assert exchanges.find(str(token())) is exchange
    assert exchanges.maker("e1/2") is exchange
    await clock.set(NOW + LIFE)
    assert exchanges.find(str(token())) is None
    assert exchanges.maker("e1/2") is None
    assert timedelta(minutes=14) < LIFE < timedelta(minutes=15)


async def test_dead_ones_are_forgotten() -> None:
    clock = VirtualClock(NOW)
    exchanges = Exchanges(clock)
    for seconds in range(100):
        exchange = Exchange(token(seconds))
        exchanges.begin(exchange)
        exchanges.made(f"e1/{seconds}", exchange)
    await clock.set(NOW + timedelta(hours=1))
    exchanges.begin(Exchange(token(3600)))
    assert (len(exchanges._open), len(exchanges._made)) == (1, 0)


def test_whoever_waits_for_the_first_response_hears_of_it() -> None:
    exchange = Exchange(token())
    assert not exchange.answered.is_set()
    exchange.goes_on(Stage.THINKING)
    assert exchange.answered.is_set()
