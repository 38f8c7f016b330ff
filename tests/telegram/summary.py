"""What the judge of the fake Telegram saw, in a line."""

from collections import Counter


def told(total: Counter[str], available: bool) -> str:
    """Empty where no fake was started."""
    if not total["fakes"]:
        return ""
    if not available:
        return "Telegram: nothing was judged, the description of the Bot API isn't beside this checkout"
    many = f"{total['violations']:,} violation{'' if total['violations'] == 1 else 's'}"
    return (
        f"Telegram: {total['requests']:,} requests judged by the Bot API schema, {many} "
        f"(and {total['answers']:,} answers of the fake)"
    )
