"""Texts with markup, as Moodle keeps them → plain text and code; and our texts as such markup, so that they come back.

A blank that a browser would drop is written as a character reference, and one that is written so is kept.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from html.entities import html5
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from bot.library.exchange.draft import LONGEST_TEXT, Unfit
from bot.study.question import Question

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "hr", "dt", "dd"}
    | {f"h{level}" for level in range(1, 7)}
)
_SILENT = frozenset({"script", "style", "head", "title"})
_RAISED = {"sup": "^", "sub": "_"}
"""What stands for the height of a letter where there is only one line: 2<sup>10</sup> is 2^10."""
_PICTURES = frozenset({"img", "audio", "video", "object", "embed", "iframe", "svg"})
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|brush:?)[-: ]?([a-z0-9-]+)")
_PART = re.compile(r"(?:^|\s)milepost-(detail|source)(?:\s|$)")
_LOOKS_MARKED = re.compile(
    r"</?(?:p|div|br|b|i|u|em|strong|span|code|pre|ul|ol|li|sub|sup|a|img|tt|kbd|h[1-6])(?:\s[^<>]*)?/?>|&(?:nbsp|lt|gt|amp|quot|#\d+|#x[0-9a-f]+);",
    re.IGNORECASE,
)
_MOST_BRACKETS = 200
"""In Markdown, where each of them may begin a link that all the others belong to."""
_OPEN = re.compile(r"<(?![^<>]*>)")
_DECLARED = re.compile(r"<[!?][^<>]*>")
_BLANKS = re.compile(r"[ \t\n\r\f\xa0]+")
_SPACE, _BREAK = "\ue000", "\ue001"
"""Stand for blanks that are markup's own until the text is whole: of several, one counts."""


@dataclass(frozen=True, slots=True)
class Plain:
    """`code` is what stood in <pre>, in `language` where that is said; `detail` and `source` are ours come back."""

    text: str
    code: str = ""
    language: str = ""
    detail: str = ""
    source: str = ""


def plain(text: str, form: str = "") -> Plain:
    """`form` is `html`, `markdown`, `plain`, or anything else for text that is marked up only where it looks so.

    Raises Unfit where the text shows a picture, or is longer than any of ours."""
    if len(text) > LONGEST_TEXT:
        raise Unfit(f"a text of {len(text)} characters; at most {LONGEST_TEXT} are read")
    if form == "markdown":
        if text.count("[") > _MOST_BRACKETS:
            raise Unfit(f"a text of {text.count('[')} open brackets; at most {_MOST_BRACKETS} are read")
        return _read(MarkdownIt("commonmark").render(text))
    if form == "html" or (form != "plain" and _LOOKS_MARKED.search(text)):
        return _read(text)
    return Plain(text.strip())


def stem_html(question: Question) -> str:
    if not question.code:
        return text_html(question.stem)
    language = escape(question.language)
    return f'{text_html(question.stem)}<pre><code class="language-{language}">{escape(question.code)}</code></pre>'


def explanation_html(question: Question) -> str:
    """With whatever else there is to read after an answer."""
    parts = [f"<p>{text_html(question.explanation)}</p>"]
    if question.detail:
        parts.append(f'<div class="milepost-detail">{text_html(question.detail)}</div>')
    source = escape(question.source)
    return "".join((*parts, f'<p class="milepost-source"><a href="{source}">{source}</a></p>'))


def text_html(text: str) -> str:
    safe = escape(text, quote=False).replace("\xa0", "&#160;").replace("\t", "&#9;")
    safe = re.sub(r"(?<= ) |^ | $|(?<=\n) | (?=\n)", "&nbsp;", safe)
    return safe.replace("\n", "<br>")


def _read(text: str) -> Plain:
    # A tag that doesn't end is text; the standard library would look for its end to the last line, again and again.
    text = _OPEN.sub("&lt;", _DECLARED.sub("", _without_comments(text)))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found()


def _without_comments(text: str) -> str:
    parts = []
    while "<!--" in text and (end := text.find("-->", text.index("<!--"))) > 0:
        before, _, _ = text.partition("<!--")
        parts.append(before)
        text = text[end + 3 :]
    return "".join([*parts, text])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._parts: dict[str, list[str]] = {"": [], "detail": [], "source": []}
        self._part = ""
        self._part_depth = 0
        self._silent = 0
        self._code: list[str] = []
        self._pre = 0
        self._begins = False
        self._language = ""

    def found(self) -> Plain:
        code = "".join(self._code).rstrip()
        text, detail, source = (_settled("".join(self._parts[part])) for part in ("", "detail", "source"))
        return Plain(text, code, self._language if code else "", detail, source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _PICTURES:
            raise Unfit("shows a picture or another file, which our questions can't")
        if tag in _SILENT:
            self._silent += 1
        if tag == "pre":
            self._pre += 1
            self._begins = True
            if self._code and not self._code[-1].endswith("\n"):
                self._code.append("\n")
        else:
            self._begins = False
        if tag in ("pre", "code") and self._pre:
            found = _LANGUAGE.search(given.get("class", "").lower())
            self._language = found[1] if found else self._language
        if self._part:
            self._part_depth += tag in ("div", "p")
        elif part := _PART.search(given.get("class", "")):
            self._part, self._part_depth = part[1], 1
        if tag in _BLOCKS:
            self._say("\n" if self._pre else _BREAK)
        if tag in _RAISED and not self._pre:
            self._say(_RAISED[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
            self._say(_BREAK)
        if tag in _BLOCKS and tag != "br" and not self._pre:
            self._say(_BREAK)
        if self._part and tag in ("div", "p"):
            self._part_depth -= 1
            self._part = self._part if self._part_depth else ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _BLOCKS:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._begins:  # a line end right after <pre> is none of its text
            data = data.removeprefix("\n")
        self._say(data if self._pre else _BLANKS.sub(_SPACE, data))

    def handle_entityref(self, name: str) -> None:
        known = f"{name};" in html5
        self._say(" " if name == "nbsp" else unescape(f"&{name};") if known else f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._say(unescape(f"&#{name};"))

    def _say(self, text: str) -> None:
        self._begins = False
        if not self._silent:
            (self._code if self._pre else self._parts[self._part]).append(text)


def _settled(text: str) -> str:
    text = re.sub(f"{_SPACE}*{_BREAK}{_SPACE}*", _BREAK, text)
    text = re.sub(f"{_SPACE}+", " ", text.strip(_SPACE + _BREAK))
    return text.replace(_BREAK, "\n")
