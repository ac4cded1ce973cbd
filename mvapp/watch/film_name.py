"""What a file is called that a visitor saves: a name that every system takes."""

import re
from typing import Final

from mvapp.graphemes import cut
from mvapp.unseen import without_unseen
from mvclient.visible_text import is_blank

_LONGEST_FILE_NAME: Final = 60
_KEPT_BY_WINDOWS: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
"""Names of devices; what stands behind the first dot does not count there."""


def film_name(name: str, kind: str = "mp4") -> str:
    """A file name that every system takes, from what the visitor calls the video."""
    clean = " ".join(re.sub(r'[<>:"/\\|?*]+', " ", without_unseen(name)).split()).lstrip(" .")
    # Sixty characters are at most 240 bytes, and no system takes fewer than 255.
    clean = cut(clean, _LONGEST_FILE_NAME).rstrip(" .")
    if is_blank(clean):
        clean = "music video"
    return f"{'_' if _KEPT_BY_WINDOWS.match(clean) else ''}{clean}.{kind}"
