"""Why a step failed, in words that its owner can do something with."""

from __future__ import annotations


class Told(Exception):
    """A failure whose message is a sentence for the caller; any other one is only named."""
