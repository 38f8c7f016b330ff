"""`python -m bot` is `milepost`."""

import sys

from bot.cli import main

sys.exit(main())
