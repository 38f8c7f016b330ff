"""`content/` read and proved: what there is to study, or what is wrong with it and where."""

from bot.library.counts import Stats, stats
from bot.library.directory import content_dir
from bot.library.loader import Content, load, read
from bot.library.problems import ContentError, Problem
from bot.library.standard import content_problems
from bot.library.verify import verify

__all__ = [
    "Content",
    "ContentError",
    "Problem",
    "Stats",
    "content_dir",
    "content_problems",
    "load",
    "read",
    "stats",
    "verify",
]
