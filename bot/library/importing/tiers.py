"""What goal a run of sections serves: "Sections 1–8 make you job-ready"."""

import re
from collections.abc import Iterator

_RUN = re.compile(
    r"\b(?:sections?|phases?|parts?|steps?|stages?|modules?|разделы|этапы|части)\s+(?P<low>\d{1,3})\s*(?:-|–|—|to)\s*(?P<high>\d{1,3})",
    re.IGNORECASE,
)
_TIERS = (
    ("job-ready", ("job-ready", "job ready", "hireable", "employable")),
    ("senior", ("senior",)),
    ("middle", ("mid-level", "middle", "mid ")),
    ("junior", ("junior",)),
    ("advanced", ("advanced", "expert")),
    ("beginner", ("beginner",)),
)


def tiers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """First and last section, and the tier, as often as the text says it."""
    runs = list(_RUN.finditer(text))
    for run, following in zip(runs, (*runs[1:], None), strict=False):
        words = text[run.end() : following.start() if following else len(text)].casefold()
        tier = next((tier for tier, names in _TIERS if any(name in words for name in names)), "")
        if tier:
            yield int(run["low"]), int(run["high"]), tier
