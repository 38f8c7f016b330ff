"""Markdown-like text from nothing, and documents of the tests and the seeds after an accident."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from bot.library.encoding import decode

DOCUMENTS = Path(__file__).parents[1] / "unit" / "library" / "importing" / "documents"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
BECOMES = "\n>>>>\n"

_INDENTS = ("", "", "", "  ", "    ", "\t", "      ", "> ", ">> ", "&nbsp;&nbsp;", "   &nbsp;")
_MARKERS = (
    *(
        "",
        "# ",
        "## ",
        "### ",
        "###### ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "10. ",
        "1.1. ",
        "- [ ] ",
        "- [x] ",
        "- ### ",
    ),
    *("• ", "✅ ", "- ✅ ", "🔥 ", "👉 ", "> [!TIP] ", "| ", "|", "├── ", "│   └── ", "```", "~~~", "<li>", "<ul><li>"),
    *("<details><summary>", "</details>", "</ul>", "<h2>", "<!-- ", "---", "===", "- - ", "<br>", "[a]: ", "    - "),
)
_TEXTS = (
    *(
        "Topic",
        "**Bold**",
        "**Book**",
        "**Label:**",
        "__init__",
        "**init**",
        "`code`",
        "*em*",
        "[link](https://a.example/x)",
    ),
    *(
        "[a](#b)",
        "[rel](./x.md)",
        "<https://a.example>",
        "https://a.example/y",
        "![i](j.png)",
        "Phase 1: Basics (4 weeks)",
    ),
    *(
        "PHASE 🔟 — End",
        "1️⃣2️⃣ Keycap",
        "(10\u00a0h)",
        "(VERY IMPORTANT)",
        "(optional)",
        "Duration: 2 weeks",
        "Table of Contents",
    ),
    *(
        "Resources:",
        "Projects",
        "Final Checklist",
        "What you can skip",
        "You will be able to:",
        "If you want, I can:",
        "Legend",
    ),
    *(
        "✅ - done",
        "Book: *Dune* by Frank Herbert",
        "Beginner",
        "Этап 2. Почва (5 ч)",
        "a | b | c",
        "|-|-|",
        "etc.",
        "…",
        "...",
    ),
    *(
        "Sections 1–3 job-ready",
        "Roadmap",
        "# not a heading",
        "\\",
        "\\*",
        "&amp;",
        "&#x1F600;",
        "\ufffd",
        "\u200b",
        "\x00",
        "\x0b",
    ),
    *(
        "[[[[",
        "]]]]",
        "((((",
        "***",
        "___",
        "``",
        "<b>",
        "</b>",
        "<a href='https://q.example'>q</a>",
        "\u2028",
        "𝒳",
        "e\u0301",
    ),
)
_line = st.tuples(
    st.sampled_from(_INDENTS), st.sampled_from(_MARKERS), st.lists(st.sampled_from(_TEXTS), max_size=3)
).map(lambda parts: parts[0] + parts[1] + " ".join(parts[2]))
_noise_line = st.one_of(_line, _line, _line, st.just(""), st.text(max_size=30))
markdown_like = st.lists(_noise_line, max_size=40).map("\n".join)


@cache
def documents() -> tuple[str, ...]:
    """What to mutate: the documents of the specification, and the seeds where they are at hand."""
    own = [file.read_text(encoding="utf-8").partition(BECOMES)[0] for file in sorted(DOCUMENTS.glob("*.txt"))]
    seeds = [decode(file.read_bytes()).text for file in sorted(SEEDS.glob("*.txt"))]
    return (*own, *seeds)


Accident = Callable[[list[str], int, int, str], list[str]]
_ACCIDENTS: tuple[Accident, ...] = (
    lambda lines, a, b, extra: lines[:a] + lines[b:],
    lambda lines, a, b, extra: lines[:b] + lines[a:],
    lambda lines, a, b, extra: [*lines[:a], extra, *lines[a:]],
    lambda lines, a, b, extra: lines[:a] + ["  " + line for line in lines[a:b]] + lines[b:],
    lambda lines, a, b, extra: lines[:a] + [line[2:] for line in lines[a:b]] + lines[b:],
    lambda lines, a, b, extra: [*lines[:a], "".join(lines[a:b]), *lines[b:]],
    lambda lines, a, b, extra: lines[:a] + lines[a:b][::-1] + lines[b:],
    lambda lines, a, b, extra: lines[:a] + [line.replace("**", extra, 1) for line in lines[a:b]] + lines[b:],
    lambda lines, a, b, extra: lines[:a] + ["> " + line for line in lines[a:b]] + lines[b:],
    lambda lines, a, b, extra: lines[:a] + [line for line in lines[a:b] for _ in range(3)] + lines[b:],
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from(documents())).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        a, b = sorted((draw(st.integers(0, len(lines))), draw(st.integers(0, len(lines)))))
        lines = draw(st.sampled_from(_ACCIDENTS))(lines, a, min(b, a + 60), draw(_noise_line))
    return "\n".join(lines)


@st.composite
def repeated(draw: st.DrawFn) -> str:
    """A few signs many times over: what parsers choke on."""
    piece = "".join(draw(st.lists(st.sampled_from((*_MARKERS, *_TEXTS, *_INDENTS, "\n", " ")), min_size=1, max_size=4)))
    return piece * draw(st.integers(1, max(1, 20_000 // max(1, len(piece)))))


anything = st.one_of(markdown_like, mutated(), repeated())
