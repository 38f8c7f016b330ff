"""A line that names something to read, watch or do: its kind, title, author, link and language."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.library.importing.draft import Link
from bot.library.importing.inline import Line
from bot.library.importing.labels import kind_of, level_of
from bot.library.importing.titles import read_title

_BY = re.compile(r"^(?P<title>.*\S)\s+(?:by|от|автор:?)\s+(?P<author>\S.*)$", re.IGNORECASE | re.DOTALL)
_QUOTES = tuple('«“„"《')
_TAIL = re.compile(r"^(?P<rest>.*\S)\s*\((?P<inside>[^()]*)\)\s*[.]?$", re.DOTALL)
_POINTERS = frozenset(
    ("link", "here", "click here", "website", "site", "url", "pdf", "watch", "read", "ссылка", "тут", "здесь")
)
_KINDS = frozenset(("book", "video", "course", "podcast", "книга", "видео", "курс", "buch", "kurs", "libro", "curso"))
_SIGNS = {
    **dict.fromkeys("📖📚📕📗📘📙", "book"),
    **dict.fromkeys("🎥🎬📺📹", "video"),
    **dict.fromkeys("📄📰📑", "article"),
    **{"🎓": "course", "🎧": "podcast"},
}
_HOSTS = (
    ("video", ("youtube.com", "youtu.be", "vimeo.com", "rutube.ru")),
    ("book", ("amazon.", "manning.com", "oreilly.com", "goodreads.com", "nostarch.com", "litres.ru")),
    ("course", ("stepik.org", "coursera.org", "udemy.com", "edx.org", "udacity.com", "skillbox.ru", "pluralsight.com")),
    ("docs", ("docs.", "readthedocs.", "developer.mozilla.org", "devdocs.io")),
    ("practice", ("leetcode.com", "hackerrank.com", "codewars.com", "exercism.org")),
)
_SCRIPTS = (
    ("uk", re.compile("[іїєґ]", re.I)),
    ("ru", re.compile("[а-яё]", re.I)),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a line names, before it has an id."""

    title: str
    kind: str
    author: str = ""
    url: str = ""
    language: str = ""
    level: str = ""


def prefixed_kind(line: Line) -> tuple[str, str]:
    """The kind in "Book: Dune", and what comes after it; both empty if the line doesn't begin so."""
    before, colon, after = read_title(line.text).text.replace("：", ":", 1).partition(":")
    kind = kind_of(before) if colon and after.strip() and len(before) < 30 else ""
    if kind:
        return kind, after.strip()
    before, space, after = before.partition(" ")
    kind = kind_of(before) if space and after[:1] in _QUOTES else ""
    return (kind, after) if kind else ("", "")


def sign_kind(line: Line) -> str:
    """The kind that a picture before the line tells."""
    return _SIGNS.get(read_title(line.text).sign, "")


def named(line: Line, kind: str = "", level: str = "") -> Named:
    """`kind` and `level` are those of the label above; a kind in the line itself goes before."""
    own_kind, text = prefixed_kind(line)
    text = text or read_title(line.text).text
    link = next((link for link in line.links if link.external), None)
    text, own_level, tail_kind = _without_tails(text, line.links)
    title, author = _author(text)
    if line.em and line.em in title and len(line.em) > 3:
        title = line.em
    if link and title == link.url:
        title = address(link.url)
    return Named(
        title=_unquoted(title.strip(" .,;:-–—")) or (link.url if link else text),
        kind=own_kind or tail_kind or sign_kind(line) or kind or kind_of_host(link.url if link else ""),
        author=author.strip(" .,;"),
        url=link.url if link else "",
        language=language_of(title),
        level=own_level or level,
    )


def of_link(link: Link, about: str, kind: str = "") -> Named:
    """A link within a line that has other things to say; it is `about` that where its own text says nothing."""
    own = read_title(link.text).text
    if link.text == link.url:
        title = address(link.url)
    else:
        title = about if own.casefold() in _POINTERS or kind_of(own) else own
    url = link.url if link.external else ""
    return Named(title or link.text, kind or kind_of(own) or kind_of_host(url), url=url, language=language_of(title))


def kind_of_host(url: str) -> str:
    host = _host(url)
    return next((kind for kind, hosts in _HOSTS if any(part in host for part in hosts)), "article")


def language_of(text: str) -> str:
    """By script; empty where that tells nothing."""
    return next((language for language, script in _SCRIPTS if script.search(text)), "")


def _without_tails(text: str, links: tuple[Link, ...]) -> tuple[str, str, str]:
    """Without "(Link)", "(Beginners)" and "(book)" at the end, and the level and kind of these."""
    level = kind = ""
    while found := _TAIL.match(text):
        inside = found["inside"].strip()
        if level_of(inside):
            level = level_of(inside)
        elif inside.casefold() in _KINDS:
            kind = kind_of(inside)
        elif inside.casefold() not in _POINTERS and not any(link.url == inside for link in links):
            break
        text = found["rest"]
    return text, level, kind


def _unquoted(text: str) -> str:
    quoted = len(text) > 2 and text[0] + text[-1] in ('""', "''", "“”", "«»", "„“") and text[0] not in text[1:-1]
    return text[1:-1] if quoted else text


def _author(text: str) -> tuple[str, str]:
    """ "Step by step" has none, nor has a single word in lower case."""
    found = _BY.match(text)
    if not found:
        return text, ""
    title, author = found["title"], found["author"]
    words = author.split()
    if title.split()[-1].casefold() == words[0].casefold() or len(words) > 8:
        return text, ""
    if len(words) == 1 and author == author.lower() and "." not in author:
        return text, ""
    return title, author


def address(url: str) -> str:
    """Host and path, to stand for a link without a text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return (parts.netloc.removeprefix("www.") + parts.path.rstrip("/")) or url


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.casefold()
    except ValueError:
        return ""
