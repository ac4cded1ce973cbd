"""From a composed song to samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .mastering import master
from .mixing import levelled, mix
from .song import Song
from .spectrum import Floats
from .stems import STEMS, render_stem

SAMPLE_RATE = 48000


def _ignore(_: float) -> None:
    """Do nothing with a fraction."""


def _go_on() -> None:
    """Never stop."""


def render(
    song: Song,
    *,
    sample_rate: int = SAMPLE_RATE,
    on_fraction: Callable[[float], None] = _ignore,
    check: Callable[[], None] = _go_on,
) -> Floats:
    """Return the finished song, (2, samples) at -14 LUFS; ``check`` is called often and may raise to stop."""
    stems: dict[str, Floats] = {}
    for index, name in enumerate(STEMS):
        check()
        if name in {"drums", "voice"} or song.parts.get(name):
            stems[name] = levelled(song, name, render_stem(song, name, sample_rate, check))
        on_fraction(0.75 * (index + 1) / len(STEMS))
    mixed = mix(song, stems, sample_rate)
    on_fraction(0.88)
    check()
    finished = master(np.ascontiguousarray(mixed), sample_rate)
    on_fraction(1.0)
    return finished
