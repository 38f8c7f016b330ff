"""Questions from and for other programs: GIFT, Aiken, Moodle's XML, tables, and (out only) Anki.

`read_questions` makes drafts of a file, `take` makes questions of ours of them, `add_questions` writes those as YAML,
and `write_questions` goes the other way.
"""

from bot.library.exchange.draft import Draft, DraftOption
from bot.library.exchange.formats import READABLE, SUFFIXES, Format, Found, holds, read_questions, write_questions
from bot.library.exchange.question_yaml import add_questions
from bot.library.exchange.taking import Taken, Terms, take

__all__ = [
    "READABLE",
    "SUFFIXES",
    "Draft",
    "DraftOption",
    "Format",
    "Found",
    "Taken",
    "Terms",
    "add_questions",
    "holds",
    "read_questions",
    "take",
    "write_questions",
]
