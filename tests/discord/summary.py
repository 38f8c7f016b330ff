"""What the judge of the fake Discord saw, in a line."""

from collections import Counter


def told(total: Counter[str], available: bool) -> str:
    """Empty where no fake was started."""
    if not total["fakes"]:
        return ""
    if not available:
        return "Discord: nothing was judged, the description of its API isn't beside this checkout"
    return (
        f"Discord requests judged by the schema: {total['requests']:,}, violations: {total['violations']:,} "
        f"(and {total['answers']:,} answers of the fake)"
    )
