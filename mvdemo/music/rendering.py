"""From a composed song to samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.memory import give_back
from mvdemo.music.mastering import master
from mvdemo.music.mixing import levelled, mix
from mvdemo.music.parallel import in_pairs
from mvdemo.music.stems import STEMS, render_stem

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvdemo.music.song import Song
    from mvdemo.music.spectrum import Floats

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
    """The finished song, (2, samples) at -14 LUFS; ``check`` is called often and may raise to stop."""
    wanted = [name for name in STEMS if name in {"drums", "voice"} or song.parts.get(name)]
    done: list[str] = []

    def stem(name: str) -> Floats:
        check()
        sound = levelled(song, name, render_stem(song, name, sample_rate, check))
        done.append(name)
        on_fraction(0.75 * len(done) / len(wanted))
        return sound

    stems = dict(zip(wanted, in_pairs(stem, wanted), strict=True))
    check()
    give_back()
    mixed = mix(song, stems, sample_rate)
    on_fraction(0.88)
    check()
    give_back()
    finished = master(np.ascontiguousarray(mixed), sample_rate)
    on_fraction(1.0)
    return finished
