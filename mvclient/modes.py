"""The table of modes: how a song begins, and what of a request belongs to it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mode:
    """One way for a song to begin."""

    sent: tuple[str, ...]
    """The fields of a request that go on the wire in this mode, and in no other."""
    required: tuple[str, ...]
    """Those of them that must not be blank."""


MODES: Final[dict[str, Mode]] = {
    "prompt": Mode(sent=("prompt", "vocal_gender", "instrumental"), required=("prompt",)),
    "custom": Mode(sent=("lyrics", "style", "title"), required=("lyrics", "style", "title")),
    "upload": Mode(sent=("music_asset_id",), required=("music_asset_id",)),
}
"""By `music_generate_type`; the first is the one for most people."""
