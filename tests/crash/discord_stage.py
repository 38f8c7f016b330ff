"""The fake Discord as a stage: people act in direct messages and in channels, and what they see is read from there.

Discord keeps nothing for a bot that is away: what wasn't committed at a kill is lost, and whoever did it is told so.
All else must count once and be answered once, and what is private must stay so. As on Telegram the texts of the tally
stand for the keys of the outbox.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from random import Random

from bot.core.effects import Priority
from tests.content import texts
from tests.crash import discord_limits
from tests.crash.discord_people import Act, Crowd
from tests.crash.evidence import Evidence
from tests.crash.finding import Finding
from tests.crash.stage import Leased, Timing, number_of
from tests.crash.watched_discord import Sight, WatchedDiscord
from tests.discord.description import AVAILABLE
from tests.discord.interactions import DEFERRED, DEFERRED_UPDATE, UPDATE, FakeInteraction
from tests.journal.files import Applied, Update
from tests.journal.tally import Told

LATENCY = (0.05, 0.3)
UNHEARD = 0.02
"""How often somebody tries while nobody hears it."""
AGAIN = 0.05
"""How often an event comes a second time."""
_HARMLESS = (
    " WARNING discord.client: PyNaCl",
    " WARNING discord.client: davey",
    " WARNING discord.http: We are being rate limited.",
    " WARNING discord.http: Global rate limit",
    " WARNING discord.gateway: Can't keep up",
)
"""Of discord.py: for voices it lacks something; what `discord_limits` judges; and a heartbeat that is confirmed before
its thread has noted that it was sent, so that the one before seems to have waited for it."""


class DiscordStage:
    """Of a fake that runs."""

    child = "tests.crash.discord_child"
    # Five messages in five seconds go to a person, and replies that found no other way go there, too.
    timing = Timing(starting=(0.05, 3.5), working=(0.0, 2.5), lease=8.0, stalled=40.0)

    def __init__(self, fake: WatchedDiscord, rng: Random, chats: int) -> None:
        self.arguments: Sequence[str] = ("--api", fake.url, "--token", fake.token)
        self._fake, self._rng = fake, rng
        self._crowd = Crowd(fake, rng, max(2, chats * 3 // 4))
        self._acts: dict[int, Act] = {}
        """What was done and may have been heard, by number."""
        self._living: list[Act] = []
        """What this process was given."""
        self._spoken = self._tried = 0
        self._gone: list[Act] = []
        self._passed_over: list[str] = []
        self._starts: list[datetime] = []
        self._applied: list[Applied] = []
        self._read = 0
        self._acknowledged: set[str] = set()
        self._posted: dict[tuple[int, str], set[int]] = defaultdict(set)
        """The ids of messages that answer no interaction, by place and text."""
        self._lines = 0
        """That told everybody in a channel where a person may look."""
        self._strange_lines: list[str] = []
        self._elsewhere = 0
        """Answers that couldn't be given where they were asked for."""
        self._needlessly: list[str] = []

    def begin(self, run: int) -> None:
        assert run == len(self._starts) + 1
        self._starts.append(self._fake.now())

    def connected(self) -> bool:
        return self._fake.gateway.is_connected() and "note" in self._fake.commands.get(None, {})

    def write(self, number: int) -> Update | None:
        if not self.connected():
            if self._rng.random() < UNHEARD and self._crowd.acts(len(self._starts), old=False):
                self._tried += 1
            return None
        act = None
        if self._rng.random() < 0.5:
            act = self._crowd.acts(len(self._starts), old=self._rng.random() < 0.5)
        if act is None:
            self._spoken += 1
            act = self._crowd.speaks(self._spoken, len(self._starts))
        if act is None:
            return None
        given = self._given(act)
        if self._rng.random() < AGAIN:
            self._fake.tell_again(self._rng)
        return given

    def probe(self) -> Update | None:
        act = self._crowd.acts(len(self._starts), old=True) if self.connected() else None
        return self._given(act) if act else None

    def _given(self, act: Act) -> Update:
        self._tried += 1
        self._acts[number_of(act.update)] = act
        self._living.append(act)
        self._crowd.waits(act.update)
        return act.update

    def dropped(self, committed: AbstractSet[str]) -> AbstractSet[str]:
        """One person's acts are handled in their order: what is missing among them was not lost by the kill."""
        self._fake.lose_connections()
        later: set[str] = set()
        gone = []
        for act in reversed(self._living):
            if act.update.key in committed:
                later.add(act.update.user)
                continue
            gone.append(act)
            self._crowd.waits_no_more(act.update)
            del self._acts[number_of(act.update)]
            if act.update.user in later:
                self._passed_over.append(f"{act.update.text} of run {act.run}")
        self._gone += gone
        self._living.clear()
        return {act.update.key for act in gone}

    def end(self) -> None:
        """A bot can't be told."""

    def acknowledged(self) -> AbstractSet[str]:
        self.applied()
        return self._acknowledged

    def applied(self) -> Sequence[Applied]:
        new = self._fake.sights[self._read :]
        self._read += len(new)
        for sight in new:
            run = bisect(self._starts, sight.at)
            self._crowd.sees(sight, run)
            self._applied.append(self._as_applied(sight, run))
        return self._applied

    def key(self, leased: Leased) -> str:
        return leased.text

    def _as_applied(self, sight: Sight, run: int) -> Applied:
        """Wherever it appears, an answer stands in the order of the place where it was asked for. A line that says
        where to look stands for the answer, but goes its own way."""
        instead = self._behind(sight)
        text = instead or sight.text
        told = Told.parse(text)
        act = self._acts.get(told.number) if told else None
        user = act.update.user if act else ""
        if sight.by_channel and sight.message:
            self._posted[sight.place.id, text].add(sight.message.id)
        if told and told.what == "rang":
            return Applied(run, text, f"{sight.place.id} {user}", "send", Priority.REMINDER, text)
        if act and act.update.key not in self._acknowledged:
            self._acknowledged.add(act.update.key)
            self._crowd.waits_no_more(act.update)
        if act and act.interaction and sight.message and sight.place is not act.interaction.place:
            self._look_elsewhere(act.interaction, sight, run == act.run)
        if instead:
            self._look_at_line(sight, act)
            if act and act.interaction:
                self._look_elsewhere(act.interaction, sight, run == act.run)
            return Applied(run, text, f"line for {text}", "send", Priority.REPLY, text)
        return Applied(run, text, act.update.chat if act else str(sight.place.id), "send", Priority.REPLY, text)

    def _behind(self, sight: Sight) -> str:
        """What a line that says where to look stands for; empty of all else."""
        nonce = sight.message.nonce if sight.message and not sight.to else None
        return "" if nonce is None else self._fake.turned_away.get(nonce, "")

    def _look_elsewhere(self, asked: FakeInteraction, sight: Sight, same_run: bool) -> None:
        """Only what an interaction can't take any more, since its process died before it said anything."""
        self._elsewhere += 1
        answered_at = asked.at + asked.first_response[1] if asked.first_response else None
        if same_run or (answered_at and answered_at < sight.at):
            self._needlessly.append(f"{sight.text!r} in {sight.place}, though {asked} could be answered")

    def _look_at_line(self, sight: Sight, act: Act | None) -> None:
        self._lines += 1
        name = next((one.name for one in self._crowd.people if act and str(one.id) == act.update.user), "")
        right = texts().text("en", "core-answer-in-private", {"name": name}).plain
        if sight.text != right or not act or not act.interaction or sight.place is not act.interaction.place:
            self._strange_lines.append(f"{sight.text!r} in {sight.place} for {name}")

    # what is found

    def findings(self, evidence: Evidence) -> Sequence[Finding]:
        fake = self._fake
        unanswered = [f"{one.update.text} in run {one.run}" for one in evidence.probes if not one.answered]
        warnings = [line for line in evidence.log if " WARNING " in line and not any(one in line for one in _HARMLESS)]
        return [
            Finding("nothing private is seen by others", len(fake.sights), self._seen_by_others()),
            Finding("answers go where they were asked for", len(self._acts), self._needlessly),
            Finding("a line for all says only where to look", self._lines, self._strange_lines),
            self._channel_messages(),
            Finding("buttons of before a restart work", len(evidence.probes), unanswered),
            Finding("only the last acts before a kill are lost", len(self._gone), self._passed_over),
            discord_limits.finding(fake.judged, self._starts),
            Finding("requests as Discord describes them", len(fake.requests) * AVAILABLE, fake.judge.verdict()),
            Finding("no warning is logged", 1, warnings),
        ]

    def _seen_by_others(self) -> list[str]:
        broken = []
        for one in self._fake.sights:
            told = Told.parse(one.text)
            act = self._acts.get(told.number) if told else None
            if act and act.private and (one.to is None or str(one.to.id) != act.update.user):
                broken.append(f"{one.text!r} of {act.update.user} was shown to {one.to or 'all'} in {one.place}")
        shared = set(self._fake.public_texts())
        told_alone = [(person, self._fake.private_texts(person)) for person in self._crowd.people]
        return broken + [
            f"{text!r} of {person} is public" for person, texts in told_alone for text in texts if text in shared
        ]

    def _channel_messages(self) -> Finding:
        again = {text: len(ids) for (_, text), ids in self._posted.items() if len(ids) > 1}
        broken = [f"{text!r} came {times} times" for text, times in again.items()]
        return Finding("messages to channels never repeat", len(self._posted), broken)

    def figures(self, evidence: Evidence) -> Sequence[str]:
        how = Counter(self._how(act) for act in self._acts.values())
        old = [act for act in self._acts.values() if act.old]
        put_off = sum(bool(act.interaction and act.interaction.acknowledged) for act in self._gone)
        return [
            f"{self._tried} acts, of these {self._tried - len(self._acts)} not heard or not committed before a kill "
            f"({put_off} were put off already)",
            f"{sum(len(kill.again) for kill in evidence.kills)} had no answer yet at a kill",
            ", ".join(f"{how[name]} {name}" for name in sorted(how)),
            f"{self._elsewhere - self._lines} answered in direct messages instead, "
            f"{self._lines} by a line that says where to look",
            f"{len(old)} acts on what an earlier process had shown",
            f"{len(evidence.probes)} restarts proven by one",
        ]

    def _how(self, act: Act) -> str:
        first = act.interaction.first_response if act.interaction else None
        if act.interaction is None:
            return "texts"
        if first is None:
            return "never answered in time"
        return {DEFERRED: "put off", DEFERRED_UPDATE: "taken first", UPDATE: "changed"}.get(first[0], "at once")
