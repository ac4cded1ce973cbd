"""JPEG: decoded at a fraction of its size; and whether every row is there, which libjpeg keeps to itself."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from mvclient.pictures.colours import embedded_profile
from mvclient.pictures.limits import MAX_JPEG_PIXELS, check_size, damaged, too_complex, too_large

if TYPE_CHECKING:
    from PIL import Image

_MAX_SCANS = 100
"""A progressive JPEG with a thousand scans takes a minute to decode."""
_MAX_SCANNED_PIXELS = 1_200_000_000
"""Pixels times scans, for the same reason: a hundred scans of 12 megapixels, ten of 120."""
_MAX_SEGMENTS = 5_000
_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""Inside a scan an FF is followed by 00 or by a restart's number."""
_FRAMES = {0xC0, 0xC1, 0xC2}
_OTHER_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
"""Lossless, hierarchical, arithmetic: as good as never seen, and unknown to browsers."""
_PROGRESSIVE, _SCAN, _RESTART_EVERY = 0xC2, 0xDA, 0xDD
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_SIDE_NAMES = {*range(0xE0, 0xF0), 0xFE}
_SIDE_BEGINNINGS = {0xE0: b"JFIF", 0xE1: b"Exif\0\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Of the side segments, those that say how the pixels look."""
_MAX_HEAD_BYTES = 20 * 2**20
_COEFFICIENTS = 64
_BLOCK_BYTES = 2 * _COEFFICIENTS
_PIECE_BYTES = 64 * 1024
_END = b"\xff\xd9"
_FILLER_BYTES = 8
"""More than what libjpeg reads ahead, less than a row of any picture."""
_TRIES = 4


@dataclass
class _Shape:
    """What the headers say, up to the end of the first picture; behind it a phone may have put a film."""

    head: bytearray = field(default_factory=lambda: bytearray(b"\xff\xd8"))
    """What Pillow is to see: neither pixels nor side segments, of which it keeps copies."""
    end: int = 0
    """Where its end mark is, or the file's end."""
    marker: int = 0
    bits: int = 0
    width: int = 0
    height: int = 0
    components: dict[int, tuple[int, int]] = field(default_factory=dict)
    """How many blocks of each there are in a unit, across and down."""
    scans: int = 0
    missing: dict[int, list[int]] = field(default_factory=dict)
    """For each component how many bits of each coefficient have not been seen."""
    pixels_from: int = 0
    """Where the bits of the last scan begin."""
    first_scan_components: int = 0
    last_scan: bytes = b""
    """The components of the last scan."""
    restart_every: int = 0
    """After how many units there is a mark in a scan; 0: none."""

    @property
    def has_several_scans(self) -> bool:
        return self.marker == _PROGRESSIVE or self.first_scan_components < len(self.components)

    def coefficient_bytes(self) -> int:
        """What libjpeg keeps of the whole picture, if it comes in several scans."""
        if not self.has_several_scans:
            return 0
        return self._units() * sum(wide * high for wide, high in self.components.values()) * _BLOCK_BYTES

    def restarts(self) -> int:
        """How many marks the last scan has."""
        return (self._units(self.last_scan) - 1) // self.restart_every if self.restart_every else 0

    def _units(self, scan: bytes = b"") -> int:
        """How many units the picture has; a scan of one component has its blocks one by one."""
        most = [max(blocks[axis] for blocks in self.components.values()) for axis in (0, 1)]
        blocks = self.components.get(scan[0], (1, 1)) if len(scan) == 1 else (1, 1)
        sides = zip((self.width, self.height), most, blocks, strict=True)
        if len(scan) == 1:
            across, down = (ceil(ceil(side * own / whole) / 8) for side, whole, own in sides)
        else:
            across, down = (ceil(side / (8 * whole)) for side, whole, _ in sides)
        return across * down


def decoded(contents: bytes, longest_edge: int) -> Image.Image:
    """Decode it at the fraction that is at least so large; `info` has `icc_profile` and `exif` where there are any."""
    from PIL import JpegImagePlugin  # noqa: PLC0415 - only when needed

    shape = _shape(contents)
    image: Image.Image = JpegImagePlugin.JpegImageFile(io.BytesIO(shape.head))
    pixels = image.width * image.height
    if pixels > MAX_JPEG_PIXELS:
        raise too_large(*image.size)
    if shape.scans > _MAX_SCANS or (shape.scans * pixels > _MAX_SCANNED_PIXELS and shape.has_several_scans):
        raise too_complex()
    shrink = longest_edge / max(image.size)
    if shrink < 1:
        image.draft(None, (max(1, int(image.width * shrink)), max(1, int(image.height * shrink))))
    decoded_bytes = image.width * image.height * (1 if image.mode == "L" else 4)
    check_size(
        *(shape.width, shape.height),
        decoded_bytes=decoded_bytes,
        working_bytes=decoded_bytes + shape.coefficient_bytes() + len(contents),
    )
    restarts = islice(_RESTART.finditer(contents, shape.pixels_from, shape.end), shape.restarts())
    has_restarts = sum(1 for _ in restarts) == shape.restarts()
    if any(map(any, shape.missing.values())) or not has_restarts or not _load(image, contents, shape):
        raise damaged()
    image.info["icc_profile"] = embedded_profile(image.info.get("icc_profile"), image.mode)
    return image


def _shape(contents: bytes) -> _Shape:
    shape, position = _Shape(end=len(contents)), 2
    for _ in range(_MAX_SEGMENTS):
        marker = _NEXT_MARKER.search(contents, position)
        if marker is None or marker[0] == _END:
            shape.end = marker.start() if marker else len(contents)
            return shape
        # A segment says its length: what is inside it, such as a thumbnail, is no part of the picture.
        position = marker.end() + max(2, int.from_bytes(contents[marker.end() : marker.end() + 2]))
        segment, name = contents[marker.end() + 2 : position], marker[0][1]
        if name in _OTHER_FRAMES:
            raise too_complex()
        if name in _FRAMES:
            _note_frame(shape, name, segment)
        elif name == _SCAN:
            _note_scan(shape, segment, position)
        elif name == _RESTART_EVERY:
            shape.restart_every = int.from_bytes(segment[:2])
        if shape.scans <= (name == _SCAN) and _counts(name, segment):
            shape.head += contents[marker.start() : position]
        if len(shape.head) > _MAX_HEAD_BYTES:
            raise too_complex()
    raise too_complex()


def _counts(name: int, segment: bytes) -> bool:
    """Whether the segment is needed, or says how the pixels look."""
    is_side = name in _SIDE_NAMES
    return not is_side or (name in _SIDE_BEGINNINGS and segment.startswith(_SIDE_BEGINNINGS[name]))


def _note_frame(shape: _Shape, marker: int, segment: bytes) -> None:
    if shape.components or len(segment) < 6 + 3 * segment[5]:
        raise damaged()
    shape.marker, shape.bits = marker, segment[0]
    shape.height, shape.width = int.from_bytes(segment[1:3]), int.from_bytes(segment[3:5])
    if shape.bits != 8:
        raise too_complex()
    for at in range(6, 6 + 3 * segment[5], 3):
        shape.components[segment[at]] = (max(1, segment[at + 1] >> 4), max(1, segment[at + 1] & 15))
        shape.missing[segment[at]] = [8] * _COEFFICIENTS


def _note_scan(shape: _Shape, segment: bytes, bits_from: int) -> None:
    shape.scans += 1
    shape.pixels_from = bits_from
    count = segment[0] if segment else 0
    if not shape.components or len(segment) < 4 + 2 * count:
        raise damaged()
    shape.first_scan_components = shape.first_scan_components or count
    shape.last_scan = segment[1 : 1 + 2 * count : 2]
    first, last, bits = segment[1 + 2 * count], segment[2 + 2 * count], segment[3 + 2 * count] & 15
    if shape.marker != _PROGRESSIVE:
        first, last, bits = 0, _COEFFICIENTS - 1, 0
    for component in shape.last_scan:
        if component in shape.missing:
            for at in range(first, min(last + 1, _COEFFICIENTS)):
                shape.missing[component][at] = bits


def _load(image: Image.Image, contents: bytes, shape: _Shape) -> bool:
    """Decode it and say whether every row was there.

    libjpeg makes up what is missing before an end mark and says so to nobody. So the end mark is held back: a decoder
    that has everything is done without it. Of a file that was filled up with zeros, as an aborted download leaves it,
    the decoder must be done before the zeros or with the very last of them.
    """
    decoding = _Decoding(image, memoryview(contents)[: shape.end], has_several_scans=shape.has_several_scans)
    zeros_from, slack = max(shape.pixels_from, _without_zeros(contents, shape.end)), _FILLER_BYTES
    is_whole = False
    if zeros_from + slack < shape.end - slack:
        is_whole = decoding.has_everything_at(zeros_from + slack)
        if not is_whole and decoding.has_everything_at(shape.end - slack):
            return False
    return (is_whole or decoding.has_everything_at(shape.end + slack)) and decoding.finish()


def _without_zeros(contents: bytes, end: int) -> int:
    """Where the zeros begin that the file ends with."""
    nothing = bytes(_PIECE_BYTES)
    while end >= _PIECE_BYTES and contents[end - _PIECE_BYTES : end] == nothing:
        end -= _PIECE_BYTES
    start = max(0, end - _PIECE_BYTES)
    return start + len(contents[start:end].rstrip(b"\0"))


class _Decoding:
    """Pillow's decoder under our own hand: its own loop never tells what was left over."""

    def __init__(self, image: Image.Image, contents: memoryview, *, has_several_scans: bool) -> None:
        from PIL import Image as Pictures  # noqa: PLC0415 - only when needed

        self._image = image
        self._contents = contents
        self._has_several_scans = has_several_scans
        self._position = 0
        self._left = b""
        self._is_over = False
        image.load_prepare()  # type: ignore[attr-defined]  # of Pillow's image files
        codec, extents, _, arguments = image.tile[0]  # type: ignore[attr-defined]  # the same
        self._decoder = Pictures._getdecoder(image.mode, codec, arguments, image.decoderconfig)  # type: ignore[attr-defined]  # noqa: SLF001 - see the docstring
        self._decoder.setimage(image.im, extents)

    def has_everything_at(self, position: int) -> bool:
        """Feed it up to there, with zeros behind the end, and say whether it is done with the last row."""
        self._feed(position)
        if not self._has_several_scans:
            return self._is_over
        # Behind a scan it takes any byte, looking for a marker; inside one it waits for as many as it reads at once.
        for _ in range(_TRIES):
            if self._left:
                return False
            self._feed(self._position + 1)
        return not self._left

    def finish(self) -> bool:
        """Hand over the end mark, and the pixels to the picture."""
        self._give(_END)
        self._image.tile = []  # type: ignore[attr-defined]  # of Pillow's image files
        return self._is_over

    def _feed(self, position: int) -> None:
        while self._position < position and not self._is_over:
            end = min(position, self._position + _PIECE_BYTES)
            self._give(bytes(self._contents[self._position : end]).ljust(end - self._position, b"\0"))
            self._position = end

    def _give(self, piece: bytes) -> None:
        if self._is_over:
            return
        taken, error = self._decoder.decode(self._left + piece)
        if error < 0:
            raise damaged()
        self._is_over = taken < 0
        self._left = b"" if self._is_over else (self._left + piece)[taken:]
