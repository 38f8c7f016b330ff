import os
from io import BytesIO, TextIOWrapper

from bot.adapters.terminal.output import Output


def test_a_reader_that_left_ends_the_writing_quietly() -> None:
    reading, writing = os.pipe()
    with open(writing, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor, not a path
        out = Output(stream)
        out.write("heard\n")
        assert os.read(reading, 100) == b"heard\n"
        os.close(reading)
        out.write("lost\n")
        assert out.closed
        out.write("not even tried\n")
    # Closing the stream flushed what was left of "lost" without another error.


def test_what_the_encoding_lacks_is_replaced() -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")
    Output(stream).write("✅ done \ud83d\n")
    assert raw.getvalue() == b"? done ?\n"
