"""Where the content is."""

import tomllib
from pathlib import Path

from bot.library.problems import ContentError, Problem

_PACKAGE = Path(__file__).parents[1]


def content_dir(configured: Path | None, package: Path = _PACKAGE) -> Path:
    """The folder named by the settings, else the checkout's, else the one inside the package.

    The checkout comes first because an editable install may hold an older copy. Raises ContentError when there is none.
    """
    if configured is not None:
        if not (configured / "topics.yaml").is_file():
            raise ContentError(
                [
                    Problem(
                        configured,
                        None,
                        "",
                        "CONTENT_DIR should name a folder with a topics.yaml, for example CONTENT_DIR=./content",
                    )
                ]
            )
        return configured
    if _is_checkout(package.parent):
        return package.parent / "content"
    inside = package / "_content"
    if not (inside / "topics.yaml").is_file():
        raise ContentError([Problem(inside, None, "", "no content here; set CONTENT_DIR to a content folder")])
    return inside


def _is_checkout(folder: Path) -> bool:
    """Site-packages may hold another project's `content`, so the project file has to be ours as well."""
    project = folder / "pyproject.toml"
    if not (folder / "content" / "topics.yaml").is_file() or not project.is_file():
        return False
    try:
        named = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {}).get("name")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return bool(named == "milepost")
