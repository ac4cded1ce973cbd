"""What one replica tells the others of a project that it watches: its last look, as text for the database.

Without the film's links, which are secrets, and without the payment, of which the ledger itself tells.
"""

import json
from dataclasses import asdict, fields
from typing import Any, Final

from mvclient import Progress, Step, SubStep

_LEFT_OUT: Final = {"video", "payment", "steps", "project_id"}
_PLAIN: Final = tuple(field.name for field in fields(Progress) if field.name not in _LEFT_OUT)


def as_text(progress: Progress) -> str:
    """The snapshot as JSON."""
    plain = {name: getattr(progress, name) for name in _PLAIN}
    return json.dumps(plain | {"steps": [asdict(step) for step in progress.steps]})


def from_text(project_id: str, text: str) -> Progress | None:
    """The snapshot again; None when there is none, or a replica of another version wrote what cannot be read."""
    try:
        told = dict(json.loads(text))
        known = {name: told[name] for name in _PLAIN if name in told}
        if known.get("seconds_left") is not None:
            low_s, high_s = known["seconds_left"]
            known["seconds_left"] = (float(low_s), float(high_s))
        return Progress(project_id, **known, steps=tuple(_step(step) for step in told["steps"]))
    except (ValueError, TypeError, KeyError):
        return None


def _step(told: dict[str, Any]) -> Step:
    return Step(told["name"], told["retry_count"], tuple(SubStep(**sub_step) for sub_step in told["sub_steps"]))
