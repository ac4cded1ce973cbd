"""Where the command line keeps its ledger: where the app does, so that neither pays what the other has claimed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mvclient.shell.exits import PAYMENT, Refused
from mvclient.sqlite_ledger import SQLiteLedger

LEDGER_NAME = "payments.sqlite3"
_SQLITE = "sqlite:///"


def open_ledger(named: str = "") -> SQLiteLedger:
    """Open the ledger that was named, else the one of the settings, else the one in the user's data folder.

    Raises:
        LedgerUnavailable: it cannot be used, so nothing may be paid.
        Refused: the settings name one that the command line cannot open; another one is never guessed.
    """
    return SQLiteLedger(named or _ledger_of_the_settings() or data_folder() / LEDGER_NAME)


def data_folder() -> Path:
    """The folder that keeps what a program must not lose: `MV_DATA_DIR`, else where this system has it."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path's own raises where there is no home
    named = os.environ.get("MV_DATA_DIR", "").strip()
    if named:
        return Path(named.replace("~", home, 1) if named.startswith("~/") else named)
    if sys.platform == "win32":
        usual, told = Path(home, "AppData", "Local"), os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        usual, told = Path(home, "Library", "Application Support"), ""
    else:
        usual, told = Path(home, ".local", "share"), os.environ.get("XDG_DATA_HOME", "").strip()
    return (Path(told) if told else usual) / "mv-studio"


def is_on_this_machine() -> bool:
    """Whether the address of the settings is one of this machine, where a demo studio is, which charges nothing."""
    try:
        host = urlsplit(os.environ.get("GIGGLE_API_BASE", "").strip()).hostname or ""
    except ValueError:
        return False
    return host in ("localhost", "::1") or host.startswith("127.")


def _ledger_of_the_settings() -> str:
    url = os.environ.get("MV_LEDGER_URL", "").strip()
    if not url:
        return ""
    file = unquote(url.removeprefix(_SQLITE).partition("?")[0])
    if url.startswith(_SQLITE) and file:
        return file
    raise Refused(
        "MV_LEDGER_URL names a ledger that the command line cannot open, so nothing is paid. "
        "Name a file with --ledger, or use the app.",
        PAYMENT,
    )
