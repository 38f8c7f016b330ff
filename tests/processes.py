"""`milepost` as a child process, as somebody types it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def milepost(
    *arguments: str, cwd: Path, typed: str = "", env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run to its end in the folder `cwd`, without the settings of whoever runs the tests."""
    settings = ("DATABASE_URL", "CONTENT_DIR", "LOG_LEVEL", "TELEGRAM_BOT_TOKEN", "DISCORD_BOT_TOKEN")
    clean = {name: value for name, value in os.environ.items() if name not in settings}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**clean, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(env or {})},
        check=False,
        timeout=60,
    )


def only_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line of a refusal: exit code 2, nothing on stdout, no traceback."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line
