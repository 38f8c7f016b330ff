"""The words we know: how much each says, and which of them a misspelt one was meant to be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import fsum, log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.library.matching.words import Phrases, Words, stem

_SHORTEST = 8
"""Shorter words are too often one letter from another one: genetic and generic, contest and content."""


class Vocabulary:
    """`goes_with`: the topics each word was met with; `pairs`: words that were met side by side; `similar`: how alike
    two spellings of one word are."""

    def __init__(
        self,
        goes_with: Mapping[str, Collection[str]],
        topics: int,
        pairs: Collection[tuple[str, str]],
        similar: float,
    ) -> None:
        self._weights = {word: log(1 + topics / len(met)) for word, met in goes_with.items()}
        self._unknown = log(1 + topics)
        self._pairs = pairs
        self._similar = similar
        self._alike: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._weights):
            if word.isalpha():
                reach = int(len(word) * (1 - similar)) + 1
                for length in range(len(word) - reach, len(word) + reach + 1):
                    self._alike[word[0], length].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._weights

    def weight(self, word: str) -> float:
        """The fewer topics a word goes with, the more. One never met weighs as much as the rarest."""
        return self._weights.get(word, self._unknown)

    def total(self, words: Iterable[str]) -> float:
        """The same in any order."""
        return fsum(map(self.weight, words))

    def strange(self, words: Mapping[str, float]) -> float:
        """The share of the words that was never met; `words` says how much each counts."""
        whole = fsum(self.weight(word) * much for word, much in words.items())
        return fsum(self._unknown * much for word, much in words.items() if word not in self) / whole if whole else 0.0

    def corrected(self, read: Phrases) -> Phrases:
        """With words spelt, joined and parted the way we know them."""
        return Phrases(
            self._words(read.whole),
            self._words(read.outside),
            tuple(map(self._words, read.parts)),
            tuple(map(self._words, read.inside)),
        )

    def meant(self, word: str) -> str:
        """The known word that is spelt nearly so and begins with the same letter, else the word itself."""
        if word in self or len(word) < _SHORTEST or not word.isalpha():
            return word
        alike = self._alike.get((word[0], len(word)))
        if not alike:
            return word
        near = process.extractOne(word, alike, scorer=OSA.normalized_similarity, score_cutoff=self._similar)
        return near[0] if near else word

    def _words(self, words: Words) -> Words:
        if all(word in self for word in words):
            return words
        found: list[str] = []
        for word in words:
            if found and not (found[-1] in self and word in self) and self.meant(found[-1] + word) in self:
                found[-1] = self.meant(found[-1] + word)
            elif word in self:
                found.append(word)
            else:
                found += self._apart(word) or [self.meant(word)]
        return tuple(dict.fromkeys(found))

    def _apart(self, word: str) -> Words:
        """ "typehint" is two words."""
        for place in range(3, len(word) - 2):
            pair = (stem(word[:place]), word[place:])
            if pair in self._pairs:
                return pair
        return ()
