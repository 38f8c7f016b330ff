"""A YAML file as text values with lines, and what is refused before any field is looked at."""

from pathlib import Path

import pytest

from bot.library.problems import ContentError
from bot.library.source import read_source


def test_every_scalar_is_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: no\nb: 012\nc: 12:30\nd: null\ne: 2026-01-01\nf: [1.0, ~]\n")
    assert read_source(file).value == {
        "a": "no",
        "b": "012",
        "c": "12:30",
        "d": "null",
        "e": "2026-01-01",
        "f": ["1.0", "~"],
    }


def test_lines_of_fields(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("# note\na:\n  - b: 1\n    c: |\n      one\n      two\n  - {b: 2,\n     c: 3}\n")
    source = read_source(file)
    assert source.line(()) == 2
    assert source.line(("a",)) == 2
    assert source.line(("a", 0)) == 3
    assert source.line(("a", 0, "c")) == 4
    assert source.line(("a", 1, "c")) == 8
    assert source.line(("a", 1, "missing", "deep")) == 7
    assert source.line(("a", 9)) == 2


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", ":1: the file is empty"),
        (b"# only a note\n", ":1: the file is empty"),
        (b"a: 1\nb: caf\xe9\n", ":2: expected UTF-8 text"),
        ("a: кот\nb: \x07\n".encode(), ":2: control characters are not allowed"),
        (b"a: 1\nb: [1, 2\nc: 3\n", ":3: not valid YAML: while parsing a flow sequence"),
        (b"a: 1\n\tb: 2\n", ":2: not valid YAML: while scanning"),
        (b"a: 1\n---\nb: 2\n", ":2: not valid YAML: expected a single document"),
        (b"a: *b\n", ":1: not valid YAML: found undefined alias"),
        (b"a:\n  b: 1\n  c: 2\n  b: 3\n", ":4: a.b: this key is given twice"),
        (b"a:\n  - {b: 1, b: 2}\n", ":2: a[0].b: this key is given twice"),
        (b"a: &x [1]\nb: *x\n", ":1: b: an alias repeats this value"),
        (b"a: &x\n  - *x\n", ":1: a[0]: an alias repeats this value"),
        (b"[a]: 1\n", ":1: a key must be plain text"),
    ],
)
def test_what_is_no_good_file(tmp_path: Path, raw: bytes, problem: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(raw)
    with pytest.raises(ContentError) as error:
        read_source(file)
    assert str(error.value).startswith(f"{file}{problem}")
    assert len(error.value.problems) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_source(file).value == {"a": "1"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.yaml: No such file"):
        read_source(tmp_path / "gone.yaml")
