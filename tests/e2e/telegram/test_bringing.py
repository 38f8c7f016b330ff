"""A roadmap sent as a document: fetched, understood, studied, and updated when it comes again."""

from tests.e2e.telegram.phone import Phone

TAPS = ["/start", *["#1"] * 6]
CHESS = """# Chess
## Openings (2 h)
- ✅ Italian
- Ruy Lopez
## Python for chess
- Lists
"""


async def test_a_document_becomes_a_roadmap(ada: Phone) -> None:
    await ada.run(TAPS)
    (offered,) = await ada.after(ada.person.uploads("chess.md", CHESS.encode(), caption="Look at this"))
    assert offered.text.startswith("I've read Chess: about 2 h 30 min by our estimate, 2 phases, 3 topics.")
    assert offered.labels == ["Study it", "No, thanks"]
    await ada.bench.restart()
    begun = await ada.only_tap(1)
    assert (begun.op, begun.id) == ("edit", offered.id)
    assert begun.text.startswith("You're on Chess now")
    assert "✅ Italian" in (await ada.only("/today")).text
    (again,) = await ada.after(ada.person.uploads("chess.md", CHESS.replace("Ruy Lopez", "Scotch").encode()))
    assert again.labels == ["Update Chess", "Keep both", "No, thanks"]
    assert "1 new, 1 gone" in (await ada.only_tap(1)).text


async def test_a_double_tap_and_an_older_offer_change_nothing(ada: Phone) -> None:
    await ada.run(TAPS)
    (older,) = await ada.after(ada.person.uploads("chess.md", CHESS.encode()))
    (newer,) = await ada.after(ada.person.uploads("go.md", CHESS.replace("Chess", "Go").encode()))
    settled = "That file is settled, or older than a day. Send it again, and I'll read it anew."
    for tap, notice in ((older, settled), (newer, ""), (newer, settled)):
        await ada.taps_old(tap.message, tap.rows[0][0])
        assert ada.notice == notice
    assert newer.message.text.startswith("You're on Go now")


async def test_a_document_in_a_group_is_none_of_ours(ada: Phone) -> None:
    group = ada.fake.group("Study", ada.person)
    assert await ada.after(ada.person.uploads("chess.md", CHESS.encode(), chat=group)) == []
