"""A beach at sunset: a low sun, its path on the water, foam on wet sand and a palm."""

from __future__ import annotations

from itertools import pairwise
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

_HORIZON, _SUN_X, _SUN_Y = 0.54, 0.62, 0.455


def draw() -> Image.Image:
    """The picture."""
    picture = gradient(
        ((0, "22345f"), (0.2, "4a5586"), (0.36, "a8688a"), (0.47, "ee9068"), (_HORIZON, "ffc987"), (1, "ffc987"))
    )
    _clouds(picture)
    add_glow(picture, _SUN_X, _SUN_Y, 0.42, "ff8a48", 0.2)
    add_glow(picture, _SUN_X, _SUN_Y, 0.12, "ffc070", 0.34)
    paint(picture, Shape().disc(_SUN_X, _SUN_Y, 0.047).mask(1.2), "fff3d0")
    paint(picture, Shape().polygon(ridge(3, 0.548, 0.045, 2)).mask() * _left_only(0.42), "5d4a6e", 0.85)
    _sea(picture)
    _boat(picture)
    _sand(picture)
    _palm(picture)
    _birds(picture)
    return finished(picture, 1, bloom=0.22, lift=0.75)


def _left_only(edge: float) -> Floats:
    across = np.linspace(0, 1, WIDTH, dtype=np.float32)
    return np.broadcast_to(np.clip((edge - across) / 0.16, 0, 1) ** 0.6, (HEIGHT, WIDTH))


def _clouds(picture: Floats) -> None:
    streaks = noise(11, (3, 12), 5)
    down = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    band = np.exp(-(((down - 0.27) / 0.16) ** 2))
    cover = np.clip((streaks - 0.52) * 3.2, 0, 1) * band
    near_sun = np.exp(-((distance(_SUN_X, _SUN_Y) / 0.5) ** 2))
    lit = (
        np.array(rgb("ffab73"), np.float32) * near_sun[..., None]
        + np.array(rgb("8b6a94"), np.float32) * (1 - near_sun)[..., None]
    )
    paint(picture, cover, lit, 0.72)
    high = np.clip((noise(12, (2, 9), 5) - 0.58) * 3, 0, 1) * np.exp(-(((down - 0.1) / 0.12) ** 2))
    paint(picture, high, "b98aa4", 0.4)


def _sea(picture: Floats) -> None:
    first = round(_HORIZON * HEIGHT)
    down = np.linspace(0, 1, HEIGHT - first, dtype=np.float32)[:, None]
    water = gradient(((0, "ffc987"), (_HORIZON, "e9a081"), (_HORIZON + 0.05, "b47d8c"), (0.7, "5d6e95"), (1, "3b5a80")))
    picture[first:] = water[first:]
    ripples = np.empty((HEIGHT - first, WIDTH), np.float32)
    fine, coarse = noise(21, (60, 120), 3), noise(22, (14, 60), 3)
    reach = (down * 0.9 + 0.1)[:, 0]
    for row in range(HEIGHT - first):  # waves grow towards the viewer
        source = min(round((row**0.72) * 7.5), HEIGHT - 1)
        mixed = fine[source] * (1 - reach[row]) + coarse[source] * reach[row]
        ripples[row] = mixed
    picture[first:] += ((ripples - 0.5) * (0.1 + 0.12 * down))[..., None] * np.array((0.9, 0.8, 1.0), np.float32)
    across = np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :]
    width = 0.03 + 0.11 * down
    path = np.exp(-(((across - _SUN_X) / width) ** 2)) * np.clip((ripples - 0.44 - 0.08 * down) * 6, 0, 1)
    picture[first:] += path[..., None] * np.array(rgb("ffcf86"), np.float32) * (0.95 - 0.4 * down)[..., None]
    shine = np.exp(-((down / 0.05) ** 2)) * np.exp(-(((across - _SUN_X) / 0.3) ** 2))
    picture[first:] += shine[..., None] * np.array(rgb("ffb46e"), np.float32) * 0.35


def _boat(picture: Floats) -> None:
    x, y = 0.455, _HORIZON + 0.004
    hull = [(x - 0.02, y - 0.006), (x + 0.022, y - 0.006), (x + 0.014, y + 0.007), (x - 0.014, y + 0.007)]
    sails = Shape().polygon([(x - 0.001, y - 0.078), (x - 0.001, y - 0.01), (x - 0.018, y - 0.01)])
    sails.polygon([(x + 0.002, y - 0.07), (x + 0.002, y - 0.01), (x + 0.017, y - 0.012)])
    paint(picture, sails.mask(), "4b3550")
    paint(picture, Shape().polygon(hull).mask(), "2b2138")
    paint(picture, Shape().disc(x, y + 0.02, 0.016, squash=0.5).mask(6), "4b3550", 0.5)


def _shore(x: Floats, offset: float) -> Floats:
    return np.asarray(
        0.79 + offset + 0.055 * (x - 0.5) + 0.022 * np.sin(x * 5.1 + 0.6 + offset * 20) + 0.008 * np.sin(x * 13 + 1),
        np.float32,
    )


def _sand(picture: Floats) -> None:
    x = np.linspace(0, 1, WIDTH, dtype=np.float32)
    down = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    edge = _shore(x, 0.0)[None, :]
    sand = gradient(((0, "c99a7d"), (0.78, "c48f78"), (1, "8a6258")))
    sand += ((noise(31, (90, 60), 3) - 0.5) * 0.05)[..., None]
    sand += ((noise(32, (6, 10), 3) - 0.5) * 0.1)[..., None]
    wet = np.clip((down - edge) / 0.075, 0, 1)
    mirror = gradient(((0, "e8a27f"), (0.8, "d99a86"), (1, "6f5a6c")))
    glint = np.exp(-(((x[None, :] - _SUN_X) / 0.16) ** 2)) * (1 - wet)
    mirror += glint[..., None] * np.array(rgb("ffb878"), np.float32) * 0.4
    ground = mirror * (1 - wet[..., None]) + sand * wet[..., None]
    paint(picture, np.clip((down - edge) * HEIGHT / 3, 0, 1), ground)
    lace = noise(33, (46, 60), 4)
    for offset, strength, thick in (
        (0.0, 0.95, 0.011),
        (-0.046, 0.62, 0.008),
        (-0.085, 0.42, 0.005),
        (0.028, 0.3, 0.004),
    ):
        line = _shore(x, offset)[None, :]
        foam = np.exp(-(((down - line) / thick) ** 2)) * np.clip((lace - 0.3) * 3.2, 0, 1)
        trail = np.clip((down - line + 0.035) / 0.035, 0, 1) * (down < line) * np.clip((lace - 0.52) * 5, 0, 1) * 0.35
        paint(picture, np.clip(foam + trail, 0, 1), "fff0e2", strength)


def _frond(
    x: float, y: float, angle: float, length: float, droop: float
) -> tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]:
    spine, leaves = [], []
    for step in range(25):
        t = step / 24
        px = x + np.cos(angle) * length * t
        py = y - np.sin(angle) * length * t * 1.6 + droop * t * t * 1.6
        spine.append((float(px), float(py)))
    for step in range(2, 25):
        t = step / 24
        (px, py), (qx, qy) = spine[step], spine[step - 1]
        forward = np.arctan2((py - qy) * HEIGHT, (px - qx) * WIDTH)
        size = 0.052 * np.sin(np.pi * min(0.12 + t * 0.85, 1.0)) ** 0.7 * length / 0.2
        for side in (-1, 1):
            tilt = forward + side * (0.95 - 0.35 * t)
            tip = (px + np.cos(tilt) * size, py + np.sin(tilt) * size * 1.6 + 0.012 * t)
            leaves.append([(px - 0.0022, py), (px + 0.0022, py), (float(tip[0]), float(tip[1]))])
    return spine, leaves


def _palm(picture: Floats) -> None:
    trunk = [(0.115 + 0.075 * t**1.6 + 0.01 * np.sin(t * 3), 1.0 - 0.72 * t) for t in np.linspace(0, 1, 40)]
    tree = Shape()
    for index, (first, second) in enumerate(pairwise(trunk)):
        tree.line([first, second], 21 - 11 * index / 40 + (2.2 if index % 2 else 0))
    top = trunk[-1]
    crown = ((0.25, 0.2, 0.10), (0.75, 0.19, 0.1), (1.2, 0.17, 0.1), (1.75, 0.16, 0.09), (2.3, 0.18, 0.1),
             (2.85, 0.2, 0.12), (-0.15, 0.17, 0.14), (3.35, 0.16, 0.16), (0.5, 0.13, 0.14),
             (2.6, 0.13, 0.16))  # fmt: skip
    for angle, length, droop in crown:
        spine, leaves = _frond(top[0], top[1], angle, length, droop)
        tree.line(spine, 4)
        for leaf in leaves:
            tree.polygon(leaf)
    for dx, dy in ((-0.008, 0.012), (0.007, 0.014), (0.0, 0.02)):
        tree.disc(top[0] + dx, top[1] + dy, 0.012)
    paint(picture, tree.mask(), "1d1a2c", 0.97)
    shadow = Shape().polygon([(0.09, 1.0), (0.14, 1.0), (0.02, 1.02)]).mask(8)
    paint(picture, shadow, "2a2030", 0.4)


def _birds(picture: Floats) -> None:
    flock = Shape()
    for x, y, size in ((0.44, 0.2, 1.0), (0.475, 0.175, 0.8), (0.5, 0.215, 0.7), (0.535, 0.19, 0.6), (0.81, 0.24, 0.5)):
        wing = 0.013 * size
        flock.line(
            [
                (x - wing, y - wing * 0.5),
                (x - wing * 0.4, y - wing * 0.75),
                (x, y),
                (x + wing * 0.45, y - wing * 0.85),
                (x + wing, y - wing * 0.6),
            ],
            2.2 * size,
        )
    paint(picture, flock.mask(), "3a2f4a", 0.9)
