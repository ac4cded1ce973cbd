"""The visitor's own song to look at and to hear, and by hand the half minute of it that becomes the film."""

from typing import Final

import streamlit as st

from mvapp.browser import media
from mvapp.browser.script import source
from mvapp.create import form
from mvapp.create.draft import Draft
from mvapp.studio.own_songs import TASTER_S, OwnSong
from mvapp.text import say

_SPARE_S: Final = 2.0
"""A song that is only so much longer than a taster is one by itself."""
_KEY: Final = "create_song_player"

_component = st.components.v2.component(_KEY, js=source(__file__, "song_player.js"), isolate_styles=False)


def part_of(song: OwnSong, draft: Draft) -> tuple[float, float] | None:
    """From when to when a film of the song plays it, in seconds; None for all of it."""
    if draft.length != "30s" or song.seconds <= TASTER_S + _SPARE_S:
        return None
    chosen = song.loudest_at_s if draft.part_at < 0 else draft.part_at
    start = float(min(chosen, int(song.seconds - TASTER_S)))
    return start, start + TASTER_S


def draw(song: OwnSong, draft: Draft) -> None:
    """The waveform, the button, and the part."""
    part = part_of(song, draft)
    data = {
        "song": song.name,
        "address": media.address(song.listen, "own-song", kind="audio/mp4"),
        "loudness": song.loudness,
        "seconds": song.seconds,
        "at": part[0] if part is not None else 0,
        "part": TASTER_S if part is not None else 0,
        "label": say("create.song_part"),
        "position": say("create.song_position"),
        "play": say("create.song_play"),
        "pause": say("create.song_pause"),
    }
    _component(key=_KEY, data=data, on_moved_change=_take)


def _take() -> None:
    moved = st.session_state[_KEY].moved
    if isinstance(moved, int) and moved >= 0:
        form.change(part_at=moved)
