"""What is shown of a film before it is done: its song, the words with their times, a still of each shot."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mvdemo.film.encoder import write_song
from mvdemo.making import SONG_NAME, SungLine, keep_lines, still_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import av
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from mvdemo.film.shots import Shot
    from mvdemo.music import Song

_LONGEST_PX = 640
_QUALITY = 80


def keep_song(
    folder: Path, song: Song, sound: NDArray[np.float32], *, sample_rate: int, bit_rate: int, has_words: bool
) -> None:
    """Write the song for who waits; its lines only where the words are somebody's."""
    if has_words:
        keep_lines(folder, (SungLine(line.start_s, line.end_s, line.line.text) for line in song.lines))
    write_song(folder / SONG_NAME, sound, sample_rate, bit_rate)


class Stills:
    """Keeps the middle frame of each shot, small."""

    def __init__(self, folder: Path, shots: Sequence[Shot]) -> None:
        self._folder = folder
        # A frame counts for who watches when its shot is whole, but the middle of it shows more than its last one.
        self._names = {
            (shot.first + shot.last) // 2 + 1: still_name(number, len(shots)) for number, shot in enumerate(shots, 1)
        }

    def note(self, number: int, frame: av.VideoFrame) -> None:
        """Look at a frame that was painted; `number` from 1."""
        if (name := self._names.get(number)) is None:
            return
        share = min(1.0, _LONGEST_PX / max(frame.width, frame.height))
        small = frame.reformat(round(frame.width * share), round(frame.height * share), "rgb24")
        picture: Image.Image = small.to_image()  # type: ignore[no-untyped-call]  # Pillow's and PyAV's
        unfinished = self._folder / "still.part.jpg"
        with suppress(OSError):  # a film is not given up for want of a still
            picture.save(unfinished, "JPEG", quality=_QUALITY)
            unfinished.replace(self._folder / name)
