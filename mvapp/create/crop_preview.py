"""The picture as the film will frame it, and by hand the frame on it: what falls outside is dimmed."""

from base64 import b64encode
from typing import Final

import streamlit as st

from mvapp.browser.script import source
from mvapp.create import form
from mvapp.create.draft import Draft
from mvapp.create.prepared_picture import PreparedPicture
from mvapp.studio.studios import Crop, Studio
from mvapp.text import say
from mvclient.request import ASPECTS

RATIOS: Final = {aspect: int(aspect.split(":")[0]) / int(aspect.split(":")[1]) for aspect in ASPECTS}
"""Width by height of the films that can be made."""

_UPRIGHT = 0.9
_MOVABLE: Final = 0.97
"""A frame that shows more of the picture than this has nowhere to go."""
_KEY: Final = "create_frame_mover"
_BEGINNING: Final = "create.frame_beginning"

_component = st.components.v2.component(_KEY, js=source(__file__, "frame_mover.js"), isolate_styles=False)


def crop_box(width: int, height: int, aspect: str, at: int = 50) -> tuple[int, int, int, int]:
    """The largest part of a picture with the shape of the film: left, top, right, bottom in px.

    Args:
        width: of the picture, in px.
        height: the same.
        aspect: "16:9" or "9:16".
        at: where it lies, in percent of the way that is free.
    """
    ratio = RATIOS[aspect]
    crop_width = min(width, max(1, round(height * ratio)))
    crop_height = min(height, max(1, round(width / ratio)))
    left, top = (width - crop_width) * at // 100, (height - crop_height) * at // 100
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


def can_move(shown: PreparedPicture, aspect: str) -> bool:
    """Whether the picture is larger than the frame."""
    return keeps(shown.width, shown.height, aspect) < _MOVABLE


def place_of(crop: Crop, shown: PreparedPicture, aspect: str) -> int:
    """Where the frame lies that has the middle of a crop in its own, in percent of the way that is free."""
    part, is_wide = keeps(shown.width, shown.height, aspect), shown.width > shown.height * RATIOS[aspect]
    middle = (crop[0] + crop[2] if is_wide else crop[1] + crop[3]) / 2
    return round(100 * min(max((middle - part / 2) / max(1 - part, 0.01), 0.0), 1.0))


def draw(shown: PreparedPicture, draft: Draft, studio: Studio) -> None:
    """The picture with the film's frame on it, which a person can drag, or move with the arrow keys.

    Until they do it lies where the film begins, where the studio can tell.
    """
    aspect = draft.aspect
    data = {
        "picture": f"data:image/jpeg;base64,{b64encode(shown.preview).decode()}",
        "alt": say("create.picture_alt"),
        "label": say("create.frame"),
        "width": shown.width,
        "height": shown.height,
        "ratio": RATIOS[aspect],
        "at": draft.frame_at if draft.is_framed else _beginning(shown, aspect, studio),
        "moves": can_move(shown, aspect),
    }
    _component(key=_KEY, data=data, on_moved_change=_take)


def _beginning(shown: PreparedPicture, aspect: str, studio: Studio) -> int:
    """Where the frame lies before anybody moves it; found once for a picture, and kept no longer than the visit."""
    if not can_move(shown, aspect):
        return Draft.frame_at
    asked = (hash(shown.preview), aspect, studio.name)
    known, at = st.session_state.get(_BEGINNING, (None, Draft.frame_at))
    if known != asked:
        crop = studio.opening_crop(shown.preview, aspect)
        at = Draft.frame_at if crop is None else place_of(crop, shown, aspect)
        st.session_state[_BEGINNING] = (asked, at)
    return int(at)


def _take() -> None:
    moved = st.session_state[_KEY].moved
    if isinstance(moved, int) and 0 <= moved <= 100:  # noqa: PLR2004 - percent
        # Who puts it in the very middle has moved it all the same.
        form.change(frame_at=moved + 1 if moved == Draft.frame_at else moved)
