"""A whole series of trials: on which platform, on which database, how many; and what was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.crash.checks import findings
from tests.crash.evidence import Evidence
from tests.crash.finding import Finding
from tests.crash.stages import Name, opened
from tests.crash.trial import Trial


@dataclass(frozen=True, slots=True)
class Series:
    """`folder` is empty at first."""

    platform: Name
    folder: Path
    database_url: str
    seed: int = 1
    chats: int = 50
    backlog: int = 200

    async def run(self, kills: int, told: Callable[[str], None]) -> tuple[Evidence, Sequence[Finding], Sequence[str]]:
        """What happened, what was found, and what else the platform has to tell."""
        # The load draws as often as time allows; when to kill must not depend on that.
        load, killing = Random(f"load {self.seed}"), Random(f"kills {self.seed}")
        async with opened(self.platform, self.folder, load, self.chats) as stage:
            evidence = await Trial(stage, self.folder, self.database_url, killing, self.backlog, told).run(kills)
            return evidence, [*findings(evidence), *stage.findings(evidence)], stage.figures(evidence)
