"""The roadmap that an author names at the command line: by its id in the content, or by its file."""

import re
from pathlib import Path

from bot.library.directory import content_dir
from bot.library.problems import ContentError, Problem
from bot.library.reading import read_model
from bot.library.roadmaps import roadmap_problems, roadmap_value
from bot.library.schema import LONG_ID, RoadmapFile
from bot.study.roadmap import Roadmap


def named_roadmap(named: str, content: Path | None) -> tuple[Path, Roadmap]:
    """With its file. `content` is the folder (None: the project's own). A copy may have any name.

    Raises ContentError when there is no such roadmap, or it isn't sound.
    """
    file = Path(named)
    if re.fullmatch(LONG_ID, named):
        folder = content_dir(content) / "roadmaps"
        file = folder / f"{named}.yaml"
        if not file.is_file():
            known = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
            raise ContentError([Problem(folder, None, "", f"there is no roadmap {named}; there are: {known}")])
    source, written = read_model(file, RoadmapFile)
    if problems := [one for one in roadmap_problems(source, written, None) if one.field != "id"]:
        raise ContentError(problems)
    return file, roadmap_value(written)
