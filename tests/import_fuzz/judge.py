"""What holds for every document, however mad it is."""

import json
from dataclasses import asdict
from pathlib import Path

import yaml

from bot.library.importing import DraftRoadmap, Understood, counts, roadmap_of, understand
from bot.library.roadmap_yaml import roadmap_yaml
from bot.library.roadmaps import roadmap_problems
from bot.library.schema import RoadmapFile
from bot.library.source import Source


def judge(text: str) -> Understood:
    """Raises AssertionError, or whatever the importer raises."""
    found = understand(text, "Noise")
    account = found.account
    assert not account.unmatched, f"lines {account.unmatched} are neither kept nor dropped"
    dropped = {one.line: one.text for one in account.dropped}
    assert all(text.strip() for text in dropped.values())
    for roadmap in found.roadmaps:
        judge_roadmap(roadmap)
    return found


def judge_roadmap(roadmap: DraftRoadmap) -> None:
    assert roadmap.top.parts, "a roadmap without anything to learn"
    json.dumps(asdict(counts(roadmap)))
    assert not problems(roadmap)


def problems(roadmap: DraftRoadmap) -> list[str]:
    """What `content check` would say of the roadmap's file. Raises pydantic's ValidationError for its shape."""
    text = roadmap_yaml(roadmap_of(roadmap))
    value = yaml.load(text, yaml.CBaseLoader)
    source = Source(Path(f"{roadmap.id}.yaml"), value, text)
    return [str(problem) for problem in roadmap_problems(source, RoadmapFile.model_validate(value), None)]
