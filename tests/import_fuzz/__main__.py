"""Runs as many cases as asked, and says how long the slowest took and how much memory it needed."""

import argparse
import resource
import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.import_fuzz.judge import judge
from tests.import_fuzz.noise import anything

LONGEST = 2.0
"""Seconds of the processor for one case: other work on the machine must not count."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.import_fuzz")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    times: list[float] = []

    @seed(arguments.seed)
    @settings(
        max_examples=arguments.cases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(anything)
    def run(text: str) -> None:
        begun = time.process_time()
        judge(text)
        times.append(time.process_time() - begun)
        assert times[-1] < LONGEST, f"{times[-1]:.1f} s"

    run()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(times)} cases, the slowest took {max(times):.2f} s, {memory} MB at most")


if __name__ == "__main__":
    main()
