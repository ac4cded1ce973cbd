"""An uploaded picture, made ready once: what is sent to the studio, and a small clean copy to look at."""

from base64 import b64decode
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from mvclient.images import picture_as_base64

__all__ = ["PreparedPicture", "prepare"]

_PREVIEW_PX = 720
_SMALL_PX = 512


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

    @property
    def is_small(self) -> bool:
        """Whether the film may look soft with it."""
        return min(self.width, self.height) < _SMALL_PX


def prepare(picture: bytes) -> PreparedPicture:
    """Make an uploaded file ready.

    Raises:
        PictureError: the file cannot be used; its `reason` says why.
    """
    base64 = picture_as_base64(picture)
    with Image.open(BytesIO(b64decode(base64))) as whole:
        width, height = whole.size
        whole.thumbnail((_PREVIEW_PX, _PREVIEW_PX))
        written = BytesIO()
        whole.save(written, "JPEG", quality=88)
    return PreparedPicture(base64, written.getvalue(), width, height)
