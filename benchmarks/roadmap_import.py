"""What reading a roadmap costs, beside markdown-it-py alone on the same text, in the same run.

`python -m benchmarks.roadmap_import [--runs 3]`. Ours decodes the bytes, parses them and understands what they mean;
the peer only parses, with its own bounds on nesting. Seconds of the processor, the median of the runs. Exits 1 when the
large roadmap takes more than `LARGE` seconds, or any other document more than `HOSTILE`.
"""

import argparse
import sys
import time
from collections.abc import Callable
from statistics import median

from markdown_it import MarkdownIt

from bot.library.encoding import decode
from bot.library.importing import understand

LARGE, HOSTILE = 3.0, 2.0
MEGABYTE = 1024 * 1024
SECTION = (
    "## Section {0}\n\n- **Topic {0}** with `code` and a [link](https://example.org/{0})\n"
    "  - a smaller line of some words, and some more words, so that lines are as long as people write them\n"
    "  - another one (2 h)\n\nA paragraph of prose that says something about the section, and is dropped.\n"
)
LARGEST = "# Large roadmap\n" + "".join(SECTION.format(number) for number in range(2143))
DOCUMENTS = {
    f"{LARGEST.count(chr(10))} lines, {len(LARGEST) // 1000} kB": LARGEST,
    "lists 2,000 deep": "\n".join("  " * depth + "- a" for depth in range(2000))[:MEGABYTE],
    "2,000 lists in a line": "- " * 2000 + "a",
    "1 MB of [ in a line": "[" * MEGABYTE,
    "1 MB of [ in lines": ("[" * 8000 + "\n") * 128,
    "1 MB of [ in items": ("- " + "[" * 45 + "\n") * 20_000,
    "1 MB of damaged Russian": ("- Основы языка\n" * 19_000).encode().decode("latin-1"),
    "1 MB of bytes": bytes(range(0x21, 0x100)).decode("latin-1") * 3000,
}


def spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roadmap_import")
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    slow = []
    print(f"{'':28} {'ours s':>8} {'parser s':>9} {'ratio':>6}")
    for name, text in DOCUMENTS.items():
        raw = text.encode()[:MEGABYTE]
        ours = median(spent(lambda raw=raw: understand(decode(raw).text)) for _ in range(runs))
        peer = median(spent(lambda raw=raw: MarkdownIt().parse(raw.decode(errors="replace"))) for _ in range(runs))
        print(f"{name:28} {ours:8.2f} {peer:9.2f} {ours / peer:6.1f}")
        if ours > (LARGE if text is LARGEST else HOSTILE):
            slow.append(name)
    print(f"too slow: {', '.join(slow)}" if slow else f"all within {LARGE:g} s (the first) and {HOSTILE:g} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
