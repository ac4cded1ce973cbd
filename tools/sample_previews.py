"""Draws the small copies of the sample pictures that the app shows, into mvapp/studio/samples.

    python tools/sample_previews.py

Run it anew when a sample was drawn anew. The samples themselves take seconds to draw; their small copies are in the
repository, so that no page waits for them.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent))

from mvapp.studio.demo import PREVIEWS, SAMPLES, sample_picture

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
