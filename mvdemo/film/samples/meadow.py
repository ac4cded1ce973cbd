"""A meadow in the morning: hills in the mist, a great tree with a swing, wild flowers and light."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.samples.painting import (
    HEIGHT,
    WIDTH,
    Floats,
    Shape,
    add_glow,
    distance,
    finished,
    gradient,
    noise,
    paint,
    rgb,
    ridge,
)

if TYPE_CHECKING:
    from PIL import Image

_SUN_X, _SUN_Y = 0.3, 0.36


def draw() -> Image.Image:
    """The picture."""
    picture = gradient(((0, "5f9ccb"), (0.2, "9cc6dc"), (0.38, "e9e2c4"), (0.5, "ffe0a6"), (1, "ffe0a6")))
    clouds = (
        np.clip((noise(51, (4, 7), 5) - 0.55) * 3, 0, 1) * np.clip(1 - np.linspace(0, 1, HEIGHT) / 0.42, 0, 1)[:, None]
    )
    paint(picture, clouds.astype(np.float32), "fff6e6", 0.75)
    add_glow(picture, _SUN_X, _SUN_Y, 0.45, "ffc878", 0.2)
    add_glow(picture, _SUN_X, _SUN_Y, 0.13, "ffe6ae", 0.3)
    for seed, base, height, bumps, colour in (
        (61, 0.53, 0.17, 2, "9db4b4"), (62, 0.57, 0.12, 3, "83a592"), (63, 0.63, 0.1, 2, "6a9868"),
    ):  # fmt: skip
        hill = Shape().polygon(ridge(seed, base, height, bumps)).mask()
        paint(picture, hill, colour, 0.9)
        _mist(picture, base + 0.01, seed)
    _woods(picture)
    _grass(picture)
    _tree(picture)
    _rays(picture)
    _flowers(picture)
    return finished(picture, 3, bloom=0.1, lift=0.55)


def _mist(picture: Floats, at: float, seed: int) -> None:
    down = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    band = np.exp(-(((down - at) / 0.035) ** 2)) * (0.45 + 0.55 * noise(seed + 20, (4, 3), 3))
    paint(picture, band.astype(np.float32), "fff0cf", 0.6)


def _woods(picture: Floats) -> None:
    chance = random.Random(5)
    row = Shape()
    for _ in range(150):
        x = chance.uniform(-0.02, 1.02)
        y = 0.632 + 0.012 * np.sin(x * 7) + chance.uniform(-0.004, 0.006)
        size = chance.uniform(0.008, 0.022)
        if chance.random() < 0.4:
            row.polygon([(x - size * 0.4, y + 0.02), (x, y - size * 2.2), (x + size * 0.4, y + 0.02)])
        else:
            row.disc(x, y, size)
    paint(picture, row.mask(0.8), "4d7a55", 0.85)
    _mist(picture, 0.655, 90)


def _grass(picture: Floats) -> None:
    ground = gradient(((0, "b9c566"), (0.62, "a9bd5c"), (0.75, "7ba24a"), (1, "35652f")))
    ground += ((noise(71, (8, 9), 5) - 0.5) * 0.2)[..., None] * np.array((1.0, 1.0, 0.5), np.float32)
    light = np.exp(-((distance(_SUN_X + 0.05, 0.68, 2.6) / 0.5) ** 2))
    ground += light[..., None] * np.array(rgb("ffd36b"), np.float32) * 0.3
    mask = Shape().polygon(ridge(72, 0.7, 0.05, 2, octaves=2)).mask()
    paint(picture, mask, ground)
    chance = random.Random(7)
    for band in range(5):
        blades = Shape()
        for _ in range(900):
            x = chance.uniform(-0.01, 1.01)
            y = 0.72 + band * 0.065 + chance.uniform(0, 0.07)
            tall = (0.008 + band * 0.008) * chance.uniform(0.6, 1.4)
            lean = chance.uniform(-0.35, 0.5) * tall
            blades.polygon(
                [(x - 0.0006 - band * 0.00022, y), (x + lean, y - tall), (x + 0.0006 + band * 0.00022, y)],
                chance.randint(110, 255),
            )
        colour = ("c5d070", "b3c562", "8fb352", "6a9843", "4c7f38")[band]
        paint(picture, blades.mask(), colour, 0.6)


def _tree(picture: Floats) -> None:
    chance = random.Random(21)
    x, y = 0.69, 0.79
    wood = Shape().polygon(
        [
            (x - 0.022, y),
            (x - 0.012, y - 0.12),
            (x - 0.011, y - 0.24),
            (x + 0.011, y - 0.24),
            (x + 0.013, y - 0.12),
            (x + 0.028, y),
        ]
    )
    tips = []
    for angle, length in (
        (2.5, 0.16),
        (2.05, 0.19),
        (1.6, 0.21),
        (1.15, 0.19),
        (0.65, 0.17),
        (2.85, 0.14),
        (0.3, 0.14),
    ):
        end = (x + np.cos(angle) * length * 0.62, y - 0.2 - np.sin(angle) * length)
        wood.line([(x, y - 0.18), ((x + end[0]) / 2, (y - 0.2 + end[1]) / 2 - 0.012), end], 9)
        tips.append(end)
    shade = Shape().disc(x + 0.09, y + 0.012, 0.2, squash=0.14).mask(9)
    paint(picture, shade, "2c5428", 0.6)
    paint(picture, wood.mask(), "4a3a2c")
    middle = (x, y - 0.33)
    for depth, colour, count, spread in (
        (0, "2f5b33", 190, 1.0),
        (1, "47783a", 170, 0.92),
        (2, "6f9c44", 130, 0.84),
        (3, "a8c25a", 80, 0.78),
    ):
        leaves = Shape()
        for _ in range(count):
            turn, far = chance.uniform(0, 2 * np.pi), chance.random() ** 0.55 * spread
            px = middle[0] + np.cos(turn) * far * 0.148 - depth * 0.007
            py = middle[1] + np.sin(turn) * far * 0.165 - depth * 0.012
            for _ in range(7):
                leaves.disc(px + chance.gauss(0, 0.011), py + chance.gauss(0, 0.015), chance.uniform(0.004, 0.012))
        paint(picture, leaves.mask(0.6), colour, 0.93 if depth < 2 else 0.7)
    ropes = (
        Shape()
        .line([(x - 0.062, y - 0.22), (x - 0.068, y - 0.055)], 1.8)
        .line([(x - 0.04, y - 0.22), (x - 0.043, y - 0.055)], 1.8)
    )
    ropes.line([(x - 0.072, y - 0.055), (x - 0.039, y - 0.055)], 5)
    paint(picture, ropes.mask(), "3f3022")


def _rays(picture: Floats) -> None:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = np.arctan2(down - _SUN_Y * HEIGHT, across - _SUN_X * WIDTH)
    chance = np.random.default_rng(81)
    rays = sum(
        np.clip(np.cos((angle - turn) * width), 0, 1) ** 40
        for turn, width in zip(chance.uniform(-0.2, 2.8, 9), chance.uniform(3, 7, 9), strict=True)
    )
    fall = np.exp(-((distance(_SUN_X, _SUN_Y) / 0.75) ** 2)) * np.clip((down / HEIGHT - _SUN_Y) * 8, 0, 1)
    picture += (np.asarray(rays, np.float32) * fall)[..., None] * np.array(rgb("ffe3a0"), np.float32) * 0.07


def _flowers(picture: Floats) -> None:
    chance = random.Random(31)
    colours = ("f4f1ff", "ffd84a", "ff7f7a", "c58cff", "ff9fc6", "ffffff")
    for band, (count, size, blur) in enumerate(
        ((130, 0.0026, 0.0), (110, 0.0042, 0.0), (70, 0.0066, 0.6), (16, 0.03, 7.0))
    ):
        for colour in colours:
            heads, hearts = Shape(), Shape()
            for _ in range(count // len(colours) + 1):
                x = chance.uniform(-0.01, 1.01)
                y = (0.745, 0.79, 0.86, 0.965)[band] + chance.uniform(0, (0.05, 0.08, 0.12, 0.06)[band])
                for petal in range(6):
                    turn = petal * np.pi / 3 + x * 9
                    heads.disc(x + np.cos(turn) * size * 0.5, y + np.sin(turn) * size * 0.62, size * 0.55)
                hearts.disc(x, y, size * 0.38)
            paint(picture, heads.mask(blur), colour, 0.95 if band < 3 else 0.62)
            paint(picture, hearts.mask(blur), "f0b23c" if colour != "ffd84a" else "b5762a", 0.9 if band < 3 else 0.4)
