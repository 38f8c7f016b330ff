"""Which of many short texts say nearly the same: the cosine of their words, rare words weighing more (tf–idf, with each
word of a text counted once; Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 6)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum, log, sqrt

ALIKE = 0.92
"""Different questions about one listing reach 0.91; the same question in other words seldom stays below this."""
_WORD = re.compile(r"\w+|[^\w\s]")
_COMMON = 5
"""A word that more than one text in so many has tells little: what shares only such words is not compared, unless it
shares them all."""


def near_duplicates(texts: Sequence[str], alike: float = ALIKE) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the later one first."""
    words = [frozenset(_WORD.findall(text.casefold())) for text in texts]
    frequency = Counter(word for those in words for word in those)
    weight = {word: log(len(texts) / found) ** 2 for word, found in frequency.items()}
    length = [sqrt(_sum(weight, those)) for those in words]
    rare = {word for word, found in frequency.items() if found * _COMMON <= max(len(texts), 2 * _COMMON)}
    common = [_sum(weight, those - rare) for those in words]
    among: dict[str, list[int]] = defaultdict(list)
    same: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, those in enumerate(words):
        shared: dict[int, float] = defaultdict(float)
        for word in those & rare:
            for earlier in among[word]:
                shared[earlier] += weight[word]
            among[word].append(index)
        for earlier in same[those] if those else ():
            shared.pop(earlier, None)
            yield index, earlier
        same[those].append(index)
        for earlier, product in shared.items():
            least = alike * length[index] * length[earlier]
            # The common words are looked at where they could still decide.
            if product + common[index] >= least > 0 and _sum(weight, those & words[earlier]) >= least:
                yield index, earlier


def _sum(weight: Mapping[str, float], words: Iterable[str]) -> float:
    """Exact, whatever their order: a sum that differs in the last digit would make equal texts unlike."""
    return fsum(weight[word] for word in words)
