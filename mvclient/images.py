"""A photo in, a clean small raw-Base64 JPEG out.

Pillow is imported only when a picture is there to be read. The order of the work is the measured one: a 108-megapixel
photo takes 0.6 s and 56 MiB this way, 3.5 s and 825 MiB the plain way.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
import re
from typing import IO, TYPE_CHECKING, Any

from mvclient.errors import PictureError

if TYPE_CHECKING:
    from PIL import Image

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_JPEG_PIXELS = 250_000_000
"""A JPEG is decoded at a fraction of its size, so it may be large."""
MAX_OTHER_PIXELS = 64_000_000
"""A PNG or WebP must be decoded whole: 256 MiB at this size."""
MAX_JPEG_SCANS = 100
"""A progressive JPEG with a thousand scans takes a minute to decode."""
_MAX_JPEG_SEGMENTS = 5_000
MAX_EDGE_PIXELS = 2048
JPEG_QUALITY = 90

_EXIF_ORIENTATION = 0x0112
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

PictureSource = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]


def reference_image(source: PictureSource) -> str:
    """Turn a JPEG, PNG or WebP into the raw Base64 of an upright sRGB JPEG of at most 2048 × 2048.

    Nothing of the original's metadata (place, camera, comments) is in it. Transparent parts become white; of an
    animation the first frame is taken.

    Args:
        source: a path, the bytes, or a binary file object.

    Raises:
        PictureError: the picture cannot be used; its `reason` says why.
    """
    contents = _read(source)
    image = _open(contents)
    try:
        upright = _upright_rgb(image)
    except Exception as error:  # noqa: BLE001 - decoders raise anything at all on hostile bytes
        failure = _damaged(error)
    else:
        sheet = io.BytesIO()
        upright.save(sheet, "JPEG", quality=JPEG_QUALITY)
        return base64.b64encode(sheet.getvalue()).decode("ascii")
    raise failure


def check_base64_picture(text: str) -> str:
    """Check that raw Base64 decodes to a whole picture of any size and return it without line breaks.

    Raises:
        PictureError: it is no Base64, or no whole JPEG, PNG or WebP.
    """
    compact = re.sub(r"\s+", "", text)
    try:
        contents = base64.b64decode(compact, validate=True)
    except (binascii.Error, ValueError):
        contents = b""
    if not contents:
        raise PictureError("The picture is neither an http(s) link nor raw Base64.", reason="not_a_picture")
    image = _open(contents)
    try:
        image.draft(None, (64, 64))
        image.load()
    except Exception as error:  # noqa: BLE001 - decoders raise anything at all on hostile bytes
        failure = _damaged(error)
    else:
        return compact
    raise failure


def _damaged(error: Exception) -> PictureError:
    if isinstance(error, MemoryError):
        return PictureError("The picture is too large to be read here.", reason="too_large")
    return PictureError("The picture file is damaged or only half there.", reason="damaged")


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


def _open(contents: bytes) -> Image.Image:
    """Open by the file's first bytes, with our own size limits (Pillow's are global and stop a 200 MP phone)."""
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: PLC0415 - only when needed

    opener: type[Image.Image] | None = None
    max_pixels = MAX_OTHER_PIXELS
    if contents.startswith(b"\xff\xd8\xff"):
        # A phone's MPO is a JPEG with more JPEGs behind it: the first one is the photo.
        opener, max_pixels = JpegImagePlugin.JpegImageFile, MAX_JPEG_PIXELS
        if _scans(contents) > MAX_JPEG_SCANS:
            raise PictureError(
                "This JPEG is stored in too many layers; save it again as a normal JPEG.",
                reason="too_complex",
            )
    elif contents.startswith(b"\x89PNG\r\n\x1a\n"):
        opener = PngImagePlugin.PngImageFile
    elif contents[:4] == b"RIFF" and contents[8:12] == b"WEBP":
        opener = WebPImagePlugin.WebPImageFile
    if opener is None:
        raise _refusal_by_format(contents)
    try:
        image: Image.Image = opener(io.BytesIO(contents))  # type: ignore[call-arg]  # each plugin takes a file
    except Exception as error:  # noqa: BLE001 - decoders raise anything at all on hostile bytes
        failure = _damaged(error)
    else:
        if image.width * image.height > max_pixels:
            raise PictureError(
                f"The picture has {image.width} × {image.height} pixels, which is too large; save it smaller.",
                reason="too_large",
            )
        return image
    raise failure


_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""Inside a scan an FF is followed by 00 or by a restart's number."""


def _scans(contents: bytes) -> int:
    """Count the scans of the first picture in a JPEG; behind it a phone may have put a film with any bytes."""
    scans, position = 0, 2
    for _ in range(_MAX_JPEG_SEGMENTS):
        marker = _NEXT_MARKER.search(contents, position)
        if marker is None or marker[0] == b"\xff\xd9":
            return scans
        scans += marker[0] == b"\xff\xda"
        # A segment says its length: what is inside it, such as a thumbnail, is no scan of the picture.
        position = marker.end() + max(2, int.from_bytes(contents[marker.end() : marker.end() + 2]))
    return MAX_JPEG_SCANS + 1


def _refusal_by_format(contents: bytes) -> PictureError:
    if contents[4:8] == b"ftyp" and contents[8:12] in _HEIF_BRANDS:
        return PictureError(
            "This is a HEIC photo. On the phone, share it as JPEG (iPhone: Settings, Camera, Formats, Most "
            "compatible), or save it as JPEG or PNG.",
            reason="heic",
        )
    if contents.startswith(b"GIF8"):
        return PictureError("This is a GIF; save one picture of it as JPEG or PNG.", reason="gif")
    if contents.startswith((b"BM", b"II*\x00", b"MM\x00*")) or contents[4:12] in (b"ftypavif", b"ftypavis"):
        return PictureError(
            "Only JPEG, PNG and WebP pictures can be used; save it as one of them.", reason="unsupported"
        )
    return PictureError("This is not a picture. Use a JPEG, PNG or WebP file.", reason="not_a_picture")


def _upright_rgb(image: Image.Image) -> Image.Image:
    from PIL import Image as Pictures  # noqa: PLC0415 - only when needed

    shrink = MAX_EDGE_PIXELS / max(image.size)
    if shrink < 1:
        # A JPEG is decoded at a half, a quarter or an eighth; thumbnail's own draft keeps twice the size.
        image.draft(None, (max(1, int(image.width * shrink)), max(1, int(image.height * shrink))))
    orientation = _orientation(image)
    icc_profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # 16 bits a pixel: scaled, because a plain conversion clips everything bright to white.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("P", "PA", "LA", "1") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((MAX_EDGE_PIXELS, MAX_EDGE_PIXELS), Pictures.Resampling.LANCZOS, reducing_gap=2.0)
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if alpha is not None:
        image = image.convert("RGB")
    image = _in_srgb(image, icc_profile)
    if alpha is not None:
        paper = Pictures.new("RGB", image.size, "white")
        paper.paste(image, mask=alpha)
        image = paper
    image = _turned(image, orientation)
    # Rebuilt from its pixels, so that EXIF, GPS, XMP and comments stay behind.
    return Pictures.frombytes("RGB", image.size, image.tobytes())


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_EXIF_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF is common and no reason to refuse a photo
        return 1
    return value if isinstance(value, int) else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    from PIL.Image import Transpose  # noqa: PLC0415 - only when needed

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(orientation)
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    from PIL import ImageCms  # noqa: PLC0415 - only when needed

    if icc_profile:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
            converted = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A broken profile, or one for other channels: the plain conversion is close enough.
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")
