"""AVIF: the first picture; what it costs is read where the decoder reads it, because the outer boxes can lie."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from mvclient.pictures.colours import embedded_profile
from mvclient.pictures.limits import check_size, damaged, too_complex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_MAX_BOXES = 10_000
_ENTRY_BYTES = 1024
"""An entry counts for at least this, so that there cannot be millions of empty ones; a hundred are free."""
_FULL_BOX_BYTES = 4
_SEQUENCE_HEADER = 1
_MOST_ENTRIES = 100
_SIDE_COPIES = 3
"""Of Exif and XMP: the decoder's own, and what it hands over."""
_FULL_COLOR, _PROFESSIONAL = 1, 2
_VALUES_PER_PIXEL = {0: 1.5}
"""AV1's profiles: 0 has one value of each colour for four pixels; in the others there may be three for each."""
_PLANES_HELD = 2.5
"""What a decoder holds beside the planes: its own notes, and a second copy if there is film grain."""


class _Coded(NamedTuple):
    """A picture as its own bits announce it: that is what the decoder makes room for."""

    pixels: int
    plane_bytes: float
    """Of one pixel."""


def decoded(contents: bytes) -> Image.Image:
    """Decode it; `info` has `icc_profile` and `exif` where there are any; that has the turn."""
    from PIL import AvifImagePlugin  # noqa: PLC0415 - only when needed
    from PIL import Image as Pictures  # noqa: PLC0415 - the same

    if contents[8:12] in (b"avis", b"msf1"):
        # Of a film its picture for the shelf: so the decoder never looks into the film's own tables.
        contents = contents[:8] + b"avif" + contents[12:]
    coded, side_bytes = [], 0
    for item in _items(contents):
        pictures = list(_coded(item))
        coded += pictures
        side_bytes += 0 if pictures else len(item)
    if not coded:
        raise damaged()
    check_size(1, 1, decoded_bytes=0, working_bytes=len(contents) + _SIDE_COPIES * side_bytes)
    reader = AvifImagePlugin.AvifImageFile(io.BytesIO(contents))
    channels = len(reader.mode)
    width, height = reader.size
    check_size(
        *(width, height),
        decoded_bytes=4 * max(width * height, *(picture.pixels for picture in coded)),
        working_bytes=2 * channels * width * height
        + sum(int(_PLANES_HELD * picture.pixels * picture.plane_bytes) for picture in coded)
        + len(contents)
        + _SIDE_COPIES * side_bytes,
    )
    pixels = reader._decoder.get_frame(0)[0]  # noqa: SLF001 - `load` would copy it while the planes are still there
    reader._decoder = None  # noqa: SLF001 - the planes
    image = Pictures.frombuffer(reader.mode, reader.size, pixels, "raw", reader.mode, 0, 1)
    image.info = {
        "icc_profile": embedded_profile(reader.info.get("icc_profile"), "RGB"),
        "exif": reader.info.get("exif"),
    }
    return image


def _boxes(contents: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    position = 0
    for _ in range(_MAX_BOXES):
        if position + 8 > len(contents):
            return
        length, head = int.from_bytes(contents[position : position + 4]), 8
        if length == 1:
            length, head = int.from_bytes(contents[position + 8 : position + 16]), 16
        end = position + length if length else len(contents)
        if end < position + head:
            raise damaged()
        yield bytes(contents[position + 4 : position + 8]), contents[position + head : end]
        position = end
    raise too_complex()


def _items(contents: bytes) -> Iterator[bytes | memoryview]:
    """Yield the bytes of everything that the file has a table entry for."""
    outer = dict(_boxes(memoryview(contents)))
    inner = dict(_boxes(outer.get(b"meta", memoryview(b""))[_FULL_BOX_BYTES:]))
    table = _Bits(inner.get(b"iloc", memoryview(b"")))
    version = table.number(8)
    table.number(24)
    offset_bits, length_bits, base_bits, index_bits = (8 * table.number(4) for _ in range(4))
    id_bits = 16 if version < 2 else 32
    left = 2 * len(contents) + _MOST_ENTRIES * _ENTRY_BYTES
    for _ in range(table.number(id_bits)):
        table.number(id_bits)
        left -= _ENTRY_BYTES
        is_inside = bool(version and table.number(16) & 15)
        table.number(16)
        base, pieces = table.number(base_bits), []
        for _ in range(table.number(16)):
            table.number(index_bits if version else 0)
            source = inner.get(b"idat", memoryview(b"")) if is_inside else memoryview(contents)
            begin, length = base + table.number(offset_bits), table.number(length_bits)
            pieces.append(source[begin : begin + length] if length else source[begin:])
            left -= len(pieces[-1]) + _ENTRY_BYTES
            if left < 0:  # entries that name the same bytes again and again
                raise too_complex()
        yield b"".join(pieces) if len(pieces) > 1 else pieces[0] if pieces else b""


def _coded(item: bytes | memoryview) -> Iterator[_Coded]:
    """Yield what the AV1 bits of an item announce; of anything else, nothing."""
    position = 0
    for _ in range(_MAX_BOXES):
        if position >= len(item) or item[position] & 0x80:
            return
        head = item[position]
        position += 1 + (head >> 2 & 1)
        length = len(item) - position
        if head & 2:
            length = 0
            for shift in range(0, 56, 7):
                byte = item[position] if position < len(item) else 0
                position, length = position + 1, length | (byte & 0x7F) << shift
                if not byte & 0x80:
                    break
        if head >> 3 == _SEQUENCE_HEADER:
            yield _announced(_Bits(memoryview(item)[position : position + length]))
        position += length
    raise too_complex()


def _announced(bits: _Bits) -> _Coded:
    """The largest picture of an AV1 sequence header (section 5.5 of the specification)."""
    profile, _, is_reduced = bits.number(3), bits.number(1), bits.number(1)
    if is_reduced:
        bits.number(5)
    else:
        delay_bits = _skip_timing(bits)
        has_display_delay = bits.number(1)
        for _ in range(bits.number(5) + 1):
            bits.number(12)
            if bits.number(5) > 7:
                bits.number(1)
            if delay_bits and bits.number(1):
                bits.number(2 * delay_bits + 1)
            if has_display_delay and bits.number(1):
                bits.number(4)
    width_bits, height_bits = bits.number(4) + 1, bits.number(4) + 1
    pixels = (bits.number(width_bits) + 1) * (bits.number(height_bits) + 1)
    if not is_reduced and bits.number(1):
        bits.number(7)
    bits.number(3)
    if not is_reduced:
        _skip_tools(bits)
    bits.number(3)
    value_bytes = 1 + bits.number(1)
    if profile == _PROFESSIONAL and value_bytes > 1:
        bits.number(1)
    is_grey = profile != _FULL_COLOR and bits.number(1)
    return _Coded(pixels, value_bytes * (1 if is_grey else _VALUES_PER_PIXEL.get(profile, 3)))


def _skip_tools(bits: _Bits) -> None:
    bits.number(4)
    has_order = bits.number(1)
    bits.number(2 * has_order)
    may_have_screen_tools = bits.number(1) or bits.number(1)
    if may_have_screen_tools and not bits.number(1):
        bits.number(1)
    bits.number(3 * has_order)


def _skip_timing(bits: _Bits) -> int:
    """How long a delay is in bits; 0 if there are none."""
    if not bits.number(1):
        return 0
    bits.number(64)
    if bits.number(1):
        zeros = 0
        while not bits.number(1):
            zeros += 1
        bits.number(zeros)
    if not bits.number(1):
        return 0
    delay_bits = bits.number(5) + 1
    bits.number(42)
    return delay_bits


class _Bits:
    """Numbers of any length, one after the other."""

    def __init__(self, contents: memoryview) -> None:
        self._contents = contents
        self._position = 0

    def number(self, size: int) -> int:
        """Read the next number of so many bits."""
        begin, self._position = self._position, self._position + size
        if self._position > 8 * len(self._contents):
            raise damaged()
        several = int.from_bytes(self._contents[begin // 8 : -(-self._position // 8)])
        return several >> (-self._position % 8) & ((1 << size) - 1)
