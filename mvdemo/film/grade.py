"""The look of a film: a grade after the words of the scene, baked into the picture once."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from mvdemo.film.looks import GRADES, WEATHERS, Grade
from mvdemo.music.styles import mentions


def choose_grade(scene: str, other_words: str = "") -> tuple[Grade, str]:
    """The look and the weather that the scene's words ask for, else those of the other words."""
    for words in (scene, other_words):
        scores = [mentions(words, grade.keywords) for grade in GRADES]
        if max(scores):
            # Rain and snow are weather: where another word gives the light ("rainy neon night"), that one does.
            lights = [
                0 if grade.name in {"rain", "snow"} else score for grade, score in zip(GRADES, scores, strict=True)
            ]
            best = lights if max(lights) else scores
            grade = GRADES[best.index(max(best))]
            weather = next((name for name, keys in WEATHERS if mentions(words, keys)), grade.weather)
            return grade, weather
    return GRADES[0], ""


def graded(picture: Image.Image, grade: Grade) -> Image.Image:
    """An RGB picture with the look baked in."""
    toned = _saturated(picture, grade.saturation).point(_curves(grade))
    return _bloomed(toned, grade.bloom)


def _saturated(picture: Image.Image, saturation: float) -> Image.Image:
    weights = (0.2126, 0.7152, 0.0722)
    rows: list[float] = []
    for channel in range(3):
        rows += [
            weight * (1 - saturation) + (saturation if index == channel else 0) for index, weight in enumerate(weights)
        ]
        rows.append(0.0)
    return picture.convert("RGB", tuple(rows))


def _curves(grade: Grade) -> list[int]:
    x = np.linspace(0, 1, 256)
    exposed = 1 - (1 - x) ** grade.exposure if grade.exposure > 1 else x * grade.exposure
    s_shaped = exposed * exposed * (3 - 2 * exposed)
    toned = exposed + (s_shaped - exposed) * grade.contrast
    tables: list[int] = []
    for dark, light in zip(grade.darks, grade.lights, strict=True):
        value = toned * 255 + dark * (1 - toned) ** 2 + light * toned * (1 - toned) * 2.2
        tables += [int(v) for v in np.clip(np.rint(value), 0, 255)]
    return tables


def _bloomed(picture: Image.Image, strength: float) -> Image.Image:
    """Let the lights glow: a blurred copy of the brightest parts, screened on top."""
    if not strength:
        return picture
    small = picture.reduce(4) if min(picture.size) >= 64 else picture
    glow = small.point([round(max(0, (i - 150) / 105) ** 1.4 * 255 * strength) for i in range(256)] * 3)
    radius = max(picture.size) / 4 / 36
    wide = glow.filter(ImageFilter.GaussianBlur(radius))
    near = glow.filter(ImageFilter.GaussianBlur(radius / 4))
    both = ImageChops.add(
        wide.point([round(i * 0.7) for i in range(256)] * 3), near.point([round(i * 0.3) for i in range(256)] * 3)
    )
    return ImageChops.screen(picture, both.resize(picture.size, Image.Resampling.BICUBIC))
