"""One project as it is kept on disk: what is unknown in it stays, what makes no sense is not touched."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from mvdemo.intake import ASPECTS, GENDERS, LENGTHS, MODES, SAMPLES, Submission
from mvdemo.project import Project, SubStep
from mvdemo.steps import COMPLETED, FAILED, PAID, PENDING, PROCESSING, QUEUED, STEPS, SUB_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE_NAME = "project.json"
FORMAT = 1
"""A file whose `format` is another number is another studio's. None is written as long as there is only one."""
MOST_BYTES = 4 * 1024 * 1024
MOST_EPOCH_S = 32_503_680_000
"""The year 3000: beyond it no calendar of Python's is safe."""


class NotAProject(Exception):
    """What is on disk is not a project that this studio understands; the message says why, without its contents."""


def contents(project: Project) -> bytes:
    """The file of a project."""
    known = asdict(replace(project, origin={}))
    del known["origin"]
    text = json.dumps(_laid_over(project.origin, known), ensure_ascii=False, indent=1)
    # A lone surrogate in a field of another version's is carried along as it came.
    return text.encode("utf-8", "surrogatepass")


def read(home: Path) -> Project:
    """The project in its folder; raises NotAProject for anything that is not wholly understood."""
    try:
        fields = _parsed(home / FILE_NAME)
        if fields.get("format", FORMAT) != FORMAT:
            raise NotAProject("another format")
        project = _project(fields, home)
        contents(project)  # what is nested too deeply can be read, but not written again
    except OSError as problem:
        raise NotAProject((problem.strerror or "unreadable").lower()) from None
    except (KeyError, TypeError, ValueError, RecursionError):
        raise NotAProject("not a project of this studio's") from None
    return project


def _parsed(path: Path) -> dict[str, Any]:
    # Neither a pipe, which would be waited for, nor what a link leads to elsewhere.
    if path.parent.is_symlink() or not path.is_file():
        raise NotAProject(f"no {FILE_NAME}")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise NotAProject("too large")
    fields = json.loads(content)
    if not isinstance(fields, dict):
        raise NotAProject("not an object")
    return fields


def _project(fields: dict[str, Any], home: Path) -> Project:
    written_at = (home / FILE_NAME).stat().st_mtime
    # What a file does not say and nobody would miss.
    unsaid: dict[str, Any] = {
        "asset_id": home.name.replace("demo-", "demo-asset-", 1),
        "name": "",
        "length": "full",
        "is_sketch": False,
        "created_at": written_at,
        "updated_at": written_at,
    }
    said = _checked(fields, PROJECT)
    counts = fields.get("retry_counts")
    retry_counts = _checked({} if counts is None else counts, dict.fromkeys(STEPS, _is_count))
    sub_steps = tuple(SubStep(**_checked(sub_step, SUB_STEP)) for sub_step in fields["sub_steps"])
    if tuple(sub_step.name for sub_step in sub_steps) != SUB_STEPS:
        raise NotAProject("other sub-steps")
    song = fields["submission"]
    return Project(
        project_id=home.name,
        submission=None if song is None else Submission(**_checked(song, SUBMISSION)),
        sub_steps=sub_steps,
        retry_counts=dict.fromkeys(STEPS, 0) | retry_counts,
        magic_done=tuple(name for name in fields.get("magic_done") or () if _is_text(name)),
        origin=fields,
        **(unsaid | said),
    )


def _checked(fields: object, checks: dict[str, Callable[[Any], bool]]) -> dict[str, Any]:
    """The known fields that are there."""
    if not isinstance(fields, dict):
        raise NotAProject("not an object")
    known = {name: fields[name] for name in checks if fields.get(name) is not None}
    for name, value in known.items():
        if not checks[name](value):
            raise NotAProject(f"{name} makes no sense")
    return known


def _laid_over(old: Any, new: Any) -> Any:  # noqa: ANN401 - any JSON
    """`new`, with the fields of `old` that it knows nothing of."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: _laid_over(old.get(name), value) for name, value in new.items()}
    if isinstance(old, list) and isinstance(new, (list, tuple)) and len(old) == len(new):
        return [_laid_over(*pair) for pair in zip(old, new, strict=True)]
    return new


def _is_text(value: object) -> bool:
    # A lone surrogate fits into no file name, no font and no reply.
    return isinstance(value, str) and value.encode("utf-8", "replace").decode() == value


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_moment(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= MOST_EPOCH_S


def _is_count(value: object) -> bool:
    return _is_moment(value) and isinstance(value, int)


def _is_take(value: object) -> bool:
    return _is_count(value) and value != 0


def _is_one_of(*choices: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


PROJECT: Final[dict[str, Callable[[Any], bool]]] = {
    "asset_id": _is_text,
    "name": _is_text,
    "length": _is_one_of(*LENGTHS.values()),
    "is_sketch": _is_flag,
    "created_at": _is_moment,
    "updated_at": _is_moment,
    "sample": _is_one_of("", *SAMPLES),
    "picture_mark": _is_text,
    "take": _is_take,
    "pay_state": _is_one_of("", PENDING, PAID),
    "order_id": _is_text,
    "charges": _is_count,
    "duration_s": _is_moment,
    "shot_count": _is_count,
}
SUBMISSION: Final[dict[str, Callable[[Any], bool]]] = {
    "mode": _is_one_of(*MODES),
    "aspect": _is_one_of(*ASPECTS),
    "vocal_gender": _is_one_of(*GENDERS),
    **dict.fromkeys(("subtitles", "instrumental"), _is_flag),
    **dict.fromkeys(("scene", "prompt", "lyrics", "style", "title", "music_asset_id"), _is_text),
}
SUB_STEP: Final[dict[str, Callable[[Any], bool]]] = {
    "name": _is_text,
    "status": _is_one_of(PENDING, QUEUED, PROCESSING, COMPLETED, FAILED),
    "error": _is_text,
    "completed_at": _is_moment,
}
