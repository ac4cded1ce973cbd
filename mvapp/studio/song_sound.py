"""The sound of a visitor's own song: heard through once, and cut where only a part of it is sent.

PyAV and NumPy are slow to load: this is imported where somebody brings a song.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av
import numpy as np
from av.audio.resampler import AudioResampler

from mvapp.studio.own_songs import TASTER_S
from mvclient import SongError
from mvclient.sounds.limits import MAX_SECONDS, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

BARS: Final = 180
"""Of a waveform, as wide as the form is."""
SHORTEST_S: Final = 2.0
_RATE: Final = 44_100
_LISTEN_BIT_RATE, _SENT_BIT_RATE = 96_000, 256_000
_STEPS_A_S: Final = 10
"""How finely the loudness is measured, before it is known how long the song is."""
_QUIET: Final = 10 ** (-60 / 20)
"""Of full scale: below, nobody hears anything."""
_FORMATS: Final = "mp3,mov,wav,flac,ogg,aac"
"""What a song comes in; nothing that could name another file, such as a playlist."""
_AS_LOUD: Final = 0.99
"""Of two parts as loud as each other, to the ear, the first counts."""
_FADE_IN_S, _FADE_OUT_S = 0.02, 0.4


@dataclass(frozen=True)
class Heard:
    """What a song sounds like."""

    seconds: float
    loudness: tuple[int, ...]
    """Its waveform: `BARS` bars from the beginning to the end, 0 to 100."""
    loudest_at_s: int
    """Where its loudest half minute begins."""


def heard(song: Path, listen: Path) -> Heard:
    """Hear a song through, and write a small copy that every browser plays.

    Args:
        song: its file.
        listen: where the copy goes, an M4A.

    Raises:
        SongError: `damaged`, `too_short`, `too_long` or `silent`.
    """
    levels: list[float] = []
    rest = np.empty(0, np.float32)
    samples, peak, step = 0, 0.0, _RATE // _STEPS_A_S
    with _written(listen, _LISTEN_BIT_RATE) as writer:
        for piece in _pieces(song):
            samples += piece.shape[1]
            if samples > MAX_SECONDS * _RATE:
                raise SongError(f"The song is longer than {MAX_SECONDS / 60:.0f} minutes.", reason="too_long")
            writer.write(piece)
            peak = max(peak, float(np.abs(piece).max(initial=0.0)))
            mono = np.concatenate([rest, piece.mean(axis=0)])
            whole = len(mono) // step * step
            levels += np.sqrt((mono[:whole].reshape(-1, step) ** 2).mean(axis=1)).tolist()
            rest = mono[whole:]
    seconds = samples / _RATE
    if seconds < SHORTEST_S:
        raise SongError(f"The song is shorter than {SHORTEST_S:.0f} seconds.", reason="too_short")
    if peak < _QUIET:
        raise SongError("Nothing is to be heard in this song: the whole file is silent.", reason="silent")
    return Heard(seconds, _bars(np.array(levels)), _loudest_at_s(np.array(levels), seconds))


def cut(song: Path, target: Path, *, part: tuple[float, float] | None, lyrics: str) -> None:
    """Write what is sent of a song: a part of it, or all, with the words in its tags, where players look for them.

    Args:
        song: its file.
        target: where it goes, an M4A.
        part: from when to when, in seconds; None for all of it.
        lyrics: plain lines, or with times as in an `.lrc`.

    Raises:
        SongError: the file cannot be read any more.
    """
    start, end = (round(at * _RATE) for at in part) if part is not None else (0, None)
    at = 0
    with _written(target, _SENT_BIT_RATE, lyrics) as writer:
        for piece in _pieces(song):
            begin, stop = max(start - at, 0), piece.shape[1] if end is None else min(end - at, piece.shape[1])
            if begin < stop:
                kept = piece[:, begin:stop].copy()
                if part is not None:
                    _fade(kept, at + begin - start, (end or 0) - start)
                writer.write(kept)
            at += piece.shape[1]
            if end is not None and at >= end:
                break


class _Writer:
    """An M4A that grows."""

    def __init__(self, file: av.container.OutputContainer, bit_rate: int) -> None:
        self._file = file
        self._sound = file.add_stream("aac", rate=_RATE, layout="stereo", options={"b": str(bit_rate)})
        self._samples = 0

    def write(self, piece: NDArray[np.float32]) -> None:
        """Append samples, (2, n)."""
        if not piece.shape[1]:
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece), "fltp", "stereo")
        frame.sample_rate, frame.pts = _RATE, self._samples
        self._samples += piece.shape[1]
        self._file.mux(self._sound.encode(frame))

    def close(self) -> None:
        """Write what the encoder holds back."""
        self._file.mux(self._sound.encode(None))


@contextlib.contextmanager
def _written(target: Path, bit_rate: int, lyrics: str = "") -> Iterator[_Writer]:
    with av.open(str(target), "w", format="ipod", options={"movflags": "+faststart"}) as file:
        if lyrics:
            file.metadata["lyrics"] = lyrics
        writer = _Writer(file, bit_rate)
        yield writer
        writer.close()


def _pieces(song: Path) -> Iterator[NDArray[np.float32]]:
    """The whole song as (2, samples) at one rate."""
    try:
        with av.open(str(song), options={"protocol_whitelist": "file", "format_whitelist": _FORMATS}) as file:
            yield from _resampled(file, _sound_of(file))
    except (av.FFmpegError, ValueError):
        raise damaged() from None  # its own words hold the file's name


def _sound_of(file: InputContainer) -> AudioStream:
    if not file.streams.audio:
        raise SongError("There is no sound in this file.", reason="not_audio")
    sound = file.streams.audio[0]
    if getattr(sound, "codec_context", None) is None:  # locked, or of a kind that nobody can read
        raise damaged()
    return sound


def _resampled(file: InputContainer, sound: AudioStream) -> Iterator[NDArray[np.float32]]:
    kind, resampler = None, None
    for packet in file.demux(sound):
        frames: list[av.AudioFrame] = []
        with contextlib.suppress(av.FFmpegError):  # a scratch is skipped, as any player does
            frames = packet.decode()
        for frame in frames:
            if kind != (frame.sample_rate, frame.layout.name, frame.format.name):
                kind = (frame.sample_rate, frame.layout.name, frame.format.name)
                yield from _samples(resampler, None)
                resampler = AudioResampler(format="fltp", layout="stereo", rate=_RATE)
            yield from _samples(resampler, frame)
    yield from _samples(resampler, None)


def _samples(resampler: AudioResampler | None, frame: av.AudioFrame | None) -> Iterator[NDArray[np.float32]]:
    if resampler is not None:
        for even in resampler.resample(frame):
            yield np.nan_to_num(even.to_ndarray().astype(np.float32, copy=False))


def _bars(levels: NDArray[np.float64]) -> tuple[int, ...]:
    """The loudness as it is drawn: the loudest of each bar, the quieter ones lifted as an ear would."""
    places = np.minimum(np.arange(BARS + 1) * len(levels) // BARS, len(levels) - 1)
    loud = np.maximum.reduceat(levels, places[:-1])
    shown = np.sqrt(loud / max(float(loud.max()), _QUIET))
    return tuple(round(100 * bar) for bar in shown.tolist())


def _loudest_at_s(levels: NDArray[np.float64], seconds: float) -> int:
    length = round(TASTER_S * _STEPS_A_S)
    if len(levels) <= length:
        return 0
    energy = np.concatenate([[0.0], np.cumsum(levels**2)])
    starts = np.arange(0, len(levels) - length + 1, _STEPS_A_S)
    sums = energy[starts + length] - energy[starts]
    best = starts[int(np.argmax(sums >= _AS_LOUD * sums.max()))]
    return min(int(best) // _STEPS_A_S, max(0, int(seconds - TASTER_S)))


def _fade(kept: NDArray[np.float32], at: int, length: int) -> None:
    """Softens the two ends of a part; `at`: where these samples lie in it, of so many."""
    places = at + np.arange(kept.shape[1])
    coming = np.clip(places / (_FADE_IN_S * _RATE), 0.0, 1.0)
    going = np.clip((length - places) / (_FADE_OUT_S * _RATE), 0.0, 1.0)
    kept *= (np.minimum(coming, going)).astype(np.float32)
