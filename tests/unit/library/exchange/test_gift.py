"""GIFT as Moodle describes it, and as people write it."""

import pytest

from bot.library.exchange import Format, read_questions, write_questions
from bot.study.question import Kind
from tests.unit.library.exchange.making import draft, drafts, problems, question, read, shown, written

GIFT = Format.GIFT


def test_one_of_several() -> None:
    one = draft(
        "// a remark\n::Grants::Who is buried\nthere? {\n=Grant #yes\n~nobody\n~Napoleon#no\n####Well.}\n", GIFT
    )
    assert (one.line, one.title, one.kind) == (2, "Grants", Kind.SINGLE)
    assert one.stem == "Who is buried\nthere?"
    assert shown(one) == [("Grant", True, "yes"), ("nobody", False, ""), ("Napoleon", False, "no")]
    assert one.explanation == "Well."


def test_several_by_weight() -> None:
    one = draft("Two? {~%50%a ~%50%b#good ~%-100%c ~d}", GIFT)
    assert one.kind is Kind.MULTIPLE
    assert shown(one) == [("a", True, ""), ("b", True, "good"), ("c", False, ""), ("d", False, "")]


@pytest.mark.parametrize(
    ("text", "is_true", "reason_true", "reason_false"),
    [
        ("Sun? {T}", True, "", ""),
        ("Sun? {FALSE#it is#right}", False, "it is", "right"),
        ("Sun? {TRUE#wrong#right####general}", True, "right", "wrong"),
    ],
)
def test_true_and_false(text: str, is_true: bool, reason_true: str, reason_false: str) -> None:
    one = draft(text, GIFT)
    assert one.kind is Kind.TRUE_FALSE
    assert shown(one) == [("True", is_true, reason_true), ("False", not is_true, reason_false)]


def test_typed() -> None:
    one = draft("2+2? {=4 =four#in words =%0%5#one more}", GIFT)
    assert one.kind is Kind.TYPED
    assert shown(one) == [("4", True, ""), ("four", True, "in words"), ("5", False, "one more")]
    assert shown(draft("Say yes {yes}", GIFT)) == [("yes", True, "")]


def test_numbers_without_a_range_are_typed() -> None:
    assert shown(draft("Pi? {#3.14}", GIFT)) == [("3.14", True, "")]
    assert shown(draft("Pi? {#=3.14:0#so it is =%0%3:0}", GIFT)) == [("3.14", True, "so it is"), ("3", False, "")]


def test_signs_that_are_escaped_are_text() -> None:
    one = draft(r"::a\:b::\{1\:2\} \= \\n\?{=x\~y\#z ~a\=b ~c\nd}", GIFT)
    assert (one.title, one.stem) == ("a:b", r"{1:2} = \n\?")
    assert [option.text for option in one.options] == ["x~y#z", "a=b", "c\nd"]


def test_a_gap_is_shown() -> None:
    assert draft("Python is {=fun ~red ~old} here.", GIFT).stem == "Python is _____ here."


def test_html_and_markdown_become_text_and_code() -> None:
    html = draft("[html]<p>What&nbsp;is <b>this</b>?</p><pre>if a:\\n    b</pre>{=1 < 2 ~&lt;p&gt; ~c}", GIFT)
    assert (html.stem, html.code, html.language) == ("What is this?", "if a:\n    b", "")
    assert [option.text for option in html.options] == ["1 < 2", "<p>", "c"]
    fenced = draft("[markdown]What is *this*?\n```python\nif a\\:\n    b\n```\n{=1 ~2 ~`3`}", GIFT)
    assert (fenced.stem, fenced.code, fenced.language) == ("What is this?", "if a:\n    b", "python")
    assert [option.text for option in fenced.options] == ["1", "2", "3"]


def test_text_without_a_format_is_marked_up_only_where_it_looks_so() -> None:
    assert draft("Is list<int> a < b? {T}", GIFT).stem == "Is list<int> a < b?"
    assert draft("Is <b>this</b> it? {T}", GIFT).stem == "Is this it?"


def test_categories_and_remarks_are_no_questions() -> None:
    text = "$CATEGORY: $course$/top/Python\n\n// [id:old] of a question that is gone\n\n// one\nA? {T}\n\n// end\n"
    (one,) = drafts(text, GIFT)
    assert (one.stem, one.id, one.line) == ("A?", "", 6)


def test_ids_and_tags_in_comments() -> None:
    text = "// [id:sun-1] [tag:topic:stars] [tag: level:apply ] [tag:difficulty:9] [tag:easy]\nSun? {T}"
    one = draft(text, GIFT)
    assert (one.id, one.topics, one.level, one.difficulty) == ("sun-1", ("stars",), "apply", "")


def test_a_title_begins_a_question_without_an_empty_line() -> None:
    assert [(one.line, one.title) for one in drafts("::a::A? {T}\n::b::B? {F}\n", GIFT)] == [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Just a text.", "has no answers in { }"),
        ("Write! {}", "is an essay"),
        ("Match {=a -> b =c -> d}", "is a matching question"),
        ("Pi? {#3.14:0.1}", "in a range"),
        ("Pi? {#3..4}", "in a range"),
        ("Half {=a ~%50%b ~c}", "counts 50 %"),
        ("Half {=a =%50%b}", "counts 50 %"),
        ("Open {=a ~b", "{ and } don't match"),
        ("Open {=a {~b}}", "{ and } don't match"),
        ("Sign {a =b ~c}", "begins with = or ~"),
        ("[html]<img src='x'> {T}", "shows a picture"),
        ("Long " * 2000 + "{T}", "of 10000 characters"),
        ("[markdown]" + "[" * 201 + "{T}", "of 201 open brackets"),
    ],
)
def test_what_cannot_be_ours_is_told_with_its_line(text: str, said: str) -> None:
    ((line, message),) = problems(f"\n\nA? {{T}}\n\n{text}\n", GIFT)
    assert line == 5
    assert said in message


def test_what_is_written_is_what_moodle_reads() -> None:
    """By Moodle's description of the format: fractions, feedback, general feedback, escaped signs."""
    one = question(kind=Kind.MULTIPLE, options=(("a=1", True), ("{b}", True), ("c <d>", False), ("~", False)))
    text = write_questions([written(one, "x = 1\n\nprint(x)", seen=True)], GIFT).decode()
    assert text.splitlines() == [
        "// [id:loops-q] [tag:topic:loops] [tag:topic:sets] [tag:level:apply] [tag:difficulty:3] [tag:seen:true]",
        r'// milepost check: "x = 1\n\nprint(x)"',
        "::loops-q::[html]Which?{",
        r"	~%50%a\=1#Because of a\=1.",
        r"	~%50%\{b\}#Because of \{b\}.",
        r"	~%-100%c &lt;d&gt;#Because of c &lt;d&gt;.",
        r"	~%-100%\~#Because of \~.",
        r"""	####<p>Because.</p><p class\="milepost-source"><a href\="https\://docs.example/loops">https\://docs.example/"""
        "loops</a></p>",
        "}",
    ]


def test_bytes_of_windows() -> None:
    raw = "::a::“Déjà” – was it?\r\n{\r\n=Oui, c’est ça\r\n~Non\r\n~Peut-être\r\n}\r\n".encode("cp1252")
    (one,) = read_questions(raw, GIFT).drafts
    assert one.stem == "“Déjà” – was it?"
    assert [option.text for option in one.options] == ["Oui, c’est ça", "Non", "Peut-être"]
    assert read("\ufeffA? {T}", GIFT).drafts[0].stem == "A?"
