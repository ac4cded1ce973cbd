"""As loud as it came, and never above -1 dBTP in the film: what would pass the ceiling is turned down for a moment."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from mvdemo.music.loudness import peak_curve, true_peak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from av.audio.stream import AudioStream

    from mvdemo.music.spectrum import Floats

PROMISED_DBTP = -1.0
_FIRST_DBTP = -1.8
"""What the encoder adds is known only once it has encoded."""
_BLOCK = 32
_AT_ONCE = _BLOCK * 30_000
_REACH_S, _RELEASE_DB_S = 0.004, 60.0
_ATTEMPTS = 5
_AAC_FRAME = 1024


def kept_below(sound: Floats, sample_rate: int, bit_rate: int, check: Callable[[], None]) -> None:
    """Turn down the peaks of (2, samples) in place, until the ceiling holds after AAC at that rate."""
    ceiling = _FIRST_DBTP
    for _ in range(_ATTEMPTS):
        check()
        _limit(sound, sample_rate, ceiling)
        check()
        excess = _peak_after_aac(sound, sample_rate, bit_rate, check) - PROMISED_DBTP
        if excess <= 0:
            return
        ceiling -= excess + 0.1
    # An encoder that adds more with every attempt is given what is surely enough.
    sound *= np.float32(10 ** (-max(excess, 0.0) / 20) * 0.9)


def _limit(sound: Floats, sample_rate: int, ceiling_dbtp: float) -> None:
    peaks = np.concatenate([_blocks(piece) for piece in _pieces(sound)])
    over = np.maximum(20 * np.log10(peaks + 1e-9) - ceiling_dbtp, 0)
    if not over.any():
        return
    reach = max(round(_REACH_S * sample_rate / _BLOCK), 2)
    ahead = np.lib.stride_tricks.sliding_window_view(np.pad(over, (reach, reach)), 2 * reach + 1).max(axis=1)
    fall = np.arange(len(ahead)) * (_RELEASE_DB_S * _BLOCK / sample_rate)
    held = np.maximum(np.maximum.accumulate(ahead + fall) - fall, 0)
    width = 2 * reach - 1
    smooth = np.convolve(np.pad(held, width // 2, mode="edge"), np.full(width, 1 / width), "valid")
    gain = 10 ** (-smooth / 20)
    for start in range(0, sound.shape[1], _AT_ONCE):
        piece = sound[:, start : start + _AT_ONCE]
        at = (start + np.arange(piece.shape[1])) / _BLOCK
        piece *= np.interp(at, np.arange(len(gain)), gain).astype(np.float32)


def _pieces(sound: Floats) -> Iterator[Floats]:
    for start in range(0, sound.shape[1], _AT_ONCE):
        yield sound[:, start : start + _AT_ONCE]


def _blocks(piece: Floats) -> Floats:
    curve = peak_curve(piece)
    blocks: Floats = np.pad(curve, (0, -len(curve) % _BLOCK)).reshape(-1, _BLOCK).max(axis=1)
    return blocks


def _peak_after_aac(sound: Floats, sample_rate: int, bit_rate: int, check: Callable[[], None]) -> float:
    """The true peak of what a player hears."""
    encoder = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = sample_rate, "stereo", "fltp"
    encoder.bit_rate, encoder.time_base = bit_rate, Fraction(1, sample_rate)
    encoder.options = {"aac_coder": "fast"}
    encoder.open()
    player = av.CodecContext.create("aac", "r")
    player.extradata = encoder.extradata
    highest, played = -120.0, 0
    kept: list[Floats] = []

    def play(packets: list[av.Packet[AudioStream]]) -> None:
        nonlocal highest, played
        for packet in packets:
            for frame in player.decode(packet):
                kept.append(frame.to_ndarray().astype(np.float32, copy=False))
                played += kept[-1].shape[1]
        if played > _AT_ONCE:
            check()
            highest, played = max(highest, true_peak(np.concatenate(kept, axis=1))), 0
            kept.clear()

    for start in range(0, sound.shape[1], _AAC_FRAME):
        piece = np.ascontiguousarray(sound[:, start : start + _AAC_FRAME])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = sample_rate, start, Fraction(1, sample_rate)
        play(encoder.encode(frame))
    play(encoder.encode(None))
    return max(highest, true_peak(np.concatenate(kept, axis=1))) if kept else highest
