"""Titles, amounts, labels and resources, a line each."""

import pytest

from bot.library.importing.account import Reason
from bot.library.importing.amounts import Amount, amount, stated
from bot.library.importing.draft import Link
from bot.library.importing.inline import Line
from bot.library.importing.labels import Meaning, kind_of, level_of, meaning_of
from bot.library.importing.resources import Named, named
from bot.library.importing.saying import parted
from bot.library.importing.tiers import tiers_in
from bot.library.importing.titles import Title, read_title


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Plain", Title("Plain")),
        ("1.2 Functions", Title("Functions", number="1.2")),
        ("1.2. Functions:", Title("Functions", number="1.2", colon=True)),
        ("3) Loops", Title("Loops", number="3")),
        ("3 projects", Title("3 projects")),
        ("Phase 3: Sets", Title("Sets", number="3", step="phase")),
        ("PHASE 3 — SETS", Title("SETS", number="3", step="phase")),
        ("Stage III. Sets", Title("Sets", number="III", step="stage")),
        ("Week 1", Title("Week 1", number="1", step="week")),
        ("Weeks 1–4: Start", Title("Start", number="1-4", step="weeks", duration="4 weeks")),
        ("Шаг 2. Циклы", Title("Циклы", number="2", step="шаг")),
        ("Final Phase: Jobs", Title("Jobs", step="final")),
        ("1️⃣2️⃣ Threads", Title("Threads", number="12")),
        ("🔟 Files", Title("Files", number="10")),
        ("PHASE 1️⃣1️⃣ Ship", Title("Ship", number="11", step="phase")),
        ("✅ Done", Title("Done", sign="✅")),
        ("✅Done", Title("Done", sign="✅")),
        ("Done 🔥", Title("Done", sign="🔥")),
        ("\ufffd🧠 Title", Title("Title", sign="🧠")),
        ("[x] Ticked", Title("Ticked", ticked=True)),
        ("[ ] Open", Title("Open", ticked=False)),
        ("Sets (4\u00a0h)", Title("Sets", hours=4)),
        ("Sets (optional) (2 weeks)", Title("Sets", optional=True, duration="2 weeks")),
        ("Sets – 90 min", Title("Sets", hours=1.5)),
        ("Sets (VERY IMPORTANT)", Title("Sets", important=True)),
        ("Sets (Foundation – Must Be Strong)", Title("Sets (Foundation – Must Be Strong)", important=True)),
        ("Sets (basic)", Title("Sets", basic=True)),
        ("Sets (basic awareness)", Title("Sets", awareness=True)),
        ("Cloud (AWS conceptual)", Title("Cloud (AWS conceptual)", awareness=True)),
        ("GIL (important concept)", Title("GIL (important concept)")),
        ("Joins (INNER, LEFT)", Title("Joins (INNER, LEFT)")),
        ("What is DNS?", Title("What is DNS?")),
        ("🔥", Title("", sign="🔥")),
        ("", Title("")),
    ],
)
def test_a_title_and_what_is_around_it(written: str, expected: Title) -> None:
    assert read_title(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4 h", Amount(hours=4)),
        ("~10 hours", Amount(hours=10)),
        ("8–10 hours", Amount(hours=9)),
        ("1,5 часа", Amount(hours=1.5)),
        ("45 minutes", Amount(hours=0.75)),
        ("1.5 Months", Amount(duration="1.5 Months")),
        ("2-3 weeks", Amount(duration="2-3 weeks")),
        ("3 недели", Amount(duration="3 недели")),
        ("Weeks 3–6", Amount(duration="4 weeks")),
        ("Ongoing", Amount(duration="Ongoing")),
        ("0 h", None),
        ("3 projects", None),
        ("hours", None),
        ("4 h of work", None),
    ],
)
def test_an_amount_of_time(written: str, expected: Amount | None) -> None:
    assert amount(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Duration: 1 Month", Amount(duration="1 Month")),
        ("Estimated time: 10–12 hours", Amount(hours=11)),
        ("Total Estimated Time: 234\u00a0hours", Amount(hours=234, total=True)),
        ("Длительность: 2 недели", Amount(duration="2 недели")),
        ("Duration: as long as you like", Amount(duration="as long as you like")),
        ("Time complexity: O(1)", None),
        ("Hours and minutes", None),
        ("Time: it flies like an arrow, while fruit flies like a banana", None),
    ],
)
def test_a_line_that_states_a_time(written: str, expected: Amount | None) -> None:
    assert stated(written) == expected


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Key Topics", Meaning.TOPICS),
        ("What you'll learn", Meaning.TOPICS),
        ("You must know", Meaning.TOPICS),
        ("Recommended Resources", Meaning.RESOURCES),
        ("Полезные ссылки", Meaning.RESOURCES),
        ("Projects to Build", Meaning.PROJECTS),
        ("Beginner Projects", Meaning.PROJECTS),
        ("Final Reality Check", Meaning.CHECKLIST),
        ("Pre-flight checklist", Meaning.CHECKLIST),
        ("What You Can SKIP FOR NOW", Meaning.SKIP),
        ("FINAL OUTCOME (If You Follow This)", Meaning.OUTCOMES),
        ("You’ll be able to", Meaning.OUTCOMES),
        ("About marks", Meaning.LEGEND),
        ("Table of Contents", Reason.CONTENTS),
        ("Bonus: DM Me for the Roadmap", Reason.OFFER),
        ("If you want next, I can", Reason.OFFER),
        ("ONE-LINE TRUTH", Reason.ADVICE),
        ("This roadmap is", Reason.INTRODUCTION),
        ("Contributing", Reason.ABOUT),
        ("Core Concepts", None),
        ("Project structure", None),
        ("Performance tips", None),
        ("Must Know", None),
        ("Tools", None),
        ("Resource management", None),
        ("Skip lists", None),
        ("Index", Reason.CONTENTS),
        ("Indexes", None),
        ("Building Projects and Applying for Jobs", None),
    ],
)
def test_what_a_title_says_of_its_lines(title: str, meaning: Meaning | Reason | None) -> None:
    found = meaning_of(title)

    if isinstance(meaning, Reason):
        assert found == (Meaning.DROPPED, meaning)
    else:
        assert (found[0] if found else None) == meaning


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Book", "book"),
        ("E-Books", "book"),
        ("Coureses", "course"),
        ("Cheat Sheet", "cheatsheet"),
        ("Awesome Django", "list"),
        ("Videos & Playlists", "video"),
        ("YouTube channels", "video"),
        ("Книги", "book"),
        ("Bookkeeping", ""),
        ("Discourse", ""),
        ("Videos about history", ""),
        ("", ""),
    ],
)
def test_kinds_of_resources(label: str, kind: str) -> None:
    assert kind_of(label) == kind


def test_levels_of_learners() -> None:
    assert [level_of(word) for word in ("Beginners", "Intermediate level", "EXPERT", "Basics")] == [
        "beginner",
        "intermediate",
        "advanced",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pro Git by Scott Chacon", Named("Pro Git", "book", "Scott Chacon")),
        ("Docker Step by Step", Named("Docker Step by Step", "book")),
        ("Learn by doing", Named("Learn by doing", "book")),
        ("Django by example by antonio mele", Named("Django by example", "book", "antonio mele")),
        ("Sheet By GoalKicker", Named("Sheet", "book", "GoalKicker")),
        ("OOP by W3Schools (Beginners)", Named("OOP", "book", "W3Schools", level="beginner")),
        ("Video: First steps", Named("First steps", "video")),
        ('"Quoted"', Named("Quoted", "book")),
        ('"Just me" channel', Named('"Just me" channel', "book")),
        ("Уроки", Named("Уроки", "book", language="ru")),
        ("数据库", Named("数据库", "book", language="zh")),
    ],
)
def test_what_a_line_under_books_names(text: str, expected: Named) -> None:
    assert named(Line(text, range(1)), "book") == expected


def test_a_link_that_only_points_is_no_title() -> None:
    line = Line("Dune by Frank Herbert (Link)", range(1), (Link("Link", "https://dune.example/"),), em="Dune")

    assert named(line) == Named("Dune", "article", "Frank Herbert", "https://dune.example/")


def test_parts_of_a_list_in_a_line() -> None:
    assert parted("types, slices (length, capacity); maps.") == ("types", "slices (length, capacity)", "maps")


def test_tiers() -> None:
    text = "Cover Sections 1–8 and you are job-ready. Sections 9-11 push you to mid/senior roles. Section 12 is extra."

    assert list(tiers_in(text)) == [(1, 8, "job-ready"), (9, 11, "senior")]
