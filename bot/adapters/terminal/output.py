"""Standard output, whose reader may go away and whose encoding may be poor."""

import os
from typing import TextIO


class Output:
    """Writes and flushes. Once the reader is gone (`milepost chat | head`) `closed` is true and nothing is written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.closed = False

    def write(self, text: str) -> None:
        if self.closed:
            return
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "replace").decode(encoding))
            self._stream.flush()
        except BrokenPipeError:
            self.closed = True
            self._forget_reader()

    def _forget_reader(self) -> None:
        # What is still buffered would fail again when the interpreter flushes the stream at exit.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)
