"""What the composer is asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Brief:
    """The words a song is made from; equal words make the same song."""

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

    def seed(self, purpose: str) -> int:
        """A number that depends on the words alone: voice and length never change the tune."""
        parts = (purpose, self.prompt, self.lyrics, self.style, self.title, self.scene)
        words = "\x1f".join(" ".join(part.split()) for part in parts)
        return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
