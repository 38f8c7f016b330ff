"""`python -m tests.situations`: writes docs/situations.md anew."""

import tempfile
from pathlib import Path

from tests.situations import PAGE
from tests.situations.page import page
from tests.situations.stage import play

with tempfile.TemporaryDirectory() as folder:
    PAGE.write_text(page(play(Path(folder))), encoding="utf-8")
print(f"written: {PAGE}")
