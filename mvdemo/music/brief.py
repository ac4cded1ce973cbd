"""What the composer is asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Brief:
    """The words a song is made from; equal words make the same song, in each of their takes."""

    prompt: str = ""
    lyrics: str = ""
    style: str = ""
    title: str = ""
    scene: str = ""
    vocal_gender: str = "auto"
    """``female``, ``male`` or ``auto``."""
    instrumental: bool = False
    body_s: float = 26.0
    """Seconds of music before the last chord rings out."""
    take: int = 1
    """The first take is the words' own; any other is another song of the same words."""
    is_taster: bool = False
    """Whether it is the song of the short film, which is not that of the long one."""

    def seed(self, purpose: str) -> int:
        """A number that depends on words and take alone: the voice never changes the tune."""
        parts = [purpose, self.prompt, self.lyrics, self.style, self.title, self.scene]
        # Said only where it is another one: the first take has always been what the words alone make.
        parts += ["taster"] * self.is_taster + [f"take {self.take}"] * (self.take > 1)
        words = "\x1f".join(" ".join(part.split()) for part in parts)
        return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
