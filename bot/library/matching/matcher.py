"""The topics of a title that somebody else wrote: what it is called and where it stands must agree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, sqrt

from bot.library.matching.known import Known, known_of
from bot.library.matching.languages import AREAS_OF_PYTHON, of_another_language
from bot.library.matching.learned import NONE, Learned, Phrase
from bot.library.matching.tuning import Tuning
from bot.library.matching.vocabulary import Vocabulary
from bot.library.matching.words import Phrases, Words, in_latin, read
from bot.study.catalogue import Catalogue, Topic

Chances = dict[str, float]
"""Of topics; no probabilities, but the surer the higher, up to 1."""

_LONGEST = 300
"""Of a longer title only this many characters are read."""
_DEEPEST = 12
"""Of a longer path only the last titles are read."""
_NEARNESS = (1.0, 0.6, 0.4, 0.3)
"""How much the words of the heading above count, of the one above that, and so on."""


@dataclass(frozen=True, slots=True)
class _Alias:
    """`exact`: the chances where the phrase is the whole title; one that is only like it may be about any one of the
    phrase's topics (`chances`)."""

    phrase: Phrase
    weight: float
    chances: Chances
    exact: Chances


@dataclass(frozen=True, slots=True)
class _Place:
    """`context`: how much each word of the headings counts. `inherited`: chances by the nearest heading alone."""

    context: dict[str, float]
    strange: float
    inherited: Chances
    elsewhere: bool
    """Under the name of another programming language."""


def taught_by(catalogue: Catalogue) -> "Matcher":
    """By its topics and by the topics of its roadmaps."""
    return Matcher(catalogue.topics, known_of(catalogue.roadmaps.values()))


class Matcher:
    """Built once; safe to share."""

    def __init__(self, topics: Mapping[str, Topic], known: Iterable[Known], tuning: Tuning | None = None) -> None:
        self._tuning = tuning or Tuning()
        self._areas = {topic.id: topic.area for topic in topics.values()}
        self._learned = Learned(topics, known)
        self._vocabulary = Vocabulary(self._learned.goes_with, len(topics), self._learned.pairs, self._tuning.similar)
        self._by_word: dict[str, list[_Alias]] = {}
        for phrase in self._learned.aliases:
            alias = self._alias(phrase)
            for word in phrase:
                self._by_word.setdefault(word, []).append(alias)
        self._read = lru_cache(maxsize=4_096)(self._read_title)
        self._place = lru_cache(maxsize=512)(self._place_of)

    def topics(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Ids, best first; none if unsure. `path` goes from the phase, or from a roadmap's title that names
        another language, down to the node's title."""
        if not path:
            return ()
        *above, title = (one[:_LONGEST] for one in path[-_DEEPEST:])
        place = self._place(tuple(above))
        best: Chances = {}
        for chances in self._readings(self._read(title), place):
            enough = max(self._tuning.threshold, self._tuning.close * max(chances.values(), default=0.0))
            for topic, chance in chances.items():
                if chance >= enough:
                    best[topic] = max(chance, best.get(topic, 0.0))
        if place.elsewhere or of_another_language([title]):
            best = {topic: chance for topic, chance in best.items() if self._areas[topic] not in AREAS_OF_PYTHON}
        return tuple(sorted(best, key=lambda topic: (-best[topic], topic)))

    def _readings(self, title: Phrases, place: _Place) -> Iterator[Chances]:
        for words in {title.whole: None, title.outside: None}:
            yield self._with_inherited(words, self._own(words, place.context, place.strange), place)
        if len(title.parts) > 1 and frozenset(title.outside) not in self._learned.aliases:
            for part in title.parts:
                beside = {word: 1.0 for other in title.parts if other != part for word in other} | place.context
                yield self._own(part, beside, self._vocabulary.strange(beside))
        if not any(map(self._readable, title.outside)):
            for part in title.inside:
                yield self._own(part, place.context, place.strange)

    def _own(self, words: Words, context: Mapping[str, float], strange: float) -> Chances:
        """By what the title says itself, less where its place doesn't fit."""
        tuning, named = self._tuning, self._named(frozenset(words))
        chances: Chances = {}
        for topic, (likeness, weight) in self._alike(words, context).items():
            alone = tuning.alone + tuning.alone_by_weight * weight + tuning.by_name * (topic == named and not strange)
            alone = min(1.0, alone) * (1 - tuning.foreign * strange)
            chances[topic] = likeness * (alone + (1 - alone) * self._fits(topic, context))
        return chances

    def _alike(self, words: Words, context: Mapping[str, float]) -> dict[str, tuple[float, float]]:
        """How like the words are to each topic's most similar alias, and what that alias weighs."""
        asked = frozenset(words)
        found: dict[str, tuple[float, float]] = {}
        for alias in {id(one): one for word in asked for one in self._by_word.get(word, ())}.values():
            same = self._vocabulary.total(asked & alias.phrase)
            more = [word for word in alias.phrase - asked if word in context]
            told = min(1.0, (same + self._tuning.in_context * self._vocabulary.total(more)) / alias.weight)
            for topic, chance in (alias.exact if asked == alias.phrase else alias.chances).items():
                likeness = told * chance * self._covered(asked, alias.phrase, same, topic, context)
                found[topic] = max(found.get(topic, (0.0, 0.0)), (likeness, alias.weight))
        return found

    def _covered(self, asked: Phrase, alias: Phrase, same: float, topic: str, context: Mapping[str, float]) -> float:
        """How much of the title is said by the alias, or is a heading's word that goes with the topic."""
        around = self._learned.around[topic]
        again = self._vocabulary.total(word for word in asked - alias if word in context and word in around)
        return min(1.0, (same + self._tuning.in_context * again) / self._vocabulary.total(asked))

    def _fits(self, topic: str, context: Mapping[str, float]) -> float:
        """The share of the headings' words that were met with the topic."""
        if not context:
            return 0.5
        around, area = self._learned.around[topic], self._learned.area[self._areas[topic]]
        whole = fitting = 0.0
        for word, much in context.items():
            weight = much * self._vocabulary.weight(word)
            whole += weight
            fitting += weight if word in around else weight * self._tuning.same_area if word in area else 0.0
        return fitting / whole

    def _with_inherited(self, words: Words, own: Chances, place: _Place) -> Chances:
        """Both kinds of chances add up. What the title says for one topic speaks against inheriting another."""
        if self._vocabulary.strange(dict.fromkeys(words, 1.0)) >= self._tuning.strange:
            return own
        chances = dict(own)
        for topic, chance in place.inherited.items():
            other = max((mine for one, mine in own.items() if one != topic), default=0.0)
            chances[topic] = 1 - (1 - own.get(topic, 0.0)) * (1 - chance * (1 - other))
        return chances

    def _alias(self, phrase: Phrase) -> _Alias:
        counts = {topic: count for topic, count in self._learned.aliases[phrase].items() if topic != NONE}
        every, met = fsum(self._learned.aliases[phrase].values()), self._learned.met[phrase]
        none = min(met, self._learned.aliases[phrase].get(NONE, 0.0))
        return _Alias(
            phrase,
            self._vocabulary.total(phrase),
            chances={topic: sqrt(count / every) for topic, count in counts.items()},
            exact={
                topic: sqrt(1 - none / met if topic == self._named(phrase) else min(1.0, count / met))
                for topic, count in counts.items()
            },
        )

    def _named(self, phrase: Phrase) -> str | None:
        """The only topic whose own name it is, whatever else the phrase was met with."""
        named = self._learned.names.get(phrase, set())
        return next(iter(named)) if len(named) == 1 else None

    def _readable(self, word: str) -> bool:
        """A word in a script we never met says nothing, for or against."""
        return in_latin(word) or word in self._vocabulary

    def _read_title(self, title: str) -> Phrases:
        return self._vocabulary.corrected(read(title))

    def _place_of(self, above: tuple[str, ...]) -> _Place:
        context: dict[str, float] = {}
        for height, heading in enumerate(reversed(above)):
            if of_another_language([heading]):
                continue  # judged apart: here the language's name would only be a word never met
            for word in filter(self._readable, self._read(heading).outside):
                context.setdefault(word, _NEARNESS[min(height, len(_NEARNESS) - 1)])
        inherited = self._inherited(above) if above else {}
        return _Place(context, self._vocabulary.strange(context), inherited, of_another_language(above))

    def _inherited(self, above: tuple[str, ...]) -> Chances:
        """The chance that a node has a topic because of its heading, whatever it is called."""
        believed = 1 - self._tuning.foreign * self._place(above[:-1]).strange
        title = self._read(above[-1])
        chances: Chances = {}
        for phrase in {frozenset(title.whole), frozenset(title.outside)} - {frozenset()}:
            counts: Mapping[str, float] = self._learned.headings.get(phrase, {})
            named = self._learned.names.get(phrase, set())
            whole = fsum(counts.values()) + self._tuning.named * len(named) + self._tuning.doubt
            for topic in {*counts, *named} - {NONE}:
                nodes = counts.get(topic, 0.0) + self._tuning.named * (topic in named)
                chances[topic] = max(chances.get(topic, 0.0), believed * nodes / whole)
        return chances
