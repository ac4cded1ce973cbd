"""What the person who runs the app has set: Streamlit's secrets first, then the environment.

Nothing here raises: what cannot be used counts as not set, and `problems` says so. Only the ledger is never guessed: a
payment that is written down in another place than the one meant is forgotten, so until its setting is right there is no
ledger, and nothing is paid.

Read in the script thread; threads get plain values. Only the ways in are asked by threads too, with each claim.
"""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote, urlsplit

import streamlit as st
from platformdirs import user_data_path

from mvapp.studio import machine

DEMO_PROFILES: Final = ("show", "draft", "tiny")
_LONGEST_STEP_S: Final = 3600.0
_UPLOADS_MB: Final = 200
_ON, _OFF = "on", "off"
_LEAST_UPLOADS_MB, _MOST_UPLOADS_MB = 64, 1_000_000  # the largest upload must fit
_TEXTS: Final = ("GIGGLE_API_KEY", "GIGGLE_API_BASE")
_LEDGER: Final = "MV_LEDGER_URL"
OPEN_TO_ALL: Final = "everybody"
"""What `MV_OPEN_TO` says where the owner's key is for whoever comes."""
SHORTEST_PASSCODE: Final = 16
_PASSCODES: Final = ("MV_PASSCODE", "MV_OWNER_PASSCODE")
_LONGEST_CAP: Final = 9
_CAPS: Final = {
    "MV_VISITOR_DAY_CREDITS": "visitor_day_credits",
    "MV_DAY_CREDITS": "day_credits",
    "MV_TOTAL_CREDITS": "total_credits",
    "MV_VISITOR_DAY_VIDEOS": "visitor_day_videos",
    "MV_DAY_VIDEOS": "day_videos",
}


@dataclass
class _NoFile:
    """That there is no file of secrets: to find out takes longer than all else of a setting, forty times a page."""

    believed_until_s: float = 0.0


_NO_FILE_BELIEVED_S: Final = 1.0
_no_file: Final = _NoFile()


@dataclass(frozen=True)
class Problem:
    """A setting that cannot be used."""

    kind: Literal[
        "secrets",
        "ledger",
        "data_folder",
        "demo_folder",
        "not_text",
        "demo_profile",
        "demo_address",
        "uploads",
        "own_songs",
        "demo_step",
        "demo",
        "passcode",
        "open_to",
        "cap",
    ]
    """`settings.wrong_<kind>` says it to a person."""
    name: str
    """The setting's name, for the one who can correct it."""
    stops: Literal["all", "demo", "nothing"]
    """Which studios cannot make videos until then."""
    detail: str = ""
    """For the log only: a folder is nothing that a visitor should read."""


def setting(name: str) -> str:
    """The secret `name`, else the environment variable of the same name, else ""."""
    value = _secret(name)
    if value is None:
        value = os.environ.get(name, "")
    return str(value).strip() if _is_text(value) else ""


def passcode(name: str) -> str:
    """A passcode that lets people in; "" when there is none, or one that is quickly guessed."""
    told = setting(name)
    return told if len(told) >= SHORTEST_PASSCODE else ""


def addresses(name: str) -> frozenset[str]:
    """E-mail addresses: a list in the secrets, or separated by commas or blanks."""
    told = _secret(name)
    listed = told if isinstance(told, (list, tuple)) else setting(name).replace(",", " ").split()
    return frozenset(str(address).strip().casefold() for address in listed if str(address).strip())


def has_login() -> bool:
    """Whether people can sign in, by the section `[auth]` of the secrets."""
    return isinstance(_secret("auth"), Mapping)


def caps() -> dict[str, int]:
    """How much may be made with the owner's key, as far as it is set; what is no number counts as nothing."""
    return {field: _cap(name) or 0 for name, field in _CAPS.items() if _told(name) != ""}


def data_folder() -> Path | None:
    """The folder that keeps what must outlive a restart: the payment ledger and the demo studio's projects.

    None when nobody named one and this user has no home, or when it is one that nobody can write the name of.
    """
    try:
        folder = _named_folder()
        str(folder).encode()
    except (RuntimeError, UnicodeEncodeError):
        return None
    return folder


def can_be_written(folder: Path) -> bool:
    """Whether the folder is there, made if need be, and takes files."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def ledger_url() -> str:
    """The SQLAlchemy URL of the payment ledger: `MV_LEDGER_URL`, `[ledger] url`, or a SQLite file of this user's.

    "" when what was set cannot be one; then there is no ledger.
    """
    meant = _ledger()
    return meant if isinstance(meant, str) else ""


def demo_profile() -> str:
    """How well the demo studio films, by `MV_DEMO_PROFILE`; unless set, as well as this machine can."""
    wanted = _demo_profile_wanted()
    if wanted in DEMO_PROFILES:
        return wanted
    return DEMO_PROFILES[1 if machine.is_small() else 0]


def demo_address() -> str:
    """Where the demo studio is that all replicas of the app share, by `MV_DEMO_STUDIO`; "" for one of one's own."""
    told = os.environ.get("MV_DEMO_STUDIO", "").strip()
    return told if _is_address(told) else ""


def takes_own_songs() -> bool:
    """Whether visitors may bring a song of their own to Giggle, by `MV_OWN_SONGS`: unless it is "off"."""
    return setting("MV_OWN_SONGS").casefold() != _OFF


def demo_step_s() -> float | None:
    """The least seconds of a step of the demo studio, by `MV_DEMO_STEP_S`; None for its own."""
    try:
        seconds = float(os.environ.get("MV_DEMO_STEP_S", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= _LONGEST_STEP_S else None


def uploads_mb() -> int:
    """How many megabytes of all visitors' uploads may be in memory at a time, by `MV_UPLOADS_MB`."""
    told = os.environ.get("MV_UPLOADS_MB", "").strip()
    return int(told) if _is_uploads_mb(told) else _UPLOADS_MB


def problems() -> list[Problem]:
    """Every setting that cannot be used, the gravest first."""
    meant, folder = _ledger(), data_folder()
    found = [] if isinstance(meant, str) else [meant]
    if folder is not None and not can_be_written(folder):
        needs_it = meant == _sqlite_url(folder)
        kind: Literal["data_folder", "demo_folder"] = "data_folder" if needs_it else "demo_folder"
        found.append(Problem(kind, "MV_DATA_DIR", "all" if needs_it else "demo", str(folder)))
    elif folder is None and isinstance(meant, str):
        found.append(Problem("demo_folder", "MV_DATA_DIR", "demo"))
    found += [Problem("not_text", name, "nothing") for name in _TEXTS if not _is_text(_secret(name) or "")]
    found += [Problem("passcode", name, "nothing") for name in _PASSCODES if setting(name) and not passcode(name)]
    found += [Problem("cap", name, "nothing") for name in _CAPS if _told(name) != "" and _cap(name) is None]
    if setting("MV_OPEN_TO") not in ("", OPEN_TO_ALL):
        found.append(Problem("open_to", "MV_OPEN_TO", "nothing"))
    if os.environ.get("MV_DEMO_STUDIO", "").strip() and not demo_address():
        found.append(Problem("demo_address", "MV_DEMO_STUDIO", "nothing"))
    if (told := os.environ.get("MV_UPLOADS_MB", "").strip()) and not _is_uploads_mb(told):
        found.append(Problem("uploads", "MV_UPLOADS_MB", "nothing"))
    if setting("MV_OWN_SONGS").casefold() not in ("", _ON, _OFF):
        found.append(Problem("own_songs", "MV_OWN_SONGS", "nothing"))
    if _demo_profile_wanted() not in ("", *DEMO_PROFILES):
        found.append(Problem("demo_profile", "MV_DEMO_PROFILE", "nothing"))
    if os.environ.get("MV_DEMO_STEP_S", "").strip() and demo_step_s() is None:
        found.append(Problem("demo_step", "MV_DEMO_STEP_S", "nothing"))
    return found


def _named_folder() -> Path:
    if chosen := os.environ.get("MV_DATA_DIR", "").strip():
        return Path(chosen).expanduser()
    # Where there is no home, it comes with a "~" that cannot be expanded.
    return user_data_path("mv-studio", appauthor=False).expanduser()


def _ledger() -> str | Problem:
    """The ledger's URL, or why there is none."""
    if _secrets() is None:
        return Problem("secrets", "secrets.toml", "all")
    name, meant = _LEDGER, _secret(_LEDGER) or os.environ.get(_LEDGER, "")
    if not meant:
        name, meant = "[ledger] url", _secret("ledger")
        if isinstance(meant, Mapping) and meant:
            meant = meant.get("url")
            if meant is None:  # the section says something, and nobody knows what
                return Problem("ledger", name, "all")
    if not meant:
        folder = data_folder()
        return Problem("data_folder", "MV_DATA_DIR", "all") if folder is None else _sqlite_url(folder)
    if isinstance(meant, str) and "://" in meant:
        return meant.strip()
    return Problem("ledger", name, "all")


def _sqlite_url(folder: Path) -> str:
    # The name of a folder may hold what means something in a URL. Not by SQLAlchemy, which is slow to load.
    return f"sqlite:///{quote(str(folder / 'payments.sqlite3'))}"


def _cap(name: str) -> int | None:
    told = setting(name)
    return int(told) if told.isdecimal() and len(told) <= _LONGEST_CAP else None


def _told(name: str) -> object:
    """The setting as it stands, whatever it is; "" for nothing."""
    secret = _secret(name)
    return os.environ.get(name, "").strip() if secret is None else secret


def _demo_profile_wanted() -> str:
    return os.environ.get("MV_DEMO_PROFILE", "").strip().casefold()


def _secret(name: str) -> Any:  # noqa: ANN401 - whatever TOML can hold
    """The secret, None when there is none."""
    secrets = _secrets()
    return None if secrets is None else secrets.get(name)


def _secrets() -> Mapping[str, Any] | None:
    """All secrets; None when there is a file of them that nobody can read."""
    if time.monotonic() < _no_file.believed_until_s:
        return {}
    try:
        len(st.secrets)
    except (OSError, ValueError):  # no file at all, which is the usual case, comes as an OSError too
        if any(Path(file).exists() for file in st.get_option("secrets.files")):
            return None
        _no_file.believed_until_s = time.monotonic() + _NO_FILE_BELIEVED_S
        return {}
    return st.secrets


def _is_uploads_mb(told: str) -> bool:
    return told.isdecimal() and len(told) <= _LONGEST_CAP and _LEAST_UPLOADS_MB <= int(told) <= _MOST_UPLOADS_MB


def _is_address(told: str) -> bool:
    try:
        place = urlsplit(told)
        return place.scheme in ("http", "https") and bool(place.hostname) and place.port != 0 and not place.query
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    # A key of digits that lacks its quotes is a number, and still plain.
    return isinstance(value, (str, int)) and not isinstance(value, bool)
