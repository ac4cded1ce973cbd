"""What the person who runs the app has set: Streamlit's secrets first, then the environment.

Read in the script thread only; threads get plain values.
"""

import os
import sys
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

__all__ = ["data_folder", "ledger_url", "setting"]


def setting(name: str) -> str:
    """The secret `name`, else the environment variable of the same name, else ""."""
    try:
        value = st.secrets.get(name, "")
    except StreamlitSecretNotFoundError:  # there is no secrets file at all, which is the usual case
        value = ""
    return str(value or os.environ.get(name, "")).strip()


def data_folder() -> Path:
    """The folder that keeps what must outlive a restart: the payment ledger and the demo studio's projects."""
    if chosen := os.environ.get("MV_DATA_DIR", "").strip():
        folder = Path(chosen)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "mv-studio"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "mv-studio"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mv-studio"
    return folder


def ledger_url() -> str:
    """The SQLAlchemy URL of the payment ledger: `MV_LEDGER_URL`, `[ledger] url`, or a SQLite file of this user's."""
    if url := setting("MV_LEDGER_URL"):
        return url
    try:
        section = st.secrets.get("ledger", {})
    except StreamlitSecretNotFoundError:
        section = {}
    return str(section.get("url", "")) or f"sqlite:///{data_folder() / 'payments.sqlite3'}"
