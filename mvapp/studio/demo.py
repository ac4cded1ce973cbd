"""The demo studio inside the app: started once per process, on a free port of this machine; or one for all replicas.

The only module that imports `mvdemo`, and only when the studio is needed: its renderer is heavy to load.
"""

import contextlib
import logging
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from mvapp.studio.configuration import data_folder, demo_address, demo_profile, demo_step_s
from mvclient import ConfigurationError

if TYPE_CHECKING:
    from mvapp.studio.distant_demo import DistantStudio
    from mvdemo import DemoStudio

_log = logging.getLogger(__name__)

_MOST_STUDIOS: Final = 8
_MOST_LETTERS: Final = 12
_MOST_WAITING_EACH: Final = 10
"""Films of one session in the line, which is fair besides."""
PREVIEWS: Final = Path(__file__).with_name("samples")
SAMPLES: Final = ("sample-beach", "sample-city", "sample-meadow")
"""The pictures of our own making, by the names that the demo studio knows."""
DEMO_KEY: Final = "demo"  # the demo studio takes any key


@dataclass(frozen=True)
class Sung:
    """What a film of the demo studio makes of lyrics."""

    lines: int
    """How many of them it sings; it is half a minute long."""
    of: int
    """How many could be sung."""
    unseen: str
    """The letters that it has no shapes for: they are neither shown nor really sung."""


class ClosedStudio:
    """A demo studio that could not start: it has no films, and says so to whoever wants one made."""

    @property
    def base_url(self) -> str:
        """Nowhere."""
        raise ConfigurationError(
            "The demo studio of this app cannot start.", advice="Whoever runs the app finds the reason in its log."
        )

    def film(self, project_id: str) -> None:
        """None."""

    def thumbnail(self, project_id: str) -> None:
        """None."""

    def time_left(self, project_id: str) -> None:
        """Nobody knows."""

    def cancel(self, project_id: str) -> None:
        """Nothing is at work."""

    def picture(self, project_id: str) -> None:
        """None."""

    def song(self, project_id: str) -> None:
        """None."""

    def shots(self, project_id: str) -> None:
        """None."""

    def still(self, project_id: str, name: str) -> None:
        """None."""

    def sung_lines(self, project_id: str) -> tuple[()]:  # noqa: ARG002 - as the studio that is open
        """None."""
        return ()

    @property
    def waiting(self) -> int:
        """Nobody is."""
        return 0

    def queue_position(self, project_id: str) -> int:  # noqa: ARG002 - as the studio that is open
        """Nobody is ahead."""
        return 0


def is_demo_project(project_id: str) -> bool:
    """Whether a project was made by a demo studio, which its id tells."""
    return project_id.startswith("demo-")


@cache
def sample_preview(name: str) -> bytes:
    """A small copy of one of `SAMPLES`, as a JPEG; it comes with the app, because drawing one takes seconds."""
    return (PREVIEWS / f"{name}.jpg").read_bytes()


def sample_picture(name: str) -> bytes:
    """One of `SAMPLES`, as JPEG."""
    from mvdemo.film.samples import picture  # noqa: PLC0415 - as below

    return picture(name)


@lru_cache(maxsize=64)
def sung(lyrics: str, style: str, title: str, scene: str) -> Sung:
    """What a film of these words sings, found by composing its song; that takes some milliseconds."""
    from mvdemo.film import PROFILES, FilmOrder  # noqa: PLC0415 - as below
    from mvdemo.film.fonts import drawable  # noqa: PLC0415 - as below
    from mvdemo.music import compose  # noqa: PLC0415 - as below
    from mvdemo.music.lyrics import lines  # noqa: PLC0415 - as below

    order = FilmOrder("custom", "16:9", b"", title=title, lyrics=lyrics, style=style, scene=scene)
    brief = order.brief(PROFILES[demo_profile()].body_s)
    song, there = compose(brief), {line.text for line in lines(brief.lyrics)}  # without chords and time stamps
    letters = sorted({letter for text in there for letter in text if letter.isalpha()})
    unseen = "".join(letter for letter in letters if not drawable(letter))
    return Sung(len(there & {one.line.text for one in song.lines}), len(there), unseen[:_MOST_LETTERS])


def longest_song_s() -> float:
    """How many seconds of a visitor's own song a film plays at most."""
    from mvdemo.film import PROFILES  # noqa: PLC0415 - as below

    return PROFILES[demo_profile()].longest_s


def opening_crop(picture: bytes, aspect: str) -> tuple[float, float, float, float]:
    """The part of a picture that a film begins with: left, top, right, bottom, in shares of it."""
    from mvdemo.film import opening_crop as crop_of  # noqa: PLC0415 - as below

    return crop_of(picture, aspect)


def demo_studio() -> "DemoStudio | DistantStudio | ClosedStudio":
    """The demo studio of this process, running, or the one that all replicas share.

    One that could not start is tried again by the next call.
    """
    if address := demo_address():
        return _distant_studio(address)
    try:
        studio = _running_studio()
    except Exception as error:  # noqa: BLE001 - a folder, a port, a library: no page may end because of any of them
        _log_once(f"{type(error).__name__}: {error}")
        _trouble.add(type(error).__name__)
        return ClosedStudio()
    _trouble.clear()
    return studio


def could_not_start() -> bool:
    """Whether the last attempt to start the demo studio failed."""
    return bool(_trouble)


_trouble: Final[set[str]] = set()


@cache
def _log_once(reason: str) -> None:
    _log.error("The demo studio cannot start (%s).", reason)


@st.cache_resource(show_spinner=False)
def _distant_studio(address: str) -> "DistantStudio":
    from mvapp.studio.distant_demo import DistantStudio  # noqa: PLC0415 - only who needs it waits for it

    return DistantStudio(address, DEMO_KEY)


@st.cache_resource(show_spinner=False)
def _running_studio() -> "DemoStudio":
    return _start()


def _start() -> "DemoStudio":
    # Loads NumPy and PyAV, which the first page does not need.
    from mvdemo import DemoStudio, FolderInUse, Limits  # noqa: PLC0415 - only who needs the demo studio waits for it

    profile, step_s, data = demo_profile(), demo_step_s(), data_folder()
    how: dict[str, Any] = {"admin_secret": None, "limits": Limits(waiting_each=_MOST_WAITING_EACH)} | (
        {} if step_s is None else {"step_s": step_s}
    )
    if data is None:
        raise OSError("There is no folder for it: set MV_DATA_DIR.")
    for number in range(1, _MOST_STUDIOS + 1):
        folder = data / ("demo-studio" if number == 1 else f"demo-studio-{number}")
        with contextlib.suppress(FolderInUse):  # another process of the app has this one
            return DemoStudio(folder, profile=profile, **how).start()
    return DemoStudio(Path(mkdtemp(prefix="mv-studio-")), profile=profile, **how).start()
