"""The look of a film: a grade after the words of the scene, baked into the picture once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from mvdemo.film.looks import GRADES, SHINES, STORM, STORMY, WEATHERS, Grade, Shine
from mvdemo.music.styles import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvdemo.film.framing import Box

_DARKEST, _BRIGHTEST = 0.34, 0.6
"""Between these is the mean light of a picture before it is graded."""
_DARKEST_FILM, _BRIGHTEST_FILM = 0.24, 0.6
"""The same once it is, the second times the look's exposure: a night is dark, and still to be seen."""


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


def choose_shine(grade: Grade, words: str) -> Shine:
    """The light that moves over a film of a look."""
    return STORM if mentions(words, STORMY) else SHINES[grade.name]


def chorus_grade(grade: Grade, shine: Shine) -> Grade:
    """The look of the chorus: the verse's with more of everything, in the colour of its light."""
    colour = shine.colours[-1]
    middle = sum(colour) / 3
    most = max(abs(part - middle) for part in colour) or 1.0
    tint = tuple((part - middle) / most for part in colour)

    def tinted(base: tuple[float, float, float], much: float) -> tuple[float, float, float]:
        red, green, blue = (value + much * part for value, part in zip(base, tint, strict=True))
        return red, green, blue

    return replace(
        grade,
        darks=tinted(grade.darks, 30),
        lights=tinted(grade.lights, 16),
        exposure=min(grade.exposure * 1.06, 1.2),
        contrast=min(grade.contrast + 0.1, 0.65),
        saturation=grade.saturation * 1.22,
        bloom=min(grade.bloom + 0.12, 0.9),
    )


def graded(picture: Image.Image, grade: Grade, faces: Iterable[Box] = ()) -> Image.Image:
    """An RGB picture with the look baked in, bright enough to be seen."""
    toned = _saturated(picture, grade.saturation).point(_curves(grade))
    brightest = min(_BRIGHTEST_FILM * grade.exposure**1.5, _BRIGHTEST_FILM + 0.05)
    return _metered(_bloomed(toned, grade.bloom), _DARKEST_FILM, brightest, faces)


def exposed(picture: Image.Image, faces: Iterable[Box] = ()) -> Image.Image:
    """An RGB picture as a good camera would have taken it: neither drowned nor washed out, faces counting most."""
    return _metered(picture, _DARKEST, _BRIGHTEST, faces)


def _metered(picture: Image.Image, darkest: float, brightest: float, faces: Iterable[Box] = ()) -> Image.Image:
    small = np.asarray(picture.convert("L").resize((64, 64), Image.Resampling.BOX), np.float32) / 255
    white = float(np.percentile(small, 99))
    if white < 0.02:  # black all over: nothing to be seen in any light
        return picture
    gain = min(max(0.9 / white, 1.0), 1.7) if float(small.mean()) < darkest else 1.0
    small = np.minimum(small * gain, 1)
    light = float(small.mean())
    parts = [
        small[int(top * 64) : int(bottom * 64) + 1, int(left * 64) : int(right * 64) + 1].mean()
        for left, top, right, bottom in faces
    ]
    metered = 0.2 * light + 0.8 * float(np.mean(parts)) if parts else light
    wanted = min(max(metered, darkest), brightest)
    if wanted == metered and gain == 1:
        return picture
    # Against bright light a face is lifted a little only, or the light would burn out.
    least = 0.75 if light > darkest else 0.4
    bent = min(max(float(np.log(wanted) / np.log(min(max(metered, 0.01), 0.99))), least), 2.0)
    curve = [min(round(255 * min(value / 255 * gain, 1) ** bent), 255) for value in range(256)]
    return picture.point(curve * 3)


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
