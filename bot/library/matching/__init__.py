"""Topics for roadmaps that strangers wrote, learned from titles whose topics are known."""

from bot.library.matching.known import Known, known_of
from bot.library.matching.matcher import Matcher
from bot.library.matching.tuning import Tuning

__all__ = ["Known", "Matcher", "Tuning", "known_of"]
