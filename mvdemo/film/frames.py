"""The frames of a film, painted one after the other in a thread of their own."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.camera import Panel, Scenery, set_up
from mvdemo.film.encoder import new_frame
from mvdemo.film.shots import Shot
from mvdemo.film.warp import Lens, vignette
from mvdemo.film.yuv import Bytes, Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import av

    from mvdemo.film.light import MovingLight
    from mvdemo.film.overlays import Overlays
    from mvdemo.film.pulse import Pulse
    from mvdemo.film.subtitles import Subtitles
    from mvdemo.film.weather import Weather
    from mvdemo.music import Song

_QUEUE = 3
_LIVELY = 0.45
_LIT_S = 0.4
"""How far into the chorus the poster is."""


@dataclass(frozen=True)
class Direction:
    """Everything that decides what a film looks like."""

    song: Song
    shots: tuple[Shot, ...]
    scenery: Scenery
    size: tuple[int, int]
    fps: int
    vignette: float
    light: MovingLight
    weather: Weather
    overlays: Overlays
    words: Subtitles | Pulse | None
    """What is sung, or what plays along where nothing is written."""

    @property
    def frame_count(self) -> int:
        """How many frames the film has."""
        return self.shots[-1].last


class Painter:
    """Paints frames in their order."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction
        self._light = vignette(*direction.size, direction.vignette)
        self._kicks = np.array(direction.song.kicks)
        self._panels: dict[int, tuple[Panel, ...]] = {}
        self._lens = Lens()
        self._under = Canvas.blank(*direction.size)

    def paint(self, number: int, canvas: Canvas) -> None:
        """Paint frame ``number`` onto a canvas; frames come in rising order."""
        direction = self._direction
        index = next(i for i, shot in enumerate(direction.shots) if number < shot.last)
        shot = direction.shots[index]
        time_s = number / direction.fps
        exposure = direction.overlays.exposure(time_s)
        weather = direction.weather.at(time_s, min(exposure / 0.45, 1.0))
        self._shoot(index, number, canvas, weather)
        into = number - shot.first + 1
        if into <= shot.dissolve and index:
            self._shoot(index - 1, number, self._under, weather)
            share = into / (shot.dissolve + 1)
            weight = np.uint16(round(256 * share * share * (3 - 2 * share)))
            for over, under in zip(canvas.planes, self._under.planes, strict=True):
                over[...] = (over * weight + under * (np.uint16(256) - weight)) >> 8
        direction.light.shine(canvas, time_s, exposure)
        direction.overlays.letterbox(canvas, time_s)
        if direction.words:
            direction.words.draw(canvas, time_s)
        direction.overlays.titles(canvas, time_s)
        direction.overlays.mark(canvas)

    def _shoot(self, index: int, number: int, canvas: Canvas, weather: tuple[Bytes, Bytes] | None) -> None:
        direction = self._direction
        shot = direction.shots[index]
        for old in [key for key in self._panels if key < index - 1]:
            del self._panels[old]
        if index not in self._panels:
            self._panels[index] = set_up(shot, direction.scenery, direction.size)
        panels = self._panels[index]
        time_s = number / direction.fps
        after = direction.shots[index + 1].dissolve if index + 1 < len(direction.shots) else 0
        progress = (number - shot.first) / max(shot.last + after - shot.first - 1, 1)
        beat = self._beat(time_s) if shot.section == "chorus" and direction.song.style.energy > _LIVELY else 0.0
        bright = direction.overlays.exposure(time_s) * (1 + 0.05 * beat)
        light = self._light.exposed(bright)
        if len(panels) > 1:
            canvas.black_rows(0, canvas.y.shape[0])
        for panel in panels:
            self._lens.shoot(
                panel.still, panel.window(min(progress, 1.0), 0.022 * beat), canvas, panel.at, light,
                shift=2.2 * beat * direction.song.style.energy, weather=weather, is_flipped=panel.is_flipped,
                bar=direction.overlays.bar(time_s),
            )  # fmt: skip

    def _beat(self, time_s: float) -> float:
        """1 on a kick, dying away after it."""
        position = int(np.searchsorted(self._kicks, time_s + 1e-6)) - 1
        strength = float(np.exp(-(time_s - self._kicks[position]) / 0.11)) if position >= 0 else 0.0
        return strength if strength > 0.02 else 0.0


def poster(direction: Direction) -> av.VideoFrame:
    """The film in one frame: the subject whole in the chorus's light, without words, nothing between two shots."""
    frame, canvas = new_frame(direction.size)
    lens, light = Lens(), vignette(*direction.size, direction.vignette)
    time_s = direction.song.section("chorus").start_s + _LIT_S
    for panel in set_up(Shot(0, 2, "chorus", "wide", 0, 0), direction.scenery, direction.size):
        lens.shoot(panel.still, panel.window(1.0, 0), canvas, panel.at, light, weather=direction.weather.at(time_s))
    direction.light.shine(canvas, time_s, 1.0)
    direction.overlays.mark(canvas)
    return frame


def painted_frames(direction: Direction, check: Callable[[], None]) -> Generator[av.VideoFrame, None, None]:
    """Yield all frames of a film while a thread paints ahead; closing the iterator stops the thread.

    Raises what the painter raises; ``check`` is called for each frame and may raise to stop.
    """
    ahead: queue.Queue[av.VideoFrame | BaseException | None] = queue.Queue(_QUEUE)
    stopped = threading.Event()

    def put(item: av.VideoFrame | BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                ahead.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            painter = Painter(direction)
            for number in range(direction.frame_count):
                frame, canvas = new_frame(direction.size)
                painter.paint(number, canvas)
                if not put(frame):
                    return
            put(None)
        except BaseException as problem:  # noqa: BLE001 - handed to the thread that waits
            put(problem)

    thread = threading.Thread(target=work, name="film-painter", daemon=True)
    thread.start()
    try:
        while (item := ahead.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            check()
            yield item
    finally:
        stopped.set()
        thread.join()
