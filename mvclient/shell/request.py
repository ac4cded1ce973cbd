"""From what was said on the command line to a request that cannot be wrong."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mvclient.errors import InvalidRequest, PictureError, SongError
from mvclient.images import picture_as_base64
from mvclient.request import MVRequest
from mvclient.shell.combinations import OPTIONS, mode_of
from mvclient.shell.exits import WRONG, Refused
from mvclient.songs import checked_song

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from mvclient.errors import Problem

MOST_LYRICS = 20_000
"""Characters, as many as the app and the demo studio take."""
_MOST_LYRICS_BYTES = 2**20
_LONGEST_NAME = 40
_TO_COME = "to-be-uploaded"
_UNREADABLE = "unreadable"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def request_from(asked: argparse.Namespace, upload: Callable[[str], str]) -> MVRequest:
    """Build the request; all its problems are told at once, before anything is sent.

    `upload` sends a file and tells its asset's id; it is called last.

    Raises:
        MVError: something is wrong with it, or the upload failed.
        Refused: two of what there can be one of, or a file that cannot be read.
    """
    mode = mode_of(asked)
    lyrics = _text_of(asked.lyrics_file) if asked.lyrics_file else asked.lyrics
    if len(lyrics) > MOST_LYRICS:
        raise Refused(f"The lyrics have {len(lyrics):,} characters; at most {MOST_LYRICS:,} are allowed.", WRONG)
    picture = _picture(asked.picture) if asked.picture else asked.reference_image_url
    if asked.song:
        check_song(asked.song)

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

    try:
        request = built(_TO_COME if asked.song else asked.music_asset_id)
    except InvalidRequest as error:
        problems = [replace(problem, message=_in_options(problem, asked)) for problem in error.problems]
    else:
        problems = []
    if problems:
        raise InvalidRequest(problems)
    return built(upload(asked.song)) if asked.song else request


def check_song(file: str) -> None:
    """Refuse a song that cannot be sent; one that is not there is named.

    Raises:
        SongError: why it cannot.
    """
    try:
        checked_song(file)
    except SongError as error:
        failure = error
    else:
        return
    raise SongError(_unreadable("song", file), reason=failure.reason) if failure.reason == _UNREADABLE else failure


def _picture(file: str) -> str:
    try:
        return picture_as_base64(file)
    except PictureError as error:
        failure = error
    raise (
        PictureError(_unreadable("picture", file), reason=failure.reason) if failure.reason == _UNREADABLE else failure
    )


def _unreadable(what: str, file: str) -> str:
    return f"The {what}'s file cannot be read: {file}" if Path(file).exists() else f"There is no {what} at {file}."


def _in_options(problem: Problem, asked: argparse.Namespace) -> str:
    """What is wrong, by the names that were or can be typed."""
    if problem.reason == "no_picture":
        return "A picture is missing: give --picture FILE, --reference-image ID or --reference-image-url LINK."
    if (problem.field, problem.reason) == ("prompt", "blank") and not asked.mode and not asked.prompt:
        return "A song is missing: give --prompt, --lyrics-file or --song."
    if problem.field == "lyrics" and asked.lyrics_file:
        return f"--lyrics-file {asked.lyrics_file} must not be blank."
    told = re.sub(r"^\w+\b|\w+_\w+", lambda name: OPTIONS.get(name[0], name[0]), problem.message)
    return told.replace("upload_asset", "mv-studio upload")


def _name(asked: argparse.Namespace) -> str:
    """The title, else the first words of the song, else the name of its file."""
    words = asked.title or " ".join(asked.prompt.split())[:_LONGEST_NAME] or Path(asked.song or "").stem
    return words.strip() or "My video"


def _text_of(file: str) -> str:
    try:
        with Path(file).open("rb") as words:
            some = words.read(_MOST_LYRICS_BYTES)
        # Where there are more, the last letter may be cut in two.
        text = getincrementaldecoder("utf-8-sig")().decode(some, final=len(some) < _MOST_LYRICS_BYTES)
    except FileNotFoundError:
        sentence = f"There is no file with lyrics at {file}."
    except (OSError, ValueError):
        sentence = f"The file with the lyrics cannot be read as UTF-8 text: {file}"
    else:
        if not _NO_TEXT.search(text):
            return text
        sentence = f"The file with the lyrics is no text, it holds control characters: {file}"
    raise Refused(sentence, WRONG)
