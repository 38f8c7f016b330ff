"""Plays all situations on the three platforms, each at the same moments, with the same content and randomness."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from tests.content import catalogue
from tests.databases import SqliteTemplate
from tests.situations.discord import DiscordPlayer
from tests.situations.script import QUESTIONS, SITUATIONS, START, Situation
from tests.situations.steps import IsDown, Player, Seen, Waits
from tests.situations.telegram import TelegramPlayer
from tests.situations.terminal import TerminalPlayer

PLATFORMS = ("Telegram", "Discord", "terminal")
BETWEEN = timedelta(minutes=1)
"""One thing is done at a time, and by the next all that comes of it has come."""


@dataclass(frozen=True)
class Played:
    """`seen` is by platform; `public` is what others see of it in the group, of one in the group."""

    situation: Situation
    seen: Mapping[str, Sequence[Seen]]
    public: Mapping[str, Sequence[str]]

    @property
    def same(self) -> bool:
        """Texts, the buttons' labels, and whether a message changed; not how many buttons stand beside each other."""
        first, *others = (
            [(one.kind, one.text, one.labels, one.in_place) for one in seen] for seen in self.seen.values()
        )
        return all(one == first for one in others)


def play(folder: Path) -> list[Played]:
    """`folder` is for databases and files. It runs a loop of its own."""
    content, template = _content(), SqliteTemplate(folder)
    urls = {name: template.copy(folder / f"{name}.sqlite3") for name in PLATFORMS}

    async def work() -> dict[str, list[tuple[list[Seen], list[str]]]]:
        players: Sequence[Player] = (
            TelegramPlayer(urls["Telegram"], content, START),
            DiscordPlayer(urls["Discord"], content, START),
            TerminalPlayer(urls["terminal"], content, START, folder),
        )
        return {player.name: await _play(player) for player in players}

    played = asyncio.run(work())
    return [
        Played(
            situation,
            {name: played[name][number][0] for name in PLATFORMS},
            {name: played[name][number][1] for name in PLATFORMS},
        )
        for number, situation in enumerate(SITUATIONS)
    ]


def _content() -> Catalogue:
    """The real content, with so few questions that no quiz has a choice."""
    whole = catalogue()
    return replace(whole, questions=HeldBank(whole.questions[name] for name in QUESTIONS))


async def _play(player: Player) -> list[tuple[list[Seen], list[str]]]:
    await player.start()
    try:
        return await _play_through(player)
    finally:
        await player.close()


async def _play_through(player: Player) -> list[tuple[list[Seen], list[str]]]:
    found, now = [], START
    for situation in SITUATIONS:
        seen: list[Seen] = []
        for step in (*situation.before, *situation.does):
            if isinstance(step, Waits | IsDown):
                now = step.until
            else:
                now += BETWEEN
                await player.reach(now)
            came = await player.does(situation.who, step)
            if step in situation.does:
                seen += map(_tidy, came)
        found.append((seen, player.others_see()))
    return found


def _tidy(seen: Seen) -> Seen:
    """Without what no eye sees: white space at the end of lines, and empty lines around it all."""
    return replace(seen, text=re.sub(r"[ \t]+$", "", seen.text, flags=re.MULTILINE).strip("\n"))
