"""An uploaded picture, made ready once: what is sent to the studio, and a small clean copy to look at."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from io import BytesIO
from secrets import token_hex
from threading import BoundedSemaphore
from typing import Final

from PIL import Image

from mvapp.studio.machine import give_back_memory
from mvclient import PictureError
from mvclient.images import MAX_EDGE_PIXELS, picture_as_base64, sendable_base64

_PREVIEW_PX = 720
_SMALL_PX = 512
_CUT_QUALITY = 93
_turn: Final = BoundedSemaphore(2)
"""The most costly picture takes up to 200 MiB for a moment (`tests/mvclient/test_picture_costs.py`); two fit."""


@dataclass(frozen=True)
class PreparedPicture:
    """A picture that a request can carry."""

    base64: str = field(repr=False)
    """Raw Base64 of a JPEG without any of the original's metadata."""
    preview: bytes = field(repr=False)
    """A JPEG of at most 720 px, for the page."""
    width: int
    """Of the picture that is sent, in px."""
    height: int
    name: str = field(default_factory=lambda: token_hex(8))
    """What the draft calls it; made up, so that nothing of the file's own name is kept."""

    @property
    def is_small(self) -> bool:
        """Whether the film may look soft with it."""
        return min(self.width, self.height) < _SMALL_PX


def prepare(picture: bytes) -> PreparedPicture:
    """Make an uploaded file ready.

    Raises:
        PictureError: the file cannot be used; its `reason` says why.
    """
    with _turn:
        base64 = picture_as_base64(picture)
        with Image.open(BytesIO(b64decode(base64))) as whole:
            prepared = _with_preview(base64, whole, token_hex(8))
    give_back_memory()
    return prepared


def take_up(base64: str, name: str) -> PreparedPicture:
    """A picture that was prepared once and has been in other hands since.

    Raises:
        PictureError: it cannot be used; its `reason` says why.
    """
    with _turn:
        base64 = sendable_base64(base64)
        with Image.open(BytesIO(b64decode(base64))) as whole:
            if whole.format != "JPEG" or max(whole.size) > MAX_EDGE_PIXELS:
                raise PictureError("This is no picture that was prepared here.", reason="not_a_picture")
            return _with_preview(base64, whole, name)


def cut_to(base64: str, box: tuple[float, float, float, float]) -> str:
    """The part of a picture that is ready to be sent, which is ready to be sent as well.

    Args:
        base64: raw Base64 of a JPEG of ours.
        box: left, top, right, bottom, as parts of its width and height.
    """
    written = BytesIO()
    with _turn, Image.open(BytesIO(b64decode(base64))) as whole:
        across, down = whole.size
        left, top, right, bottom = box
        part = whole.crop((round(left * across), round(top * down), round(right * across), round(bottom * down)))
        part.save(written, "JPEG", quality=_CUT_QUALITY)
    return b64encode(written.getvalue()).decode()


def _with_preview(base64: str, whole: Image.Image, name: str) -> PreparedPicture:
    width, height = whole.size
    whole.thumbnail((_PREVIEW_PX, _PREVIEW_PX))
    written = BytesIO()
    whole.save(written, "JPEG", quality=88)
    return PreparedPicture(base64, written.getvalue(), width, height, name)
