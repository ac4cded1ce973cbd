"""What a studio lets be seen and heard of a film while it is made."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Shots:
    """How many shots are filmed, of how many, and a still of the last one."""

    done: int
    count: int
    still: Path | None


@dataclass(frozen=True)
class SungLine:
    """One line of the words and when it is sung, in seconds of the film."""

    start_s: float
    end_s: float
    text: str
