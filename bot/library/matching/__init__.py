"""Topics for roadmaps that strangers wrote, learned from titles whose topics are known."""

from bot.library.matching.filling import Topics, with_topics
from bot.library.matching.known import Known, known_of
from bot.library.matching.matcher import Matcher, taught_by
from bot.library.matching.tuning import Tuning

__all__ = ["Known", "Matcher", "Topics", "Tuning", "known_of", "taught_by", "with_topics"]
