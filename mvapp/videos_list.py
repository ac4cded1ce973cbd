"""The visitor's own list of videos, kept in the visitor's browser: one entry per video, no links, no keys."""

import json
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from mvapp import browser_storage
from mvapp.graphemes import cut

__all__ = [
    "MAX_IMPORT_MB",
    "VideoEntry",
    "add",
    "entries",
    "entry",
    "export_json",
    "import_json",
    "note_state",
    "remove",
    "rename",
]

MAX_IMPORT_MB: Final = 5
"""Of a file to import; a browser keeps no more than that."""
_PREFIX: Final = "video."
_LONGEST_ID: Final = 200
_LONGEST_NAME: Final = 120
_LONGEST_IMPORT: Final = 500
STATES: Final = ("making", "ready", "failed")


@dataclass(frozen=True)
class VideoEntry:
    """One line of the list."""

    project_id: str
    """Where to find it, together with the visitor's key."""
    name: str = ""
    """What the visitor calls it."""
    aspect: str = ""
    """"16:9", "9:16", or "" when nobody said."""
    created_at: float = 0.0
    """Epoch seconds."""
    state: str = "making"
    """As last seen: "making", "ready" or "failed"."""
    form: Mapping[str, Any] = field(default_factory=dict)
    """The form's values, for *Make another like this*."""


def add(project_id: str, *, name: str = "", aspect: str = "", form: Mapping[str, Any] | None = None) -> None:
    """Put a video on the list, at the top, unless it is there."""
    if entry(project_id) is None:
        _put(VideoEntry(project_id, cut(name.strip(), _LONGEST_NAME), aspect, time.time(), "making", dict(form or {})))


def entries() -> list[VideoEntry]:
    """The list, newest first; empty before the browser has told."""
    found = (_read(project_id, value) for project_id, value in browser_storage.under(_PREFIX).items())
    return sorted((one for one in found if one is not None), key=lambda one: -one.created_at)


def entry(project_id: str) -> VideoEntry | None:
    """The line of one video; None when it is not on the list."""
    return _read(project_id, browser_storage.recall(_PREFIX + project_id))


def note_state(project_id: str, state: str) -> None:
    """Remember how a video on the list was last seen."""
    one = entry(project_id)
    if one is not None and one.state != state:
        _put(replace(one, state=state))


def rename(project_id: str, name: str) -> None:
    """Call a video on the list something else."""
    one = entry(project_id)
    if one is not None:
        _put(replace(one, name=cut(name.strip(), _LONGEST_NAME)))


def remove(project_id: str) -> None:
    """Take a video off the list; the film itself stays where it is."""
    browser_storage.forget(_PREFIX + project_id)


def export_json() -> str:
    """The whole list as a file to keep or to carry to another browser."""
    return json.dumps({"mv-studio-videos": [asdict(one) for one in entries()]}, ensure_ascii=False, indent=2)


def import_json(text: str | bytes) -> int:
    """Add the videos of an exported list and return how many were new.

    Raises:
        ValueError: this is not such a file.
    """
    try:
        lines = json.loads(text)["mv-studio-videos"]
        known = [_read(str(line["project_id"]), line) for line in lines]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("This is not a list of videos.") from error
    new = [one for one in known[:_LONGEST_IMPORT] if one is not None and entry(one.project_id) is None]
    for one in new:
        _put(one)
    return len(new)


def _put(one: VideoEntry) -> None:
    browser_storage.remember(_PREFIX + one.project_id, asdict(one))


def _read(project_id: str, value: Any) -> VideoEntry | None:  # noqa: ANN401 - whatever the browser holds
    """An entry from what may have been written by anybody; what does not fit is left at its default."""
    project_id = project_id.strip()
    if not isinstance(value, Mapping) or not 0 < len(project_id) <= _LONGEST_ID:
        return None
    name, aspect, at = value.get("name"), value.get("aspect"), value.get("created_at")
    state, form = value.get("state"), value.get("form")
    return VideoEntry(
        project_id,
        cut(name, _LONGEST_NAME) if isinstance(name, str) else "",
        aspect if aspect in ("16:9", "9:16") else "",
        float(at) if isinstance(at, (int, float)) and math.isfinite(at) else 0.0,
        state if state in STATES else "making",
        dict(form) if isinstance(form, Mapping) else {},
    )
