"""The packages that only authors need: imported when they are used, asked for by name where they are missing."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from bot.library.problems import refused


def needed(module: str) -> ModuleType:
    """Raises ContentError with what to install."""
    try:
        return import_module(module)
    except ModuleNotFoundError:
        package = module.partition(".")[0]
        message = f'{package} is not installed, which this format needs: pip install "milepost[authors]"'
        raise refused(Path("milepost"), message) from None
