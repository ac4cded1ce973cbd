"""What goes together on the command line: what is given and would not be used is not dropped without a word.

Where no mode was named, nobody can tell what was meant, and it is refused. With `--mode` it is told: Giggle's own
script takes all its flags in every mode. It has none for files of words or sound, so those are refused there as well.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from mvclient.modes import MODES
from mvclient.shell.exits import WRONG, Refused
from mvclient.shell.telling import note
from mvclient.visible_text import is_blank

if TYPE_CHECKING:
    import argparse

OPTIONS: Final = {
    "project_name": "--project-name",
    "reference_image": "--reference-image",
    "reference_image_url": "--reference-image-url",
    "scene_description": "--scene-description",
    "prompt": "--prompt",
    "vocal_gender": "--vocal-gender",
    "instrumental": "--instrumental",
    "lyrics": "--lyrics",
    "style": "--style",
    "title": "--title",
    "music_asset_id": "--music-asset-id",
}
"""The option of each field of a request that a person may give in words."""

_FROM_A_FILE: Final = {"lyrics": "lyrics_file", "music_asset_id": "song"}
"""The other option of a field, which names a file."""
_DEFAULTS: Final[dict[str, Any]] = {"vocal_gender": "auto", "instrumental": False}
_ONE_OF: Final = (
    (("picture", "reference_image", "reference_image_url"), "Give one picture"),
    (("lyrics", "lyrics_file"), "Give the words once"),
    (("song", "music_asset_id"), "Give one song"),
)


def mode_of(asked: argparse.Namespace) -> str:
    """The way the song is to begin, by what was said, which may tell that some of it is not used.

    Raises:
        Refused: two things were said that do not go together.
    """
    for names, sentence in _ONE_OF:
        if sum(_is_given(asked, name) for name in names) > 1:
            *most, last = (_option(name) for name in names)
            raise Refused(f"{sentence}: {', '.join(most)} or {last}.", WRONG)
    _check_no_file(asked.lyrics)
    given = {mode: _given_of(asked, mode) for mode in MODES}
    mode = asked.mode or next((mode for mode in ("upload", "custom", "prompt") if given[mode]), "prompt")
    strange = [option for other in MODES if other != mode for option in given[other]]
    if strange and (not asked.mode or _FILES & set(strange)):
        told = _listed([f"--mode {asked.mode}"] * bool(asked.mode) + given[mode][:1] + strange)
        raise Refused(f"{told} do not go together; leave out one or the other.", WRONG)
    if strange:
        note(f"In --mode {asked.mode} nothing is made of {_listed(strange)}.")
    return mode


def _given_of(asked: argparse.Namespace, mode: str) -> list[str]:
    names = [name for field in MODES[mode].sent for name in (field, _FROM_A_FILE.get(field, "")) if name]
    return [_option(name) for name in names if _is_given(asked, name)]


def _is_given(asked: argparse.Namespace, name: str) -> bool:
    # Giggle's own script gives every flag, most of them empty.
    value = getattr(asked, name)
    return value != _DEFAULTS.get(name) and bool(value) and not is_blank(str(value))


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


_FILES: Final = frozenset(map(_option, _FROM_A_FILE.values()))


def _listed(options: list[str]) -> str:
    *most, last = options
    return f"{', '.join(most)} and {last}" if most else last


def _check_no_file(lyrics: str) -> None:
    # Not Path.is_file, which raises for what is too long to be a name.
    if lyrics and os.path.isfile(lyrics):  # noqa: PTH113 - see above
        raise Refused(f"--lyrics takes the words themselves. For those in a file: --lyrics-file {lyrics}", WRONG)
