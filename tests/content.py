"""The project's own content and texts, read once a process: tests start many apps."""

from functools import cache

from bot.app import LOCALES
from bot.core.i18n import Translations
from bot.library import content_dir, load
from bot.study.catalogue import Catalogue


@cache
def catalogue() -> Catalogue:
    return load(content_dir(None))


@cache
def texts() -> Translations:
    return Translations.read(LOCALES)
