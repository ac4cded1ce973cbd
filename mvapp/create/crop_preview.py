"""The picture as the film will frame it: everything that falls outside is dimmed."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from mvclient.request import ASPECTS

RATIOS: Final = {aspect: int(aspect.split(":")[0]) / int(aspect.split(":")[1]) for aspect in ASPECTS}
"""Width by height of the films that can be made."""

_FRAME = (255, 205, 128)
_DIM = 0.72
_PREVIEW_PX = 720
_UPRIGHT = 0.9


def crop_box(width: int, height: int, aspect: str) -> tuple[int, int, int, int]:
    """The largest part of a picture, from its middle, with the shape of the film: left, top, right, bottom in px."""
    ratio = RATIOS[aspect]
    crop_width = min(width, max(1, round(height * ratio)))
    crop_height = min(height, max(1, round(width / ratio)))
    left, top = (width - crop_width) // 2, (height - crop_height) // 2
    return left, top, left + crop_width, top + crop_height


def keeps(width: int, height: int, aspect: str) -> float:
    """The part of the picture that stays in the frame, 0 to 1."""
    left, top, right, bottom = crop_box(width, height, aspect)
    return (right - left) * (bottom - top) / (width * height)


def keeps_at_best(width: int, height: int) -> float:
    """The part of the picture that stays in the frame of the shape that shows more of it, 0 to 1."""
    return max(keeps(width, height, aspect) for aspect in ASPECTS)


def suits(width: int, height: int) -> str:
    """The aspect that shows more of such a picture."""
    return "9:16" if width < height * _UPRIGHT else "16:9"


def crop_preview(picture: bytes, aspect: str) -> bytes:
    """A JPEG of 720 px of the whole picture with the film's frame drawn on it.

    Args:
        picture: a small JPEG, PNG or WebP of our own making.
        aspect: "16:9" or "9:16".
    """
    with Image.open(BytesIO(picture)) as opened:
        whole = ImageOps.contain(opened.convert("RGB"), (_PREVIEW_PX, _PREVIEW_PX))
    box = crop_box(*whole.size, aspect)
    shown = Image.blend(whole, Image.new("RGB", whole.size, (12, 9, 8)), _DIM)
    shown.paste(whole.crop(box), box[:2])
    if box != (0, 0, *whole.size):
        left, top, right, bottom = box
        ImageDraw.Draw(shown).rectangle((left, top, right - 1, bottom - 1), outline=_FRAME, width=3)
    written = BytesIO()
    shown.save(written, "JPEG", quality=86)
    return written.getvalue()
