"""The README's transcript is what the terminal chat really prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_transcript_is_real(tmp_path: Path) -> None:
    block = re.search(r"<!-- transcript.*?-->\n```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    command = re.search(r"milepost (chat --at .*) --db", README.read_text(encoding="utf-8"))
    assert command
    lines = block[1].splitlines()
    typed = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
    shown = [line.rstrip() for line in lines if line.strip() and not line.startswith("> ")]
    chat = subprocess.run(
        [sys.executable, "-m", "bot", *command[1].split(), "--db", f"sqlite:///{tmp_path}/readme.sqlite3"],
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
        check=True,
        timeout=60,
    )
    assert [line.rstrip() for line in chat.stdout.splitlines() if line.strip()] == shown
