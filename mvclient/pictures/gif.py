"""GIF: the first picture, without what an animation does to it afterwards."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mvclient.pictures.limits import check_size, damaged, too_complex

if TYPE_CHECKING:
    from PIL import Image

_HEAD_BYTES = 13
_MAX_BLOCKS = 10_000
_EXTENSION, _IMAGE, _CONTROL = 0x21, 0x2C, 0xF9
_HAS_PALETTE, _HAS_TRANSPARENCY = 0x80, 0x01


def decoded(contents: bytes) -> Image.Image:
    """Decode its first picture; where it does not cover the canvas, nothing is to be seen."""
    from PIL import GifImagePlugin  # noqa: PLC0415 - only when needed
    from PIL import Image as Pictures  # noqa: PLC0415 - the same

    first = _first_picture(contents)
    image = GifImagePlugin.GifImageFile(io.BytesIO(first))
    place = image.tile[0].extents
    is_bare = place != (0, 0, *image.size) and "transparency" not in image.info
    pixels = image.width * image.height
    check_size(
        *image.size,
        decoded_bytes=pixels * (4 if is_bare else 1),
        working_bytes=pixels * (10 if is_bare else 1) + len(first) + len(contents),
    )
    image.load()
    if not is_bare or place is None:
        return image
    canvas = Pictures.new("RGBA", image.size)
    canvas.paste(image.crop(place).convert("RGB"), place)
    return canvas


def _first_picture(contents: bytes) -> bytes:
    """The file up to the end of its first picture, without extensions but for a transparent colour."""
    position = _HEAD_BYTES + _palette_bytes(contents, 10)
    kept = [contents[:position]]
    for _ in range(_MAX_BLOCKS):
        name = contents[position] if position < len(contents) else 0
        if name == _EXTENSION:
            if contents[position + 1 : position + 3] == bytes([_CONTROL, 4]):
                flags = contents[position + 3] & _HAS_TRANSPARENCY
                control = bytes([_EXTENSION, _CONTROL, 4, flags, 0, 0]) + contents[position + 6 : position + 8]
                kept[1:] = [control]
            position = _behind_blocks(contents, position + 2)
        elif name == _IMAGE:
            begin = position
            position = _behind_blocks(contents, begin + 11 + _palette_bytes(contents, begin + 9))
            return b"".join((*kept, memoryview(contents)[begin:position], b";"))
        else:
            raise damaged()
    raise too_complex()


def _palette_bytes(contents: bytes, flags_at: int) -> int:
    flags = contents[flags_at] if flags_at < len(contents) else 0
    return 3 << 1 + (flags & 7) if flags & _HAS_PALETTE else 0


def _behind_blocks(contents: bytes, position: int) -> int:
    while position < len(contents) and contents[position]:
        position += 1 + contents[position]
    return position + 1
