"""BMP, as Windows saves it."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from mvclient.pictures.limits import check_size, too_complex

if TYPE_CHECKING:
    from PIL import Image

_RUN_LENGTHS = (1, 2)
_BYTES_PER_PIXEL = {"1": 1, "L": 1, "P": 1}


def decoded(contents: bytes) -> Image.Image:
    """Decode it."""
    from PIL import BmpImagePlugin  # noqa: PLC0415 - only when needed

    image: Image.Image | None = None
    with contextlib.suppress(OSError):
        image = BmpImagePlugin.BmpImageFile(io.BytesIO(contents))
    if image is None:  # one of the many forms that nobody writes
        raise too_complex()
    pixels = image.width * image.height
    decoded_bytes = pixels * _BYTES_PER_PIXEL.get(image.mode, 4)
    if image.info.get("compression") in _RUN_LENGTHS:
        decoded_bytes = 4 * pixels  # Pillow unpacks these in Python, into one copy after another
    check_size(*image.size, decoded_bytes=decoded_bytes, working_bytes=decoded_bytes + len(contents))
    image.load()
    return image
