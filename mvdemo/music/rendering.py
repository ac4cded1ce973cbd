"""From a composed song to samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.memory import give_back
from mvdemo.music.mastering import master, ride
from mvdemo.music.mixing import Desk, levelled
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

    desk = Desk(song, sample_rate)
    for pair in (wanted[first : first + 2] for first in range(0, len(wanted), 2)):
        # No more than two at a time: all stems at once were half of what a whole film needs.
        for name, sound in zip(pair, in_pairs(stem, pair), strict=True):
            desk.add(name, sound)
        check()
    give_back()
    mixed = desk.mixed()
    del desk
    ride(mixed, song, sample_rate)
    on_fraction(0.88)
    check()
    give_back()
    finished = master(mixed, sample_rate)
    on_fraction(1.0)
    return finished
