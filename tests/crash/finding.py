"""What the evidence says of one promise."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`broken` says each case in a few words; `remark` what is no breach, but should be known."""

    promise: str
    looked_at: int
    broken: Sequence[str]
    remark: str = ""
