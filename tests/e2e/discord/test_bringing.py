"""A roadmap sent as an attachment: studied, updated and refused in direct messages; in a channel nobody hears of it."""

from bot.study.brought import MOST_OWN
from tests.e2e.discord.conftest import TAPS
from tests.e2e.discord.desk import Desk

CHESS = """# Chess
## Openings (2 h)
- ✅ Italian
- Ruy Lopez
## Python for chess
- Lists
"""


async def test_an_attachment_becomes_a_roadmap(dm: Desk) -> None:
    await dm.run(TAPS)
    (offered,) = await dm.writes("Look at this", [("chess.md", CHESS.encode())])
    assert offered.text.startswith("I've read Chess: about 2 h 30 min by our estimate, 2 phases, 3 topics.")
    assert offered.labels == ["Study it", "No, thanks"]
    await dm.bench.restart()
    begun = await dm.only("#Study it")
    assert begun.text.startswith("You're on Chess now")
    assert "✅ Italian" in (await dm.only("/today")).text
    (again,) = await dm.writes("", [("chess.md", CHESS.replace("Ruy Lopez", "Scotch").encode())])
    assert again.labels == ["Update Chess", "Keep both", "No, thanks"]
    assert "1 new, 1 gone" in (await dm.only("#Update")).text


async def test_too_many_of_ones_own(dm: Desk) -> None:
    await dm.run(TAPS)
    for number in range(MOST_OWN):
        await dm.writes("", [("book.md", f"# Book {number}\n## Part\n- Chapter {number}\n".encode())])
        await dm.only("#Study it")
    await dm.writes("", [("chess.md", CHESS.encode())])
    full = await dm.only("#Study it")
    assert full.labels == [*(f"Book {number} goes" for number in range(MOST_OWN - 1)), "No, thanks"]
    assert (await dm.only("#Book 2")).text.startswith("You're on Chess now")
