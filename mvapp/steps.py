"""A job in words: the notches, their times, and the time left."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mvapp.graphemes import cut
from mvapp.studio.studios import GIGGLE, Studio
from mvapp.text import say, say_at
from mvapp.unseen import without_unseen
from mvclient import Progress, SubStep
from mvclient.progress import MUSIC_STEP, STEP_TABLE

State = Literal["done", "running", "waiting", "failed"]

MOST_NOTCHES = 40
"""Ten are known; a reply can hold thousands."""
_KNOWN = frozenset(name for step, sub_steps in STEP_TABLE for name in (step, *(name for name, _ in sub_steps)))
_OF_THE_SONG = frozenset({MUSIC_STEP, STEP_TABLE[0][1][0][0]})
_LONGEST_TOOK_S = 24 * 3600.0
"""A job takes an hour at most: more between two times says that they are no times."""
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


def step_words(name: str, studio: Studio = GIGGLE, *, has_own_song: bool = False) -> str:
    """A step or sub-step by its name for people; one that we do not know as it comes, cleaned up.

    Args:
        name: Giggle's word.
        studio: who makes it.
        has_own_song: whether the visitor brought the song, so that nobody writes one.
    """
    if has_own_song and name in _OF_THE_SONG:
        return say("steps.own_song")
    if name in _KNOWN:
        return say_at(studio.name, f"steps.{name}")
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+", " ", without_unseen(name)).strip()
    return cut(spaced[:1].upper() + spaced[1:].lower(), _LONGEST_NAME)


def notches(
    progress: Progress, *, first_took_s: float | None = None, studio: Studio = GIGGLE, has_own_song: bool = False
) -> list[Notch]:
    """The sub-steps in order, each with how long it took where Giggle's times tell; at most `MOST_NOTCHES`.

    Args:
        progress: the snapshot.
        first_took_s: seconds of the first sub-step, which has none before it to count from.
        studio: who makes it.
        has_own_song: as for `step_words`.
    """
    found: list[Notch] = []
    running, sub_steps = progress.running, progress.sub_steps
    shown = _shown(sub_steps, running)
    before: datetime | None = None
    for number, sub_step in enumerate(sub_steps):
        finished = _moment(sub_step.completed_at)
        if number in shown:
            took_s = first_took_s if number == 0 else _seconds_between(before, finished)
            name = step_words(sub_step.name, studio, has_own_song=has_own_song) or say("steps.unnamed")
            price = progress.price_credits if studio.charges else None
            found.append(Notch(name, _state(sub_step, running), _note(sub_step, price, took_s)))
        if finished is not None and (_seconds_between(before, finished) or 0.0) >= 0:
            before = (
                finished  # of times that run backwards the latest counts, or the next step seems to have taken both
            )
    if left_out := [sub_step for number, sub_step in enumerate(sub_steps) if number not in shown]:
        are_done = all(sub_step.is_done for sub_step in left_out)
        found.append(Notch(say("steps.more", count=len(left_out)), "done" if are_done else "waiting"))
    return found


def headline(progress: Progress | None, doing: str, studio: Studio = GIGGLE, *, has_own_song: bool = False) -> str:
    """What is going on now, in one phrase."""
    if doing:
        return say_at(studio.name, f"steps.{doing}")
    if progress is None:
        return say("steps.looking")
    if progress.payment_due:
        is_sent = progress.payment is not None and progress.payment.state == "sending"
        return say_at(studio.name, "steps.confirming" if is_sent else "steps.due")
    if progress.running is None:
        return say("steps.looking")
    return step_words(progress.running.name, studio, has_own_song=has_own_song)


def time_left(progress: Progress, *, is_punctual: bool = False) -> str:
    """The time left as an honest range; "" when there is nothing to say.

    Args:
        progress: the snapshot.
        is_punctual: whether the times are short and well known: then the last minute is told in parts.
    """
    if progress.is_slow:
        return say("steps.slow")
    if progress.seconds_left is None or progress.payment_due:
        return ""
    low_s, high_s = progress.seconds_left
    low, high = math.floor(low_s / _MINUTE_S), math.ceil(high_s / _MINUTE_S)
    if is_punctual and high_s <= _MOMENT_S:
        return say("steps.left_a_moment")
    if is_punctual and high_s <= _MINUTE_S / 2:
        return say("steps.left_under_half_a_minute")
    if high <= 1:
        return say("steps.left_under_a_minute")
    if is_punctual and low == 0:
        return say("steps.left_under", high=high)
    if low in (0, high):
        return say("steps.left_about", high=high)
    return say("steps.left_between", low=low, high=high)


def _shown(sub_steps: Sequence[SubStep], running: SubStep | None) -> frozenset[int]:
    """The places of the sub-steps to draw: all, or those that tell most."""
    if len(sub_steps) <= MOST_NOTCHES:
        return frozenset(range(len(sub_steps)))

    def rank(number: int) -> tuple[bool, bool, bool, int]:
        one = sub_steps[number]
        return one is not running, not one.has_failed, one.name not in _KNOWN, number

    return frozenset(sorted(range(len(sub_steps)), key=rank)[: MOST_NOTCHES - 1])


def _note(sub_step: SubStep, price_credits: int | None, took_s: float | None) -> str:
    if sub_step.name == "CalculatePrice" and price_credits is not None:
        return say("steps.credits", price=price_credits)
    if not sub_step.is_done or took_s is None or not 1 <= took_s < _LONGEST_TOOK_S:
        return ""
    return f"{int(took_s // _MINUTE_S)}:{int(took_s % _MINUTE_S):02d}"


def _state(sub_step: SubStep, running: SubStep | None) -> State:
    if sub_step.has_failed:
        return "failed"
    if sub_step.is_done:
        return "done"
    return "running" if sub_step is running else "waiting"


def _seconds_between(before: datetime | None, after: datetime | None) -> float | None:
    """None also between a time with a zone and one without: how far they are apart, nobody knows."""
    if before is None or after is None or (before.tzinfo is None) != (after.tzinfo is None):
        return None
    return (after - before).total_seconds()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None
