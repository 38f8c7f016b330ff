"""What topics are called and where they stand, learned from their own texts and from titles whose topics are known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from bot.library.matching.known import Known
from bot.library.matching.words import Phrases, Words, read, words
from bot.study.catalogue import Topic

Phrase = frozenset[str]

NONE = ""
"""Stands for "no topic" where topics are counted."""
_NAME, _PART, _SCOPE = 1.0, 0.95, 0.5
"""How much of a meeting it is worth that a phrase is a topic's title or id, a part of its title, or of its scope."""
_MEMBER, _INSIDE = 0.8, 0.4
"""The same for one member of an enumeration, outside and inside of brackets, whose node has the topic."""


class Learned:
    """Everything there is to know about phrases. The order of topics and of known titles makes no difference."""

    def __init__(self, topics: Mapping[str, Topic], known: Iterable[Known]) -> None:
        self.aliases: defaultdict[Phrase, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        """How often a phrase led to which topic."""
        self.met: defaultdict[Phrase, float] = defaultdict(float)
        """How often a phrase was met; less than all its topics' counts where a node has several."""
        self.names: defaultdict[Phrase, set[str]] = defaultdict(set)
        """The topics whose own name a phrase is."""
        self.headings: defaultdict[Phrase, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        """How many of the nodes below a heading had which topic."""
        self.around: defaultdict[str, set[str]] = defaultdict(set)
        """The words a topic was met with."""
        self.area: defaultdict[str, set[str]] = defaultdict(set)
        """The words the topics of an area were met with."""
        self.goes_with: defaultdict[str, set[str]] = defaultdict(set)
        """The topics a word was met with."""
        self.pairs: set[tuple[str, str]] = set()
        """Words that were met side by side."""
        for _, topic in sorted(topics.items()):
            self._name(topic)
        for one in sorted(known):
            self._learn(one)
        for topic_id, met in self.around.items():
            for word in met:
                self.goes_with[word].add(topic_id)
            if topic_id != NONE:
                self.area[topics[topic_id].area] |= met

    def _name(self, topic: Topic) -> None:
        title, scope, own = read(topic.title), read(topic.scope), words(topic.id)
        worth = dict.fromkeys(map(frozenset, (*scope.parts, *scope.inside)), _SCOPE)
        worth |= dict.fromkeys(map(frozenset, (*title.parts, *title.inside)), _PART)
        worth |= dict.fromkeys(map(frozenset, (title.whole, title.outside, own)), _NAME)
        for phrase, much in worth.items():
            self._lead(phrase, (topic.id,), much)
            if much > _SCOPE:
                self.names[phrase].add(topic.id)
        self._meet(topic.id, (title.whole, scope.whole, own, words(topic.area)))

    def _learn(self, one: Known) -> None:
        topics = one.topics or (NONE,)
        title, above = read(one.path[-1]), [read(heading) for heading in one.path[:-1]]
        wholes = {frozenset(title.whole), frozenset(title.outside)}
        for phrase in wholes:
            self._lead(phrase, topics, 1.0)
        for phrase, meant in self._members(title, topics).items():
            if phrase not in wholes:
                self._lead(phrase, meant, _MEMBER / len(meant))
        for phrase in set(map(frozenset, title.inside)) - wholes:
            self._lead(phrase, topics, _INSIDE / len(topics))
        for heading in above:
            for phrase in {frozenset(heading.whole), frozenset(heading.outside)}:
                for topic in topics:
                    self.headings[phrase][topic] += 1 / len(topics)
        for topic in topics:
            self._meet(topic, (title.whole, *(heading.whole for heading in above)))

    def _members(self, title: Phrases, topics: tuple[str, ...]) -> dict[Phrase, tuple[str, ...]]:
        """Which of the topics each member of an enumeration is about: those it names, or those no member names."""
        if len(title.parts) < 2:
            return {}
        named = {phrase: self._named(phrase, topics) for phrase in map(frozenset, title.parts)}
        left = tuple(topic for topic in topics if not any(topic in meant for meant in named.values())) or topics
        return {phrase: meant or left for phrase, meant in named.items()}

    def _named(self, phrase: Phrase, topics: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(topic for topic in topics if topic in self.names.get(phrase, ()))

    def _lead(self, phrase: Phrase, topics: tuple[str, ...], much: float) -> None:
        self.met[phrase] += much
        for topic in topics:
            self.aliases[phrase][topic] += much

    def _meet(self, topic: str, phrases: Iterable[Words]) -> None:
        for phrase in phrases:
            self.pairs.update(pairwise(phrase))
            self.around[topic].update(phrase)
