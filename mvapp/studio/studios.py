"""The studios that make videos. Each answers for itself what the app would otherwise have to ask about it everywhere.

Another studio is a class here that answers, its words in `text` (see `say_at`), and its place in `connection`.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final, Protocol

from mvapp.studio.demo import Sung, demo_studio, sung
from mvclient import Progress
from mvclient.api import DEFAULT_BASE_URL

_LOOKS_A_SECOND: Final = 8
"""At films that wait in the demo studio's line, which is in this process."""


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

    def foreseen(self, progress: Progress) -> Progress:
        """The snapshot with the time left as this studio foresees it."""

    def place_in_line(self, project_id: str) -> int:
        """How many films it makes before this one."""

    def film(self, project_id: str) -> Path | None:
        """The finished film as a file of this machine; None where it is a link."""

    def thumbnail(self, project_id: str) -> Path | None:
        """A still of that film; None where it is a link, or not there."""

    def sings(self, lyrics: str, *, style: str, title: str, scene: str) -> Sung | None:
        """What its film would make of lyrics; None where nobody can tell beforehand."""


@dataclass(frozen=True)
class GiggleStudio:
    """Giggle.pro, or what is put in its place for a rehearsal."""

    base_url: str = DEFAULT_BASE_URL
    name: ClassVar = "giggle"
    icon: ClassVar = "check_circle"
    charges: ClassVar = True
    knows_samples: ClassVar = False
    fetches_links: ClassVar = True
    has_public_links: ClassVar = True
    forgets: ClassVar = False
    is_punctual: ClassVar = False
    polls_every_s: ClassVar = 3.0
    draws_every_s: ClassVar = 3.0

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


@dataclass(frozen=True)
class DemoStudio:
    """The demo studio of this process, which starts when it is first asked."""

    name: ClassVar = "demo"
    icon: ClassVar = "theater_comedy"
    charges: ClassVar = False
    knows_samples: ClassVar = True
    fetches_links: ClassVar = False
    has_public_links: ClassVar = False
    forgets: ClassVar = True
    is_punctual: ClassVar = True
    draws_every_s: ClassVar = 1.0

    @property
    def polls_every_s(self) -> float:
        """Often, for it is near; the longer the line, the more rarely who comes last."""
        return max(1.0, demo_studio().waiting / _LOOKS_A_SECOND)

    @property
    def base_url(self) -> str:
        """On a port that is known once it runs."""
        return demo_studio().base_url

    def foreseen(self, progress: Progress) -> Progress:
        """As it works; Giggle's usual times mean nothing there."""
        left = demo_studio().time_left(progress.project_id)
        if left is None:
            return replace(progress, seconds_left=None, is_slow=False)
        return replace(progress, seconds_left=(left.low_s, left.high_s), is_slow=left.is_slow)

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


GIGGLE: Final = GiggleStudio()
DEMO: Final = DemoStudio()
