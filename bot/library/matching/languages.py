"""Other programming languages: their strings, lists and exceptions are not those our questions ask about."""

import re
from collections.abc import Iterable

AREAS_OF_PYTHON = frozenset(
    (
        *("python-setup", "python-basics", "data-structures", "functions", "oop", "errors-files-modules"),
        *("python-advanced", "orm", "flask-fastapi", "django-drf", "testing-quality"),
    )
)
"""What is asked there is asked in Python."""

_PYTHON = re.compile(r"\bpython", re.IGNORECASE)
_OTHER = re.compile(
    r"(?<![\w+#.])(?:java|javascript|typescript|js|ts|kotlin|scala|swift|ruby|rails|php|laravel|rust|golang|haskell|"
    r"elixir|erlang|perl|c\+\+|cpp|c#|csharp|dart|flutter|julia|matlab|lua|clojure|\.net|spring)(?![\w+#])",
    re.IGNORECASE,
)


def of_another_language(titles: Iterable[str]) -> bool:
    """Whether titles name another language and never Python."""
    text = "\n".join(titles)
    return bool(_OTHER.search(text)) and not _PYTHON.search(text)
