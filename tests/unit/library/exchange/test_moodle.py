"""Moodle's XML: what becomes of its kinds of question, and what a file may not do."""

import pytest

from bot.library.exchange import Format, read_questions, write_questions
from bot.study.question import Kind
from tests.unit.library.exchange.making import draft, drafts, problems, question, read, shown, written

MOODLE = Format.MOODLE


def quiz(*questions: str) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *questions, "</quiz>"])


def asked(kind: str, inside: str, stem: str = "Which?", form: str = "html") -> str:
    text = f'<questiontext format="{form}"><text><![CDATA[{stem}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>A name</text></name>{text}{inside}</question>'


def answer(share: str, text: str, reason: str = "", form: str = "html") -> str:
    feedback = f'<feedback format="html"><text>{reason}</text></feedback>'
    return f'<answer fraction="{share}" format="{form}"><text>{text}</text>{feedback}</answer>'


CHOICE = asked("multichoice", "".join([answer("100", "one", "yes"), answer("0", "two"), answer("0", "three")]))


def test_one_of_several() -> None:
    feedback = '<generalfeedback format="html"><text>&lt;p&gt;Well.&lt;/p&gt;</text></generalfeedback>'
    one = draft(quiz('<question type="category"/>', CHOICE.replace("</question>", f"{feedback}</question>")), MOODLE)
    assert (one.line, one.title, one.kind, one.stem, one.explanation) == (4, "A name", Kind.SINGLE, "Which?", "Well.")
    assert shown(one) == [("one", True, "yes"), ("two", False, ""), ("three", False, "")]


def test_several() -> None:
    shares = [("33.33333", "a"), ("33.33333", "b"), ("33.33333", "c"), ("-100", "d")]
    one = draft(quiz(asked("multichoice", "<single>false</single>" + "".join(answer(*x) for x in shares))), MOODLE)
    assert one.kind is Kind.MULTIPLE
    assert [option.correct for option in one.options] == [True, True, True, False]


def test_several_of_which_one_is_right_is_one_of_several() -> None:
    assert draft(quiz(CHOICE.replace("<answer", "<single>false</single><answer", 1)), MOODLE).kind is Kind.SINGLE


def test_true_and_false_in_any_order() -> None:
    inside = answer("0", "false", "no", "moodle_auto_format") + answer("100", "true", "yes", "moodle_auto_format")
    assert shown(draft(quiz(asked("truefalse", inside)), MOODLE)) == [("True", True, "yes"), ("False", False, "no")]


def test_typed_answers_are_no_markup() -> None:
    inside = answer("100", "a &lt;b&gt;", "", "moodle_auto_format") + answer("0", "c")
    assert shown(draft(quiz(asked("shortanswer", inside)), MOODLE)) == [("a <b>", True, ""), ("c", False, "")]


def test_a_number_without_a_range_is_typed() -> None:
    number = answer("100", "3.14").replace("</answer>", "<tolerance>0</tolerance></answer>")
    assert draft(quiz(asked("numerical", number)), MOODLE).kind is Kind.TYPED


def test_markup_becomes_text_and_code() -> None:
    code = '<pre class="language-python"><code>if a &lt; 1:\n    b</code></pre>'
    stem = f"<p>What&nbsp;does\n   <em>this</em> print?</p>{code}"
    one = draft(quiz(CHOICE.replace("Which?", stem)), MOODLE)
    assert (one.stem, one.code, one.language) == ("What does this print?", "if a < 1:\n    b", "python")
    listed = "<p>One:</p><ul>\n<li>a</li>\n<li>b</li>\n</ul><script>x()</script>"
    assert draft(quiz(CHOICE.replace("Which?", listed)), MOODLE).stem.split() == ["One:", "a", "b"]


def test_remarks_are_dropped_and_a_tag_that_does_not_end_is_text() -> None:
    stem = "<!-- no <b> -->1 < 2<!DOCTYPE x>, <b>or</b> <not"
    assert draft(quiz(CHOICE.replace("Which?", stem)), MOODLE).stem == "1 < 2, or <not"


def test_plain_text_is_what_it_says() -> None:
    assert draft(quiz(asked("truefalse", TRUE, "a <b> c", "plain_text")), MOODLE).stem == "a <b> c"


TRUE = answer("100", "true") + answer("0", "false")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (asked("matching", ""), "is a matching question"),
        (asked("essay", ""), "is an essay"),
        (asked("cloze", "", "{1:SA:=a}"), "is a text with gaps"),
        (asked("ddwtos", ""), "is of the type 'ddwtos'"),
        (asked("multichoice", answer("100", "a") + answer("50", "b")), "counts 50 %"),
        (asked("multichoice", answer("lots", "a")), "expected as fraction a number"),
        (asked("truefalse", answer("100", "maybe")), "expected two answers, true and false"),
        (asked("truefalse", TRUE, '<img src="@@PLUGINFILE@@/a.png">'), "shows a picture"),
        (
            asked("numerical", answer("100", "3").replace("</answer>", "<tolerance>0.5</tolerance></answer>")),
            "in a range",
        ),
    ],
)
def test_what_cannot_be_ours_is_told_with_its_line(text: str, said: str) -> None:
    ((line, message),) = problems(quiz(CHOICE, "", "", text, CHOICE), MOODLE)
    assert line == 6
    assert said in message


def test_what_comes_before_a_broken_place_is_read() -> None:
    found = read(quiz(CHOICE, CHOICE, "<question><oops</question>", CHOICE), MOODLE)
    assert len(found.drafts) == 2
    ((line, message),) = [(one.line, one.message) for one in found.problems]
    assert line == 5
    assert message.startswith("is no sound XML (")
    assert message.endswith("what follows was not read")


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<quiz><question type="essay"><name><text>&c;</text></name></question></quiz>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><name><text>&a;</text></name></question></quiz>"""


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, '<!DOCTYPE quiz SYSTEM "http://127.0.0.1/x.dtd"><quiz/>'])
def test_entities_are_refused_in_a_sentence(text: str) -> None:
    found = read(text, MOODLE)
    assert found.drafts == ()
    (one,) = found.problems
    assert "declares a document type or entities" in one.message
    assert one.line in (1, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no sound XML"),
        ("hello", "is no sound XML"),
        ("<html><body/></html>", "expected <quiz>, as Moodle writes it, here <html>"),
        ("<quiz>" + "<a>" * 50, "deep in each other"),
    ],
)
def test_another_file_is_refused_in_a_sentence(text: str, said: str) -> None:
    ((_, message),) = problems(text, MOODLE)
    assert said in message


def test_a_file_may_declare_its_codec() -> None:
    raw = quiz(CHOICE.replace("Which?", "Où est-ce ?")).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert read_questions(raw, MOODLE).drafts[0].stem == "Où est-ce ?"


def test_what_is_written_is_what_moodle_reads() -> None:
    one = question(kind=Kind.MULTIPLE, options=(("a", True), ("b & c", True), ("<d>", True), ("e", False)))
    text = write_questions([written(one)], MOODLE).decode()
    assert '<question type="multichoice">' in text
    assert "<single>false</single>" in text
    assert '<answer fraction="33.33333" format="html"><text>b &amp;amp; c</text>' in text
    assert '<answer fraction="-100" format="html"><text>e</text>' in text
    assert "<idnumber>loops-q</idnumber>" in text
    assert "<tag><text>topic:loops</text></tag><tag><text>topic:sets</text></tag>" in text
    assert len(drafts(text, MOODLE)) == 1


def test_height_is_said_by_a_sign() -> None:
    """Where it was dropped, 2 to the power of 10 became 210."""
    stem = "<p>How much is 2<sup>10</sup> of H<sub>2</sub>O?</p>"
    assert draft(quiz(asked("truefalse", answer("100", "true") + answer("0", "false"), stem)), MOODLE).stem == (
        "How much is 2^10 of H_2O?"
    )


def test_a_star_is_whatever_else_is_typed() -> None:
    inside = answer("100", "404") + answer("0", "*", "No.")
    assert shown(draft(quiz(asked("shortanswer", inside)), MOODLE)) == [("404", True, "")]
