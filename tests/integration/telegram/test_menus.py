"""What the bot shows of itself: set where it differs, per scope and language, and never a reason not to serve."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.adapters.telegram.menus import Page, Profile
from bot.core.clock import VirtualClock
from bot.core.feature import Feature
from bot.core.ports import CannotServe
from tests.integration.telegram import parrot
from tests.integration.telegram.conftest import Benches, passes, until, until_confirmed
from tests.journal import tally
from tests.telegram.faults import Fault, Garbage, NoAnswer, Refuse, ResetBefore, ServerError, TooMany, WrongShape
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

PRIVATE, GROUPS = '{"type": "all_private_chats"}', '{"type": "all_group_chats"}'


def changes(fake: FakeTelegram) -> list[str]:
    return [one.method for one in fake.requests if one.method.startswith(("setMy", "deleteMy"))]


async def test_a_first_start_sets_all_and_a_second_nothing(fake: FakeTelegram, benches: Benches) -> None:
    bench = await benches().start()
    await fake.until(lambda: fake.descriptions)
    assert changes(fake) == ["setMyCommands", "setMyCommands", "setMyShortDescription", "setMyDescription"]
    names = {scope: [name for name, _ in menu] for (scope, _), menu in fake.commands.items()}
    declared = {**parrot.feature.commands, **tally.feature.commands}
    assert names == {
        PRIVATE: list(declared),
        GROUPS: list(declared),
    }
    assert fake.short_descriptions[""].startswith("Walks a long learning roadmap")
    assert "Press Start" in fake.descriptions[""]
    await bench.stop()
    before = len(changes(fake))
    await bench.start()
    await fake.until(lambda: len(fake.of("getMyDescription")) == 2)
    await bench.settle()
    assert len(changes(fake)) == before


async def test_only_what_differs_is_set(fake: FakeTelegram, benches: Benches) -> None:
    bench = await benches().start()
    await fake.until(lambda: fake.descriptions)
    await bench.stop()
    fake.commands[GROUPS, ""] = [("old", "Of yesterday")]
    fake.short_descriptions[""] = "Another text"
    before = len(changes(fake))
    await bench.start()
    await fake.until(lambda: len(fake.of("getMyDescription")) == 2)
    await bench.settle()
    assert changes(fake)[before:] == ["setMyCommands", "setMyShortDescription"]


async def test_a_menu_that_is_empty_now_is_deleted(fake: FakeTelegram, benches: Benches) -> None:
    fake.commands[GROUPS, ""] = [("old", "Of yesterday")]
    await benches(features=(Feature("silent"),)).start()
    await fake.until(lambda: fake.descriptions)
    assert changes(fake)[0] == "deleteMyCommands"
    assert (GROUPS, "") not in fake.commands


async def test_every_language_has_its_own(
    fake: FakeTelegram, benches: Benches, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one language yet; the pages are what the start hands in."""
    pages = {
        "": Page({"start": "Begin"}, {"start": "Begin"}, "About", "Description"),
        "de": Page({"start": "Anfangen"}, {}, "Über", "Beschreibung " * 60),
    }
    monkeypatch.setattr("tests.telegram_bench.profile", lambda *_: Profile(pages))
    bench = await benches().start()
    await fake.until(lambda: "de" in fake.descriptions)
    assert fake.commands == {
        (PRIVATE, ""): [("start", "Begin")],
        (GROUPS, ""): [("start", "Begin")],
        (PRIVATE, "de"): [("start", "Anfangen")],
    }
    assert fake.short_descriptions == {"": "About", "de": "Über"}
    assert len(fake.descriptions["de"]) <= 512
    await bench.stop()
    before = len(changes(fake))
    await bench.start()
    await fake.until(lambda: len(fake.of("getMyDescription")) == 4)
    await bench.settle()
    assert len(changes(fake)) == before


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands", "getMyShortDescription", "setMyDescription"])
@pytest.mark.parametrize(
    "fault",
    [
        ServerError(),
        ServerError(500, '{"ok":false}'),
        Garbage(b"\xff"),
        WrongShape(),
        WrongShape({"ok": True}),
        Refuse(400, "Bad Request: BOT_COMMAND_INVALID"),
        TooMany(3600),
        ResetBefore(),
        NoAnswer(),
    ],
    ids=str,
)
async def test_it_serves_also_where_they_cannot_be_set(
    fake: FakeTelegram, benches: Benches, warnings: Callable[[], list[str]], fault: Fault, method: str
) -> None:
    fake.fail(fault, method)
    bench = await benches().start()
    ada = fake.person("Ada")
    ada.says("one")
    await bench.settle()
    assert ada.private.texts == ["one"]
    if not isinstance(fault, NoAnswer):
        await until(lambda: warnings() or (isinstance(fault, WrongShape) and fake.descriptions))


async def test_a_start_waits_for_telegram_and_then_serves(
    fake: FakeTelegram, benches: Benches, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    faults: list[Fault] = [
        ServerError(),
        Garbage(b"\xff"),
        ServerError(500, '{"ok":false}'),
        WrongShape({"ok": True}),
        WrongShape(),
        TooMany(2),
        ResetBefore(),
        Refuse(409, "Conflict"),
    ]
    for fault in faults:
        fake.fail(fault, "getMe")
    bench: TelegramBench = benches()
    starting = asyncio.create_task(bench.start())
    for number, pause in enumerate(_pauses(len(faults)), 1):
        await until(lambda number=number: len(warnings()) == number)
        assert warnings()[-1].endswith(f"next try in {pause} s")
        await passes(clock, pause)
    await starting
    ada = fake.person("Ada")
    ada.says("one")
    await until_confirmed(bench)
    await bench.settle()
    assert ada.private.texts == ["one"]


def _pauses(count: int) -> Iterator[int]:
    for number in range(count):
        yield min(2**number, 30)


@pytest.mark.parametrize("fault", [Refuse(401, "Unauthorized"), Refuse(404, "Not Found")], ids=str)
async def test_a_wrong_token_is_no_reason_to_wait(fake: FakeTelegram, benches: Benches, fault: Fault) -> None:
    fake.fail(fault, "getMe")
    bench = benches()
    with pytest.raises(CannotServe):
        await bench.start()
    await bench.telegram.close()
    assert fake.clock.now() - fake.requests[0].at == timedelta(0)
