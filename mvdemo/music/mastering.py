"""The last step of a song: glue, loudness and a limiter that knows what is between the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.loudness import integrated_loudness, peak_curve

if TYPE_CHECKING:
    from mvdemo.music.song import Song
    from mvdemo.music.spectrum import Floats

LOUDNESS_LUFS = -14.0
CEILING_DBTP = -3.0
"""Below the promised -1 dBTP: the AAC encoder adds up to 1.9, where many strokes meet."""
LIFT_LU = 4.2
"""How much louder the chorus is than the verse before the limiter, at least; it may take a little of that."""
_MOST_LIFT_LU = 6.0
_RIDE_S = 0.06
_VERSE_WIDTH = 0.85
_TOO_QUIET_LUFS = -70.0
_BLOCK = 32


def master(mixed: Floats, sample_rate: int) -> Floats:
    """The finished song at -14 LUFS with no true peak above the ceiling; the mix is used up."""
    sound = mixed
    _glue(sound, sample_rate)
    sound *= np.float32(_gain(integrated_loudness(sound, sample_rate)))
    peaks = _blocks(peak_curve(sound))  # scaled along below, since finding them is what takes long
    limited = sound
    for _ in range(3):
        limited = _limited(sound, peaks, sample_rate)
        missing = LOUDNESS_LUFS - integrated_loudness(limited, sample_rate)
        if abs(missing) < 0.1:
            break
        louder = np.float32(10 ** (missing * 1.15 / 20))
        sound *= louder
        peaks *= louder
    return limited


def ride(mixed: Floats, song: Song, sample_rate: int) -> None:
    """Make what comes before the chorus narrower, and so quiet, that the chorus lifts as it should; in place."""
    verse, chorus = song.section("verse"), song.section("chorus")
    if verse.name != "verse" or chorus.name != "chorus":
        return
    end = round(chorus.start_s * sample_rate)
    middle = (mixed[0, :end] + mixed[1, :end]) * np.float32((1 - _VERSE_WIDTH) / 2)
    mixed[:, :end] *= np.float32(_VERSE_WIDTH)
    mixed[:, :end] += middle
    before, after = (
        integrated_loudness(mixed[:, round(one.start_s * sample_rate) : round(one.end_s * sample_rate)], sample_rate)
        for one in (verse, chorus)
    )
    lift = after - before
    wanted = min(max(lift, LIFT_LU), _MOST_LIFT_LU)
    if min(before, after) < _TOO_QUIET_LUFS:
        return
    gain = np.float32(10 ** ((lift - wanted) / 20))
    ramp = min(int(_RIDE_S * sample_rate), end)
    mixed[:, : end - ramp] *= gain
    mixed[:, end - ramp : end] *= np.linspace(gain, 1, ramp, dtype=np.float32)


def _gain(loudness: float) -> float:
    return float(10 ** (max(min(LOUDNESS_LUFS - loudness, 40.0), -40.0) / 20))


def _held(reduction: Floats, fall_per_block: float) -> Floats:
    """Let a reduction (dB, one value a block) rise at once and fall at a constant rate."""
    slope = np.arange(len(reduction), dtype=np.float64) * fall_per_block
    held: Floats = (np.maximum.accumulate(reduction + slope) - slope).astype(np.float32)
    return held


def _spread(values: Floats, samples: int) -> Floats:
    """Draw straight lines between block values, each reached at its block's start."""
    at = np.arange(samples, dtype=np.float32) / np.float32(_BLOCK)
    spread: Floats = np.interp(at, np.arange(len(values), dtype=np.float32), values).astype(np.float32)
    return spread


def _blocks(curve: Floats) -> Floats:
    padded = np.pad(curve, (0, -len(curve) % _BLOCK))
    highest: Floats = padded.reshape(-1, _BLOCK).max(axis=1)
    return highest


def _glue(mixed: Floats, sample_rate: int) -> None:
    """Compress gently, in place, two to one above a level near the song's own loudness."""
    energy = _blocks((np.abs(mixed[0]) + np.abs(mixed[1])) * np.float32(0.5))
    typical = float(np.sqrt(np.mean(energy**2))) + 1e-9
    over = np.maximum(20 * np.log10(energy / (typical * 1.6) + 1e-9), 0) * 0.5
    reduction = _held(over.astype(np.float32), 30 * _BLOCK / sample_rate)
    smooth = np.convolve(reduction, np.full(9, 1 / 9, np.float32), "same")
    mixed *= np.exp2(_spread(smooth, mixed.shape[1]) * np.float32(-1 / 6.0206))


def _limited(sound: Floats, peaks: Floats, sample_rate: int) -> Floats:
    """Turn down what would pass the ceiling: 3 ms ahead, released at 60 dB a second."""
    over = np.maximum(20 * np.log10(peaks + 1e-9) - CEILING_DBTP, 0).astype(np.float32)
    if not over.any():
        return sound.copy()
    reach = max(int(0.003 * sample_rate / _BLOCK), 2)
    ahead = np.lib.stride_tricks.sliding_window_view(np.pad(over, (reach, reach)), 2 * reach + 1).max(axis=1)
    held = _held(np.ascontiguousarray(ahead), 60 * _BLOCK / sample_rate)
    width = 2 * reach - 1
    padded = np.pad(held, (width // 2, width // 2), mode="edge")
    smooth = np.convolve(padded, np.full(width, 1 / width, np.float32), "valid")
    limited: Floats = sound * np.exp2(_spread(smooth, sound.shape[1]) * np.float32(-1 / 6.0206))
    return limited
