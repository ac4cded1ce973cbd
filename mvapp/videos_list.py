"""The visitor's own list of videos, kept in the visitor's browser: one entry per video, no links, no keys."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from mvapp.browser import storage
from mvapp.graphemes import cut
from mvapp.unseen import without_unseen
from mvclient.progress import finite_number
from mvclient.request import ASPECTS

MAX_IMPORT_MB: Final = 5
"""Of a file to import; a browser keeps no more than that."""
MOST_VIDEOS: Final = 500
"""That a list is filled up to by importing; a browser keeps a few megabytes."""
_PREFIX: Final = "video."
_LONGEST_ID: Final = 200
_LONGEST_NAME: Final = 120
_LONGEST_TEXT: Final = 20_000
_PLAUSIBLE_S: Final = (946_684_800.0, 4_102_444_800.0)
"""From the year 2000 to 2100, epoch seconds."""
_PER_SECOND: Final = (1, 1e3, 1e6, 1e9)
"""What programs count time in: seconds, and what is smaller."""
STATES: Final = ("making", "ready", "failed", "stopped")


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
    """Epoch seconds; 0 when nobody knows."""
    state: str = "making"
    """As last seen: "making", "ready", "failed" or "stopped"."""
    form: Mapping[str, Any] = field(default_factory=dict)
    """The form's values, for *Make another like this*."""


@dataclass(frozen=True)
class Imported:
    """What came of a file: how many of its lines were what."""

    new: int = 0
    known: int = 0
    """On the list already, or in the file before."""
    unreadable: int = 0
    left_out: int = 0
    """Because the list is full."""


def usable_id(text: str) -> str:
    """A project number as it is used, from what was written or pasted; "" when it cannot be one."""
    clean = without_unseen(text).strip()
    return clean if len(clean) <= _LONGEST_ID and not any(mark.isspace() for mark in clean) else ""


def add(project_id: str, *, name: str = "", aspect: str = "", form: Mapping[str, Any] | None = None) -> None:
    """Put a video on the list, at the top, unless it is there."""
    if entry(project_id) is None:
        _put(VideoEntry(project_id, cut(name.strip(), _LONGEST_NAME), aspect, time.time(), "making", dict(form or {})))


def entries() -> list[VideoEntry]:
    """The list, newest first; empty before the browser has told."""
    read = (_read(project_id, value) for project_id, value in storage.under(_PREFIX).items())
    # Two spellings of one number are one video: a page cannot draw it twice.
    found = {one.project_id: one for one in read if one is not None}
    return in_order(found.values())


def in_order(lines: Iterable[VideoEntry]) -> list[VideoEntry]:
    """The lines as the list shows them."""
    return sorted(lines, key=lambda one: (-one.created_at, one.project_id))


def entry(project_id: str) -> VideoEntry | None:
    """The line of one video; None when it is not on the list."""
    return _read(project_id, storage.recall(_PREFIX + project_id))


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
    storage.forget(_PREFIX + project_id)


def put_back(removed: VideoEntry) -> None:
    """Have a line on the list again that was taken off it, as it was."""
    _put(removed)


def export_json(found: Iterable[VideoEntry]) -> str:
    """These videos as a file to keep or to carry to another browser."""
    return json.dumps({"mv-studio-videos": [asdict(one) for one in found]}, ensure_ascii=False, indent=2)


def import_json(text: str | bytes) -> Imported:
    """Add the videos of an exported list, also of a newer version's, and return what came of its lines.

    Raises:
        ValueError: this is not such a file.
    """
    try:
        lines = json.loads(text)["mv-studio-videos"]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("This is not a list of videos.") from error
    read = [_read_line(line) for line in lines] if isinstance(lines, list) else [None]
    readable = {one.project_id: one for one in reversed(read) if one is not None}
    if read and not readable:
        raise ValueError("This is not a list of videos.")
    there = {one.project_id for one in entries()}
    new = [one for project_id, one in reversed(readable.items()) if project_id not in there]
    taken = new[: max(0, MOST_VIDEOS - len(there))]
    for one in taken:
        _put(one)
    unreadable = read.count(None)
    return Imported(len(taken), len(read) - unreadable - len(new), unreadable, len(new) - len(taken))


def _put(one: VideoEntry) -> None:
    storage.remember(_PREFIX + one.project_id, asdict(one))


def _read_line(line: Any) -> VideoEntry | None:  # noqa: ANN401 - whatever the file holds
    project_id = line.get("project_id") if isinstance(line, Mapping) else None
    is_number = isinstance(project_id, int) and not isinstance(project_id, bool)
    return _read(str(project_id), line) if isinstance(project_id, str) or is_number else None


def _read(project_id: str, value: Any) -> VideoEntry | None:  # noqa: ANN401 - whatever the browser holds
    """An entry from what may have been written by anybody; what does not fit is left at its default."""
    project_id = usable_id(project_id)
    if not isinstance(value, Mapping) or not project_id:
        return None
    name, aspect = value.get("name"), value.get("aspect")
    state, form = value.get("state"), value.get("form")
    return VideoEntry(
        project_id,
        cut(" ".join(without_unseen(name).split()), _LONGEST_NAME) if isinstance(name, str) else "",
        aspect if aspect in ASPECTS else "",
        _epoch_s(value.get("created_at")),
        state if state in STATES else "making",
        _read_form(form) if isinstance(form, Mapping) else {},
    )


def _read_form(form: Mapping[Any, Any]) -> dict[str, Any]:
    """The plain values of a form, which is all that one ever had."""
    plain = {str(name): value for name, value in form.items() if isinstance(value, (str, int, float))}
    return {name: _text(value) if isinstance(value, str) else value for name, value in plain.items()}


def _text(value: str) -> str:
    # Half of a pair of surrogates is legal JSON, and no page can be drawn with it.
    return cut(value, _LONGEST_TEXT).encode("utf-8", "replace").decode("utf-8")


def _epoch_s(value: object) -> float:
    number = finite_number(value)
    earliest_s, latest_s = _PLAUSIBLE_S
    return next((number / many for many in _PER_SECOND if earliest_s <= number / many <= latest_s), 0.0)
