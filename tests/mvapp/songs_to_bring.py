"""Songs as files of every kind that people have, made in the test."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np

RATE = 44_100
KINDS = {
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "libopus"),
}


def song(seconds: float = 4.0, kind: str = "mp3", *, loud_from_s: float = 0.0, level: float = 0.5) -> bytes:
    """A tone that is soft, and loud from a moment on."""
    rate = 48_000 if kind == "ogg" else RATE  # Opus has no other
    times = np.arange(round(seconds * rate)) / rate
    tone = level * np.sin(2 * np.pi * 220 * times) * np.where(times < loud_from_s, 0.1, 1.0)
    container, codec = KINDS[kind]
    written = BytesIO()
    with av.open(written, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.array([tone, tone], np.float32), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        resampler = av.AudioResampler(stream.format.name, "stereo", rate, frame_size=960 if kind == "ogg" else 1024)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return written.getvalue()


def seconds_of(sound: bytes) -> float:
    """How long a file plays, by decoding it."""
    with av.open(BytesIO(sound)) as file:
        return sum(frame.samples for frame in file.decode(audio=0)) / file.streams.audio[0].codec_context.sample_rate


def tags_of(sound: bytes) -> dict[str, str]:
    """What the file says of itself."""
    with av.open(BytesIO(sound)) as file:
        return dict(file.metadata)
