"""A job in words: the notches, their times, and the time left."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mvapp.graphemes import cut
from mvapp.text import catalogue, say
from mvclient import Progress, SubStep

__all__ = ["Notch", "headline", "notches", "step_words", "time_left"]

State = Literal["done", "running", "waiting", "failed"]

_MINUTE_S = 60.0
_MOMENT_S = 10.0
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Notch:
    """One sub-step as a person sees it."""

    name: str
    """In the visitor's language; what Giggle calls it when we do not know it, so not ours to trust."""
    state: State
    note: str = ""
    """How long it took ("0:50"), or the price."""


def step_words(name: str) -> str:
    """A step or sub-step by its name for people; one that we do not know as it comes, cleaned up."""
    if f"steps.{name}" in catalogue():
        return say(f"steps.{name}")
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+", " ", name).strip()
    return cut(spaced[:1].upper() + spaced[1:].lower(), _LONGEST_NAME)


def notches(progress: Progress, *, first_took_s: float | None = None) -> list[Notch]:
    """The sub-steps in order, each with how long it took where Giggle's times tell.

    Args:
        progress: the snapshot.
        first_took_s: seconds of the first sub-step, which has none before it to count from.
    """
    found: list[Notch] = []
    running = progress.running
    before: datetime | None = None
    for number, sub_step in enumerate(progress.sub_steps):
        finished = _moment(sub_step.completed_at)
        took_s = first_took_s if number == 0 else None
        if before is not None and finished is not None:
            took_s = (finished - before).total_seconds()
        note = ""
        if sub_step.name == "CalculatePrice" and progress.price_credits is not None:
            note = say("steps.credits", price=progress.price_credits)
        elif sub_step.is_done and took_s is not None and took_s >= 1:
            note = f"{int(took_s // _MINUTE_S)}:{int(took_s % _MINUTE_S):02d}"
        found.append(Notch(step_words(sub_step.name), _state(sub_step, running), note))
        before = finished or before
    return found


def headline(progress: Progress | None, doing: str) -> str:
    """What is going on now, in one phrase."""
    if doing:
        return say(f"steps.{doing}")
    if progress is None:
        return say("steps.looking")
    if progress.payment_due:
        is_sent = progress.payment is not None and progress.payment.state == "sending"
        return say("steps.confirming" if is_sent else "steps.due")
    return step_words(progress.running.name) if progress.running else say("steps.looking")


def time_left(progress: Progress, *, is_demo: bool = False) -> str:
    """The time left as an honest range; "" when there is nothing to say.

    Args:
        progress: the snapshot.
        is_demo: whether the demo studio makes it, whose times are short and well known: then the last minute is told
            in parts.
    """
    if progress.is_slow:
        return say("steps.slow")
    if progress.seconds_left is None or progress.payment_due:
        return ""
    low_s, high_s = progress.seconds_left
    low, high = math.floor(low_s / _MINUTE_S), math.ceil(high_s / _MINUTE_S)
    if is_demo and high_s <= _MOMENT_S:
        return say("steps.left_a_moment")
    if is_demo and high_s <= _MINUTE_S / 2:
        return say("steps.left_under_half_a_minute")
    if high <= 1:
        return say("steps.left_under_a_minute")
    if is_demo and low == 0:
        return say("steps.left_under", high=high)
    if low in (0, high):
        return say("steps.left_about", high=high)
    return say("steps.left_between", low=low, high=high)


def _state(sub_step: SubStep, running: SubStep | None) -> State:
    if sub_step.has_failed:
        return "failed"
    if sub_step.is_done:
        return "done"
    return "running" if sub_step is running else "waiting"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None
