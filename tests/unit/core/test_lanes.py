from collections.abc import Hashable
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from bot.core.lanes import Lanes


@dataclass(eq=False)
class Job:
    name: str
    lanes: frozenset[Hashable] = field(default_factory=frozenset)

    def __repr__(self) -> str:
        return self.name


def job(name: str, *lanes: str) -> Job:
    return Job(name, frozenset(lanes))


def test_jobs_of_different_lanes_go_together_and_those_of_one_after_another() -> None:
    lanes: Lanes[Job] = Lanes()
    first, second, other = job("first", "ann"), job("second", "ann"), job("other", "bob")
    lanes.add([first, second, other])
    assert lanes.take(10) == [first, other]
    assert lanes.take(10) == []
    lanes.release([first])
    assert lanes.take(10) == [second]


def test_a_job_that_waits_for_one_lane_keeps_later_ones_off_its_others() -> None:
    """Else somebody busy in one chat could be overtaken in another for ever."""
    lanes: Lanes[Job] = Lanes()
    busy, both, later = job("busy", "ann"), job("both", "ann", "group"), job("later", "group")
    lanes.add([busy, both, later])
    assert lanes.take(10) == [busy]
    lanes.release([busy])
    assert lanes.take(10) == [both]
    lanes.release([both])
    assert lanes.take(10) == [later]


def test_what_is_put_back_goes_first_with_the_lanes_it_has_by_then() -> None:
    lanes: Lanes[Job] = Lanes()
    needs, next_ = job("needs", "ann"), job("next", "bob")
    lanes.add([needs, next_])
    assert lanes.take(1) == [needs]
    needs.lanes = frozenset({"ann", "bob"})
    lanes.put_back(needs)
    lanes.release([needs])
    assert lanes.take(10) == [needs]
    lanes.release([needs])
    assert lanes.take(10) == [next_]


def test_releasing_frees_the_lanes_a_job_took_not_those_it_has_now() -> None:
    lanes: Lanes[Job] = Lanes()
    changing, after = job("changing", "ann"), job("after", "ann")
    lanes.add([changing, after])
    lanes.take(10)
    changing.lanes = frozenset({"bob"})
    lanes.release([changing])
    assert lanes.take(10) == [after]


def test_the_limit_leaves_the_rest_in_order() -> None:
    lanes: Lanes[Job] = Lanes()
    jobs = [job(str(number), str(number)) for number in range(5)]
    lanes.add(jobs)
    assert lanes.take(2) == jobs[:2]
    assert lanes.take(2) == jobs[2:4]
    assert len(lanes) == 1


def test_one_busy_lane_with_many_waiting_does_not_hide_the_others() -> None:
    lanes: Lanes[Job] = Lanes()
    flood = [job(f"flood {number}", "ann") for number in range(500)]
    quiet = job("quiet", "bob")
    lanes.add([*flood, quiet])
    assert lanes.take(10) == [flood[0], quiet]


@given(
    st.lists(st.sets(st.sampled_from("abcd"), min_size=1, max_size=2), max_size=30),
    st.integers(1, 5),
    st.randoms(use_true_random=False),
)
def test_each_lane_sees_its_jobs_in_order_and_one_at_a_time(wanted: list[set[str]], limit: int, rng: object) -> None:
    jobs = [job(str(number), *sorted(mine)) for number, mine in enumerate(wanted)]
    lanes: Lanes[Job] = Lanes()
    lanes.add(jobs)
    running: list[Job] = []
    done: list[Job] = []
    while len(done) < len(jobs):
        running += lanes.take(limit)
        held = [lane for one in running for lane in one.lanes]
        assert len(held) == len(set(held))
        ended = running.pop(rng.randrange(len(running)))  # type: ignore[attr-defined]
        lanes.release([ended])
        done.append(ended)
    for lane in "abcd":
        assert [one for one in done if lane in one.lanes] == [one for one in jobs if lane in one.lanes]
