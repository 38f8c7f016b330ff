"""Which content folder is taken."""

from pathlib import Path

import pytest

from bot.library import ContentError, content_dir


def put_content(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "topics.yaml").write_text("topics: []\n")
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "place" / "bot"
    package.mkdir(parents=True)
    return package


def name_project(package: Path, text: str) -> None:
    (package.parent / "pyproject.toml").write_text(text)


def test_the_settings_come_first(tmp_path: Path, package: Path) -> None:
    put_content(package.parent / "content")
    name_project(package, '[project]\nname = "milepost"\n')
    mine = put_content(tmp_path / "mine")
    assert content_dir(mine, package) == mine


def test_a_configured_folder_without_content_is_never_replaced(tmp_path: Path, package: Path) -> None:
    put_content(package / "_content")
    with pytest.raises(ContentError, match=f"{tmp_path / 'nowhere'}: CONTENT_DIR should name a folder"):
        content_dir(tmp_path / "nowhere", package)


def test_the_checkout_comes_before_the_package(package: Path) -> None:
    put_content(package / "_content")
    checkout = put_content(package.parent / "content")
    name_project(package, '[project]\nname = "milepost"\n')
    assert content_dir(None, package) == checkout


@pytest.mark.parametrize("project", [None, '[project]\nname = "other"\n', "[tool.other]\n", "[broken"])
def test_a_folder_called_content_beside_the_package_may_be_anyones(package: Path, project: str | None) -> None:
    inside = put_content(package / "_content")
    put_content(package.parent / "content")
    if project is not None:
        name_project(package, project)
    assert content_dir(None, package) == inside


def test_no_content_anywhere_says_what_to_do(package: Path) -> None:
    with pytest.raises(ContentError, match=r"_content: no content here; set CONTENT_DIR"):
        content_dir(None, package)


def test_this_checkout_is_found() -> None:
    assert content_dir(None) == Path(__file__).parents[3] / "content"
