"""How large and how careful a film is made."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_S = 240.0
"""A film of four minutes keeps two cores busy for one."""


@dataclass(frozen=True)
class Profile:
    """Sizes are those of 16:9; 9:16 swaps them. All are multiples of eight."""

    name: str
    width: int
    height: int
    fps: int
    preset: str
    """x264's speed preset."""
    settings: str
    """What of x264's settings differs from the preset."""
    crf: int
    """x264's quality: less is better."""
    body_s: float
    """Seconds of music before the ring-out."""
    sound_bit_rate: int

    def size(self, *, is_portrait: bool) -> tuple[int, int]:
        """Width and height in pixels."""
        return (self.height, self.width) if is_portrait else (self.width, self.height)

    @property
    def longest_s(self) -> float:
        """Seconds of a song that the visitor brought, at most."""
        return min(_LONGEST_S, 10 * self.body_s)


SHOW = Profile("show", 1280, 720, 24, "superfast", "rc-lookahead=10:mbtree=1", 23, 26.0, 192_000)
"""What visitors see; looking ahead a little gives superfast the quality of veryfast for six tenths of its time."""
DRAFT = Profile("draft", 384, 216, 12, "ultrafast", "", 26, 26.0, 128_000)
"""A whole small film, for tests of what a film must be."""
TINY = Profile("tiny", 256, 144, 12, "ultrafast", "", 30, 2.5, 96_000)
"""A few seconds, for tests of everything around the film."""
PROFILES = {profile.name: profile for profile in (SHOW, DRAFT, TINY)}
