"""From the JSON of a query to a `Progress`, whatever the JSON is."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from mvclient.progress import STEP_TABLE, Progress, Step, SubStep, Video, finite_number
from mvclient.visible_text import beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_TEXT = 2000
"""Giggle's words are kept up to this many characters."""
MAX_STEPS = 100
"""So many steps, and so many sub-steps of each, are read; ten are known, and four megabytes hold a quarter million."""

_TASK_FIELDS = ("task", "tasks", "task_id")


def read_progress(
    project_id: str, data: dict[str, Any], *, observed_at: float, clean: Callable[[str], str], uuid: str = ""
) -> Progress:
    """Read `data` of a query; missing, null and unknown parts are no error.

    `clean` takes secrets out of Giggle's words.
    """

    def words(value: object) -> str:
        return clean(plain_text(value))

    status = words(data.get("status"))
    completed_steps = _completed_steps(data.get("completed_steps"))
    raw_steps = [raw for raw in _dicts(data.get("steps")) if plain_text(raw.get("step"))]
    is_completed = status.casefold() == "completed"
    steps = _merge_steps(raw_steps, completed_steps, is_completed=is_completed, words=words)
    current_step = words(data.get("current_step"))
    has_task = any(data.get(name) for name in _TASK_FIELDS)
    return Progress(
        project_id=project_id,
        status=status,
        pay_status=words(data.get("pay_status")),
        current_step=current_step,
        err_msg=words(data.get("err_msg")),
        shot_count=max(0, int(finite_number(data.get("shot_count")))),
        steps=steps,
        video=_read_video(data.get("video_asset"), words),
        has_begun=bool(status or current_step or completed_steps or raw_steps or has_task),
        observed_at=observed_at,
        uuid=uuid,
    )


def plain_text(value: object) -> str:
    """Turn any JSON value into text: null, false, 0 and empty containers are no text at all."""
    if not value or value is True:
        return ""
    text = value if isinstance(value, str) else _as_json(value)
    # A lone surrogate is legal JSON, but neither a terminal nor a database takes it.
    return beginning(text.encode("utf-8", "replace").decode("utf-8").strip(), MAX_TEXT)


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return str(type(value).__name__)


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from islice((item for item in value if isinstance(item, dict)), MAX_STEPS)


def _completed_steps(value: object) -> frozenset[str]:
    names: Iterable[object] = value if isinstance(value, list) else plain_text(value).split(",")
    return frozenset(name for name in map(plain_text, names) if name)


def _merge_steps(
    raw_steps: list[dict[str, Any]],
    completed_steps: frozenset[str],
    *,
    is_completed: bool,
    words: Callable[[object], str],
) -> tuple[Step, ...]:
    by_name = {words(raw.get("step")): raw for raw in raw_steps}
    known_sub_steps = {name: [sub for sub, _ in subs] for name, subs in STEP_TABLE}
    steps = []
    for name in merge_names([step for step, _ in STEP_TABLE], list(by_name)):
        raw = by_name.get(name, {})
        raw_subs = {words(sub.get("step")): sub for sub in _dicts(raw.get("sub_steps")) if words(sub.get("step"))}
        is_done = is_completed or name in completed_steps
        steps.append(
            Step(
                name=name,
                retry_count=max(0, int(finite_number(raw.get("retry_count")))),
                sub_steps=tuple(
                    _read_sub_step(sub, raw_subs.get(sub, {}), is_done=is_done, words=words)
                    for sub in merge_names(known_sub_steps.get(name, []), list(raw_subs))
                ),
            )
        )
    return tuple(steps)


def _read_sub_step(name: str, raw: dict[str, Any], *, is_done: bool, words: Callable[[object], str]) -> SubStep:
    status = words(raw.get("status"))
    if not status and is_done:
        status = "completed"
    return SubStep(name=name, status=status, error=words(raw.get("error")), completed_at=words(raw.get("completed_at")))


def merge_names(known: list[str], seen: list[str]) -> list[str]:
    """Keep the known order and put each new name behind the one it was seen behind."""
    merged = list(known)
    for position, name in enumerate(seen):
        if name in merged:
            continue
        if position > 0:
            merged.insert(merged.index(seen[position - 1]) + 1, name)
            continue
        following = next((merged.index(other) for other in seen[1:] if other in merged), len(merged))
        merged.insert(following, name)
    return merged


def _read_video(value: object, words: Callable[[object], str]) -> Video | None:
    if not isinstance(value, dict):
        return None
    video = Video(
        asset_id=words(value.get("asset_id")),
        download_url=_link(value.get("download_url")),
        signed_url=_link(value.get("signed_url")),
        thumbnail_url=_link(value.get("thumbnail_url")),
        duration_s=max(0.0, finite_number(value.get("duration"))),
    )
    return video if video != Video() else None


def _link(value: object) -> str:
    # Byte for byte: a link is signed over its exact text.
    return value if isinstance(value, str) and value.strip() else ""
