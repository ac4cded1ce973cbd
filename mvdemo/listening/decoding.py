"""A song's file as samples: any container and codec a person is likely to have, or a plain sentence why not."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import av
import numpy as np
from av.audio.resampler import AudioResampler

from mvdemo.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer

    from mvdemo.music.spectrum import Floats

LONGEST_S = 600.0
_FORMATS = {"mp3", "mov", "wav", "flac", "ogg", "aac"}
"""What a song comes in; nothing that could name another file, such as a playlist."""
_LEAST_RATE, _MOST_RATE = 4000, 384_000


def decoded(path: Path, sample_rate: int, layout: str, check: Callable[[], None]) -> Iterator[Floats]:
    """The whole song in pieces of (channels, samples); raises Told for what cannot be heard, or is too long."""
    try:
        with opened(path) as file:
            yield from _resampled(file, _sound_of(file), sample_rate, layout, check)
    except (av.FFmpegError, ValueError):
        # Without its words, which hold the file's address, and so the project's number.
        raise _no_song() from None


def opened(path: Path) -> InputContainer:
    """A song's file, open; raises FFmpegError for what is none."""
    options = {"protocol_whitelist": "file", "format_whitelist": ",".join(_FORMATS)}
    # Tags that are no Unicode are no reason not to hear the song.
    return av.open(str(path), options=options, metadata_errors="replace")


def _sound_of(file: InputContainer) -> AudioStream:
    if not file.streams.audio:
        raise Told("There is no sound in this file. Bring a song as MP3, M4A, WAV, FLAC or OGG.")
    sound = file.streams.audio[0]
    # Of a sound that is locked, or of a kind that nobody can read, there is no decoder.
    context = getattr(sound, "codec_context", None)
    if context is None or not _LEAST_RATE <= context.sample_rate <= _MOST_RATE:
        raise _no_song()
    return sound


def _resampled(
    file: InputContainer, sound: AudioStream, sample_rate: int, layout: str, check: Callable[[], None]
) -> Iterator[Floats]:
    if file.duration is not None and file.duration / av.time_base > 4 * LONGEST_S:
        raise _too_long()
    samples = 0
    for piece in _even(_frames(file, sound, check), sample_rate, layout):
        samples += piece.samples
        if samples > LONGEST_S * sample_rate:
            raise _too_long()
        yield piece.to_ndarray().astype(np.float32, copy=False)
    if not samples:
        raise _no_song()


def _frames(file: InputContainer, sound: AudioStream, check: Callable[[], None]) -> Iterator[av.AudioFrame]:
    for packet in file.demux(sound):
        check()
        # A scratch is skipped, as any player does; a file of nothing but scratches is none.
        with contextlib.suppress(av.FFmpegError):
            yield from packet.decode()


def _even(frames: Iterator[av.AudioFrame], sample_rate: int, layout: str) -> Iterator[av.AudioFrame]:
    """The frames at one rate, also of a file that was put together from others."""
    resampler, kind = None, None
    for frame in frames:
        if kind != (frame.sample_rate, frame.layout.name, frame.format.name):
            kind = (frame.sample_rate, frame.layout.name, frame.format.name)
            if resampler is not None:
                yield from resampler.resample(None)
            resampler = AudioResampler(format="fltp", layout=layout, rate=sample_rate)
        if resampler is not None:
            yield from resampler.resample(frame)
    if resampler is not None:
        yield from resampler.resample(None)


def _no_song() -> Told:
    return Told("This file cannot be played as a song. Bring it as MP3, M4A, WAV, FLAC or OGG.")


def _too_long() -> Told:
    return Told(f"The song is longer than {LONGEST_S / 60:.0f} minutes. Bring a shorter one, or a part of it.")
