"""A song that somebody brings: heard, and described by the same lists as one that the studio composes."""

from mvdemo.listening.song import Hearing, Wish, hear, sound_of

__all__ = ["Hearing", "Wish", "hear", "sound_of"]
