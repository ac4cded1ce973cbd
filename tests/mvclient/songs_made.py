"""Songs of every kind, from real encoders where one is needed."""

import io
import struct
import wave
from functools import cache

import av
import numpy as np

CODECS = {
    "mp3": ("mp3", "mp3"),
    "m4a": ("ipod", "aac"),
    "m4a-alac": ("ipod", "alac"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "vorbis"),
    "ogg-opus": ("ogg", "libopus"),
    "mov": ("mov", "aac"),
    "aac": ("adts", "aac"),
    "webm": ("webm", "libopus"),
}
RATE = 48_000


def noise(seconds, *, loudness=0.3, seed=1):
    return np.random.default_rng(seed).uniform(-loudness, loudness, int(seconds * RATE)).astype(np.float32)


@cache
def encoded(kind, seconds=2.0):
    """A file of so many seconds of noise."""
    container, codec = CODECS[kind]
    target = io.BytesIO()
    with av.open(target, "w", format=container) as out:
        stream = out.add_stream(codec, rate=RATE, layout="stereo")
        stream.codec_context.options = {"strict": "experimental"} if codec == "vorbis" else {}
        frame_format = stream.codec_context.codec.audio_formats[0]
        frame = av.AudioFrame.from_ndarray(np.stack([noise(seconds)] * 2), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, 0
        resampler = av.AudioResampler(format=frame_format, layout="stereo", rate=RATE, frame_size=1024)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(piece))
        out.mux(stream.encode())
    return target.getvalue()


def with_pictures(codec="libx264"):
    """An MP4 with moving pictures and no sound."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        stream = out.add_stream(codec, rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(stream.encode())
    return target.getvalue()


def wav(samples=None, *, rate=8000, width=2, seconds=1.0):
    """A WAV of these raw samples, or of a loud tone."""
    if samples is None:
        samples = b"\x10\x70\x10\x90"[: width * 2].ljust(width * 2, b"\x55") * int(rate * seconds / 2)
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples)
    return target.getvalue()


def float_wav(samples):
    """A WAV of 32-bit floats, which the standard library does not write."""
    body = struct.pack(f"<{len(samples)}f", *samples)
    described = struct.pack("<HHIIHH", 3, 1, 8000, 32_000, 4, 32)
    chunks = b"fmt " + struct.pack("<I", 16) + described + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def mp3_of(seconds):
    """An MP3 of so many seconds, without an encoder."""
    frame = (b"\xff\xfb\x14\xc4").ljust(96, b"\x55")
    return frame * round(seconds / 0.024)


def id3(contents=b"x" * 3000):
    """A tag as players put it in front, with a picture in it."""
    length = len(contents)
    return b"ID3\x04\0\0" + bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0)) + contents
