"""An edited roadmap: what keeps its id, what is renamed, what is new, and what a person still finds ticked."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.study.progress import Enrolment, Mark, up_to_date
from bot.study.revision import Revision, revised
from bot.study.roadmap import Aside, Extras, Node, Resource, Roadmap


def node(title: str, *parts: Node, own: str = "", link: str = "", **more: Any) -> Node:
    own = own or re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
    if link:
        more["resources"] = (Resource(f"{own}-page", f"About {title}", "article", link),)
    return Node(own, title, section=bool(parts), parts=parts, **more)


def roadmap(*phases: Node, **more: Any) -> Roadmap:
    return Roadmap("r", "R", "for all", phases, **more)


def one_section(*parts: Node) -> Roadmap:
    return roadmap(node("Everything", *parts))


def ids(of: Revision) -> list[str]:
    return [leaf.id for leaf in of.roadmap.leaves.values()]


def test_nothing_changes_without_an_edit() -> None:
    same = roadmap(
        node("Web", node("HTTP", topics=("http",)), node("Basics", own="web-basics")), node("Git", node("Basics"))
    )

    found = revised(same, same)

    assert found == Revision(same, kept=5, moved={}, added=(), removed=())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Branching & merging", "Branching and merging!"),
        ("branching", "Branching"),
        ("Djnago ORM", "Django ORM"),
        ("Web sockets", "WebSockets"),
        ("Linters", "Linters & formatters"),
        ("Git", "Git basics"),
        ("SSL/TLS & CDN overview", "TLS and CDNs"),
        ("Django REST", "Django REST framework"),
        ("Message brokers (RabbitMQ, Kafka)", "Message brokers"),
        ("Understand iterators", "Understand iterator"),
        ("Структуры данных", "Структура данных"),
    ],
)
def test_a_similar_title_keeps_the_id_silently(before: str, after: str) -> None:
    for old, new in ((before, after), (after, before)):
        found = revised(
            one_section(node(old, own="mine"), node("SQL")), one_section(node("SQL"), node(new, own="theirs"))
        )

        assert found.moved == {}
        assert found.roadmap.nodes["mine"].title == new
        assert (found.added, found.removed) == ((), ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Flask", "Django"),
        ("Docker", "Docker Compose"),
        ("SQL", "NoSQL"),
        ("sync views", "async views"),
        ("SQL queries", "Advanced SQL queries"),
        ("When to choose NoSQL", "When not to choose NoSQL"),
        ("Django fundamentals", "Flask fundamentals"),
        ("Overview", "Introduction"),
        ("Week 1", "Week 9"),
        ("C", "C++"),
    ],
)
def test_another_thing_in_its_place_inherits_nothing(before: str, after: str) -> None:
    for old, new in ((before, after), (after, before)):
        found = revised(
            one_section(node("SQL joins"), node(old, own="mine")), one_section(node("SQL joins"), node(new, own="new"))
        )

        assert found.moved == {}
        assert (found.added, found.removed) == (("new",), ("mine",))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("HTTP basics", "HTTP fundamentals"),
        ("Classes, instances, methods", "Classes, objects, methods"),
        ("Python 3.11", "Python 3.12"),
        ("Linters & formatters (flake8)", "Linters & formatters (ruff)"),
        ("Refresh tokens & revocation", "Refresh tokens and revoking them"),
    ],
)
def test_a_fairly_similar_title_in_its_place_is_a_rename(before: str, after: str) -> None:
    found = revised(
        one_section(node("SQL"), node(before, own="mine"), node("Git")),
        one_section(node("SQL"), node(after), node("Git")),
    )

    (new,) = found.moved.values()
    assert found.moved == found.roadmap.moved == {"mine": new}
    assert found.roadmap.nodes[new].title == after
    assert (found.kept, found.added, found.removed) == (3, (), ())


def test_a_fairly_similar_title_in_another_place_is_another_thing() -> None:
    old = one_section(node("HTTP basics"), node("SQL"), node("Git"))

    found = revised(old, one_section(node("SQL"), node("Git"), node("HTTP fundamentals")))

    assert (found.moved, found.added, found.removed) == ({}, ("http-fundamentals",), ("http-basics",))


def test_a_section_is_known_by_its_parts() -> None:
    parts = (node("DNS"), node("TLS"), node("Hosting"))
    old = roadmap(node("Internet", *parts), node("Tools", node("Git")))
    new = roadmap(node("Tools", node("Git")), node("How it all hangs together", *parts, node("Caches")))

    found = revised(old, new)

    assert found.moved == {"internet": "how-it-all-hangs-together"}
    assert found.added == ("caches",)
    assert found.removed == ()


def test_sections_of_sections_are_known_from_below() -> None:
    old = roadmap(node("One", node("Two", node("DNS"), node("TLS")), node("Three", node("Git"))))
    new = roadmap(node("Uno", node("Dos", node("DNS"), node("TLS")), node("Tres", node("Git"))))

    assert revised(old, new).moved == {"one": "uno", "two": "dos", "three": "tres"}


def test_equal_parts_that_stand_everywhere_tell_nothing() -> None:
    def week(title: str) -> Node:
        return node(
            title, *(node(part, own=f"{title.casefold()}-{part.casefold()}") for part in ("Basics", "Practice"))
        )

    found = revised(roadmap(week("Flask"), week("Git")), roadmap(week("Kafka"), week("Git")))

    assert found.moved == {}
    assert found.added == ("kafka", "kafka-basics", "kafka-practice")
    assert found.removed == ("flask", "flask-basics", "flask-practice")


def test_a_link_that_stands_nowhere_else_tells_what_is_the_same() -> None:
    old = one_section(node("Flask", link="https://flask.example/"), node("Git", link="https://all.example/"))
    new = one_section(
        node("A small framework", link="https://flask.example/"), node("SQL", link="https://all.example/")
    )

    found = revised(old, new)

    assert found.moved == {"flask": "a-small-framework", "git": "sql"}
    shared = one_section(node("Flask", link="https://all.example/"), node("Git", link="https://all.example/"))
    assert revised(shared, one_section(node("SQL", link="https://all.example/"), node("Git"))).moved == {}


def test_topics_that_no_neighbour_has_tell_what_is_the_same() -> None:
    old = one_section(node("Flask", topics=("flask",)), node("Git"))
    new = one_section(node("A small framework", topics=("flask",)), node("Git"))

    assert revised(old, new).moved == {"flask": "a-small-framework"}
    several = one_section(node("Images", topics=("docker",)), node("Volumes", topics=("docker",)))
    others = one_section(node("Layers", topics=("docker",)), node("Volumes", topics=("docker",)))
    assert revised(several, others).moved == {}


def test_other_topics_tell_that_it_is_another_thing() -> None:
    old = one_section(node("Deploy with Docker Compose", topics=("compose",)))

    assert revised(old, one_section(node("Deploy with Docker Swarm", topics=("swarm",)))).moved == {}
    assert revised(old, one_section(node("Deploy with Docker Swarm"))).moved != {}


def test_what_moves_to_another_section_keeps_its_id() -> None:
    old = roadmap(node("Web", node("Redis", own="mine"), node("HTTP")), node("Data", node("SQL", node("Joins"))))
    new = roadmap(node("Web", node("HTTP"), node("SQL", node("Joins"))), node("Data", node("Redis", own="other")))

    found = revised(old, new)

    assert found == Revision(found.roadmap, kept=6, moved={}, added=(), removed=())
    assert ids(found) == ["http", "joins", "mine"]


def test_a_title_that_says_little_is_another_thing_elsewhere() -> None:
    found = revised(
        roadmap(node("Flask", node("Introduction", own="mine")), node("Git", node("Log"))),
        roadmap(node("Git", node("Log")), node("Kafka", node("Introduction", own="kafka-introduction"))),
    )

    assert found.added == ("kafka", "kafka-introduction")
    assert found.removed == ("flask", "mine")


def test_two_that_change_places_go_on_as_they_are() -> None:
    old = one_section(node("DNS"), node("TLS"))

    assert ids(revised(old, one_section(node("TLS", own="a"), node("DNS", own="b")))) == ["tls", "dns"]


def test_equal_titles_are_told_apart_by_their_links() -> None:
    old = one_section(
        node("Practice", own="first", link="https://a.example/"),
        node("Practice", own="second", link="https://b.example/"),
    )

    found = revised(old, one_section(node("Practice", link="https://b.example/")))

    assert ids(found) == ["second"]


def test_of_titles_equally_alike_the_nearest_is_taken() -> None:
    old = one_section(node("Lists in Python", own="one"), node("Git"), node("SQL"), node("Lists of Python", own="two"))

    assert ids(revised(old, one_section(node("Git"), node("SQL"), node("Python: lists")))) == ["git", "sql", "two"]
    assert ids(revised(old, one_section(node("Python: lists"), node("Git"), node("SQL")))) == ["one", "git", "sql"]


def test_a_title_that_stands_twice_is_nowhere_sure() -> None:
    old = roadmap(node("Web", node("Redis"), node("HTTP")), node("Data", node("SQL")))
    new = roadmap(
        node("Web", node("HTTP")),
        node("Data", node("SQL"), node("Redis", own="a")),
        node("Queues", node("Redis", own="b")),
    )

    assert revised(old, new).removed == ("redis",)


def test_a_link_tells_which_of_equal_titles_moved() -> None:
    old = roadmap(
        node("Flask", node("Basics", own="mine", link="https://flask.example/")),
        node("Git", node("Basics", own="git-basics")),
    )
    new = roadmap(
        node("Git", node("Basics", own="git-basics")),
        node("Web", node("Basics", own="x", link="https://flask.example/")),
    )

    assert ids(revised(old, new)) == ["git-basics", "mine"]


def test_a_few_common_parts_make_no_rename() -> None:
    old = roadmap(node("Internet", node("DNS"), node("TLS"), node("Hosting"), node("HTTP")))

    assert revised(old, roadmap(node("Names", node("DNS"), node("LDAP"), node("Kerberos")))).moved == {}


def test_parts_that_stand_everywhere_do_not_hide_a_rename() -> None:
    def section(title: str, *parts: Node) -> Node:
        repeated = (node(part, own=f"{title}-{part}".casefold()) for part in ("Basics", "Practice", "Exercises"))
        return node(title, *repeated, *parts)

    found = revised(
        roadmap(section("Web", node("DNS")), section("Git")), roadmap(section("Internet", node("DNS")), section("Git"))
    )

    assert found.moved == {"web": "internet"}
    assert (found.added, found.removed) == ((), ())


def test_what_is_new_takes_no_id_that_meant_something_else() -> None:
    old = replace(
        one_section(node("Flask", own="web-framework"), node("Git", link="https://git.example/")),
        moved={"earlier": "git"},
    )
    new = one_section(
        node("Git", own="git-2", link="https://git.example/"),
        node("Web framework", own="web-framework"),
        node("Page", own="git-page"),
        node("Earlier", own="earlier"),
        node("Taken by itself", own="earlier-2"),
    )

    found = revised(old, new)

    assert ids(found) == ["git", "web-framework-2", "git-page-2", "earlier-3", "earlier-2"]
    assert found.roadmap.moved == {"earlier": "git"}


def test_an_id_with_a_figure_fits() -> None:
    title = "a" * 15 + " " + "b" * 16

    found = revised(one_section(node("Flask", own=title.replace(" ", "-"))), one_section(node(title)))

    assert ids(found) == ["a" * 15 + "-" + "b" * 14 + "-2"]


def test_an_id_that_a_person_gave_is_the_node_itself() -> None:
    old = one_section(node("Flask", own="small-framework"), node("Git"))

    found = revised(old, one_section(node("Something new", own="small-framework"), node("Git")))

    assert (found.kept, found.moved, found.added) == (3, {}, ())


def test_renames_of_before_lead_on() -> None:
    parts = (node("DNS"), node("TLS"))
    old = replace(roadmap(node("Internet", *parts), node("Flask")), moved={"net": "internet", "bottle": "flask"})

    found = revised(old, roadmap(node("The basics below it all", *parts), node("Kafka")))

    assert found.roadmap.moved == {"net": "internet", "internet": "the-basics-below-it-all"}
    assert found.roadmap.current_id("net") == "the-basics-below-it-all"


def test_a_title_may_go_back() -> None:
    parts = (node("DNS"), node("TLS"))
    first, second = roadmap(node("Internet", *parts)), roadmap(node("How it hangs together", *parts))

    back = revised(revised(first, second).roadmap, first)

    assert back.roadmap == replace(first, moved={"how-it-hangs-together": "internet"})
    assert revised(back.roadmap, first).roadmap == back.roadmap


def test_what_no_source_states_stays() -> None:
    old = replace(
        one_section(node("Git", topics=("git",), tier="senior", optional=True, minutes=30, own="mine")),
        source="a page",
        title="Ours",
        audience="Us",
    )
    new = replace(one_section(node("Git", number="1.1", minutes=60)), id="x", title="X", audience="X", stated=90)

    roadmap = revised(old, new).roadmap

    assert (roadmap.id, roadmap.title, roadmap.audience, roadmap.source) == ("r", "Ours", "Us", "a page")
    assert roadmap.stated == 90
    assert roadmap.nodes["mine"] == node("Git", own="mine", topics=("git",), tier="senior", number="1.1", minutes=60)


def test_what_the_source_states_is_taken() -> None:
    old = one_section(node("Git", topics=("git",), tier="senior"))

    found = revised(old, one_section(node("Git", topics=("git-basics",), tier="job-ready")))

    assert (found.roadmap.nodes["git"].topics, found.roadmap.nodes["git"].tier) == (("git-basics",), "job-ready")


def test_resources_keep_their_ids() -> None:
    def with_resources(*resources: Resource, above: tuple[Resource, ...] = ()) -> Roadmap:
        return replace(one_section(node("Git", resources=resources), node("SQL")), resources=above)

    page, book = Resource("p", "A page", "article", "https://p.example/"), Resource("b", "Pro Git", "book")
    old = with_resources(page, book, Resource("gone", "Old times", "book"))

    found = revised(
        old,
        with_resources(
            Resource("x", "Another title", "docs", "https://p.example/"),
            Resource("gone", "New times", "book"),
            above=(Resource("y", "Pro Git!", "book", "https://b.example/"),),
        ),
    ).roadmap

    assert [one.id for one in found.resources] == ["b"]
    assert [(one.id, one.title, one.kind) for one in found.nodes["git"].resources] == [
        ("p", "Another title", "docs"),
        ("gone-2", "New times", "book"),
    ]


def test_what_is_known_of_a_resource_stays() -> None:
    known = Resource("p", "Page", "video", "https://p.example/", "Ada", "en", "beginner")
    unknown, told = (
        replace(known, id="x", kind=kind, author="", language="", level="") for kind in ("article", "docs")
    )

    for resource, kind in ((unknown, "video"), (told, "docs")):
        new = one_section(node("Git", resources=(resource,)))
        (found,) = revised(one_section(node("Git", resources=(known,))), new).roadmap.nodes["git"].resources
        assert found == replace(known, kind=kind)


def test_lines_beside_keep_their_ids_and_topics() -> None:
    def with_lines(shop: Aside, tests: Aside, threads: Aside) -> Roadmap:
        return one_section(node("Git", extras=Extras(("A note",), (shop,), (tests,), (threads,), (tests,) * 0)))

    old = with_lines(Aside("s", "A shop", ("web",)), Aside("t", "Tests are green"), Aside("th", "Threads"))

    found = revised(old, with_lines(Aside("1", "A shop!"), Aside("2", "All tests are green"), Aside("3", "Processes")))

    extras = found.roadmap.nodes["git"].extras
    assert (extras.projects, extras.checklist, extras.skip) == (
        (Aside("s", "A shop!", ("web",)),),
        (Aside("t", "All tests are green"),),
        (Aside("3", "Processes"),),
    )


def test_progress_goes_along() -> None:
    old = roadmap(node("Web", node("HTTP basics"), node("DNS"), node("Flask")), node("Git", node("Rebase")))
    new = roadmap(node("Web", node("HTTP fundamentals", own="x"), node("Django")), node("Net", node("DNS", own="y")))
    marks = dict.fromkeys(old.leaves, Mark.DONE)
    mine = Enrolment(1, "r", datetime(2026, 3, 1, tzinfo=UTC), marks, anchor="http-basics")

    found = revised(old, new).roadmap
    now = up_to_date(mine, found)

    assert {leaf for leaf in found.leaves if leaf in now.marks} == {"x", "dns"}
    assert now.anchor == "x"
    assert {"flask", "rebase"} <= now.marks.keys()


def test_thousands_of_changed_titles_find_their_places() -> None:
    words = [
        f"{a}{b}{c}" for a in "bcdfgklmnp" for b in ("ara", "ovo", "iti", "uzu", "ele") for c in "bcdfghjklmnpqrstvwxz"
    ]
    titles = [f"{words[at % 997]} {words[at * 7 % 991]} {words[at * 13 % 983]}" for at in range(5_000)]
    old = one_section(*(node(title, own=f"old-{at}") for at, title in enumerate(titles)))
    new = one_section(*(node(f"{title} more{at % 9}", own=f"new-{at}") for at, title in enumerate(titles)))

    found = revised(old, new)

    assert ids(found) == [f"old-{at}" for at in range(5_000)]
