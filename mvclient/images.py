"""A photo in, a clean small raw-Base64 JPEG out.

Pillow is imported only when a picture is there to be read. The order of the work is the measured one
(`benchmarks/pictures.py`): a 108-megapixel photo takes 0.6 s, and no file makes the process grow by 200 MiB.
"""

from __future__ import annotations

import base64
import binascii
import io
import math
import os
import re
import threading
import warnings
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from mvclient.errors import PictureError
from mvclient.pictures import avif, bmp, gif, jpeg, png, webp
from mvclient.pictures.colours import in_srgb
from mvclient.pictures.kinds import kind_of
from mvclient.pictures.limits import MAX_EXIF_BYTES, MAX_FILE_BYTES, damaged

if TYPE_CHECKING:
    from PIL import Image

MAX_EDGE_PIXELS = 2048
JPEG_QUALITY = 90

_EXIF_ORIENTATION = 0x0112
_TILE_PIXELS = 256
_REACH = 4
"""How far around a pixel of the result its neighbours count: Lanczos takes three, and what is reduced before, one."""
_SENT_AS_THEY_ARE = {"jpeg", "png", "webp"}
_CHECKED_EDGE_PIXELS = 64
_WORKING_MODES = {
    "1": ("L", "LA"),
    "L": ("L", "LA"),
    "LA": ("LA", "LA"),
    "I;16": ("L", "LA"),
    "P": ("RGB", "RGBA"),
    "RGB": ("RGB", "RGBA"),
    "RGBX": ("RGB", "RGB"),
    "RGBA": ("RGBA", "RGBA"),
    "CMYK": ("CMYK", "CMYK"),
}
"""What a picture is resized in, by Pillow's mode of it: without and with a transparent colour."""
_READERS = {"png": png.decoded, "webp": webp.decoded, "gif": gif.decoded, "bmp": bmp.decoded, "avif": avif.decoded}

PictureSource = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]

_one_at_a_time = threading.Lock()
"""Many visitors may bring pictures in one moment; the memory is there for one."""


def picture_as_base64(source: PictureSource) -> str:
    """Turn a picture into the raw Base64 of an upright sRGB JPEG of at most 2048 × 2048.

    It can be a JPEG, PNG, WebP, AVIF, GIF or BMP. Nothing of the original's metadata (place, camera, comments) is in
    the result. Transparent parts become white; of an animation the first frame is taken. One picture is prepared at a
    time in a process: a call waits for its turn.

    Args:
        source: a path, the bytes, or a binary file object.

    Raises:
        PictureError: the picture cannot be used; its `reason` says why.
    """
    contents = _read(source)
    with _one_at_a_time:
        upright = _decoded(contents, MAX_EDGE_PIXELS)
        del contents
        sheet = io.BytesIO()
        upright.save(sheet, "JPEG", quality=JPEG_QUALITY)
    return base64.b64encode(sheet.getbuffer()).decode("ascii")


def reference_image(source: PictureSource) -> str:
    """Do what `picture_as_base64` does; the old name was too much like the field for an asset id."""
    warnings.warn(
        "mvclient.images.reference_image is called picture_as_base64 now; give what it returns to MVRequest as "
        "reference_image_url.",
        DeprecationWarning,
        stacklevel=2,
    )
    return picture_as_base64(source)


def sendable_base64(text: str) -> str:
    """Check that raw Base64 holds a whole picture of any size, and return it without line breaks.

    A kind that Giggle may not know (AVIF, GIF, BMP) is turned into a JPEG.

    Raises:
        PictureError: it is no Base64, or no whole picture.
    """
    compact = re.sub(r"\s+", "", text)
    try:
        contents = base64.b64decode(compact, validate=True)
    except (binascii.Error, ValueError):
        contents = b""
    if not contents:
        raise PictureError("The picture is neither an http(s) link nor raw Base64.", reason="not_a_picture")
    contents = _read(contents)
    if kind_of(contents) not in _SENT_AS_THEY_ARE:
        return picture_as_base64(contents)
    with _one_at_a_time:
        _decoded(contents, _CHECKED_EDGE_PIXELS)
    return compact


def _read(source: PictureSource) -> bytes:
    contents: Any
    if isinstance(source, (bytes, bytearray, memoryview)):
        contents = bytes(source)
    else:
        try:
            if isinstance(source, (str, os.PathLike)):
                with open(source, "rb") as file:  # noqa: PTH123 - os.PathLike may be no Path
                    contents = file.read(MAX_FILE_BYTES + 1)
            else:
                contents = source.read(MAX_FILE_BYTES + 1)
                if not contents and source.seekable():
                    # A file that was read before: begin again.
                    source.seek(0)
                    contents = source.read(MAX_FILE_BYTES + 1)
        except (OSError, ValueError):
            contents = None
    if not isinstance(contents, bytes):
        raise PictureError("The picture file cannot be read.", reason="unreadable")
    if len(contents) > MAX_FILE_BYTES:
        raise PictureError(
            f"The picture file is larger than {MAX_FILE_BYTES // 2**20} MB; save it smaller.",
            reason="too_large",
        )
    return contents


def _decoded(contents: bytes, longest_edge: int) -> Image.Image:
    """An upright sRGB picture of these bytes, with nothing else in it."""
    kind = kind_of(contents)
    try:
        whole = _whole(kind, contents, longest_edge)
        orientation, profile = _orientation(whole), whole.info.get("icc_profile")
        small = _shrunk(whole, longest_edge)
        del whole
        return _turned(_on_paper(small, profile), orientation)
    except PictureError as error:
        failure = error
    except MemoryError:
        failure = PictureError("The picture is too large to be read here.", reason="too_large")
    except Exception:  # noqa: BLE001 - decoders raise anything at all on hostile bytes
        failure = damaged()
    raise failure


def _whole(kind: str, contents: bytes, longest_edge: int) -> Image.Image:
    """Decode the whole picture with the reader of its kind.

    Not by Pillow's `open`: its limits are global and stop a phone of 200 megapixels, and it tries any format.
    """
    if kind == "jpeg":
        return jpeg.decoded(contents, longest_edge)
    return _READERS[kind](contents)


def _shrunk(image: Image.Image, longest_edge: int) -> Image.Image:
    """Shrink it to at most so large, in its working mode; by tiles, because a converted copy is as large as it."""
    from PIL import Image as Pictures  # noqa: PLC0415 - only when needed

    mode = _WORKING_MODES[image.mode][image.has_transparency_data]
    shrink = max(1.0, max(image.size) / longest_edge)
    width, height = (max(1, round(edge / shrink)) for edge in image.size)
    across, down = image.width / width, image.height / height
    small = Pictures.new(mode, (width, height))
    for top in range(0, height, _TILE_PIXELS):
        for left in range(0, width, _TILE_PIXELS):
            right, bottom = min(width, left + _TILE_PIXELS), min(height, top + _TILE_PIXELS)
            box = (left * across, top * down, right * across, bottom * down)
            tile = image
            if mode != image.mode or mode.endswith("A"):  # what has alpha is converted for resizing, too
                around = (
                    max(0, math.floor(box[0] - _REACH * across)),
                    max(0, math.floor(box[1] - _REACH * down)),
                    min(image.width, math.ceil(box[2] + _REACH * across)),
                    min(image.height, math.ceil(box[3] + _REACH * down)),
                )
                tile = _in_working_mode(image.crop(around), mode)
                box = (box[0] - around[0], box[1] - around[1], box[2] - around[0], box[3] - around[1])
            # Sums of fractions may end a hair outside.
            box = (box[0], box[1], min(box[2], tile.width), min(box[3], tile.height))
            tile = tile.resize((right - left, bottom - top), Pictures.Resampling.LANCZOS, box, reducing_gap=2.0)
            small.paste(tile, (left, top))
    return small.convert("LA") if mode == "RGBA" and image.info.get("is_grey") else small


def _in_working_mode(tile: Image.Image, mode: str) -> Image.Image:
    if tile.mode != "I;16":
        return tile.convert(mode)
    # 16 bits a pixel: scaled, because a plain conversion clips everything bright to white.
    values = tile.convert("I")
    grey = values.point(_sixteen_to_eight(), "L")
    if mode == "LA":
        grey.putalpha(values.point(_all_but(tile.info["transparency"]), "L"))
    return grey


@lru_cache(maxsize=1)
def _sixteen_to_eight() -> list[int]:
    return [round(value / 257) for value in range(65536)]


@lru_cache(maxsize=1)
def _all_but(transparent: int) -> list[int]:
    return [0 if value == transparent else 255 for value in range(65536)]


def _on_paper(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn the picture into sRGB; what is transparent becomes white."""
    from PIL import Image as Pictures  # noqa: PLC0415 - only when needed

    if image.mode not in ("LA", "RGBA"):
        return in_srgb(image, profile)
    colors = in_srgb(image.convert(image.mode.removesuffix("A")), profile)
    paper = Pictures.new("RGB", image.size, "white")
    paper.paste(colors, mask=image.getchannel("A"))
    return paper


def _orientation(image: Image.Image) -> int:
    from PIL import Image as Pictures  # noqa: PLC0415 - only when needed

    exif = Pictures.Exif()
    try:
        exif.load((image.info.get("exif") or b"")[:MAX_EXIF_BYTES])
        value = exif.get(_EXIF_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF is common and no reason to refuse a photo
        return 1
    return value if isinstance(value, int) else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    from PIL import Image as Pictures  # noqa: PLC0415 - only when needed

    turns = {
        2: Pictures.Transpose.FLIP_LEFT_RIGHT,
        3: Pictures.Transpose.ROTATE_180,
        4: Pictures.Transpose.FLIP_TOP_BOTTOM,
        5: Pictures.Transpose.TRANSPOSE,
        6: Pictures.Transpose.ROTATE_270,
        7: Pictures.Transpose.TRANSVERSE,
        8: Pictures.Transpose.ROTATE_90,
    }
    if orientation in turns:
        image = image.transpose(turns[orientation])
    # Rebuilt from its pixels, so that EXIF, GPS, XMP and comments stay behind.
    return Pictures.frombytes("RGB", image.size, image.tobytes())
