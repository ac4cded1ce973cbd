"""`python -m mvapp.create.draw_previews` draws the small copies of the sample pictures that the create page shows.

The samples themselves take seconds to draw; their small copies are in the repository, so that no page waits for them.
"""

from io import BytesIO

from PIL import Image

from mvapp.create.sample_pictures import PREVIEWS
from mvapp.studio.demo import SAMPLES, sample_picture

_PREVIEW_PX = 720


def draw(name: str) -> bytes:
    """The small copy of one sample, as JPEG."""
    written = BytesIO()
    with Image.open(BytesIO(sample_picture(name))) as picture:
        picture.thumbnail((_PREVIEW_PX, _PREVIEW_PX))
        picture.save(written, "JPEG", quality=82, optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    PREVIEWS.mkdir(exist_ok=True)
    for name in SAMPLES:
        (PREVIEWS / f"{name}.jpg").write_bytes(draw(name))
