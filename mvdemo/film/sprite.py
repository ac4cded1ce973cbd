"""Small pictures with transparency, blended onto a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from mvdemo.film.yuv import BLACK, Bytes, Canvas, Words, to_planes


@dataclass(frozen=True)
class Sprite:
    """Values and opacities (0 to 256) of the three planes; width and height are even."""

    values: tuple[Bytes, Bytes, Bytes]
    opacities: tuple[Words, Words, Words]

    @classmethod
    def of(cls, picture: Image.Image) -> Sprite:
        """Make a sprite of an RGBA picture."""
        width, height = picture.width + picture.width % 2, picture.height + picture.height % 2
        if (width, height) != picture.size:
            padded = Image.new("RGBA", (width, height))
            padded.paste(picture)
            picture = padded
        alpha = np.asarray(picture.getchannel("A"), np.uint16)
        alpha = alpha + (alpha > 127)
        small = (alpha.reshape(height // 2, 2, -1, 2).sum(axis=(1, 3)) // 4).astype(np.uint16)
        planes = to_planes(picture.convert("RGB"))
        return cls((planes.y + np.uint8(BLACK), planes.u, planes.v), (alpha, small, small))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self.values[0].shape
        return width, height

    def blend(
        self, canvas: Canvas, left: int, top: int, opacity: float = 1.0, columns: tuple[int, int] | None = None
    ) -> None:
        """Blend onto a frame at even coordinates; ``columns`` limits it to a part of the sprite."""
        width, height = self.size
        first, last = (0, width) if columns is None else columns
        limit_y, limit_x = canvas.y.shape
        first, last = max(first, -left), min(last, width, limit_x - left)
        upper, lower = max(0, -top), min(height, limit_y - top)
        weight = round(opacity * 256)
        if last <= first or lower <= upper or weight <= 0:
            return
        for plane, value, alpha, half in zip(canvas.planes, self.values, self.opacities, (1, 2, 2), strict=True):
            source = np.s_[upper // half : lower // half, first // half : last // half]
            part = plane[(top + upper) // half : (top + lower) // half, (left + first) // half : (left + last) // half]
            cover = alpha[source]
            if weight < 256:
                cover = cover * np.uint16(weight) // np.uint16(256)
            mixed = part * (np.uint16(256) - cover)
            mixed += value[source] * cover
            mixed >>= 8
            part[...] = mixed
