"""From our spans to Discord's markdown, in which every character that a person wrote is shown as it is."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from urllib.parse import urlsplit

from bot.core.capabilities import utf16
from bot.core.text import Span, Style, Text

_GAP = "\u200b"
"""Keeps apart what Discord would read together: it has no width, and is no white space."""
_BLANK = r"[\s\ufeff]"
"""White space of Python or of Discord's client, for which the byte order mark is some too."""
_URL = rf"https?://(?:(?!\]\(|{_BLANK})[^<>\"`\\|])+"
"""A link in plain text. It ends before what might be the middle of a masked link."""
_MARKUP = re.compile(
    rf"""
    ^(?P<indent> (?:(?!\n){_BLANK})* )              # headings, quotes, lists, subtext: at the start of a line
        (?: (?P<bullet> [#>] | [-+](?=[\s\#]|\Z) ) | (?P<number> [0-9]+ ) (?P<dot> [.)] )(?=\s|\Z) )
    | (?P<url> {_URL} )
    | [\\*_~`|<\[\]] | (?<=\])\(                    # styles, code, mentions, timestamps, masked links
    | :(?= // | [\w+-]+: )                          # links of other schemes, emoji by name
    | @(?= everyone | here )
    """,
    re.VERBOSE | re.MULTILINE,
)
_URLS = re.compile(rf"({_URL})")
_NOT_FOR_LABELS = re.compile(r"[\[\]*`\\<]|(?<![^\W_])_|_(?![^\W_])|~~|\|\||://|:[\w+-]+:|@everyone|@here")
"""Markup that nothing can be done about in a label: there, Discord shows the backslashes (discord-api-docs, issue
6185). An address in one undoes the link."""
_LABEL_START = re.compile(r"[#>+-]|[0-9]+[.)]")
_MASKED = re.compile(r"\](?=\(\s*<?\w+://)")
"""The middle of a masked link, which Discord looks for through all that follows a label, code included."""
_UNSAFE_IN_ADDRESSES = re.compile(rf"{_BLANK}|[\x00-\x1f\x7f\"()*<>\[\\\]^`{{|}}]")
_UNSHOWN = re.compile(r"\r(?=\n)|\f")
"""What Discord's client drops before it reads anything. Other returns are line ends to it."""
_LANGUAGE = re.compile(r"[\w+.-]+", re.ASCII)
_LEVELS = ("spoiler", "code", "bold", "italic", "link")
"""What lies around what, outermost first."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that looks the same all over. `last`: nothing follows it."""

    plain: str
    last: bool = False
    spoiler: bool = False
    code: Span | None = None
    bold: bool = False
    italic: bool = False
    link: Span | None = None


def markdown(text: Text) -> str:
    """Without the white space around it, which Discord cuts off; only the first line's indentation is kept.

    No style but a spoiler goes on over code, and a link with a label that Discord can't show has its address behind it.
    """
    plain = _UNSHOWN.sub(_GAP, text.plain).replace("\r", "\n")
    whole = _render(list(_pieces(replace(text, plain=plain))), _LEVELS)
    shown = whole.strip()
    indent = whole[: len(whole) - len(whole.lstrip())].rpartition("\n")[2]
    return _GAP + indent + shown if indent and shown else shown


def length(text: Text) -> int:
    """Of the markdown, in UTF-16 units: Discord's API counts code points, its clients these, which are never fewer."""
    return utf16(markdown(text))


def _pieces(text: Text) -> Iterator[_Piece]:
    size = len(text.plain)
    spans = [span for span in text.spans if span.start < span.end and text.plain[span.start : span.end].strip()]
    borders = sorted({0, size, *(min(at, size) for span in spans for at in (span.start, span.end))})
    looks = (
        (start, end, _look([span for span in spans if span.start <= start and end <= span.end]))
        for start, end in pairwise(borders)
    )
    for look, group in groupby(looks, lambda stretch: stretch[2]):
        stretches = list(group)
        start, end = stretches[0][0], stretches[-1][1]
        whole = replace(look, plain=text.plain[start:end], last=end == size)
        yield from _without_stars(whole) if look.bold or look.italic else (whole,)


def _look(spans: Sequence[Span]) -> _Piece:
    styles = {span.style for span in spans}
    spoiler = Style.SPOILER in styles
    if code := next((span for span in spans if span.style in (Style.CODE, Style.BLOCK)), None):
        return _Piece("", spoiler=spoiler, code=code)
    link = next((span for span in spans if span.style is Style.LINK and _address(span.value)), None)
    return _Piece("", spoiler=spoiler, bold=Style.BOLD in styles, italic=Style.ITALIC in styles, link=link)


def _without_stars(piece: _Piece) -> Iterator[_Piece]:
    """Links in bold or italic text whose stars would end it are left plain, for nothing can be escaped in them."""
    for part in _URLS.split(piece.plain):
        if "*" in part and _URLS.fullmatch(part):
            yield replace(piece, plain=part, last=False, bold=False, italic=False)
        else:
            yield replace(piece, plain=part, last=False)


def _render(pieces: Sequence[_Piece], levels: Sequence[str]) -> str:
    if not levels:
        return "".join(_escaped(piece.plain, piece.last and not piece.spoiler) for piece in pieces)
    level, *inner = levels
    shown = ""
    for value, group in groupby(pieces, attrgetter(level)):
        under = list(group)
        part = _marked(level, value, under, inner) if value else _render(under, inner)
        shown += _GAP + part if part and shown[-1:] == part[0] and part[0] in "*|`" else part
    return shown


def _marked(level: str, span: Span | None, pieces: Sequence[_Piece], inner: Sequence[str]) -> str:
    match level:
        case "spoiler":
            # it ends at the next two bars, be they in code or not
            body = re.sub(r"\|(?=\|)", "|" + _GAP, _render(pieces, inner))
            return _hugged(body, lambda core: _between("||", core))
        case "bold":
            return _each_line(_render(pieces, inner), lambda core: _between("**", core))
        case "italic":
            return _each_line(_render(pieces, inner), lambda core: _between("*", core))
    assert span
    plain = "".join(piece.plain for piece in pieces)
    if level == "link":
        return _each_line(plain, lambda label: _link(label, _address(span.value)))
    plain = _MASKED.sub("]" + _GAP, plain)
    if span.style is Style.BLOCK:
        return _block(plain, span.value)
    return "\n".join(_code(line) if line.strip() else line for line in plain.split("\n"))


def _each_line(body: str, mark: Callable[[str], str]) -> str:
    return "\n".join(_hugged(line, mark) for line in body.split("\n"))


def _hugged(body: str, mark: Callable[[str], str]) -> str:
    """A marker beside white space isn't one."""
    start = re.match(f"{_BLANK}*", body)
    assert start
    core = re.sub(f"{_BLANK}+\\Z", "", body[start.end() :])
    return start[0] + mark(core) + body[start.end() + len(core) :] if core else body


def _between(marker: str, core: str) -> str:
    """Not every reader of markdown knows of escapes inside a style, and would take the last one for the marker."""
    return marker + core + (_GAP if core[-2:] in ("\\\\", "\\|", "\\*") else "") + marker


def _code(line: str) -> str:
    if "`" not in line:
        return f"`{line}`"
    line = re.sub("`(?=`)", "`" + _GAP, line)
    # beside a backtick, one space at either end is cut off
    before = " " if line.lstrip(" ").startswith("`") else ""
    after = " " if line.rstrip(" ").endswith("`") else ""
    return f"``{before}{line}{after}``"


def _block(plain: str, language: str) -> str:
    plain = re.sub("`(?=``)", "`" + _GAP, plain)
    # empty lines at either end are cut off
    first, last = (_GAP if edge == "\n" else "" for edge in (plain[0], plain[-1]))
    return f"```{language if _LANGUAGE.fullmatch(language) else ''}\n{first}{plain}{last}\n```"


def _link(label: str, address: str) -> str:
    if label.rstrip("/") == address.rstrip("/"):
        return f"<{label}>"
    if _NOT_FOR_LABELS.search(label):
        return f"{_GAP}{_escaped(label)} (<{address}>)"
    return f"[{_GAP if _LABEL_START.match(label) else ''}{label}](<{address}>)"


def _address(value: str) -> str:
    """Safe between angle brackets in parentheses, or empty where it is no address of a page."""
    scheme, mark, rest = value.strip().partition("://")
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        valid = bool(mark and parts.hostname) and parts.port != 0  # a port that is no number raises
    except ValueError:
        return ""
    if not valid or scheme.lower() not in ("http", "https"):
        return ""
    return f"{scheme.lower()}://{_UNSAFE_IN_ADDRESSES.sub(_percent, rest)}"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _escaped(plain: str, last: bool = False) -> str:
    def escape(found: re.Match[str]) -> str:
        if found["url"]:
            after = plain[found.end() : found.end() + 1]
            return _bare(found["url"], after in (" ", "\n") if after else last)
        if found["bullet"]:
            return f"{found['indent']}\\{found['bullet']}"
        if found["number"]:
            return f"{found['indent']}{found['number']}\\{found['dot']}"
        return "\\" + found[0]

    return _MARKUP.sub(escape, plain)


def _bare(url: str, ends: bool) -> str:
    """A link as it is where Discord sees its end, or between brackets, which it doesn't show."""
    size = _size(url)
    if url[:size].endswith("://"):
        return url[:size].replace(":", "\\:") + _escaped(url[size:])
    if ends and size == len(url) and url[-1] not in ")]":
        return url
    return f"<{url[:size]}>{_escaped(url[size:])}"


def _size(url: str) -> int:
    """Without the punctuation behind it; a bracket belongs to it where it closes one."""
    size = len(url)
    while url[size - 1] in ".,:;!?'" or any(
        url[size - 1] == last and url.count(first, 0, size) < url.count(last, 0, size) for first, last in ("()", "[]")
    ):
        size -= 1
    return size
