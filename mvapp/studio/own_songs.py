"""The songs that visitors bring: on this machine's disk for a day, each under a random name that only its bringer has.

A picture lies in the visitor's own browser; a song of 30 MB is too much to go there and back, so the browser keeps its
name. Whoever does not know the name cannot find it, and nothing of the file's own name becomes a path.
"""

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory, mkdtemp
from typing import IO, Any, Final

import streamlit as st

from mvapp.studio.configuration import can_be_written, data_folder
from mvapp.studio.machine import give_back_memory
from mvclient import SongError
from mvclient.songs import checked_song, clean_name

TASTER_S: Final = 30
"""How long the part of a taster is."""
KEPT_S: Final = 24 * 3600.0
_MOST_BYTES: Final = 512 * 2**20
_NAME: Final = re.compile(r"[0-9a-f]{32}")
_BLOCK: Final = 2**20
_LOOKED_EVERY_S: Final = 600.0
_SONG, _LISTEN, _FACTS = "song", "listen.m4a", "facts.json"
_turn: Final = threading.BoundedSemaphore(1)
"""To hear a song through takes seconds of a core."""


@dataclass(frozen=True)
class OwnSong:
    """A song that somebody brought."""

    name: str
    """What the draft calls it."""
    title: str
    """Its file's name, without the ending."""
    kind: str
    """As in `mvclient.songs.CONTENT_TYPES`."""
    seconds: float
    loudness: tuple[int, ...]
    """Its waveform, 0 to 100."""
    loudest_at_s: int
    folder: Path = field(repr=False)

    @property
    def listen(self) -> Path:
        """A small M4A of it, which every browser plays."""
        return self.folder / _LISTEN

    @property
    def file_name(self) -> str:
        """What it is called where it is sent."""
        return clean_name(f"{self.title}.{self.kind}")


@dataclass(frozen=True)
class SongToSend:
    """What of a song is sent, and under which name."""

    song: OwnSong
    part: tuple[float, float] | None = None
    """From when to when, in seconds; None for all of it."""
    lyrics: str = ""
    """Put into the file's tags; plain lines, or with times."""

    @contextmanager
    def file(self) -> Iterator[tuple[Path, str]]:
        """The file to send and its name, for as long as this lasts.

        Raises:
            SongError: it is not here any more.
        """
        whole = self.song.folder / _SONG
        if not whole.is_file():
            raise SongError("The song is not here any more.", reason="gone")
        if self.part is None and not self.lyrics.strip():
            yield whole, self.song.file_name
            return
        from mvapp.studio.song_sound import cut  # noqa: PLC0415 - loads PyAV, which the first page does not need

        with TemporaryDirectory(prefix="mv-studio-") as folder:
            target = Path(folder) / "part.m4a"
            with _turn:
                cut(whole, target, part=self.part, lyrics=self.lyrics)
            yield target, clean_name(f"{self.song.title}.m4a")


class OwnSongs:
    """All songs of one folder; every method may be called from any session."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time, most_bytes: int = _MOST_BYTES) -> None:
        self._folder = folder
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clock = clock
        self._most_bytes = most_bytes
        self._looked_at = 0.0

    def take(self, file: IO[bytes], file_name: str) -> OwnSong:
        """Keep a song, heard through once.

        Raises:
            SongError: it cannot be used; its `reason` says why.
        """
        from mvapp.studio.song_sound import heard  # noqa: PLC0415 - as above

        told = checked_song(file)
        self.make_room(told.size_bytes)
        name = token_hex(16)
        folder = self._folder / name
        try:
            with _turn:
                folder.mkdir(mode=0o700)
                file.seek(0)
                with (folder / _SONG).open("wb") as kept:
                    shutil.copyfileobj(file, kept, _BLOCK)
                sound = heard(folder / _SONG, folder / _LISTEN)
            title = clean_name(file_name).rpartition(".")[0].strip() or clean_name(file_name)
            song = OwnSong(name, title, told.kind, sound.seconds, sound.loudness, sound.loudest_at_s, folder)
            facts: dict[str, Any] = {
                "title": title,
                "kind": told.kind,
                "seconds": sound.seconds,
                "loudness": sound.loudness,
                "loudest_at_s": sound.loudest_at_s,
            }
            (folder / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            give_back_memory()
        return song

    def find(self, name: str) -> OwnSong | None:
        """The song of this name, which is wanted for another day; None when it is not here (any more)."""
        if self._clock() - self._looked_at > _LOOKED_EVERY_S:
            self.make_room()
        if not _NAME.fullmatch(name):
            return None
        folder = self._folder / name
        try:
            told = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
            os.utime(folder, (self._clock(), self._clock()))
            loudness, seconds = tuple(int(bar) for bar in told["loudness"]), float(told["seconds"])
            title, kind = str(told["title"]), str(told["kind"])
            return OwnSong(name, title, kind, seconds, loudness, int(told["loudest_at_s"]), folder)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def drop(self, name: str) -> None:
        """Delete a song."""
        if _NAME.fullmatch(name):
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def make_room(self, for_bytes: int = 0) -> None:
        """Delete what nobody wanted for a day, and what was wanted longest ago where there is too much."""
        self._looked_at = self._clock()
        found: list[tuple[float, int, Path]] = []
        for folder in self._folder.iterdir():
            with suppress(OSError):  # another one's, who deletes it just now
                size = sum(file.stat().st_size for file in folder.iterdir())
                found.append((folder.stat().st_mtime, size, folder))
        total = for_bytes + sum(size for _at, size, _folder in found)
        for at, size, folder in sorted(found):
            if total > self._most_bytes or at < self._clock() - KEPT_S:
                shutil.rmtree(folder, ignore_errors=True)
                total -= size


@st.cache_resource(show_spinner=False)
def own_songs() -> OwnSongs:
    """The songs of this machine."""
    data = data_folder()
    if data is None or not can_be_written(data):
        return OwnSongs(Path(mkdtemp(prefix="mv-studio-songs-")))
    return OwnSongs(data / "own-songs")
