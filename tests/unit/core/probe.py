"""A feature whose answers a test writes down, and a storage that is watched."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.core.effects import Need, Read, Reply, Send, of_person
from bot.core.feature import Arg, Feature
from bot.core.model import Message
from bot.core.ports import Storage, StorageUnavailable, Transaction
from bot.core.text import Text
from bot.core.turn import Press, Speech, Timer, Turn
from bot.study.learner import Learner

Answer = Callable[[Turn[Any], Any], Reply | Need]


def shown(text: str) -> Send:
    return Send(Message(Text(text)))


class Probe:
    """`/do <name>` and a timer whose key is `<name>` are answered by what `on` was given for it; a press of `do:<name>`
    too. Other text, other buttons: what was said. Every answer given is noted in `handled`. What `/lost` wants read
    can't be found out."""

    def __init__(self, *, reads_files: bool = False, **answers: Answer) -> None:
        self.handled: list[str] = []
        self.answers = answers
        self.feature = feature = Feature("probe")
        reads = of_person(Learner)
        feature.command(
            "do", Arg("what", str), Arg("number", int, optional=True, lo=1, hi=9), summary="x", reads=reads
        )(lambda turn, call: self._answer(call.text("what") or "", turn, call))
        feature.command("anywhere", summary="x", private=False)(lambda turn, call: self._answer("anywhere", turn, call))
        lost = (Read(Learner, lambda _, call: int(call.text("what"))),)
        feature.command("lost", Arg("what", str), summary="x", reads=lost)(lambda *_: Reply())
        feature.button("do", str, reads=reads)(lambda turn, press: self._answer(press.word(0), turn, press))
        feature.timer("do", reads=reads)(lambda turn, timer: self._answer(timer.key, turn, timer))
        feature.text()(self._said)
        if reads_files:
            feature.upload(before="read")(lambda turn, file: self._answer("file", turn, file))
        feature.unknown_button()(self._unknown)

    def on(self, name: str, answer: Answer | Reply) -> None:
        self.answers[name] = (lambda *_: answer) if isinstance(answer, Reply) else answer

    def _answer(self, name: str, turn: Turn[Any], given: object) -> Reply | Need:
        answer = self.answers[name](turn, given)
        self.handled.append(given.key if isinstance(given, Timer) else name)
        return answer

    def _said(self, _: Turn[Any], speech: Speech) -> Reply:
        return Reply(shown(f"said {speech.text}"))

    def _unknown(self, _: Turn[Any], press: Press) -> Reply:
        return Reply(shown(f"unknown {press.data}"))


class Watched:
    """A storage whose transactions are counted, and fail as often as told."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.transactions = 0
        self.fail_at_begin = 0
        self.fail_at_commit = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.transactions += 1
        if self.fail_at_begin:
            self.fail_at_begin -= 1
            raise StorageUnavailable("no connection")
        async with self._storage.transaction() as transaction:
            yield transaction
            if self.fail_at_commit:
                self.fail_at_commit -= 1
                raise StorageUnavailable("the disk is full")
