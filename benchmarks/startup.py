"""What starting costs: `milepost chat --json` until it is idle, beside `import aiogram` alone and beside content that
has no questions, in the same run.

`python -m benchmarks.startup [--runs 7]`. The bot gets no input, so that it ends right after its first `idle`; CPU
(user and system) and peak memory are of the whole process, its end included. Exits 1 when a start on a fresh database
costs more than half the CPU of the import, or a later start more than `BANK` times that without questions.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MOST, BANK = 0.5, 1.1
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, seconds and MB; `wall` is to the first line of output, or to the end where there is none."""

    cpu: float
    wall: float
    memory: float


def measure(*arguments: str, **environment: str) -> Cost:
    """Raises RuntimeError where the process fails."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        wall = time.perf_counter() - began
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup")
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    names = ("chat, fresh database", "chat, again", "again, no questions", "import aiogram")
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        bare = shutil.copytree(
            ROOT / "content", Path(folder, "content"), ignore=shutil.ignore_patterns("questions", "interview", ".bank*")
        )
        for run in range(runs + 1):
            chat = ("-m", "bot", "chat", "--json", "--db", f"sqlite:///{folder}/{run}.sqlite3")
            measured = (
                measure(*chat),
                measure(*chat),
                measure(*chat, CONTENT_DIR=str(bare)),
                measure("-c", "import aiogram"),
            )
            # The first round only fills the caches of bytecode and disk.
            if run:
                for cost, kept in zip(measured, costs.values(), strict=True):
                    kept.append(cost)
    print(f"medians of {runs} runs   {'CPU s':>8} {'wall s':>8} {'peak MB':>8}")
    for name, kept in costs.items():
        figures = [median(getattr(cost, what) for cost in kept) for what in ("cpu", "wall", "memory")]
        print(f"{name:21} {figures[0]:9.2f} {figures[1]:8.2f} {figures[2]:8.1f}")
    fresh, again, unasked, aiogram = (median(cost.cpu for cost in kept) for kept in costs.values())
    print(
        f"CPU of a start beside the import: fresh {fresh / aiogram:.2f} (at most {MOST}), again {again / aiogram:.2f}"
    )
    print(f"CPU of a start beside one without questions: {again / unasked:.3f} (at most {BANK})")
    return 1 if fresh / aiogram > MOST or again / unasked > BANK else 0


if __name__ == "__main__":
    sys.exit(main())
