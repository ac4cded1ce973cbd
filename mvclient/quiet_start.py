"""Ctrl+C while the program is still loading: it ends quietly, instead of with the lines of some import.

Nothing was begun by then. A program of somebody else's that imports the client is left as it is.
"""

from __future__ import annotations

import os
import signal
import sys

# As little as can be is imported before this has done its work, so no typing and no pathlib.
_PROGRAM = "mv-studio"
_PACKAGE = ["-m", "mvclient"]
_STOPPED = 130


def _end(*_: object) -> None:
    os._exit(_STOPPED)


def _is_our_program() -> bool:
    name = sys.argv[0] if sys.argv else ""
    if name == "-m":  # while Python imports the package that it is to run
        return _PACKAGE in (sys.orig_argv[at : at + 2] for at in range(len(sys.orig_argv)))
    return os.path.splitext(os.path.basename(name))[0] == _PROGRAM  # noqa: PTH119, PTH122 - see above


def has_begun() -> None:
    """Let Ctrl+C be what it usually is: everything is loaded, and a stop has something to say."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


# Who ignores it, as a shell does for what runs behind, goes on ignoring it.
if _is_our_program() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _end)
