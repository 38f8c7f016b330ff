"""Whatever is edited, however often: no progress is lost, and none falls to something that was not learned."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, count, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study.progress import Enrolment, Mark, up_to_date
from bot.study.revision import revised
from bot.study.revision.likeness import likeness, said
from bot.study.roadmap import Extras, Node, Resource, Roadmap

WORDS = (
    *("asyncio", "bash", "celery", "docker", "elastic", "flask", "git", "http", "iptables", "jinja", "kafka", "linux"),
    *(
        "mongo",
        "nginx",
        "oauth",
        "pytest",
        "queues",
        "redis",
        "sockets",
        "tracing",
        "unicode",
        "vagrant",
        "wsgi",
        "yaml",
    ),
)
TITLES = st.one_of(
    st.sampled_from(WORDS),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" ".join),
    st.sampled_from(("Basics", "Practice", "Introduction", "Exercises", "docker")),
)
IDS = ["".join(signs) for signs in product("abc1-", repeat=3)]


@dataclass(eq=False)
class Draft:
    """A node that can be edited. `marks` of what it is are kept through all edits but those of its title."""

    title: str
    parts: list["Draft"] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    topics: tuple[str, ...] = ()

    def walk(self) -> Iterator["Draft"]:
        yield self
        for part in self.parts:
            yield from part.walk()


LEAVES = st.builds(
    Draft,
    TITLES,
    st.builds(list["Draft"]),
    st.lists(st.sampled_from(("https://a.example/", "https://b.example/", "https://c.example/")), max_size=1),
    st.sampled_from(((), (), ("git",), ("http", "git"))),
)
TREES = st.recursive(
    LEAVES, lambda parts: st.builds(Draft, TITLES, st.lists(parts, min_size=1, max_size=4)), max_leaves=14
)
DRAFTS = st.builds(Draft, st.just(""), st.lists(TREES, min_size=1, max_size=4))


def copied(draft: Draft) -> Draft:
    return replace(draft, parts=[copied(part) for part in draft.parts])


@st.composite
def edited(draw: st.DrawFn, draft: Draft) -> Draft:
    top = copied(draft)
    for _ in range(draw(st.integers(0, 4))):
        holders = [one for one in top.walk() if one.parts]
        above = draw(st.sampled_from(holders))
        part = draw(st.sampled_from(above.parts))
        edit = draw(st.sampled_from(("rename", "insert", "delete", "move", "reorder")))
        if edit == "rename":
            part.title = draw(TITLES)
        elif edit == "insert":
            above.parts.insert(draw(st.integers(0, len(above.parts))), copied(draw(TREES)))
        elif edit == "reorder":
            above.parts[:] = draw(st.permutations(above.parts))
        elif len(above.parts) > 1:
            above.parts.remove(part)
            if edit == "move":
                draw(st.sampled_from([one for one in top.walk() if one.parts])).parts.append(part)
    return top


@st.composite
def written(draw: st.DrawFn, draft: Draft) -> Roadmap:
    """With any ids, also such as another roadmap has for something else."""
    chance = Random(draw(st.integers(0, 1_000)))
    given = chain(chance.sample(IDS, len(IDS)), map(str, count()))

    def node(one: Draft) -> Node:
        resources = tuple(Resource(next(given), url, "article", url) for url in one.pages)
        return Node(
            next(given),
            one.title,
            bool(one.parts),
            topics=one.topics,
            resources=resources,
            parts=tuple(map(node, one.parts)),
        )

    phases = tuple(map(node, draft.parts))
    nodes = [one.id for phase in phases for one in walk(phase)]
    former = {next(given): chance.choice(nodes) for _ in range(draw(st.integers(0, 2)))}
    return Roadmap("r", "R", "all", phases, former)


def walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from walk(part)


@st.composite
def editions(draw: st.DrawFn) -> list[Roadmap]:
    drafts = [draw(DRAFTS)]
    for _ in range(draw(st.integers(1, 3))):
        drafts.append(draw(edited(drafts[-1])))
    return [draw(written(draft)) for draft in drafts]


def unique_titles(roadmap: Roadmap) -> dict[str, Node]:
    """The nodes whose title tells what they are, by it."""
    times = Counter(said(node.title).plain for node in roadmap.nodes.values())
    told = {said(node.title): node for node in roadmap.nodes.values()}
    return {one.plain: node for one, node in told.items() if one.telling and times[one.plain] == 1}


def all_ids(roadmap: Roadmap) -> list[str]:
    return [*roadmap.nodes, *(one.id for holder in roadmap.holders for one in holder.resources)]


def shape(node: Node) -> Node:
    """Without what a revision may give it."""
    resources = tuple(replace(one, id="") for one in node.resources)
    return replace(
        node, id="", topics=(), tier="", resources=resources, parts=tuple(map(shape, node.parts)), extras=Extras()
    )


@given(editions())
@settings(deadline=None, max_examples=150)
def test_of_any_edit(roadmaps: list[Roadmap]) -> None:
    old, new = roadmaps[:2]

    found = revised(old, new)
    result = found.roadmap

    # It is what the source says, each thing under an id of its own.
    assert list(map(shape, result.phases)) == list(map(shape, new.phases))
    assert len(set(all_ids(result))) == len(all_ids(result))
    assert not result.moved.keys() & set(all_ids(result))
    assert all(result.current_id(before) for before in result.moved)
    assert found.kept + len(found.moved) + len(found.added) == len(new.nodes)
    assert found.kept + len(found.moved) + len(found.removed) == len(old.nodes)

    # Nothing is lost: a title that tells what it is leads on, and two ids of before never become one.
    before, after = unique_titles(old), unique_titles(result)
    for title in before.keys() & after.keys():
        assert before[title].id == after[title].id
    led = [now for node in old.nodes if (now := result.current_id(node))]
    assert len(set(led)) == len(led)
    assert all(
        result.current_id(node) == result.current_id(now) for node, now in old.moved.items() if result.current_id(now)
    )

    # Nothing is inherited: what has an id of before is what had it.
    assert not set(found.added) & {*all_ids(old), *old.moved}
    sources = dict(zip(result.nodes, new.nodes, strict=True))
    for node, now in result.leaves.items():
        earlier = old.leaves.get(node)
        if earlier and node != sources[node] and not now.resources:
            assert likeness(said(earlier.title), said(now.title)).near


@given(editions())
@settings(deadline=None, max_examples=100)
def test_it_is_the_same_again(roadmaps: list[Roadmap]) -> None:
    old, new = roadmaps[:2]

    found = revised(old, new).roadmap

    assert revised(old, old).roadmap == old
    assert revised(found, found).roadmap == found
    assert revised(found, new).roadmap == found


@given(editions(), st.data())
@settings(deadline=None, max_examples=100)
def test_ticks_outlive_all_editions(roadmaps: list[Roadmap], data: st.DataObject) -> None:
    first = roadmaps[0]
    ticked = data.draw(st.sets(st.sampled_from(list(first.leaves)), min_size=1))
    current = Enrolment(1, first.id, datetime(2026, 1, 1, tzinfo=UTC), dict.fromkeys(ticked, Mark.DONE))
    late, roadmap = current, first
    lasting = {title: node.id for title, node in unique_titles(first).items() if node.id in first.leaves}

    for edition in roadmaps[1:]:
        roadmap = revised(roadmap, edition).roadmap
        current = up_to_date(current, roadmap)
        now = unique_titles(roadmap)
        lasting = {title: node for title, node in lasting.items() if title in now and not now[title].parts}

    late = up_to_date(late, roadmap)
    for title, node in lasting.items():
        leaf = unique_titles(roadmap)[title].id
        assert (leaf in current.marks) == (leaf in late.marks) == (node in ticked)
