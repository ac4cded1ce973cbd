"""What a picture may cost: a file of some kilobytes can ask for gigabytes, and many visitors share one machine."""

from __future__ import annotations

from mvclient.errors import PictureError

MAX_FILE_BYTES = 64 * 2**20
MAX_JPEG_PIXELS = 250_000_000
"""A JPEG is decoded at a fraction of its size, so it may be large."""
MAX_SIDE_PIXELS = 65_535
"""Decoders keep some rows, and a note for each: of a picture of one column, more than its pixels."""
MAX_DECODED_BYTES = 96_000_000
"""What must be decoded whole: 24 megapixels in colour, 96 in grey."""
MAX_WORKING_BYTES = 176 * 2**20
"""The file and all that its decoder holds at once; with what comes after, 200 MiB is never reached."""

MAX_PROFILE_BYTES = 8 * 2**20
MAX_EXIF_BYTES = 2**20
"""What is larger is read by nobody; the largest profiles of printers have some megabytes."""


def check_size(width: int, height: int, *, decoded_bytes: int, working_bytes: int) -> None:
    """Refuse what would cost more than the machine can spare.

    Args:
        width: of the picture, in px.
        height: the same.
        decoded_bytes: what the picture takes when it is decoded.
        working_bytes: the most that is held at once on the way there, with the file.
    """
    if max(width, height) > MAX_SIDE_PIXELS or decoded_bytes > MAX_DECODED_BYTES or working_bytes > MAX_WORKING_BYTES:
        raise too_large(width, height)


def too_large(width: int, height: int) -> PictureError:
    """The error for a picture with too many pixels."""
    return PictureError(
        f"The picture has {width} × {height} pixels, which is too large; save it smaller.", reason="too_large"
    )


def too_complex() -> PictureError:
    """The error for a file that is built as hardly any is."""
    return PictureError(
        "This picture is stored in an unusual way; save it again as a normal JPEG or PNG.", reason="too_complex"
    )


def damaged() -> PictureError:
    """The error for a file that is broken or not all there."""
    return PictureError("The picture file is damaged or only half there.", reason="damaged")
