"""H.264 and AAC in MP4 by PyAV; colours tagged BT.709, a key frame every two seconds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from .profile import Profile
from .yuv import Canvas

_BT709 = 1
_LIMITED = 1
KEY_FRAME_S = 2


class PictureWriter:
    """Encodes frames into an MP4 without sound. Use it as a context: leaving it closes the file."""

    def __init__(self, path: Path, profile: Profile, size: tuple[int, int], title: str) -> None:
        self._container = av.open(str(path), "w", format="mp4")
        stream = self._container.add_stream("libx264", rate=profile.fps)
        assert isinstance(stream, VideoStream)  # noqa: S101 - tells the type checker which stream it is
        gap = str(KEY_FRAME_S * profile.fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {
            "preset": profile.preset,
            "crf": str(profile.crf),
            "x264-params": f"keyint={gap}:min-keyint={gap}:scenecut=0:open-gop=0",
        }
        context = stream.codec_context
        context.time_base = Fraction(1, profile.fps)
        context.color_range = _LIMITED
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        self._stream = stream
        self._count = 0
        self._tick = Fraction(1, profile.fps)
        self._container.metadata["title"] = title

    def __enter__(self) -> PictureWriter:
        return self

    def write(self, frame: av.VideoFrame) -> None:
        """Encode the next frame."""
        frame.pts = self._count
        frame.time_base = self._tick
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


def new_frame(canvas_size: tuple[int, int]) -> tuple[av.VideoFrame, Canvas]:
    """Return a frame for the encoder and a canvas that paints straight into its memory."""
    width, height = canvas_size
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.colorspace, frame.color_range = _BT709, _LIMITED
    frame.color_primaries = frame.color_trc = _BT709
    planes = []
    for plane, half in zip(frame.planes, (1, 2, 2), strict=True):
        flat = np.frombuffer(plane, np.uint8)  # type: ignore[call-overload]  # a plane is a buffer
        planes.append(flat[: plane.line_size * (height // half)].reshape(height // half, -1)[:, : width // half])
    return frame, Canvas(*planes)


def merge(
    picture: Path, sound: NDArray[np.float32], sample_rate: int, bit_rate: int, target: Path, metadata: dict[str, str]
) -> None:
    """Join the encoded picture and a sound (2, samples) into ``target``, its index first; it appears when complete."""
    unfinished = target.with_name(target.stem + ".part.mp4")
    try:
        with (
            av.open(str(picture)) as source,
            av.open(str(unfinished), "w", format="mp4", options={"movflags": "+faststart+use_metadata_tags"}) as output,
        ):
            output.metadata.update(metadata)
            shown = source.streams.video[0]
            video = output.add_stream_from_template(shown)
            audio = output.add_stream("aac", rate=sample_rate, layout="stereo")
            audio.codec_context.bit_rate = bit_rate
            pieces = _sound_frames(sound, sample_rate)
            heard_s = 0.0
            for packet in source.demux(shown):
                if packet.dts is None:
                    continue
                at_s = float(packet.dts * packet.time_base)
                while heard_s <= at_s and (piece := next(pieces, None)) is not None:
                    output.mux(audio.encode(piece))
                    heard_s += piece.samples / sample_rate
                packet.stream = video
                output.mux(packet)
            for piece in pieces:
                output.mux(audio.encode(piece))
            output.mux(audio.encode(None))
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def _sound_frames(sound: NDArray[np.float32], sample_rate: int) -> Iterator[av.AudioFrame]:
    for start in range(0, sound.shape[1], 1024):
        piece = np.ascontiguousarray(sound[:, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = sample_rate, start, Fraction(1, sample_rate)
        yield frame
