"""A roadmap → Markdown that reads well anywhere, and that an import makes the same roadmap of again, ids included."""

from bot.library.exporting.document import roadmap_markdown

__all__ = ["roadmap_markdown"]
