"""The figures of `milepost content stats`."""

from pathlib import Path

from bot.library import Stats, load, stats
from bot.library.counts import RoadmapCount


def test_stats_of_a_small_folder(content: Path) -> None:
    short = RoadmapCount("short", sections=1, subsections=2, items=3, leaves=3, hours=2.0, hours_stated=True)
    assert stats(load(content)) == Stats(
        roadmaps=(short,),
        topics=2,
        questions=3,
        by_kind={"output": 1, "true-false": 1, "multiple": 1},
        by_topic={"loops": 3, "sets": 1},
    )


def test_estimated_hours_are_said_to_be(content: Path) -> None:
    file = content / "roadmaps/short.yaml"
    file.write_text(file.read_text().replace("    hours: 2\n", ""))
    (short,) = stats(load(content)).roadmaps
    assert not short.hours_stated
    assert short.hours == 1.5 + 0.5
