"""What there is to look at while a film is made: the person's picture in the film's shape, then scene after scene."""

from dataclasses import dataclass
from html import escape
from typing import Final

from mvapp.browser import media
from mvapp.studio.job import Job
from mvapp.studio.making import Shots
from mvapp.studio.studios import Studio
from mvapp.text import say
from mvapp.watch.own_picture import preview_of

_SHAPES: Final = {"9:16": "mv-tall"}


@dataclass
class Screen:
    """The picture that a run of the page has sent, and the stills that its ticks send, each once."""

    shape: str
    picture: str
    """Its address; "" when it is not at hand."""
    still: str = ""
    """The address of the newest still."""
    before: str = ""
    """Of the one before, from which the newest fades in."""
    _newest: str = ""
    _sent: int = 0

    @classmethod
    def of(cls, job: Job, studio: Studio, aspect: str) -> "Screen":
        """For a film that has this shape as far as the list of videos tells."""
        told = aspect or (job.request.aspect if job.request is not None else "")
        picture = preview_of(job, studio)
        return cls(_SHAPES.get(told, "mv-wide"), media.address(picture, "picture") if picture else "")

    def html(self, shots: Shots | None, thumbnail: str) -> str:
        """The screen as it is now.

        Args:
            shots: how far the filming is, where the studio tells.
            thumbnail: a link to a still, where the studio gives one early.
        """
        file = shots.still if shots is not None else None
        newest = file.name if file is not None else thumbnail
        if newest and newest != self._newest:
            self._newest, self.before, self._sent = newest, self.still, self._sent + 1
            self.still = media.address(file, f"still-{self._sent % 2}") if file is not None else thumbnail
        under = self.before or self.picture
        layers = [_image(under, say("watch.your_picture"))] if under else []
        if self.still:
            layers.append(_image(self.still, say("watch.newest_scene"), "mv-new"))
        told = say("watch.scene", number=shots.done, count=shots.count) if shots is not None else ""
        words = f"<figcaption>{escape(told)}</figcaption>" if told else ""
        return f'<figure class="mv-screen {self.shape}">{"".join(layers)}{words}</figure>'


def _image(address: str, words: str, kind: str = "mv-base") -> str:
    return f'<img class="{kind}" src="{escape(address)}" alt="{escape(words)}" decoding="sync">'
