"""How well topics are matched: each roadmap with what the others taught. `python -m tests.topic_matching`."""

import argparse
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from pydoc_data import topics as english

from bot.library import content_dir, load
from bot.library.matching import Known, Matcher, Tuning, known_of
from bot.library.matching.learned import Learned
from bot.library.matching.vocabulary import Vocabulary
from bot.library.matching.words import stem
from bot.study.catalogue import Catalogue, Topic

TAXONOMY = Path(__file__).parents[2] / "shared" / "taxonomy" / "taxonomy.tsv"

Topics = Mapping[str, Topic]
Roadmaps = Mapping[str, tuple[Known, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of a node and a topic: those a person set, those predicted, and those that are both."""

    roadmap: str
    nodes: int
    pairs: int
    predicted: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.pairs if self.pairs else 1.0

    def __str__(self) -> str:
        counts = f"{self.nodes:5} {self.pairs:5} {self.predicted:9} {self.precision:9.3f} {self.recall:6.3f}"
        return f"{self.roadmap:<34}{counts}"


def taxonomy() -> Roadmaps:
    """All six roadmaps; check that `TAXONOMY` is there."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = tuple(row["node_path"].split(" > "))
            topics = found.setdefault(row["roadmap"], {}).setdefault(path, [])
            topics += [topic for topic in [row["canonical_topic"]] if topic != "-"]
    return {
        roadmap: tuple(Known(path, tuple(topics)) for path, topics in nodes.items()) for roadmap, nodes in found.items()
    }


def committed(catalogue: Catalogue) -> Roadmaps:
    return {roadmap.id: tuple(known_of([roadmap])) for roadmap in catalogue.roadmaps.values()}


def left_out(topics: Topics, roadmaps: Roadmaps, tuning: Tuning | None = None) -> list[Score]:
    """Each roadmap as if it were a stranger's, with what the others taught."""
    scores: list[Score] = []
    for held_out, nodes in roadmaps.items():
        matcher = Matcher(
            topics, [one for other, known in roadmaps.items() if other != held_out for one in known], tuning
        )
        found = [(set(matcher.topics(one.path)), set(one.topics)) for one in nodes]
        pairs, predicted = sum(len(theirs) for _, theirs in found), sum(len(ours) for ours, _ in found)
        scores.append(Score(held_out, len(nodes), pairs, predicted, sum(len(ours & theirs) for ours, theirs in found)))
    return scores


def total(scores: list[Score]) -> Score:
    counts = [(one.nodes, one.pairs, one.predicted, one.right) for one in scores]
    return Score("total", *map(sum, zip(*counts, strict=True)))


def unscoped(topics: Topics) -> Topics:
    """As topics would be whose authors had not seen the roadmaps they are measured on."""
    return {topic.id: replace(topic, scope="") for topic in topics.values()}


def _table(topics: Topics, roadmaps: Roadmaps) -> None:
    scores = left_out(topics, roadmaps)
    print(f"{'roadmap':<34}{'nodes':>5} {'pairs':>5} {'predicted':>9} {'precision':>9} {'recall':>6}")
    for score in (*scores, total(scores)):
        print(score)


def _sweep(topics: Topics, roadmaps: Roadmaps) -> None:
    print(f"\n{'':<26}{'least precision':>15} {'precision':>9} {'recall':>6}   scopes hidden: the same")
    usual = Tuning()
    for threshold in (0.45, 0.5, 0.55, 0.6, 0.62, 0.65, 0.7, 0.75, 0.8):
        _try(topics, roadmaps, replace(usual, threshold=threshold), f"threshold {threshold}")
    for field in fields(Tuning):
        if field.name not in ("threshold", "similar"):
            for factor in (0.5, 1.5):
                value = min(getattr(usual, field.name) * factor, 1.0 if field.name == "close" else 9.0)
                _try(topics, roadmaps, replace(usual, **{field.name: value}), f"{field.name} {value:g}")


def _try(topics: Topics, roadmaps: Roadmaps, tuning: Tuning, name: str) -> None:
    line = f"{name:<26}"
    for texts in (topics, unscoped(topics)):
        scores = left_out(texts, roadmaps, tuning)
        every = total(scores)
        line += f"{min(one.precision for one in scores):15.3f} {every.precision:9.3f} {every.recall:6.3f}   "
    print(line)


def _spelling(topics: Topics, roadmaps: Roadmaps) -> None:
    """Slips that are put right, against words of everyday English that are taken for one of ours."""
    learned = Learned(topics, [one for known in roadmaps.values() for one in known])
    ours = sorted(word for word in learned.goes_with if word.isalpha() and len(word) > 4)
    texts = " ".join(english.topics.values()).casefold()
    others = sorted({stem(word) for word in re.findall(r"[a-z]{4,}", texts)} - set(learned.goes_with))
    print(f"\n{'similar':<10}{'slips put right':>15} {f'of {len(others)} English words taken for ours':>36}")
    for similar in (0.8, 0.83, 0.85, 0.87, 0.89, 0.91):
        vocabulary = Vocabulary(learned.goes_with, len(topics), learned.pairs, similar)
        right = [vocabulary.meant(slip) == word for word in ours for slip in _slips(word) if slip not in vocabulary]
        taken = [f"{word} {meant}" for word in others if (meant := vocabulary.meant(word)) != word]
        print(f"{similar:<10}{sum(right) / len(right):15.2f} {len(taken):36}   {', '.join(taken[:4])}")


def _slips(word: str) -> Iterator[str]:
    """One letter left out, doubled, swapped with the next, and wrong, in the middle of the word."""
    place = len(word) // 2
    before, letter, after = word[:place], word[place], word[place + 1 :]
    yield before + after
    yield before + 2 * letter + after
    yield before + after[:1] + letter + after[1:]
    yield before + ("e" if letter != "e" else "a") + after


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.topic_matching")
    parser.add_argument("--sweep", action="store_true", help="also with other figures than ours")
    arguments = parser.parse_args()
    catalogue = load(content_dir(None))
    roadmaps = taxonomy() if TAXONOMY.is_file() else committed(catalogue)
    if not TAXONOMY.is_file():
        print("There is no shared taxonomy beside this checkout: only the committed roadmaps are measured.\n")
    _table(catalogue.topics, roadmaps)
    print("\nThe same with the topics' scopes hidden, which were written with these roadmaps in sight:")
    _table(unscoped(catalogue.topics), roadmaps)
    if arguments.sweep:
        _sweep(catalogue.topics, roadmaps)
        _spelling(catalogue.topics, roadmaps)


if __name__ == "__main__":
    main()
