"""A city at blue hour by a river: lit windows, signs, their reflections and lights out of focus."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.samples.painting import HEIGHT, WIDTH, Floats, Shape, add_glow, finished, gradient, noise, paint, rgb

if TYPE_CHECKING:
    from PIL import Image

_WATER = 0.7
_LAMPS = ("ffd9a0", "ffc27a", "fff0cf", "bfe0ff", "ffd9a0")


def draw() -> Image.Image:
    """The picture."""
    picture = gradient(
        ((0, "0d1533"), (0.25, "26326b"), (0.45, "6a4a8f"), (0.58, "d0707f"), (_WATER, "ffae73"), (1, "ffae73"))
    )
    stars = np.random.default_rng(4).random((HEIGHT, WIDTH))
    sparkle = (stars > 0.9997) * np.clip(1 - np.linspace(0, 1, HEIGHT) / 0.35, 0, 1)[:, None]
    picture += sparkle[..., None].astype(np.float32) * 0.6
    haze = np.clip((noise(5, (3, 8), 5) - 0.5) * 2.4, 0, 1)
    paint(
        picture,
        haze * np.exp(-(((np.linspace(0, 1, HEIGHT)[:, None] - 0.4) / 0.16) ** 2)).astype(np.float32),
        "e58a94",
        0.45,
    )
    add_glow(picture, 0.56, _WATER, 0.4, "ff9360", 0.38, squash=1.6)
    _moon(picture)
    chance = random.Random(8)
    _row(picture, chance, 0.5, 0.13, (0.018, 0.05), "59477f", 0.22, 0.75)
    _row(picture, chance, 0.46, 0.2, (0.028, 0.06), "363064", 0.34, 0.92)
    _tower(picture, 0.565)
    _row(picture, chance, 0.56, 0.2, (0.045, 0.085), "171a3d", 0.5, 1.0)
    _signs(picture)
    _river(picture)
    _railing(picture)
    _bokeh(picture)
    return finished(picture, 2, bloom=0.5, lift=1.9)


def _moon(picture: Floats) -> None:
    add_glow(picture, 0.2, 0.17, 0.1, "cfd8ff", 0.26)
    crescent = Shape().disc(0.2, 0.17, 0.034).disc(0.2105, 0.161, 0.031, 0).mask(1)
    paint(picture, crescent, "f6efdc")


def _row(
    picture: Floats,
    chance: random.Random,
    top: float,
    spread: float,
    widths: tuple[float, float],
    colour: str,
    lit: float,
    opacity: float,
) -> None:
    """Draw one row of houses with their windows."""
    houses, panes, x = Shape(), {lamp: Shape() for lamp in _LAMPS[:4]}, -0.03
    while x < 1.03:
        width = chance.uniform(*widths)
        middle = abs(x + width / 2 - 0.56)
        roof = top - spread * chance.uniform(0.1, 1.0) * (1.25 - middle * 1.4) + 0.03
        houses.box(x, roof, x + width * 0.96, _WATER + 0.01)
        style = chance.random()
        if style < 0.3:
            houses.box(x + width * 0.2, roof - 0.022, x + width * 0.72, roof)
        elif style < 0.5:
            houses.line([(x + width * 0.5, roof), (x + width * 0.5, roof - 0.05)], 2)
        elif style < 0.62:
            houses.polygon([(x, roof), (x + width * 0.48, roof - 0.045), (x + width * 0.96, roof)])
        _windows(panes, chance, (x, roof, x + width * 0.96), lit)
        x += width
    paint(picture, houses.mask(), colour, opacity)
    for lamp, shape in panes.items():
        mask = shape.mask()
        paint(picture, mask, lamp, 0.92)


def _windows(panes: dict[str, Shape], chance: random.Random, house: tuple[float, float, float], lit: float) -> None:
    left, roof, right = house
    step_x, step_y = chance.choice(((0.0085, 0.0165), (0.0105, 0.0185), (0.0075, 0.021)))
    columns = int((right - left - 0.008) / step_x)
    main = chance.choice(_LAMPS)
    floor_bias = [chance.uniform(0.4, 1.5) for _ in range(80)]
    for row in range(int((_WATER - roof - 0.03) / step_y)):
        for column in range(columns):
            if chance.random() > lit * floor_bias[row % 80]:
                continue
            x = left + 0.005 + column * step_x
            y = roof + 0.016 + row * step_y
            lamp = main if chance.random() < 0.8 else chance.choice(_LAMPS)
            panes[lamp].box(x, y, x + step_x * 0.55, y + step_y * 0.5, chance.randint(120, 255))


def _tower(picture: Floats, x: float) -> None:
    tower = Shape().polygon(
        [
            (x - 0.021, _WATER),
            (x - 0.0165, 0.3),
            (x - 0.008, 0.25),
            (x + 0.008, 0.25),
            (x + 0.0165, 0.3),
            (x + 0.021, _WATER),
        ]
    )
    tower.line([(x, 0.25), (x, 0.135)], 3.4)
    paint(picture, tower.mask(), "1d1f4a")
    panes = Shape()
    chance = random.Random(3)
    for row in range(34):
        for column in range(6):
            if chance.random() < 0.72:
                px = x - 0.0135 + column * 0.0048
                panes.box(px, 0.305 + row * 0.0115, px + 0.0027, 0.311 + row * 0.0115, chance.randint(140, 255))
    paint(picture, panes.mask(), "ffd695")
    for y in (0.255, 0.3):
        paint(picture, Shape().line([(x - 0.012, y), (x + 0.012, y)], 3).mask(), "ff7fb0")
        add_glow(picture, x, y, 0.05, "ff5f9e", 0.4)
    add_glow(picture, x, 0.135, 0.016, "ff4040", 1.0)


def _signs(picture: Floats) -> None:
    for x, y, width, height, colour in (
        (0.205, 0.5, 0.011, 0.085, "ff4f8f"), (0.36, 0.56, 0.034, 0.018, "39d0ff"),
        (0.712, 0.515, 0.011, 0.075, "ffb03a"),
        (0.845, 0.55, 0.036, 0.02, "ff5fa8"), (0.905, 0.47, 0.01, 0.07, "5fe3d0"),
    ):  # fmt: skip
        paint(picture, Shape().box(x, y, x + width, y + height).mask(0.8), colour)
        add_glow(picture, x + width / 2, y + height / 2, 0.06, colour, 0.42)
        inner = Shape()
        count = 4
        for index in range(count):
            if height > width:
                inner.box(
                    x + width * 0.3,
                    y + height * (index + 0.25) / count,
                    x + width * 0.7,
                    y + height * (index + 0.72) / count,
                )
            else:
                inner.box(
                    x + width * (index + 0.25) / count,
                    y + height * 0.3,
                    x + width * (index + 0.7) / count,
                    y + height * 0.7,
                )
        paint(picture, inner.mask(), "fff6ea", 0.85)


def _river(picture: Floats) -> None:
    first = round(_WATER * HEIGHT)
    rows = HEIGHT - first
    waves = noise(41, (26, 90), 4)
    mirrored = np.empty((rows, WIDTH, 3), np.float32)
    at = np.arange(WIDTH)
    for row in range(rows):
        depth = row / rows
        wave = waves[min(int(row**0.8 * 4), HEIGHT - 1)]
        source_row = np.clip(first - 2 - row * 1.25 + (wave - 0.5) * (8 + 70 * depth), 0, first - 1).astype(int)
        source_column = np.clip(at + (wave - 0.5) * (6 + 46 * depth), 0, WIDTH - 1).astype(int)
        mirrored[row] = picture[source_row, source_column]
    for _ in range(2):  # lights run down in the water
        mirrored = (mirrored + np.roll(mirrored, 5, axis=0) + np.roll(mirrored, 11, axis=0)) / np.float32(3)
    fall = np.linspace(0.78, 0.42, rows, dtype=np.float32)[:, None, None]
    picture[first:] = mirrored * fall + np.array(rgb("0b1230"), np.float32) * (1 - fall) * 0.7
    quay = Shape().box(-0.01, _WATER - 0.007, 1.01, _WATER + 0.005).mask()
    paint(picture, quay, "0f1230")
    for index in range(18):
        add_glow(picture, 0.03 + index * 0.056, _WATER - 0.016, 0.009, "ffdc9c", 0.9)
        add_glow(picture, 0.03 + index * 0.056, _WATER - 0.016, 0.03, "ffb45a", 0.24)


def _railing(picture: Floats) -> None:
    rail = Shape().line([(-0.01, 0.905), (1.01, 0.925)], 9).line([(-0.01, 0.965), (1.01, 0.982)], 5)
    for index in range(-1, 16):
        x = index * 0.07 + 0.02
        rail.line([(x, 0.905 + x * 0.02), (x, 1.02)], 6)
    paint(picture, rail.mask(0.6), "0a0c1f", 0.96)
    person = Shape().disc(0.318, 0.757, 0.0215)
    person.polygon(
        [
            (0.3, 0.79),
            (0.309, 0.782),
            (0.327, 0.782),
            (0.336, 0.79),
            (0.341, 0.905),
            (0.336, 1.02),
            (0.301, 1.02),
            (0.296, 0.905),
        ]
    )
    person.line([(0.334, 0.795), (0.349, 0.862), (0.36, 0.903)], 13).line(
        [(0.302, 0.795), (0.293, 0.868), (0.289, 0.904)], 13
    )
    person.polygon(
        [(0.304, 0.748), (0.318, 0.734), (0.332, 0.748), (0.336, 0.8), (0.327, 0.792), (0.309, 0.792), (0.3, 0.8)]
    )
    mask = person.mask(0.5)
    paint(picture, mask, "090b1c", 0.98)
    rim = np.clip(mask - np.roll(mask, -3, axis=1), 0, 1)
    paint(picture, rim, "ff9a78", 0.6)


def _bokeh(picture: Floats) -> None:
    chance = random.Random(12)
    for _ in range(26):
        x, y = chance.uniform(0, 1), chance.uniform(0.8, 1.02)
        if 0.24 < x < 0.4:
            continue
        colour = chance.choice(("ff6fa8", "ffc27a", "6fc8ff", "ffd9a0", "b58cff"))
        radius = chance.uniform(0.014, 0.042)
        disc = Shape().disc(x, y, radius, 150).disc(x, y, radius * 0.9, 105).mask(1.8)
        picture += (disc * np.float32(chance.uniform(0.16, 0.5)))[..., None] * np.array(rgb(colour), np.float32)
