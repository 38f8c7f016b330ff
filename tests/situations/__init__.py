"""The same situations on Telegram, Discord and the terminal, and a page that shows them side by side."""

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "situations.md"
