"""Why calls came too fast: which of them a process brought upon itself."""

from datetime import UTC, datetime, timedelta

from tests.crash.breaches import Call, Calls
from tests.telegram.limits import Breach

FIRST = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SECOND = FIRST + timedelta(seconds=10)
"""When the second process started."""
CHAT, OTHER = 7, 8


def call(seconds: float, chat: int = CHAT) -> Call:
    """So long after the second start."""
    return Call(SECOND + timedelta(seconds=seconds), chat)


def breach(seconds: float, limit: str, chat: int = CHAT) -> Breach:
    return Breach(SECOND + timedelta(seconds=seconds), "sendMessage", chat, limit)


def own(taken: list[Call], *breaches: Breach) -> int:
    finding = Calls(taken, breaches, [FIRST, SECOND]).finding()
    assert finding.looked_at == len(taken) + len(breaches)
    return len(finding.broken)


def test_a_limit_that_calls_of_the_process_before_fill_is_nothing_it_could_know() -> None:
    assert own([call(-2), *(call(n) for n in range(1, 20))], breach(25, "group")) == 0
    assert own([call(-0.5)], breach(0.2, "chat")) == 0
    assert own([call(-0.5), *(call(0.1, n) for n in range(100, 129))], breach(0.2, "token")) == 0


def test_a_limit_that_its_own_calls_fill_is_its_own_doing() -> None:
    assert own([call(-2), *(call(n) for n in range(1, 21))], breach(25, "group")) == 1
    assert own([call(-0.5), call(5)], breach(5.5, "chat")) == 1
    assert own([call(-0.5), *(call(0.1, n) for n in range(100, 130))], breach(0.2, "token")) == 1


def test_a_call_may_be_on_its_way_less_long_than_the_one_before() -> None:
    assert own([call(5)], breach(5.8, "chat")) == 0
    assert own([call(5)], breach(5.7, "chat")) == 1
    assert own([call(5), call(5.75, OTHER)], breach(5.7, "chat")) == 1


def test_a_wait_is_known_once_its_answer_has_come() -> None:
    taken = [call(-2), *(call(n) for n in range(1, 20))]
    asked = breach(25, "group")
    assert own(taken, asked, breach(25.4, "wait")) == 0
    assert own(taken, asked, breach(25.6, "wait")) == 1
    assert own(taken, asked, breach(25.6, "wait", OTHER)) == 0


def test_a_wait_that_the_process_before_was_asked_for_is_unknown() -> None:
    assert own([], breach(-5, "wait"), breach(3, "wait")) == 0


def test_calls_that_left_before_the_answer_share_the_cause_of_the_first() -> None:
    assert own([call(5)], breach(5.5, "chat"), breach(5.9, "wait")) == 2
