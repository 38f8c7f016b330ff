"""Roadmaps of every shape that the schema allows, with titles that look like something else."""

from pathlib import Path
from typing import Any, get_args

from hypothesis import strategies as st

from bot.library.roadmaps import roadmap_value
from bot.library.schema import ResourceEntry, RoadmapFile
from bot.study.roadmap import Roadmap

NASTY = (Path(__file__).parent / "nasty_titles.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
_characters = st.characters(exclude_categories=("Cc", "Cs"))
_signs = st.sampled_from("*_`[]()<>#+-.!|~&:;\\\"'/ 1aZé")
_pieces = st.one_of(st.sampled_from(NASTY), _signs, st.text(_characters, max_size=6))
_mixed = st.tuples(st.sampled_from(("", " ")), st.lists(_pieces, min_size=1, max_size=6))


def _text(longest: int) -> st.SearchStrategy[str]:
    words = st.one_of(st.sampled_from(NASTY), _mixed.map(lambda mixed: mixed[0].join(mixed[1])))
    return words.map(lambda text: text[:longest].strip()).filter(bool)


_ids = st.text("abz09-", min_size=1, max_size=32)
_topics = st.lists(st.text("ab-9", min_size=1, max_size=12), max_size=3, unique=True)
_urls = st.one_of(
    st.sampled_from(
        (
            "https://a.example/",
            "http://a.example/Loop_(music)",
            "https://a.example/?a=1&copy=2&amp;b",
            "https://a.example/<b>\\*[c]`d`\"e'",
            "https://a.example/)(",
            "https://éé.example/ж#–",
        )
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=20).map("https://{}".format),
)
_durations = st.sampled_from(
    ("2 weeks", "1.5 months", "1-2 months", "ongoing", "1 days", "3-2 week", "0 years", "1.234 months", "123456 days")
)
_minutes = st.one_of(st.integers(1, 600), st.sampled_from((60, 6_000, 99_999, 100_001, 5_999_940, 6_000_060)))


def _some(draw: st.DrawFn, fields: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Each of the fields in one of three cases."""
    return {key: draw(strategy) for key, strategy in fields.items() if draw(st.integers(0, 2)) == 0}


class _Drawing:
    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._taken: set[str] = set()

    def roadmap(self) -> Roadmap:
        parts = [self._part(1, section=True) for _ in range(self._draw(st.integers(1, 3)))]
        fields = {
            "id": self._draw(_ids),
            "title": self._draw(_text(120)),
            "audience": self._draw(_text(200)),
            **_some(self._draw, {"source": _text(200), "duration": _durations}),
            **self._beside(),
            **self._time(parts),
            "parts": parts,
        }
        nodes = [node["id"] for node in _nodes(parts)]
        former = [self._id() for _ in range(self._draw(st.integers(0, 2)))]
        ways = [st.sampled_from([*nodes, *former[:index]]) for index in range(len(former))]
        fields["moved"] = {old: self._draw(way) for old, way in zip(former, ways, strict=True)}
        return roadmap_value(RoadmapFile.model_validate(fields))

    def _id(self) -> str:
        own = self._draw(_ids.filter(lambda own: own not in self._taken))
        self._taken.add(own)
        return own

    def _part(self, depth: int, *, section: bool) -> dict[str, Any]:
        """Broad at the top, and deeper than there are headings."""
        most = 3 if depth < 3 else 1 + depth % 2 if depth < 8 else 0
        kinds = [section and self._draw(st.booleans()) for _ in range(self._draw(st.integers(0, most)))]
        parts = [self._part(depth + 1, section=kind) for kind in kinds]
        flags = ("optional", "important", "basic", "awareness", "project")
        return {
            "section" if section else "item": self._draw(_text(120)),
            "id": self._id(),
            **_some(
                self._draw,
                {
                    "number": st.one_of(st.sampled_from(("1", "1.1", "0", "1-4", "III", "a b", "1.", "4%")), _text(12)),
                    "topics": _topics,
                    "tier": st.sampled_from(("job-ready", "senior", "a--b")),
                    "duration": _durations,
                },
            ),
            **{flag: "true" for flag in flags if self._draw(st.integers(0, 5)) == 0},
            **self._beside(),
            **self._time(parts),
            **({"parts": parts} if parts else {}),
        }

    def _time(self, parts: list[dict[str, Any]]) -> dict[str, int]:
        """What the parts state at least."""
        if self._draw(st.booleans()):
            return {}
        stated = sum(map(_stated, parts))
        return {"minutes": stated + self._draw(st.one_of(st.just(60 if stated == 0 else 0), _minutes))}

    def _beside(self) -> dict[str, Any]:
        if self._draw(st.integers(0, 2)):
            return {}
        lists = {"resources": self._resource, "projects": self._project}
        lists |= dict.fromkeys(("checklist", "skip", "outcomes"), self._line)
        found: dict[str, Any] = {
            name: [make() for _ in range(self._draw(st.integers(1, 2)))]
            for name, make in lists.items()
            if self._draw(st.integers(0, 2)) == 0
        }
        return found | _some(self._draw, {"notes": st.lists(_text(200), min_size=1, max_size=3)})

    def _resource(self) -> dict[str, Any]:
        return {
            "id": self._id(),
            "title": self._draw(_text(120)),
            "kind": self._draw(st.sampled_from(get_args(ResourceEntry.model_fields["kind"].annotation))),
            **_some(
                self._draw,
                {
                    "url": _urls,
                    "author": _text(80),
                    "language": st.sampled_from(("ru", "en")),
                    "level": st.sampled_from(("beginner", "advanced")),
                },
            ),
        }

    def _line(self) -> dict[str, Any]:
        beside = _some(self._draw, {"topics": _topics, "url": _urls})
        return {"id": self._id(), "title": self._draw(_text(200)), **beside}

    def _project(self) -> dict[str, Any]:
        return self._line() | _some(self._draw, {"features": st.lists(_text(200), min_size=1, max_size=3)})


def _nodes(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for part in parts for node in (part, *_nodes(part.get("parts", [])))]


def _stated(part: dict[str, Any]) -> int:
    return part.get("minutes") or sum(map(_stated, part.get("parts", [])))


@st.composite
def roadmaps(draw: st.DrawFn) -> Roadmap:
    return _Drawing(draw).roadmap()
