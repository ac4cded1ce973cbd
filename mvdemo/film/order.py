"""What a visitor ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvdemo.music import Brief
from mvdemo.music.sung_text import sung_text

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class FilmOrder:
    """One film as it was asked for; field names are those of the API where it has them."""

    mode: str
    """``prompt`` (describe the music), ``custom`` (own lyrics) or ``upload`` (own song)."""
    aspect: str
    """``16:9`` or ``9:16``."""
    picture: bytes
    """A JPEG, PNG or WebP file."""
    name: str = ""
    """The project's name; the title on screen where there is no other."""
    title: str = ""
    song: Path | None = None
    """The file of the visitor's own song, in the mode of that."""
    prompt: str = ""
    lyrics: str = ""
    style: str = ""
    scene: str = ""
    vocal_gender: str = "auto"
    instrumental: bool = False
    subtitles: bool = False
    length: str = "full"
    """``full`` or ``30s``; the demo studio makes about half a minute of both, but not the same one."""
    take: int = 1
    """The so-many-th film of the very same wishes."""
    is_sketch: bool = False
    """Marked as a sketch of a film that is made elsewhere."""

    @property
    def is_portrait(self) -> bool:
        """Tell whether the film is higher than wide."""
        return self.aspect == "9:16"

    def brief(self, body_s: float) -> Brief:
        """What the composer needs to know: the words of the order's own mode."""
        own_words = self.mode == "custom"
        return Brief(
            prompt="" if own_words else self.prompt,
            lyrics=sung_text(self.lyrics) if own_words else "",
            style=self.style if own_words else "",
            title=self.title if own_words else "",
            scene=self.scene,
            vocal_gender="auto" if own_words else self.vocal_gender,
            instrumental=self.instrumental and not own_words,
            body_s=body_s,
            take=self.take,
            is_taster=self.length == "30s",
        )
