"""One's own song, looked at before it is sent: what its file says of itself, without a decoder.

Refused is what is no song, too long, too large, silent or locked, each with a sentence of its own (`SongError`).
"""

from __future__ import annotations

import io
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from mvclient.errors import SongError
from mvclient.sounds import flac, m4a, mp3, ogg, wav
from mvclient.sounds.kinds import HEAD_BYTES, kind_of
from mvclient.sounds.limits import MAX_FILE_BYTES, MAX_SECONDS, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT_TYPES: Final = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
}
"""What is taken, by the usual ending of its name."""

SongSource = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]


@dataclass(frozen=True, slots=True)
class Song:
    """What the file of a song says of itself."""

    kind: str
    """`mp3`, `m4a`, `wav`, `flac` or `ogg`."""
    size_bytes: int
    """Of the whole file."""
    seconds: float | None
    """How long it plays; None when the file does not say."""

    @property
    def content_type(self) -> str:
        """The kind, as HTTP names it."""
        return CONTENT_TYPES[self.kind]


def checked_song(source: SongSource) -> Song:
    """Look whether a file can be sent as a song.

    Args:
        source: a path, the bytes, or a binary file object that can be read from its beginning.

    Raises:
        SongError: it cannot; its `reason` says why.
    """
    with opened(source) as file:
        return song_in(file)


@contextmanager
def opened(source: SongSource) -> Iterator[IO[bytes]]:
    """A binary file for whatever stands for one; one that was brought stays open."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield io.BytesIO(source)
    elif isinstance(source, (str, os.PathLike)):
        file = _file_at(source)
        with file:
            yield file
    else:
        yield source


def song_in(file: IO[bytes]) -> Song:
    """Look whether an open file can be sent as a song.

    Raises:
        SongError: it cannot; its `reason` says why.
    """
    try:
        return _song_in(file)
    except SongError as error:
        failure = error
    except (OSError, ValueError, AttributeError, TypeError):  # a file that cannot be read twice, or is none
        failure = _unreadable()
    except Exception:  # noqa: BLE001 - numbers in a hostile file may mean anything
        failure = damaged()
    raise failure


def _song_in(file: IO[bytes]) -> Song:
    size = file.seek(0, os.SEEK_END)
    if size > MAX_FILE_BYTES:
        raise SongError(
            f"The song's file is larger than {MAX_FILE_BYTES // 2**20} MB; save it as MP3 or M4A.", reason="too_large"
        )
    start = _behind_tags(file, size)
    file.seek(start)
    head = file.read(HEAD_BYTES)
    if not isinstance(head, bytes):
        raise _unreadable()
    kind, seconds, is_silent = _measured(file, head, start, size)
    if seconds is not None and seconds > MAX_SECONDS:
        raise SongError(
            f"The song is longer than {MAX_SECONDS / 60:.0f} minutes; bring a shorter one, or a part of it.",
            reason="too_long",
        )
    if seconds == 0:
        raise damaged()
    if is_silent:
        raise SongError("Nothing is to be heard in this song: the whole file is silent.", reason="silent")
    return Song(kind, size, seconds)


def _measured(file: IO[bytes], head: bytes, start: int, size: int) -> tuple[str, float | None, bool]:
    """Its kind, its seconds, and whether it is silent as far as that can be told."""
    try:
        kind = kind_of(head)
    except SongError as error:
        if error.reason != "not_audio":
            raise
        kind = "mp3"  # the only one that may begin anywhere
    match kind:
        case "wav":
            return kind, *wav.measured(file, size)
        case "flac":
            return kind, flac.seconds(file, start), False
        case "ogg":
            return kind, ogg.seconds(file, size), False
        case "m4a":
            return kind, m4a.seconds(file, size), False
    return kind, mp3.seconds(file, start), False


def _behind_tags(file: IO[bytes], size: int) -> int:
    """Where the sound begins: some put ID3 tags, with a picture of many kilobytes, in front."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) >= 0x80:  # noqa: PLR2004 - a tag's head
            return at
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at += 10 + length + (10 if head[5] & 0x10 else 0)
        if at >= size:
            raise damaged()


def _file_at(path: str | os.PathLike[str]) -> IO[bytes]:
    try:
        if stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - os.PathLike may be no Path; a pipe never ends
            return open(path, "rb")  # noqa: PTH123 - the same
    except (OSError, ValueError):
        pass
    raise _unreadable()


def _unreadable() -> SongError:
    return SongError("The song's file cannot be read.", reason="unreadable")


def name_of(source: SongSource, song: Song) -> str:
    """The name of a song's file, without its folder; `song.mp3` or the like where it has none to show."""
    told: Any = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", "")
    told = os.fspath(told) if isinstance(told, os.PathLike) else told
    name = os.path.basename(told) if isinstance(told, str) else ""  # noqa: PTH119 - as it was told, not a Path
    return clean_name(name) or f"song.{song.kind}"


MAX_NAME_CHARACTERS = 100


def clean_name(name: str) -> str:
    """A name as it may stand in a list of Giggle's: on one line, without what nobody sees, not too long."""
    shown = "".join(character for character in name if character.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    if dot and len(ending) <= 5:  # noqa: PLR2004 - what tells programs the kind stays
        return f"{stem[: MAX_NAME_CHARACTERS - len(ending) - 1]}.{ending}"
    return shown[:MAX_NAME_CHARACTERS]
