"""WebP: the first picture only; Pillow would hold its pixels four times over."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mvclient.pictures.colours import embedded_profile
from mvclient.pictures.limits import MAX_EXIF_BYTES, check_size, damaged, too_complex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_MAX_CHUNKS = 10_000
_ONCE = {b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"}
"""The chunks that the pixels are made of; of an animation one frame is kept."""
_SAYS_OF_SIDE_CHUNKS = 0b0010_1100
_WORKING_BYTES_PER_PIXEL = 12
"""libwebp's two canvases, and what it hands over."""


def decoded(contents: bytes) -> Image.Image:
    """Decode it; `info` has `icc_profile` and `exif` where there are any."""
    from PIL import Image as Pictures  # noqa: PLC0415 - only when needed
    from PIL import WebPImagePlugin  # noqa: PLC0415 - the same

    chunks: dict[bytes, memoryview] = {}
    for name, part in _chunks(memoryview(contents)):
        chunks.setdefault(name, part)
    width, height = _canvas(chunks)
    pixels = {name: bytes(body) for name, body in chunks.items() if name in _ONCE}
    if b"VP8X" in pixels:
        pixels[b"VP8X"] = bytes([pixels[b"VP8X"][0] & ~_SAYS_OF_SIDE_CHUNKS]) + pixels[b"VP8X"][1:]
    body = b"WEBP" + b"".join(
        name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2) for name, data in pixels.items()
    )
    check_size(
        *(width, height),
        decoded_bytes=4 * width * height,
        working_bytes=_WORKING_BYTES_PER_PIXEL * width * height + 2 * len(body) + len(contents),
    )
    del pixels
    reader = WebPImagePlugin.WebPImageFile(io.BytesIO(b"RIFF" + len(body).to_bytes(4, "little") + body))
    del body
    frame = reader._decoder.get_next()  # noqa: SLF001 - `load` would copy it twice while the canvases are still there
    if frame is None:
        raise damaged()
    reader._decoder = None  # noqa: SLF001 - the canvases
    image = Pictures.frombuffer(reader.rawmode, reader.size, frame[0], "raw", reader.rawmode, 0, 1)
    image.info = {
        "icc_profile": embedded_profile(chunks.get(b"ICCP"), "RGB"),
        "exif": bytes(chunks.get(b"EXIF", b"")[:MAX_EXIF_BYTES]),
    }
    return image


def _chunks(contents: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    position = 12
    for _ in range(_MAX_CHUNKS):
        if position + 8 > len(contents):
            return
        length = int.from_bytes(contents[position + 4 : position + 8], "little")
        body = contents[position + 8 : position + 8 + length]
        name = bytes(contents[position : position + 4])
        if len(body) == length:
            yield name, body
        elif name in _ONCE:
            raise damaged()
        position += 8 + length + length % 2
    raise too_complex()


def _canvas(chunks: dict[bytes, memoryview]) -> tuple[int, int]:
    if b"VP8X" in chunks and len(chunks[b"VP8X"]) >= 10:
        said = chunks[b"VP8X"]
        return 1 + int.from_bytes(said[4:7], "little"), 1 + int.from_bytes(said[7:10], "little")
    if b"VP8 " in chunks and len(chunks[b"VP8 "]) >= 10:
        said = chunks[b"VP8 "]
        return int.from_bytes(said[6:8], "little") & 0x3FFF, int.from_bytes(said[8:10], "little") & 0x3FFF
    if b"VP8L" in chunks and len(chunks[b"VP8L"]) >= 5:
        bits = int.from_bytes(chunks[b"VP8L"][1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    raise damaged()
