"""The studios that make videos. Each answers for itself what the app would otherwise have to ask about it everywhere.

Another studio is a class here that answers, its words in `text` (see `say_at`), and its place in `connection`.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final, Protocol

from mvapp.studio.configuration import takes_own_songs
from mvapp.studio.demo import Sung, demo_studio, longest_song_s, opening_crop, sung
from mvapp.studio.making import Shots, SungLine
from mvclient import Progress
from mvclient.api import DEFAULT_BASE_URL

_LOOKS_A_SECOND: Final = 8
"""At films that wait in the demo studio's line, which is in this process."""


Crop = tuple[float, float, float, float]
"""Left, top, right, bottom, in shares of a picture."""


class Studio(Protocol):
    """What the app asks of a studio."""

    @property
    def name(self) -> str:
        """What its own words end in, for `say_at`."""

    @property
    def icon(self) -> str:
        """Of its mark in the bar."""

    @property
    def charges(self) -> bool:
        """Whether anything costs money there; then it needs a key, and a yes for a project that nobody here began."""

    @property
    def knows_samples(self) -> bool:
        """Whether it has our sample pictures by name."""

    @property
    def fetches_links(self) -> bool:
        """Whether a link to a picture, or an asset of Giggle's, is of use there."""

    @property
    def takes_songs(self) -> bool:
        """Whether a film can be made of a song that the visitor brings."""

    @property
    def shows_lyrics_of_songs(self) -> bool:
        """Whether it reads the words that come in the tags of such a song."""

    @property
    def longest_song_s(self) -> float | None:
        """How much of a song that the visitor brings is filmed at most; None where nobody can tell."""

    @property
    def has_public_links(self) -> bool:
        """Whether anybody can open the links to its films; such links end."""

    @property
    def forgets(self) -> bool:
        """Whether a project that it does not know may have been there."""

    @property
    def is_punctual(self) -> bool:
        """Whether its times are short and well known, so that the last minute is told in parts."""

    @property
    def polls_every_s(self) -> float:
        """Between two looks at a project."""

    @property
    def draws_every_s(self) -> float:
        """Between two drawings of its progress."""

    @property
    def base_url(self) -> str:
        """The address of its API; raises ConfigurationError when there is none."""

    @property
    def cancels(self) -> bool:
        """Whether it can stop the making of a film."""

    @property
    def plays_early(self) -> bool:
        """Whether the song can be heard before the film is there."""

    def __hash__(self) -> int:
        """What it says may be remembered by it."""

    def foreseen(self, progress: Progress) -> Progress:
        """The snapshot with the time left, and how much of the wait is over, as this studio foresees it."""

    def place_in_line(self, project_id: str) -> int:
        """How many films it makes before this one."""

    def film(self, project_id: str) -> Path | None:
        """The finished film as a file of this machine; None where it is a link."""

    def thumbnail(self, project_id: str) -> Path | None:
        """A still of that film; None where it is a link, or not there."""

    def sings(self, lyrics: str, *, style: str, title: str, scene: str) -> Sung | None:
        """What its film would make of lyrics; None where nobody can tell beforehand."""

    def opening_crop(self, picture: bytes, aspect: str) -> Crop | None:
        """The part of a picture that its film begins with; None where nobody can tell beforehand."""

    def cancel(self, project_id: str) -> None:
        """Stop work on a project and forget it, where it can."""

    def picture(self, project_id: str) -> bytes | None:
        """The picture that a film is made of, while it is made; None where it does not hand it out."""

    def song(self, project_id: str) -> Path | None:
        """The song as a file, as soon as it is written; None where it is not handed out."""

    def shots(self, project_id: str) -> Shots | None:
        """How far the filming is; None where nobody is told."""

    def sung_lines(self, project_id: str) -> tuple[SungLine, ...]:
        """The words with their times; none where they are not told."""


@dataclass(frozen=True)
class GiggleStudio:
    """Giggle.pro, or what is put in its place for a rehearsal."""

    base_url: str = DEFAULT_BASE_URL
    name: ClassVar = "giggle"
    icon: ClassVar = "check_circle"
    charges: ClassVar = True
    knows_samples: ClassVar = False
    fetches_links: ClassVar = True
    shows_lyrics_of_songs: ClassVar = False
    longest_song_s: ClassVar = None
    has_public_links: ClassVar = True
    forgets: ClassVar = False
    is_punctual: ClassVar = False
    cancels: ClassVar = False
    plays_early: ClassVar = False
    polls_every_s: ClassVar = 3.0
    draws_every_s: ClassVar = 3.0

    @property
    def takes_songs(self) -> bool:
        """As far as whoever runs the app knows: Giggle's own skills have the mode, its documentation does not."""
        return takes_own_songs()

    def foreseen(self, progress: Progress) -> Progress:
        """As the client reckons it from Giggle's usual times."""
        return progress

    def place_in_line(self, project_id: str) -> int:  # noqa: ARG002 - as others
        """Nobody is told."""
        return 0

    def film(self, project_id: str) -> None:
        """It is a link."""

    def thumbnail(self, project_id: str) -> None:
        """It is a link."""

    def sings(self, lyrics: str, *, style: str, title: str, scene: str) -> None:
        """A model's business."""

    def opening_crop(self, picture: bytes, aspect: str) -> None:
        """A model's business."""

    def cancel(self, project_id: str) -> None:
        """It has no such call."""

    def picture(self, project_id: str) -> None:
        """It does not hand it out."""

    def song(self, project_id: str) -> None:
        """It does not hand it out."""

    def shots(self, project_id: str) -> None:
        """Nobody is told."""

    def sung_lines(self, project_id: str) -> tuple[SungLine, ...]:  # noqa: ARG002 - as others
        """Nobody is told."""
        return ()


@dataclass(frozen=True)
class DemoStudio:
    """The demo studio of this process, which starts when it is first asked."""

    name: ClassVar = "demo"
    icon: ClassVar = "theater_comedy"
    charges: ClassVar = False
    knows_samples: ClassVar = True
    fetches_links: ClassVar = False
    takes_songs: ClassVar = True
    shows_lyrics_of_songs: ClassVar = True
    has_public_links: ClassVar = False
    forgets: ClassVar = True
    is_punctual: ClassVar = True
    cancels: ClassVar = True
    plays_early: ClassVar = True
    draws_every_s: ClassVar = 1.0

    @property
    def polls_every_s(self) -> float:
        """Often, for it is near; the longer the line, the more rarely who comes last."""
        return max(1.0, demo_studio().waiting / _LOOKS_A_SECOND)

    @property
    def longest_song_s(self) -> float:
        """As its films are made."""
        return longest_song_s()

    @property
    def base_url(self) -> str:
        """On a port that is known once it runs."""
        return demo_studio().base_url

    def foreseen(self, progress: Progress) -> Progress:
        """As it works; Giggle's usual times mean nothing there."""
        left = demo_studio().time_left(progress.project_id)
        if left is None:
            is_over = progress.is_finished or progress.is_failed
            fraction = progress.fraction if is_over else 0.0
            return replace(progress, fraction=fraction, seconds_left=None, is_slow=False)
        foreseen = (left.low_s, left.high_s)
        return replace(progress, fraction=left.fraction, seconds_left=foreseen, is_slow=left.is_slow)

    def place_in_line(self, project_id: str) -> int:
        """One film is made at a time."""
        return demo_studio().queue_position(project_id)

    def cancel(self, project_id: str) -> None:
        """Stop work on a project and forget it."""
        demo_studio().cancel(project_id)

    def film(self, project_id: str) -> Path | None:
        """A file in its folder."""
        return demo_studio().film(project_id)

    def thumbnail(self, project_id: str) -> Path | None:
        """Beside the film."""
        return demo_studio().thumbnail(project_id)

    def sings(self, lyrics: str, *, style: str, title: str, scene: str) -> Sung:
        """As its composer lays them out."""
        return sung(lyrics, style, title, scene)

    def opening_crop(self, picture: bytes, aspect: str) -> Crop:
        """As its camera finds faces, or what draws the eye."""
        return opening_crop(picture, aspect)

    def picture(self, project_id: str) -> bytes | None:
        """As it was sent."""
        return demo_studio().picture(project_id)

    def song(self, project_id: str) -> Path | None:
        """Beside the film that is made of it."""
        return demo_studio().song(project_id)

    def shots(self, project_id: str) -> Shots | None:
        """As it films."""
        told = demo_studio().shots(project_id)
        return None if told is None else Shots(told.done, told.count, demo_studio().still(project_id, told.still))

    def sung_lines(self, project_id: str) -> tuple[SungLine, ...]:
        """As its singer sings them."""
        return tuple(SungLine(one.start_s, one.end_s, one.text) for one in demo_studio().sung_lines(project_id))


GIGGLE: Final = GiggleStudio()
DEMO: Final = DemoStudio()
