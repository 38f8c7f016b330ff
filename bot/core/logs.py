"""What may be logged of an error."""

import traceback


def frames(error: BaseException) -> str:
    """Where it happened, without what it says: that may hold what a person wrote."""
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
