"""`milepost content import`: what it prints, where it writes, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.library.reading import read_model
from bot.library.roadmaps import roadmap_problems, roadmap_value
from bot.library.schema import RoadmapFile

DOCUMENT = """\
# Garden Roadmap

## Soil (3 h)
- Compost
- [Loam](https://loam.example/) ✅

---

Some prose.
"""
NOTHING = "Dear reader,\n\nthere is nothing in this letter.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "garden.md"
    file.write_text(DOCUMENT, encoding="utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["content", "import", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_has_the_agreed_shape(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, file, "--json")

    assert code == 0
    assert json.loads(out) == {
        "roadmaps": [
            {
                "id": "garden-roadmap",
                "title": "Garden Roadmap",
                "counts": {
                    "levels": {"1": 1},
                    "leaves": 2,
                    "groups": 0,
                    "resources": 1,
                    "links": 1,
                    "hours": 3,
                    "durations": 0,
                    "done": 1,
                    "in_progress": 0,
                    "projects": 0,
                    "checklist": 0,
                    "skip": 0,
                    "outcomes": 0,
                    "notes": 0,
                },
            }
        ],
        "encoding": {"codec": "utf-8", "repaired_lines": 0, "lost": 0},
        "dropped": [
            {"line": 7, "text": "---", "reason": "markup"},
            {"line": 9, "text": "Some prose.", "reason": "prose"},
        ],
        "unmatched": 0,
    }


def test_people_read_the_same_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, file)

    assert code == 0
    assert out.splitlines() == [
        "Garden Roadmap (garden-roadmap)",
        "  sections: 1 on level 1",
        "  2 leaves, 1 resources, 1 links, 3 hours, 1 done",
        "dropped, markup: line 7",
        "dropped, prose: line 9",
    ]


def test_it_writes_only_when_asked(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(tmp_path.rglob("*"))

    run(capsys, file)

    assert sorted(tmp_path.rglob("*")) == before


def test_what_it_writes_is_a_roadmap(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, file, "--to", tmp_path / "out")

    written = tmp_path / "out" / "garden-roadmap.yaml"
    source, model = read_model(written, RoadmapFile)
    roadmap = roadmap_value(model)
    assert code == 0
    assert str(written) in err
    assert list(roadmap_problems(source, model, None)) == []
    assert [(node.id, node.title, node.minutes) for node in roadmap.nodes.values()] == [
        ("soil", "Soil", 180),
        ("compost", "Compost", None),
        ("loam", "Loam", None),
    ]
    assert [one.url for one in roadmap.nodes["loam"].resources] == ["https://loam.example/"]


def test_it_never_writes_over_a_file(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "garden-roadmap.yaml").write_text("mine", encoding="utf-8")

    code, _, err = run(capsys, file, "--to", tmp_path)

    assert code == 2
    assert "is already there" in err
    assert (tmp_path / "garden-roadmap.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("json_wanted", [True, False])
def test_nothing_to_learn_is_three(tmp_path: Path, capsys: pytest.CaptureFixture[str], json_wanted: bool) -> None:
    file = tmp_path / "letter.md"
    file.write_text(NOTHING, encoding="utf-8")

    code, out, err = run(capsys, file, *(["--json"] if json_wanted else []))

    assert code == 3
    assert err.count("\n") == 1
    assert "nothing to learn" in err
    found: dict[str, Any] = json.loads(out) if json_wanted else {"roadmaps": []}
    assert found["roadmaps"] == []


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (None, "No such file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6", "not a text file"),
        (b"a" * 1_048_577, "1048577 bytes"),
        (b"- a\n" * 20_001, "20001 lines"),
    ],
    ids=["missing", "picture", "too large", "too long"],
)
def test_a_file_that_cannot_be_read_is_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes | None, said: str
) -> None:
    file = tmp_path / "brought.md"
    if raw is not None:
        file.write_bytes(raw)

    code, out, err = run(capsys, file)

    assert code == 2
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_an_import_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["content", "import"])

    assert stopped.value.code == 2
    assert "required: file" in capsys.readouterr().err


def test_a_healthy_repair_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.md"
    file.write_bytes("# Roadmap\n## Soil – first\n- Don’t dig\n".encode().decode("cp1252").encode())

    code, out, _ = run(capsys, file, "--json")

    found = json.loads(out)
    assert code == 0
    assert found["encoding"] == {"codec": "cp1252", "repaired_lines": 2, "lost": 0}
