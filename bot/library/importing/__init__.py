"""Markdown that anybody wrote → roadmaps in a neutral draft, with every source line accounted for.

`understand` is the way in; `result` puts what it found into the shape of `milepost content import --json`.
"""

from bot.library.importing.account import Account, Dropped, Reason
from bot.library.importing.counts import counts
from bot.library.importing.draft import DraftNode, DraftResource, DraftRoadmap, Mark
from bot.library.importing.understand import Understood, understand
from bot.library.importing.written import roadmap_of

__all__ = [
    "Account",
    "DraftNode",
    "DraftResource",
    "DraftRoadmap",
    "Dropped",
    "Mark",
    "Reason",
    "Understood",
    "counts",
    "roadmap_of",
    "understand",
]
