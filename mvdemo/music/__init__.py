"""Music composed from words and played by instruments made of numbers."""

from .brief import Brief
from .composition import compose
from .song import Song

__all__ = ["Brief", "Song", "compose"]
