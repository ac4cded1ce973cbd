"""`python -m mvdemo`: the demo studio as a server of its own."""

from __future__ import annotations

import sys

from mvdemo.command import main

sys.exit(main())
