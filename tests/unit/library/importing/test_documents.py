"""Each file of `documents` holds a document and, after `>>>>`, what it becomes: together they specify the importer."""

from pathlib import Path

import pytest

from bot.library.importing import understand
from tests.import_fuzz.judge import problems
from tests.import_fuzz.noise import BECOMES, DOCUMENTS
from tests.unit.library.importing.notation import drawn

FILES = sorted(DOCUMENTS.glob("*.txt"))


def halves(file: Path) -> tuple[str, str]:
    document, _, expected = file.read_text(encoding="utf-8").partition(BECOMES)
    return f"{document}\n", expected.rstrip("\n")


def test_there_are_enough_manners() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_becomes_the_tree_that_a_reader_sees(file: Path) -> None:
    document, expected = halves(file)

    found = understand(document, "Untitled")

    assert drawn(found).splitlines() == expected.splitlines()
    assert not found.account.unmatched


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_line_ends_and_a_missing_last_one_change_nothing(file: Path) -> None:
    document, expected = halves(file)

    for other in (document.replace("\n", "\r\n"), document.replace("\n", "\r"), document.rstrip("\n")):
        assert drawn(understand(other, "Untitled")) == expected


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_file_it_is_written_to_keeps_all_rules(file: Path) -> None:
    for roadmap in understand(halves(file)[0]).roadmaps:
        assert problems(roadmap) == []
