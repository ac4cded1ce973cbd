"""Music composed from words and played by instruments made of numbers."""

from mvdemo.music.brief import Brief
from mvdemo.music.composition import compose
from mvdemo.music.song import Song

__all__ = ["Brief", "Song", "compose"]
