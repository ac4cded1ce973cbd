"""H.264 and AAC in MP4 by PyAV; colours tagged BT.709, a key frame every two seconds."""

from __future__ import annotations

import heapq
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

import av
import numpy as np

from mvdemo.film.yuv import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from av.container import InputContainer
    from av.stream import Stream
    from numpy.typing import NDArray

    from mvdemo.film.profile import Profile

_BT709 = 1
_LIMITED = 1
KEY_FRAME_S = 2


class Writer:
    """Encodes frames into an MP4 without sound. Use it as a context: leaving it closes the file."""

    def __init__(self, path: Path, profile: Profile, size: tuple[int, int]) -> None:
        self._container = av.open(str(path), "w", format="mp4")
        stream = self._container.add_stream("libx264", rate=profile.fps)
        gap = str(KEY_FRAME_S * profile.fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {
            "preset": profile.preset,
            "crf": str(profile.crf),
            "x264-params": f"keyint={gap}:min-keyint={gap}:scenecut=0:open-gop=0:{profile.settings}".rstrip(":"),
        }
        context = stream.codec_context
        context.time_base = Fraction(1, profile.fps)
        context.color_range = _LIMITED
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        self._picture = stream
        self._count, self._tick = 0, Fraction(1, profile.fps)

    def __enter__(self) -> Self:
        return self

    def write(self, frame: av.VideoFrame) -> None:
        """Encode the next frame."""
        frame.pts = self._count
        frame.time_base = self._tick
        self._count += 1
        self._container.mux(self._picture.encode(frame))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._container.mux(self._picture.encode(None))
        finally:
            self._container.close()


def new_frame(canvas_size: tuple[int, int]) -> tuple[av.VideoFrame, Canvas]:
    """A frame for the encoder and a canvas that paints straight into its memory."""
    width, height = canvas_size
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.colorspace, frame.color_range = _BT709, _LIMITED
    frame.color_primaries = frame.color_trc = _BT709
    planes = []
    for plane, half in zip(frame.planes, (1, 2, 2), strict=True):
        flat = np.frombuffer(plane, np.uint8)  # type: ignore[call-overload]  # a plane is a buffer
        planes.append(flat[: plane.line_size * (height // half)].reshape(height // half, -1)[:, : width // half])
    return frame, Canvas(*planes)


def merge(footage: Path, song: Path, target: Path, metadata: dict[str, str]) -> None:
    """Copy picture and sound into ``target``, with its index first and metadata; it appears when complete."""
    unfinished = target.with_name(target.stem + ".part.mp4")
    options = {"movflags": "+faststart"}
    try:
        with (
            av.open(str(footage)) as pictures,
            av.open(str(song)) as sound,
            av.open(str(unfinished), "w", format="mp4", options=options) as output,
        ):
            output.metadata.update(metadata)
            tracks = [
                _copied(source, output.add_stream_from_template(source.streams[0])) for source in (pictures, sound)
            ]
            for packet in heapq.merge(*tracks, key=lambda packet: (packet.dts or 0) * (packet.time_base or 0)):
                output.mux(packet)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _copied(source: InputContainer, stream: Stream) -> Iterator[av.Packet[Any]]:
    for packet in source.demux(source.streams[0]):
        if packet.dts is not None:
            packet.stream = stream
            yield packet


def write_song(path: Path, sound: NDArray[np.float32], sample_rate: int, bit_rate: int) -> None:
    """Write the song alone, with its index first; it appears when complete."""
    unfinished = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        with av.open(str(unfinished), "w", format="mp4", options={"movflags": "+faststart"}) as output:
            stream = output.add_stream("aac", rate=sample_rate, layout="stereo", options={"aac_coder": "fast"})
            stream.codec_context.bit_rate = bit_rate
            for piece in _sound_frames(sound, sample_rate):
                output.mux(stream.encode(piece))
            output.mux(stream.encode(None))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _sound_frames(sound: NDArray[np.float32], sample_rate: int) -> Iterator[av.AudioFrame]:
    for start in range(0, sound.shape[1], 1024):
        piece = np.ascontiguousarray(sound[:, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = sample_rate, start, Fraction(1, sample_rate)
        yield frame
