"""`milepost content import FILE --update ROADMAP`: the file that is written again, what is told, and how it ends."""

import json
import shutil
from pathlib import Path

import pytest

from bot.cli import main
from bot.library import content_dir, load
from bot.library.reading import read_model
from bot.library.roadmap_yaml import roadmap_yaml
from bot.library.roadmaps import roadmap_value
from bot.library.schema import RoadmapFile
from bot.study.roadmap import Roadmap

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
HOURS = "python-backend-hours"

ROADMAP = """\
# yaml-language-server: $schema=../schema/roadmap.json
id: garden
title: My garden
audience: Whoever has one
parts:
  - section: Soil
    id: soil
    hours: 3
    parts:
      - item: Compost
        id: compost-heap
        topics: [loops]
      - item: Loam
        id: loam
        resources:
          - id: loam-page
            title: Loam
            url: https://loam.example/
            kind: article
      - item: Worms
        id: worms
      - item: Sand
        id: sand
"""
SAME = """\
# Garden Roadmap

## Soil (3 h)
- Compost
- [Loam](https://loam.example/)
- Worms
- Sand
"""
EDITED = """\
# Garden Roadmap

## The ground below (4 h)
- Compost!
- [Between two extremes](https://loam.example/)
- Worms
- Moss
"""


@pytest.fixture
def folder(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with a garden in it."""
    (content / "roadmaps" / "garden.yaml").write_text(ROADMAP, encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(content))
    return content


@pytest.fixture
def garden(folder: Path) -> Path:
    return folder / "roadmaps" / "garden.yaml"


def source(folder: Path, text: str) -> Path:
    file = folder.parent / "source.md"
    file.write_text(text, encoding="utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["content", "import", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def value_of(file: Path) -> Roadmap:
    return roadmap_value(read_model(file, RoadmapFile)[1])


def test_an_edited_source_keeps_the_ids(folder: Path, garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, source(folder, EDITED), "--update", "garden")

    found = load(folder).roadmaps["garden"]
    assert code == 0
    assert [(node.id, node.title) for node in found.nodes.values()] == [
        ("the-ground-below", "The ground below"),
        ("compost-heap", "Compost!"),
        ("between-two-extremes", "Between two extremes"),
        ("worms", "Worms"),
        ("moss", "Moss"),
    ]
    assert found.moved == {"soil": "the-ground-below", "loam": "between-two-extremes"}
    assert (found.title, found.audience, found.nodes["compost-heap"].topics) == (
        "My garden",
        "Whoever has one",
        ("loops",),
    )
    assert [one.id for one in found.nodes["between-two-extremes"].resources] == ["loam-page"]
    assert garden.read_text(encoding="utf-8") == roadmap_yaml(found)
    assert out.splitlines()[-5:] == [
        "garden: 2 kept, 2 renamed, 1 added, 1 removed",
        "  renamed: soil → the-ground-below (The ground below)",
        "  renamed: loam → between-two-extremes (Between two extremes)",
        "  added: moss (Moss)",
        "  removed: sand",
    ]
    assert str(garden) in err


def test_json_has_it_under_a_key_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = json.loads(run(capsys, source(folder, EDITED), "--json")[1])

    code, out, _ = run(capsys, source(folder, EDITED), "--json", "--update", "garden")

    assert code == 0
    assert json.loads(out) == plain | {
        "update": {
            "roadmap": "garden",
            "kept": 2,
            "moved": {"soil": "the-ground-below", "loam": "between-two-extremes"},
            "added": ["moss"],
            "removed": ["sand"],
            "gone": [],
        }
    }


def test_the_same_source_again_is_nothing_new(folder: Path, garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    garden.write_text(f"# as I like it\n{ROADMAP}", encoding="utf-8")
    before = garden.read_bytes(), garden.stat().st_mtime_ns

    code, out, err = run(capsys, source(folder, SAME), "--update", "garden")

    assert code == 0
    assert out.splitlines()[-1] == "garden: nothing new"
    assert err == ""
    assert (garden.read_bytes(), garden.stat().st_mtime_ns) == before


def test_a_second_time_is_nothing_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, source(folder, EDITED), "--update", "garden")

    assert run(capsys, source(folder, EDITED), "--update", "garden")[1].endswith("garden: nothing new\n")


def test_a_file_anywhere_can_be_updated(folder: Path, garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = folder.parent / "copy.yaml"
    shutil.copy(garden, copy)
    copy.chmod(0o640)

    code, _, err = run(capsys, source(folder, EDITED), "--update", copy)

    assert code == 0
    assert str(copy) in err
    assert value_of(copy).nodes.keys() >= {"compost-heap", "moss"}
    assert copy.stat().st_mode & 0o777 == 0o640
    assert garden.read_text(encoding="utf-8") == ROADMAP
    assert sorted(file.name for file in folder.parent.iterdir()) == ["content", "copy.yaml", "source.md"]


def test_of_several_roadmaps_the_fitting_one_is_taken(
    folder: Path, garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kitchen = "# Kitchen Roadmap\n\n## Rests\n- Compost\n- Worms\n\n## Fire\n- Gas\n- Wood\n\n"

    code, _, _ = run(capsys, source(folder, f"{kitchen}{EDITED}"), "--update", "garden")

    assert code == 0
    assert list(value_of(garden).nodes)[1:] == ["compost-heap", "between-two-extremes", "worms", "moss"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--update", "gardn"], "there is no roadmap gardn; there are: broken, garden, short, twice"),
        (["--update", "./nowhere/garden.yaml"], "garden.yaml: No such file or directory"),
        (["--update", "short"], "short.yaml: nothing in the source is an edition of it"),
        (["--update", "broken"], "broken.yaml:1: title: required, but not there"),
        (["--update", "twice"], "twice.yaml:8: parts[1].id: a is already an id on line 6"),
        (["--update", "garden", "--to", "out"], "--to: --update says already where to write"),
    ],
)
def test_what_cannot_be_updated_stays_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (folder / "roadmaps" / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    (folder / "roadmaps" / "twice.yaml").write_text(
        "id: twice\ntitle: T\naudience: A\nparts:\n- section: A\n  id: a\n- section: B\n  id: a\n", encoding="utf-8"
    )
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}

    code, out, err = run(capsys, source(folder, EDITED), *arguments)

    assert code == 2
    assert out == ""
    assert said in err
    assert {file: file.read_bytes() for file in folder.rglob("*.yaml")} == before


def test_nothing_to_learn_changes_nothing(folder: Path, garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, source(folder, "Dear reader,\n\nnothing here.\n"), "--update", "garden")

    assert code == 3
    assert "nothing to learn" in err
    assert garden.read_text(encoding="utf-8") == ROADMAP


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no shared seeds beside this checkout")
def test_the_source_of_our_own_roadmap_keeps_every_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"{HOURS}.yaml"
    shutil.copy(content_dir(None) / "roadmaps" / file.name, file)
    before = value_of(file)

    code, out, _ = run(capsys, next(SEEDS.glob("001_*.txt")), "--json", "--update", file)

    update, after = json.loads(out)["update"], value_of(file)
    assert code == 0
    assert (update["moved"], update["added"]) == ({}, [])
    assert update["removed"] == ["other-patterns"]  # our title for the "etc." of a list
    assert [node for node in before.nodes if node != "other-patterns"] == list(after.nodes)
    pages = {one.url: one.id for node in before.nodes.values() for one in node.resources if one.url}
    assert {one.url: one.id for node in after.nodes.values() for one in node.resources} == pages
