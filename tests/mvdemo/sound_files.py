"""Songs for tests: clicks and tones whose beats are known, in the files that people have."""

from fractions import Fraction

import av
import numpy as np

RATE = 22050
KINDS = {
    "mp3": ("mp3", "libmp3lame", "s16p"),
    "m4a": ("ipod", "aac", "fltp"),
    "flac": ("flac", "flac", "s16"),
    "ogg": ("ogg", "libopus", "flt"),
    "wav": ("wav", "pcm_s16le", "s16"),
}


def click_times(seconds, first_bpm, last_bpm=None):
    """Beats from a third of a second on, in a tempo that drifts from one to the other."""
    times, at = [], 0.3
    while at < seconds - 0.2:
        times.append(at)
        at += 60 / (first_bpm + ((last_bpm or first_bpm) - first_bpm) * at / seconds)
    return np.array(times)


def clicks(times, seconds, noise=0.0, loud=0.7):
    """One channel with a short tone at each time, and hiss."""
    sound = (
        np.random.default_rng(7).normal(0, noise, round(seconds * RATE)) if noise else np.zeros(round(seconds * RATE))
    )
    at = np.arange(round(0.05 * RATE)) / RATE
    for number, time in enumerate(times):
        first = round(time * RATE)
        tone = loud * np.exp(-at / 0.012) * np.sin(2 * np.pi * (1400 if number % 4 == 0 else 900) * at)
        sound[first : first + len(at)] += tone[: len(sound) - first]
    return sound.astype(np.float32)[None]


def write_song(path, sound, kind, rate=RATE, tags=None):
    """Write (channels, samples) as a file of a kind, with tags."""
    container, codec, samples = KINDS[kind]
    layout = "stereo" if len(sound) == 2 else "mono"
    rate_there = 48_000 if kind == "ogg" else rate
    with av.open(str(path), "w", format=container) as file:
        file.metadata.update(tags or {})
        options = {"aac_coder": "fast"} if codec == "aac" else {}  # as the film's own
        stream = file.add_stream(codec, rate=rate_there, layout=layout, options=options)
        stream.codec_context.bit_rate = 192_000
        stream.codec_context.format = samples
        resampler = av.AudioResampler(format=samples, layout=layout, rate=rate_there, frame_size=1024)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound, np.float32), format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return path
