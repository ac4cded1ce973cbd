"""One film from order to file, in the ten sub-steps of the API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvdemo.film.camera import Scenery, headroom
from mvdemo.film.encoder import Writer, merge
from mvdemo.film.frames import Direction, painted_frames, poster
from mvdemo.film.grade import choose_grade, choose_shine, chorus_grade, exposed, graded
from mvdemo.film.keepsakes import Stills, keep_song
from mvdemo.film.light import MovingLight
from mvdemo.film.overlays import Overlays
from mvdemo.film.picture import backdrop_card, is_too_small, open_picture, places
from mvdemo.film.pulse import Pulse
from mvdemo.film.shots import Shot, Subject, plan_shots
from mvdemo.film.stage import with_room
from mvdemo.film.subtitles import LEAD_S, Subtitles
from mvdemo.film.weather import Weather
from mvdemo.film.words import made_text, title_text
from mvdemo.film.yuv import Still
from mvdemo.listening import Hearing, Wish, hear, sound_of
from mvdemo.making import SONG_NAME
from mvdemo.memory import give_back
from mvdemo.music import Song, compose
from mvdemo.music.rendering import SAMPLE_RATE, render

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from mvdemo.film.framing import Place
    from mvdemo.film.looks import Grade, Shine
    from mvdemo.film.order import FilmOrder
    from mvdemo.film.profile import Profile

_ODD_FORMAT = 1.62
"""From this much wider or higher than the screen on, the whole picture is shown as a card now and then."""

_HUNGRY = frozenset(
    {"GenerateMusic", "ShotStructure", "ImageGeneration", "OptimizePrompts", "VideoGeneration", "IntelligentMerge"}
)
"""What leaves much memory behind that nobody needs any more."""


class Cancelled(Exception):
    """The work was stopped because its event was set."""


def ignore(_: float) -> None:
    """Do nothing with a fraction."""


class Production:
    """Makes one film in ``folder``; every stage makes by itself what it needs of the earlier ones."""

    def __init__(self, order: FilmOrder, folder: Path, *, profile: Profile) -> None:
        self._order, self._folder, self._profile = order, folder, profile
        self._size = profile.size(is_portrait=order.is_portrait)
        self._seed = order.brief(profile.body_s).seed("film")
        self._cancelled: threading.Event | None = None
        self._on_fraction: Callable[[float], None] = ignore
        self._heard: Hearing | None = None

    @property
    def film(self) -> Path:
        """Where the film is once the last stage is done."""
        return self._folder / "film.mp4"

    @property
    def thumbnail(self) -> Path:
        """Where the thumbnail is once the footage is gathered."""
        return self._folder / "thumbnail.jpg"

    @property
    def duration_s(self) -> float:
        """How long the film is."""
        return self._song.duration_s

    @property
    def shot_count(self) -> int:
        """How many shots the film has."""
        return len(self._shots)

    def run(
        self, stage: str, *, on_fraction: Callable[[float], None] = ignore, cancelled: threading.Event | None = None
    ) -> None:
        """Do the work of a sub-step; one that has none here is done at once.

        Raises Cancelled when the event is set, PictureUnusable for a picture that cannot be read. A stage can be run
        again after a failure.
        """
        self._cancelled, self._on_fraction = cancelled, on_fraction
        self._check()
        self._folder.mkdir(parents=True, exist_ok=True)
        work: dict[str, Callable[[], object]] = {
            "GenerateMusic": self._keep_song,
            "GenerateMusicShot": lambda: self._song.kicks,
            "ShotStructure": lambda: self._shots,
            "CharacterCreate": lambda: self._stage,
            "ImageGeneration": lambda: self._scenery,
            "OptimizePrompts": lambda: self.direction,
            "VideoGeneration": self._encode,
            "ResourceDownload": self._gather,
            "IntelligentMerge": self._merge,
        }
        work.get(stage, lambda: None)()
        if stage in _HUNGRY:
            give_back()
        self._check()
        on_fraction(1.0)

    def _check(self) -> None:
        if self._cancelled is not None and self._cancelled.is_set():
            raise Cancelled

    @cached_property
    def _song(self) -> Song:
        if self._order.song is not None:
            return self._hearing(self._order.song).song
        return compose(self._order.brief(self._profile.body_s))

    def _render_song(self) -> NDArray[np.float32]:
        if self._order.song is None:
            return render(self._song, on_fraction=self._on_fraction, check=self._check)
        hearing = self._hearing(self._order.song)
        self._on_fraction(0.5)
        return sound_of(self._order.song, hearing, self._wish, self._check)

    @property
    def _wish(self) -> Wish:
        profile = self._profile
        return Wish(self._order.length == "30s", profile.longest_s, SAMPLE_RATE, profile.sound_bit_rate)

    def _hearing(self, song: Path) -> Hearing:
        if self._heard is None:
            self._heard = hear(song, self._wish, self._check)
        return self._heard

    def _keep_song(self) -> None:
        rates = {"sample_rate": SAMPLE_RATE, "bit_rate": self._profile.sound_bit_rate}
        keep_song(self._folder, self._song, self._render_song(), has_words=self._has_words, **rates)

    @property
    def _has_words(self) -> bool:
        """Whether the song's words are somebody's, and not hummed for a description."""
        return self._order.mode != "prompt" and bool(self._song.lines)

    @cached_property
    def _picture(self) -> Image.Image:
        return open_picture(self._order.picture, max(max(self._size) * 3 // 2, 256))

    @cached_property
    def _stage(self) -> tuple[Image.Image, tuple[Place, ...]]:
        """The picture, with room around it where a face needs it, and what to look at in it."""
        return with_room(self._picture, places(self._picture), self._size)

    @property
    def _has_card(self) -> bool:
        shape = self._size[0] / self._size[1]
        own = self._picture.width / self._picture.height
        return max(shape / own, own / shape) > _ODD_FORMAT or is_too_small(self._picture)

    @cached_property
    def _shots(self) -> tuple[Shot, ...]:
        subject = Subject(
            interests=len(self._stage[1]),
            has_card=self._has_card,
            is_small=is_too_small(self._picture),
            is_portrait=self._order.is_portrait,
            has_faces=self._stage[1][0].is_face,
        )
        return plan_shots(self._song, self._profile.fps, subject, seed=self._seed)

    @cached_property
    def _scenery(self) -> Scenery:
        grade, shine, _ = self._look
        (staged, looked_at), small = self._stage, is_too_small(self._picture)
        faces = [place.box for place in looked_at if place.is_face and place.box]
        lit = exposed(staged, faces)
        picture = graded(lit, grade, faces)
        card = None
        if self._has_card:
            whole = picture if staged is self._picture else graded(exposed(self._picture), grade)
            card = Still.of(backdrop_card(whole, (self._size[0] * 5 // 4, self._size[1] * 5 // 4)))
        if card and small:
            return Scenery(card, card, looked_at)
        return Scenery(Still.of(picture), card, looked_at, Still.of(graded(lit, chorus_grade(grade, shine), faces)))

    @property
    def _look(self) -> tuple[Grade, Shine, str]:
        """The grade, the light that moves, and the weather."""
        order = self._order
        words = f"{order.prompt} {order.style} {order.title}"
        grade, weather = choose_grade(order.scene, words)
        return grade, choose_shine(grade, order.scene or words), weather

    @cached_property
    def direction(self) -> Direction:
        """Everything that decides what the film looks like."""
        order = self._order
        grade, shine, weather = self._look
        song, size = self._song, self._size
        framed = [shot for shot in self._shots if shot.section in {"intro", "outro"}]
        is_sung = self._has_words and order.subtitles
        overlays = Overlays(
            order, song, size, brightness=self._scenery.brightness, clear=headroom(framed, self._scenery, size),
            words_from_s=song.lines[0].notes[0].start_s - LEAD_S if is_sung else None,
        )  # fmt: skip
        words: Subtitles | Pulse | None = None
        if is_sung:
            words = Subtitles(song, size, overlays.title_end_s, overlays.end_card_s)
        elif order.mode == "prompt":
            idea = order.prompt if order.subtitles else ""
            words = Pulse(song, size, (overlays.title_end_s, overlays.end_card_s), idea)
        return Direction(
            song=song,
            shots=self._shots,
            scenery=self._scenery,
            size=size,
            fps=self._profile.fps,
            vignette=grade.vignette,
            light=MovingLight(shine, song, size, self._seed % 2**32),
            weather=Weather(weather, size, self._seed % 2**32),
            overlays=overlays,
            words=words,
        )

    @property
    def _footage(self) -> Path:
        return self._folder / "footage.mp4"

    def _encode(self) -> None:
        unfinished = self._footage.with_suffix(".part.mp4")
        direction = self.direction
        frames = painted_frames(direction, self._check)
        stills = Stills(self._folder, self._shots)
        try:
            with Writer(unfinished, self._profile, self._size) as writer:
                for number, frame in enumerate(frames, 1):
                    stills.note(number, frame)
                    writer.write(frame)
                    self._on_fraction(number / direction.frame_count)
            unfinished.replace(self._footage)
        finally:
            frames.close()
            unfinished.unlink(missing_ok=True)

    def _gather(self) -> None:
        picture: Image.Image = poster(self.direction).to_image()  # type: ignore[no-untyped-call]  # Pillow's and PyAV's
        picture.thumbnail((640, 640))
        unfinished = self.thumbnail.with_suffix(".part.jpg")
        picture.save(unfinished, "JPEG", quality=88)
        unfinished.replace(self.thumbnail)

    def _merge(self) -> None:
        if not self._footage.is_file():
            self._encode()
        song = self._folder / SONG_NAME
        if not song.is_file():
            self._keep_song()
        made = made_text(self._order)
        told = {"title": title_text(self._order), "comment": made, "description": made}
        merge(self._footage, song, self.film, told)
        self._footage.unlink(missing_ok=True)
