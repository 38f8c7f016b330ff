from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.budget import DEFAULT_LEAF_MINUTES
from bot.study.roadmap import Node, Resource, Roadmap


def item(name, minutes=None, *parts, **more):
    return Node(name, name.upper(), section=False, minutes=minutes, parts=parts, **more)


def section(name, minutes=None, *parts, **more):
    return Node(name, name.title(), section=True, minutes=minutes, parts=parts, **more)


def roadmap(*phases, **more):
    return Roadmap("r", "R", "for all", phases, **more)


def shapes(of):
    return [(step.id, [leaf.id for leaf in step.leaves]) for step in of.steps]


def test_a_section_without_subsections_is_one_step_with_all_items_under_it():
    one = roadmap(section("p", None, item("a"), item("b", None, item("b1"), item("b2", None, item("b2x")))))
    assert shapes(one) == [("p", ["a", "b1", "b2x"])]


def test_a_section_without_anything_under_it_is_itself_the_leaf():
    one = roadmap(section("p", None, section("s"), section("t", None, item("a"))))
    assert shapes(one) == [("s", ["s"]), ("t", ["a"])]


def test_a_phase_alone_is_a_step():
    assert shapes(roadmap(section("p"), section("q"))) == [("p", ["p"]), ("q", ["q"])]


def test_items_beside_subsections_are_steps_of_their_own_run_by_run():
    one = roadmap(
        section(
            "p",
            None,
            item("a"),
            item("b"),
            section("s", None, item("c")),
            item("d", None, item("d1"), item("d2")),
            section("t"),
            section("u", None, section("u1"), item("e")),
        )
    )
    assert shapes(one) == [
        ("a", ["a", "b"]),
        ("s", ["c"]),
        ("d", ["d1", "d2"]),
        ("t", ["t"]),
        ("u1", ["u1"]),
        ("e", ["e"]),
    ]


def test_a_step_knows_where_it_is():
    run, below = roadmap(section("p", None, item("a"), section("s", None, item("c"), number="1.1"), number="1")).steps
    assert (run.title, run.number, run.path, run.phase) == ("P", "1", ("P",), "p")
    assert (below.title, below.number, below.path, below.phase) == ("S", "1.1", ("P", "S"), "p")


def test_a_step_gathers_topics_and_resources_once_in_reading_order():
    book, page = Resource("book", "Book", "book"), Resource("page", "Page", "article", "https://example.org")
    one = roadmap(
        section(
            "p",
            None,
            item("a", topics=("x", "y"), resources=(page,)),
            item("b", topics=("y", "z"), resources=(book, page)),
            topics=("w", "x"),
            resources=(book,),
        )
    )
    assert one.steps[0].topics == ("w", "x", "y", "z")
    assert one.steps[0].resources == (book, page)


@pytest.mark.parametrize(
    ("phase", "budget"),
    [
        # Nothing stated: every leaf counts alike, wherever it is.
        (section("p", None, item("a"), item("b", None, item("b1"), item("b2"))), {"a": 30, "b1": 30, "b2": 30}),
        # Stated above alone: shared equally among the parts, then among theirs.
        (section("p", 120, item("a"), item("b", None, item("b1"), item("b2"))), {"a": 60, "b1": 30, "b2": 30}),
        (section("p", 100, item("a"), item("b"), item("c")), dict.fromkeys("abc", Fraction(100, 3))),
        # Stated by all parts: theirs.
        (section("p", None, item("a", 10), item("b", 20)), {"a": 10, "b": 20}),
        (section("p", 30, item("a", 10), item("b", 20)), {"a": 10, "b": 20}),
        # Stated by all parts and above: each grows, or shrinks, in proportion.
        (section("p", 60, item("a", 10), item("b", 20)), {"a": 20, "b": 40}),
        (section("p", 15, item("a", 10), item("b", 20)), {"a": 5, "b": 10}),
        # Stated by some parts: the others share the rest.
        (section("p", 100, item("a", 40), item("b"), item("c")), {"a": 40, "b": 30, "c": 30}),
        (section("p", 40, item("a", 40), item("b")), {"a": 40, "b": 0}),
        (section("p", 30, item("a", 40), item("b")), {"a": 40, "b": 0}),
        # Stated by some parts and not above: the others count as leaves.
        (section("p", None, item("a", 40), item("b")), {"a": 40, "b": 30}),
        (section("p", None, item("a", 40), item("b", None, item("b1"), item("b2"))), {"a": 40, "b1": 30, "b2": 30}),
        # A part states its time through its own parts.
        (section("p", 100, section("s", None, item("a", 10), item("b", 30)), item("c")), {"a": 10, "b": 30, "c": 60}),
        # One that is only partly stated shares the rest too, on top of what is stated in it.
        (section("p", 100, section("s", None, item("a", 10), item("b")), item("c")), {"a": 10, "b": 45, "c": 45}),
        (section("p", 100, section("s", None, item("a", 90), item("b")), item("c")), {"a": 90, "b": 5, "c": 5}),
        # Nothing stated inside, in so many words.
        (section("p", 60, item("a", 0), item("b", 0)), {"a": 30, "b": 30}),
        # Growth goes down to the leaves: in proportion, or to those that state nothing.
        (section("p", 80, section("s", 40, item("a", 30), item("b", 10))), {"a": 60, "b": 20}),
        (section("p", 80, section("s", 40, item("a"), item("b", 10))), {"a": 70, "b": 10}),
    ],
)
def test_the_budget(phase, budget):
    assert roadmap(phase).budget == budget
    assert roadmap(phase).minutes == round(sum(budget.values()))


def test_the_time_of_a_step_and_whether_it_is_stated():
    stated, estimated = roadmap(section("p", 90, item("a"), item("b")), section("q", None, item("c"), item("d"))).steps
    assert (stated.minutes, stated.stated) == (90, True)
    assert (estimated.minutes, estimated.stated) == (2 * DEFAULT_LEAF_MINUTES, False)


def test_no_time_at_all_is_not_believed():
    (step,) = roadmap(section("p", 0, item("a"))).steps
    assert (step.minutes, step.stated) == (DEFAULT_LEAF_MINUTES, False)


def test_a_step_for_which_nothing_is_left_gets_our_estimate():
    step = roadmap(section("p", 60, section("s", 60), section("t", None, item("a"), item("b")))).steps[1]
    assert (step.minutes, step.stated) == (2 * DEFAULT_LEAF_MINUTES, False)


@pytest.mark.parametrize(("minutes", "stated"), [((60, 0), True), ((60, None), False), ((None, None), False)])
def test_hours_are_stated_when_every_phase_states_them(minutes, stated):
    assert roadmap(*(section(f"p{n}", one) for n, one in enumerate(minutes))).hours_stated is stated


def test_nodes_leaves_and_parents_in_reading_order():
    one = roadmap(section("p", None, section("s", None, item("a")), item("b")), section("q"))
    assert list(one.nodes) == ["p", "s", "a", "b", "q"]
    assert list(one.leaves) == ["a", "b", "q"]
    assert one.parents == {"s": "p", "a": "s", "b": "p"}
    assert {leaf: step.id for leaf, step in one.step_of.items()} == {"a": "s", "b": "b", "q": "q"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [("a", "a"), ("old", "a"), ("older", "a"), ("lost", None), ("never", None), ("x", None), ("p", "p")],
)
def test_the_id_of_today(asked, found):
    moved = {"old": "a", "older": "old", "lost": "gone", "x": "y", "y": "x", "p": "a"}
    assert roadmap(section("p", None, item("a")), moved=moved).current_id(asked) == found


def trees(minutes):
    """Roadmaps of up to three phases, some parts with a stated time."""

    def node(depth, is_section):
        kinds = st.booleans() if is_section else st.just(False)
        below = st.lists(st.deferred(lambda: kinds.flatmap(lambda kind: node(depth + 1, kind))), max_size=3)
        return st.tuples(st.just(is_section), minutes, below if depth < 3 else st.just([]))

    def build(name, drawn):
        is_section, stated, parts = drawn
        below = tuple(build(f"{name}-{n}", part) for n, part in enumerate(parts))
        return Node(name, name, is_section, minutes=stated, parts=below)

    phases = st.lists(node(0, True), min_size=1, max_size=3)
    return phases.map(lambda drawn: roadmap(*(build(f"p{n}", one) for n, one in enumerate(drawn))))


@given(trees(st.none() | st.integers(0, 600)))
def test_every_leaf_is_in_exactly_one_step_in_order(one):
    assert [leaf.id for step in one.steps for leaf in step.leaves] == list(one.leaves)
    assert len({step.id for step in one.steps}) == len(one.steps)
    assert one.budget.keys() == one.leaves.keys()
    assert all(minutes >= 0 for minutes in one.budget.values())
    assert all(step.minutes > 0 for step in one.steps)


@given(trees(st.none()), st.integers(1, 600))
def test_a_stated_phase_adds_up_to_what_it_states(one, minutes):
    phases = tuple(Node(p.id, p.title, True, minutes=minutes, parts=p.parts) for p in one.phases)
    assert roadmap(*phases).minutes == minutes * len(phases)


def test_a_run_beside_sub_sections_has_no_stated_time_of_its_own():
    run, sub = roadmap(section("p", 600, item("a"), item("b"), section("s", 360, item("c")))).steps
    assert (run.id, run.minutes, run.stated) == ("a", 240, False)
    assert (sub.id, sub.minutes, sub.stated) == ("s", 360, True)


def test_a_span_of_the_calendar_holds_five_hours_a_week():
    one = roadmap(section("a", None, item("one"), item("two"), duration="2 weeks"))
    assert one.days == 14
    assert [float(minutes) for minutes in one.budget.values()] == [300, 300]
    (step,) = one.steps
    assert (step.minutes, step.stated) == (600, False)


@pytest.mark.parametrize(
    ("durations", "days"),
    [(("2 weeks", "3 days"), 17), (("1-2 weeks", ""), 10.5), (("ongoing", ""), None), (("", ""), None)],
)
def test_how_long_a_roadmap_lasts(durations, days):
    assert roadmap(*(section(f"p{number}", duration=one) for number, one in enumerate(durations))).days == days


def test_a_roadmaps_own_hours_are_shared_among_its_phases():
    one = roadmap(section("a", None, item("one")), section("b", None, item("two")), stated=240)
    assert [float(minutes) for minutes in one.budget.values()] == [120, 120]
    assert one.hours_stated


def test_a_section_of_resources_takes_longer_the_more_there_are():
    pages = tuple(Resource(f"page{number}", "P", "docs") for number in range(4))
    book = Resource("book", "B", "book")
    assert roadmap(section("a", resources=pages)).minutes == 4 * DEFAULT_LEAF_MINUTES
    assert roadmap(section("a", resources=(*pages, book))).minutes == 4 * DEFAULT_LEAF_MINUTES + 600
    assert roadmap(section("a", None, item("b", resources=(book,)))).minutes == DEFAULT_LEAF_MINUTES


def test_a_step_shows_what_is_there_for_its_phase_too():
    own, around = Resource("own", "Own", "book"), Resource("around", "Around", "book")
    inner = section("inner", None, item("one"), resources=(own,))
    (step,) = roadmap(section("outer", None, inner, resources=(around,))).steps
    assert step.resources == (own, around)


def test_items_in_larger_items_know_them():
    strings = item("strings", None, item("methods", None, item("split")), item("immutable"))
    (step,) = roadmap(section("a", None, item("alone"), strings)).steps
    assert step.groups == {"split": ("STRINGS", "METHODS"), "immutable": ("STRINGS",)}


def test_a_step_without_a_number_is_named_with_what_it_is_in():
    one = roadmap(section("databases", None, section("general"), section("redis", number="1.2")), section("end"))
    assert [step.name for step in one.steps] == ["Databases: General", "Redis", "End"]
