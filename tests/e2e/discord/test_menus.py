"""More buttons than a message of Discord's holds: menus to choose from, and they survive a restart."""

import pytest
import yaml

from bot.library import content_dir, load
from bot.study.catalogue import Catalogue
from tests.e2e.discord.conftest import TAPS, Begin, seated, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.screens import WatchedDiscord

ITEMS, PHASES = 30, 31


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A roadmap of many phases, the first of which is one step of many items."""
    folder = tmp_path_factory.mktemp("wide")
    for name in ("topics.yaml", "questions"):
        (folder / name).symlink_to(content_dir(None) / name)
    (folder / "roadmaps").mkdir()
    items = [{"item": f"Item {number:02}", "id": f"item-{number}"} for number in range(1, ITEMS + 1)]
    phases = [{"section": "Wide", "id": "wide", "number": "1", "hours": 10, "parts": items}]
    for number in range(2, PHASES + 1):
        leaf = {"item": f"Leaf {number}", "id": f"leaf-{number}"}
        phases.append(
            {"section": f"Phase {number}", "id": f"phase-{number}", "number": str(number), "hours": 1, "parts": [leaf]}
        )
    roadmap = {"id": "wide-road", "title": "Wide road", "audience": "For those who like it wide.", "parts": phases}
    (folder / "roadmaps" / "wide-road.yaml").write_text(yaml.safe_dump(roadmap), encoding="utf-8")
    return load(folder)


@pytest.fixture(params=["dm", "guild"])
async def walker(request: pytest.FixtureRequest, begin: Begin, fake: WatchedDiscord, wide: Catalogue) -> Desk:
    """Somebody who has begun the wide roadmap."""
    desk = seated(await begin(content=wide), fake, in_guild=request.param == "guild")
    await desk.run(TAPS)
    return desk


async def test_a_step_of_many_items(walker: Desk) -> None:
    card = await walker.only("/today")
    assert [len(row) for row in card.rows] == [25, 5, 2, 2]
    assert [row[0].select for row in card.rows] == ["menu:0", None, None, None]
    ticked = await walker.only("#Item 07")
    assert (ticked.op, ticked.message) == ("edit", card.message)
    assert "✅ Item 07" in ticked.labels
    await walker.bench.restart()
    ticked = (await walker.taps("Item 25", card.message))[0]
    assert [label for label in ticked.labels if "✅" in label] == ["✅ Item 07", "✅ Item 25"]
    assert "Item 30" in (await walker.only("#Item 30")).text
    unticked = await walker.only("#Item 07")
    assert "2 of 30 done" in unticked.text
    asked, following = await walker.does("#Done")
    assert asked.text.startswith("Wide is done, well walked!")
    assert "Phase 2" in following.text
    silence(walker)


async def test_a_roadmap_of_many_phases(walker: Desk) -> None:
    overview = await walker.only("/roadmap")
    assert [len(row) for row in overview.rows] == [25, PHASES + 1 - 25]
    assert {choice.select for row in overview.rows for choice in row} == {"menu:0", "menu:1"}
    inside = await walker.only("#29 Phase 29")
    assert (inside.op, inside.message) == ("edit", overview.message)
    assert inside.text.startswith("29 Phase 29 · 1 h\n")
    await walker.bench.restart()
    await walker.does("#Up")
    first = await walker.only("#1 Wide")
    assert [len(row) for row in first.rows] == [25, 9]
    up = await walker.only("#Up")
    assert up.text == overview.text
    assert "Wide\n" in (await walker.only("#Today's step")).text
    silence(walker)


async def test_an_option_twice(walker: Desk) -> None:
    """The second choice was on its way when the card changed: a tick stays a tick."""
    card = await walker.only("/today")
    first = walker.tap_only("Item 03", card.message)
    second = walker.tap_only("Item 03", card.message)
    await walker.bench.settle()
    assert first.first_response
    assert second.first_response
    assert "1 of 30 done" in walker.reads(card.message)
    assert len(card.message.labels) == ITEMS + 4
    silence(walker)
