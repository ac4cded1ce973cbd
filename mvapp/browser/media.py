"""Pictures that the page shows by its own HTML or scripts: handed to the server once, and sent once by an address."""

from pathlib import Path
from typing import Final

from streamlit.runtime import exists, get_instance

JPEG: Final = "image/jpeg"


def address(of: bytes | Path, place: str, *, kind: str = JPEG) -> str:
    """Where this session's browser gets it, as seen from a page of ours; "" where no server runs.

    Args:
        of: the file, or what is in it.
        place: what shows it; the next one of the same place, or the next full run, takes this one's turn.
        kind: its media type.
    """
    if not exists():
        return ""
    given = of if isinstance(of, bytes) else str(of)
    # Streamlit's own widgets resolve the path against the app's base; without the slash a browser does.
    return get_instance().media_file_mgr.add(given, kind, f"mv-{place}").lstrip("/")
