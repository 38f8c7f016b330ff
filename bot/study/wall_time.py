"""Wall times as people type them and as they are shown back."""

import re
from datetime import time

_WALL_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?: ?(am|pm))?", re.ASCII | re.IGNORECASE)


def parse_wall_time(text: str) -> time | None:
    """Reads "9", "09", "21:30", "9am" or "9:30 PM", spaces around it allowed; None for anything else, never a guess."""
    found = _WALL_TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def format_wall_time(wall: time) -> str:
    """Gives "09:00": 24 hours, a form that `parse_wall_time` takes back. Seconds are not shown."""
    return f"{wall.hour:02}:{wall.minute:02}"
