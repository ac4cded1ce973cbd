"""Everything drawn over the picture: letterbox, title, end card and, last of all, the demo mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.film.lettering import WHITE, draw_block
from mvdemo.film.sprite import Sprite
from mvdemo.film.words import made_text, mark_text, title_text

if TYPE_CHECKING:
    from mvdemo.film.order import FilmOrder
    from mvdemo.film.yuv import Canvas
    from mvdemo.music import Song

_OPENING_S, _CINEMA = 1.3, 2.39
_POSTER = 0.5
"""How much of the dimming under the title the very first frame is spared: a player shows it before it plays."""
_MARK_OPACITY = 0.82
_END_CARD_S = 3.6


def smooth(value: float) -> float:
    """Ease a value from 0 to 1, held at both ends."""
    value = min(max(value, 0.0), 1.0)
    return value * value * (3 - 2 * value)


class Overlays:
    """Titles and marks of one film on a screen of ``size``.

    ``brightness`` (0 to 1) is that of the whole picture, ``clear`` the share of the screen's height above and below
    that is free of faces under the bars, ``words_from_s`` when the first words stand there that are not the title.
    """

    def __init__(
        self, order: FilmOrder, song: Song, size: tuple[int, int], *, brightness: float, clear: float = 1.0,
        words_from_s: float | None = None,
    ) -> None:  # fmt: skip
        width, height = size
        short = min(size)
        self._size = size
        self._title_light = min(max(1.3 - 0.7 * brightness, 0.45), 1.0)
        self._duration_s = song.duration_s
        body_s = song.bars[-1]
        self._verse_s = next((part.end_s for part in song.sections if part.name == "intro"), body_s * 0.4)
        self._clear = clear
        ending = self._verse_s + 0.2 if words_from_s is None else min(self._verse_s + 0.2, words_from_s)
        self.title_end_s = max(ending, 1.6)
        """When the title is gone."""
        self._end_s = max(song.duration_s - _END_CARD_S, body_s * 0.6)
        title = title_text(order)
        shown = title.upper() if title.isascii() and len(title) <= 30 else title
        big = round(short * (0.115 if width > height else 0.105))
        spaced, most = (0.14, 2) if len(title) <= 30 else (0.04, 3 if width > height else 5)
        self._title = Sprite.of(
            draw_block(shown, big, "regular", WHITE, round(width * 0.84), tracking=spaced, shadow=1.0, most=most)
        )
        half = (self._title.size[1] - big) / 2 / height
        self._title_at = min(0.745 if width > height else 0.72, 0.85 - half)  # low, where faces are not
        self._title_small = Sprite.of(
            draw_block(
                shown, round(big * 0.62), "light", WHITE, round(width * 0.8), tracking=spaced, shadow=0.5, most=most
            )
        )
        small = max(9, round(short * 0.033))
        self._made = Sprite.of(
            draw_block(made_text(order), small, "regular", WHITE, round(width * 0.86), tracking=0.04, shadow=0.6)
        )
        self._mark = Sprite.of(
            draw_block(
                mark_text(order), max(9, round(short * 0.027)), "regular", WHITE, width // 2, tracking=0.03, shadow=0.9
            )
        )

    @property
    def end_card_s(self) -> float:
        """When the end card begins to come."""
        return self._end_s

    def exposure(self, time_s: float) -> float:
        """How bright the picture is: it dims under titles and goes dark with the last note."""
        dimmed = 1 - 0.55 * smooth((time_s - self._end_s) / 1.2)
        lowered = _POSTER + (1 - _POSTER) * smooth(time_s / _OPENING_S)
        titled = 1 - (1 - self._title_light) * lowered * smooth((self.title_end_s - time_s) / 0.5)
        return titled * dimmed * smooth((self._duration_s - 0.05 - time_s) / 0.9)

    def titles(self, canvas: Canvas, time_s: float) -> None:
        """Draw title and end card."""
        self._opening(canvas, time_s)
        self._ending(canvas, time_s)

    def mark(self, canvas: Canvas) -> None:
        """Draw the demo mark; always the last thing on a frame."""
        width, _ = self._size
        edge = min(self._size) // 36
        margin = max(2, round(min(self._size) * 0.027) // 2)
        left = (width - self._mark.size[0] - edge + margin) // 2 * 2
        self._mark.blend(canvas, left, max(edge - margin, 0) // 2 * 2, _MARK_OPACITY)

    def bar(self, time_s: float) -> int:
        """How many rows the black bars have above and below, an even number.

        They glide in over the whole picture, leave with the verse and come back at the end.
        """
        width, height = self._size
        bars = min((height - width / _CINEMA) / 2 if width > height else height * 0.13, height * self._clear)
        framed = smooth(time_s / _OPENING_S)
        away = smooth((time_s - self._verse_s + 0.35) / 0.7)
        back = smooth((time_s - self._end_s) / 1.4)
        bar = bars * (framed * (1 - away) + back)
        return round(bar / 2) * 2

    def letterbox(self, canvas: Canvas, time_s: float) -> None:
        """Draw the black bars."""
        rows, height = self.bar(time_s), self._size[1]
        if rows > 0:
            canvas.black_rows(0, rows)
            canvas.black_rows(height - rows, height)

    def _opening(self, canvas: Canvas, time_s: float) -> None:
        self._centred(canvas, self._title, self._title_at, smooth((self.title_end_s - time_s) / 0.6))

    def _ending(self, canvas: Canvas, time_s: float) -> None:
        out = smooth((self._duration_s - 0.1 - time_s) / 0.5)
        below = 0.815  # low, where faces are not, and above the bar
        above = below - (self._title_small.size[1] * 0.5 + self._made.size[1] * 0.32) / self._size[1]
        self._centred(canvas, self._title_small, above, smooth((time_s - self._end_s - 0.3) / 0.8) * out)
        self._centred(canvas, self._made, below, smooth((time_s - self._end_s - 0.7) / 0.8) * out)

    def _centred(self, canvas: Canvas, sprite: Sprite, at: float, opacity: float) -> None:
        width, height = self._size
        if opacity > 0:
            left = (width - sprite.size[0]) // 4 * 2
            sprite.blend(canvas, left, round((height * at - sprite.size[1] / 2) / 2) * 2, opacity)
