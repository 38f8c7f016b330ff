"""A roadmap that was edited elsewhere, under the ids that people's progress hangs on."""

from bot.study.revision.revising import Revision, revised

__all__ = ["Revision", "revised"]
