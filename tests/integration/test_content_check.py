"""`milepost content check` and `stats`, as authors and CI call them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT, milepost


def test_problems_are_listed_for_people_and_for_scripts(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    file = content / "topics.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("area: python-setup", "field: python-setup", 1), "utf-8")
    env = {"CONTENT_DIR": str(content)}
    people = milepost("content", "check", cwd=tmp_path, env=env)
    scripts = milepost("content", "check", "--json", cwd=tmp_path, env=env)
    assert (people.returncode, scripts.returncode) == (1, 1)
    listed = [json.loads(line) for line in scripts.stdout.splitlines()]
    assert [Path(problem["file"]).name for problem in listed] == ["topics.yaml"] * len(listed)
    assert f"topics.yaml:{listed[0]['line']}: {listed[0]['field']}: {listed[0]['message']}" in people.stdout


def test_stats_are_one_json_object(tmp_path: Path) -> None:
    (line,) = milepost("content", "stats", "--json", cwd=tmp_path).stdout.splitlines()
    counted = json.loads(line)
    assert (counted["topics"], counted["roadmaps"]["python-backend-hours"]["hours"]) == (159, 234.0)


def test_a_reader_that_has_enough_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "bot", "content", "export", "backend-python-engineer"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141
