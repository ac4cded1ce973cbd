"""PNG: Pillow is shown the pixels only, because a flaw in any side chunk would make it refuse the whole."""

from __future__ import annotations

import io
import zlib
from bisect import bisect_right
from functools import reduce
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mvclient.pictures.colours import embedded_profile, profile_of_cicp, profile_of_gamma
from mvclient.pictures.limits import MAX_EXIF_BYTES, MAX_PROFILE_BYTES, check_size, damaged, too_complex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_SIGNATURE_BYTES = 8
_HEAD_BYTES = 33
"""The signature and the IHDR chunk."""
_AROUND_BYTES = 12
"""Length, name and checksum of a chunk."""
_MAX_CHUNKS = 100_000
_END = b"\0\0\0\0IEND\xaeB\x60\x82"
_CRITICAL = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_SIDE_BYTES = {
    b"tRNS": (1, 2**16),
    b"gAMA": (4, 4),
    b"cHRM": (32, 32),
    b"sRGB": (1, 1),
    b"cICP": (4, 4),
    b"iCCP": (4, MAX_PROFILE_BYTES),
    b"eXIf": (8, MAX_EXIF_BYTES),
}
"""The side chunks that say how the pixels look, with the lengths that they can have."""
_BYTES_PER_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2}
"""Of Pillow's modes; 4 of all others."""
_BITS_AT, _COLOR_TYPE_AT = 24, 25
_GREY = {0, 4}
_RGB, _PALETTE = 2, 3
_RGB_KEY_BYTES = 6
_MOST_COLORS = 256
_LONG_KEY_BYTES = 18
"""A pixel of a picture in RGB with 16 bits and a transparent colour: it is read twice, and compared."""


class _Chunk(NamedTuple):
    name: bytes
    start: int
    end: int
    """Behind its checksum; may lie behind the end of the file."""


def decoded(contents: bytes) -> Image.Image:
    """Decode it; `info` has `transparency`, `icc_profile`, `exif` and `is_grey` where there are any."""
    from PIL import PngImagePlugin  # noqa: PLC0415 - only when needed

    parts, side = _sorted(contents)
    image = PngImagePlugin.PngImageFile(io.BufferedReader(_Joined(parts)))
    bits, color_type = contents[_BITS_AT], contents[_COLOR_TYPE_AT]
    has_long_key = (bits, color_type) == (16, _RGB) and b"tRNS" in side
    pixels = image.width * image.height
    check_size(
        *image.size,
        decoded_bytes=pixels * _BYTES_PER_PIXEL.get(image.mode, 4),
        working_bytes=pixels * (_LONG_KEY_BYTES if has_long_key else _BYTES_PER_PIXEL.get(image.mode, 4))
        + len(contents),
    )
    image.load()
    if has_long_key and len(side[b"tRNS"]) >= _RGB_KEY_BYTES:
        low = PngImagePlugin.PngImageFile(io.BufferedReader(_Joined(parts)))
        low.tile = [tile._replace(args="RGB;16L") for tile in low.tile]
        image.putalpha(_keyed(image, low, side.pop(b"tRNS")))
    is_grey = color_type in _GREY
    facts = {
        "is_grey": is_grey,
        "transparency": _transparency(side.get(b"tRNS", b""), bits, color_type),
        "icc_profile": _profile(side, is_grey=is_grey),
        "exif": b"Exif\0\0" + side[b"eXIf"] if b"eXIf" in side else None,
    }
    image.info = {name: fact for name, fact in facts.items() if fact is not None}
    return image


def _keyed(high: Image.Image, low: Image.Image, key: bytes) -> Image.Image:
    """What is seen of a picture with 16 bits a value, read as upper and as lower bytes: all but the key."""
    from PIL import ImageChops  # noqa: PLC0415 - only when needed

    bytes_of_both = [part for pair in zip(high.split(), low.split(), strict=True) for part in pair]
    pairs = zip(bytes_of_both, key[:_RGB_KEY_BYTES], strict=True)
    differs = (part.point([255 * (value != wanted) for value in range(256)]) for part, wanted in pairs)
    return reduce(ImageChops.lighter, differs)


def _chunks(contents: bytes) -> Iterator[_Chunk]:
    position = _SIGNATURE_BYTES
    for _ in range(_MAX_CHUNKS):
        if position + 8 > len(contents):
            return
        end = position + _AROUND_BYTES + int.from_bytes(contents[position : position + 4])
        chunk = _Chunk(contents[position + 4 : position + 8], position, end)
        yield chunk
        if chunk.name == b"IEND":
            return
        position = end
    raise too_complex()


def _is_right(contents: bytes, chunk: _Chunk) -> bool:
    checksum = int.from_bytes(contents[chunk.end - 4 : chunk.end])
    return chunk.end <= len(contents) and zlib.crc32(memoryview(contents)[chunk.start + 4 : chunk.end - 4]) == checksum


def _sorted(contents: bytes) -> tuple[list[memoryview], dict[bytes, bytes]]:
    """What Pillow is to see, and the chunks beside the pixels that count, by name."""
    side: dict[bytes, bytes] = {}
    palette, needs_palette = b"", contents[_COLOR_TYPE_AT : _COLOR_TYPE_AT + 1] == bytes([_PALETTE])
    pixels_start = pixels_end = 0
    for chunk in _chunks(contents):
        name, inside = chunk.name, slice(chunk.start + 8, chunk.end - 4)
        if name[0] & 0x20:
            in_time = name == b"eXIf" or (not pixels_end and not (name == b"tRNS" and needs_palette and not palette))
            if in_time and name not in side and _counts(contents, chunk):
                side[name] = contents[inside]
            continue
        if name not in _CRITICAL:
            raise too_complex()
        if chunk.end <= len(contents) and not _is_right(contents, chunk):
            raise damaged()
        if name == b"PLTE":
            palette = contents[inside]
        elif name == b"IDAT" and pixels_end in (0, chunk.start):  # a second run of them is no part of the picture
            pixels_start, pixels_end = pixels_start or chunk.start, chunk.end
    whole = memoryview(contents)
    parts = [whole[:_HEAD_BYTES], whole[pixels_start:pixels_end]]
    if needs_palette:
        checked = b"PLTE" + palette
        parts.insert(1, memoryview(len(palette).to_bytes(4) + checked + zlib.crc32(checked).to_bytes(4)))
    if pixels_end <= len(contents):
        parts.append(memoryview(_END))
    return parts, side


def _counts(contents: bytes, chunk: _Chunk) -> bool:
    """Whether a side chunk says, without a flaw, something of how the pixels look."""
    least, most = _SIDE_BYTES.get(chunk.name, (1, 0))
    return least <= chunk.end - chunk.start - _AROUND_BYTES <= most and _is_right(contents, chunk)


def _transparency(said: bytes, bits: int, color_type: int) -> int | tuple[int, ...] | bytes | None:
    """What tRNS says, as Pillow means it: of the values as they are after decoding, but 16 bits of grey."""
    needed = {0: 2, 2: 6, 3: 1}.get(color_type)
    if needed is None or len(said) < needed:
        return None
    if color_type == _PALETTE:
        return said[:_MOST_COLORS]
    values = [int.from_bytes(said[at : at + 2]) & ((1 << bits) - 1) for at in range(0, needed, 2)]
    if color_type == 0:
        return values[0] if bits >= 8 else values[0] * (255 // ((1 << bits) - 1))
    return tuple(values)


def _profile(side: dict[bytes, bytes], *, is_grey: bool) -> bytes | None:
    """The colours that the file names, None for sRGB; in the order of PNG's third edition, as browsers do."""
    profile = profile_of_cicp(side[b"cICP"]) if b"cICP" in side else None
    if profile is None and b"iCCP" in side:
        compressed = side[b"iCCP"].partition(b"\0")[2][1:]
        try:
            profile = zlib.decompressobj().decompress(compressed, MAX_PROFILE_BYTES + 1)
        except zlib.error:
            profile = b""
        profile = embedded_profile(profile, "L" if is_grey else "RGB")
    if profile is not None or side.get(b"sRGB", b"\xff")[0] <= 3:
        return profile
    return profile_of_gamma(side[b"gAMA"], side.get(b"cHRM")) if b"gAMA" in side else None


class _Joined(io.RawIOBase):
    """Parts of a file, read as one without a copy of them."""

    def __init__(self, parts: list[memoryview]) -> None:
        self._parts = parts
        self._ends = list(accumulate(map(len, parts)))
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._position = offset + (0, self._position, self._ends[-1])[whence]
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer of ours is always one of these
        index = bisect_right(self._ends, self._position)
        if index == len(self._parts):
            return 0
        start = self._position - (self._ends[index] - len(self._parts[index]))
        piece = self._parts[index][start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)
