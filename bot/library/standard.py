"""What a bank is held to as a whole: enough for every topic, sources one can trust, keys that lengths don't tell, and
no question twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from bot.library.interview import WrittenInterview
from bot.library.item_writing import item_problems, key_is_longest
from bot.library.loader import Content
from bot.library.near_duplicates import near_duplicates
from bot.library.problems import Problem
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind

FEWEST = 10
"""Questions of an area below which a share of them says nothing."""

_Written = WrittenQuestion | WrittenInterview


def content_problems(content: Content) -> Iterator[Problem]:
    """What item writing and the folder's own standard find in content whose shape is sound."""
    for one in content.written:
        yield from item_problems(one)
    yield from _site_problems(content.standard.sites, [*content.written, *content.interview])
    yield from _topic_problems(content)
    yield from _share_problems(content)
    yield from _near_duplicates(content.written, list(map(_asked, content.written)))
    yield from _near_duplicates(content.interview, [one.question.question for one in content.interview])


def _site_problems(sites: Sequence[str], written: Iterable[_Written]) -> Iterator[Problem]:
    for one in written:
        host = urlsplit(one.question.source).hostname or ""
        if sites and not any(fnmatchcase(host, site) for site in sites):
            yield one.problem(("source",), f"{host} is not among the sites of standard.yaml")


def _topic_problems(content: Content) -> Iterator[Problem]:
    standard = content.standard
    asked = Counter(one.question.topics[0] for one in content.written)
    open_ones = Counter(one.question.topic for one in content.interview)
    for topic in content.catalogue.topics.values():
        for kind, counted, least in (
            ("questions", asked, standard.questions_per_topic),
            ("interview", open_ones, standard.interview_per_topic),
        ):
            if counted[topic.id] < least:
                file = content.folder / kind / topic.area / f"{topic.id}.yaml"
                yield Problem(file, None, "", f"at least {least} questions needed, here {counted[topic.id]}")


def _share_problems(content: Content) -> Iterator[Problem]:
    standard, questions, place = content.standard, content.written, content.folder / "questions"
    if len(questions) < standard.questions:
        yield Problem(place, None, "", f"at least {standard.questions} questions needed, here {len(questions)}")
    if not questions:
        return
    executed = _share(one.is_executed for one in questions)
    if executed < standard.executed_percent:
        message = f"the key of at least {standard.executed_percent} % has to be run, here {executed:.1f} %"
        yield Problem(place, None, "", message)
    above = _share(one.question.level != "remember" for one in questions)
    if above < standard.above_remember_percent:
        message = f"at least {standard.above_remember_percent} % need a level above remember, here {above:.1f} %"
        yield Problem(place, None, "", message)
    areas: dict[Path, list[bool]] = defaultdict(list)
    for one in questions:
        longest = key_is_longest(one.question)
        if longest is not None:
            areas[one.source.file.parent].append(longest)
            areas[place].append(longest)
    most = standard.key_longest_percent
    for area, longest_keys in areas.items():
        percent = _share(longest_keys)
        if len(longest_keys) >= FEWEST and percent > most:
            message = f"the key is the longest option in {percent:.0f} %; in at most {most} % it may be"
            yield Problem(area, None, "", message)


def _share(flags: Iterable[bool]) -> float:
    """Percent that are true; 0 of nothing."""
    all_ = list(flags)
    return 100 * sum(all_) / len(all_) if all_ else 0.0


def _near_duplicates(written: Sequence[_Written], texts: Sequence[str]) -> Iterator[Problem]:
    for index, earlier in near_duplicates(texts):
        first = written[earlier]
        place = f"{first.source.file}:{first.source.line(('questions', first.index))}"
        yield written[index].problem((), f"asks nearly the same as {first.question.id} at {place}")


def _asked(written: WrittenQuestion) -> str:
    """What makes it that question: the wrong options may differ, and the right one as well."""
    question = written.question
    right = sorted(
        option.text for option in question.options if option.correct and question.kind is not Kind.TRUE_FALSE
    )
    return "\n".join([question.stem, question.code, *right])
