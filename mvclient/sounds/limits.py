"""What a song may be like. Giggle publishes no limits (see `docs/giggle-api.md`): all of these are ours."""

from __future__ import annotations

from mvclient.errors import SongError

MAX_FILE_BYTES = 64 * 2**20
"""Six minutes of a CD's WAV; at 64 kB/s, a slow line upwards, it takes a quarter of an hour."""
MAX_SECONDS = 600.0
"""Hardly a song is longer, and a film of it would have hundreds of shots."""


def damaged() -> SongError:
    """The error for a file that is broken or not all there."""
    return SongError("The song's file is damaged or only half there.", reason="damaged")
