"""From what was said on the command line to a request that cannot be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mvclient.images import picture_as_base64
from mvclient.request import MVRequest
from mvclient.shell.exits import WRONG, Refused
from mvclient.songs import checked_song

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_MOST_LYRICS_BYTES = 2**20
_LONGEST_NAME = 40
_TO_COME = "to-be-uploaded"


def request_from(asked: argparse.Namespace, upload: Callable[[str], str]) -> MVRequest:
    """Build the request; all its problems are told at once, before anything is sent.

    `upload` sends a file and tells its asset's id; it is called last.

    Raises:
        MVError: something is wrong with it, or the upload failed.
        Refused: two of what there can be one of, or a file that cannot be read.
    """
    if asked.picture and (asked.reference_image or asked.reference_image_url):
        raise Refused("Give one picture: --picture, --reference-image or --reference-image-url.", WRONG)
    if asked.lyrics and asked.lyrics_file:
        raise Refused("Give the words once: --lyrics or --lyrics-file.", WRONG)
    if asked.song and asked.music_asset_id:
        raise Refused("Give one song: --song or --music-asset-id.", WRONG)
    lyrics = _text_of(asked.lyrics_file) if asked.lyrics_file else asked.lyrics
    mode = asked.mode or ("upload" if asked.song or asked.music_asset_id else "custom" if lyrics else "prompt")
    if asked.song and mode != "upload":
        raise Refused(f"A song of your own and --mode {mode} do not go together.", WRONG)
    picture = picture_as_base64(asked.picture) if asked.picture else asked.reference_image_url
    if asked.song:
        checked_song(asked.song)

    def built(music_asset_id: str) -> MVRequest:
        return MVRequest(
            asked.project_name or _name(asked),
            mode,
            asked.aspect,
            reference_image=asked.reference_image,
            reference_image_url=picture,
            scene_description=asked.scene_description,
            subtitle_enabled=asked.subtitle,
            prompt=asked.prompt,
            vocal_gender=asked.vocal_gender,
            instrumental=asked.instrumental,
            lyrics=lyrics,
            style=asked.style,
            title=asked.title,
            length=asked.length,
            music_asset_id=music_asset_id,
        )

    request = built(_TO_COME if asked.song else asked.music_asset_id)
    return built(upload(asked.song)) if asked.song else request


def _name(asked: argparse.Namespace) -> str:
    """The title, else the first words of the song, else the name of its file."""
    words = asked.title or " ".join(asked.prompt.split())[:_LONGEST_NAME] or Path(asked.song or "").stem
    return words.strip() or "My video"


def _text_of(file: str) -> str:
    try:
        with Path(file).open("rb") as words:
            return words.read(_MOST_LYRICS_BYTES).decode("utf-8-sig")
    except (OSError, ValueError):
        sentence = f"The file with the lyrics cannot be read as UTF-8 text: {file}"
    raise Refused(sentence, WRONG)
