"""The look of a film: a grade after the words of the scene, baked into the picture once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from mvdemo.music.styles import mentions


@dataclass(frozen=True)
class Grade:
    """One look. Tints are added to red, green and blue in the darks and in the lights, in 1/255."""

    name: str
    keywords: tuple[str, ...]
    darks: tuple[float, float, float] = (0, 2, 6)
    lights: tuple[float, float, float] = (4, 1, -4)
    exposure: float = 1.0
    contrast: float = 0.35
    """Strength of the S-curve, 0 to 1."""
    saturation: float = 1.05
    bloom: float = 0.35
    vignette: float = 0.26
    weather: str = ""


GRADES: tuple[Grade, ...] = (
    Grade("film", ()),
    Grade("sunset", ("sunset", "dusk", "golden hour", "evening glow", "twilight", "日落", "夕阳", "黄昏", "晚霞", "傍晚", "落日"),
          (12, -2, 10), (16, 4, -18), 1.0, 0.38, 1.08, 0.5, 0.3, "dust"),
    Grade("rain", ("rain", "rainy", "raining", "storm", "drizzle", "umbrella", "下雨", "雨", "雨夜", "暴雨", "细雨", "烟雨"),
          (-4, 4, 14), (-8, 0, 8), 0.84, 0.35, 0.74, 0.4, 0.34, "rain"),
    Grade("neon", ("neon", "cyberpunk", "club", "disco", "nightclub", "霓虹", "赛博", "夜店", "灯红酒绿"),
          (18, -10, 34), (10, -8, 12), 0.92, 0.6, 1.35, 0.75, 0.36, ""),
    Grade("night", ("night", "midnight", "moon", "moonlight", "dark", "夜", "夜晚", "深夜", "月光", "月色", "午夜", "黑夜"),
          (-6, 0, 22), (-6, 0, 10), 0.72, 0.5, 0.86, 0.6, 0.4, ""),
    Grade("snow", ("snow", "snowy", "winter", "ice", "christmas", "frost", "雪", "冬", "冬天", "冰", "圣诞", "下雪"),
          (0, 6, 16), (-2, 2, 8), 1.07, 0.22, 0.78, 0.5, 0.2, "snow"),
    Grade("sea", ("sea", "ocean", "beach", "seaside", "waves", "island", "coast", "海", "海边", "沙滩", "海浪", "大海", "海岛"),
          (-6, 6, 12), (4, 3, -2), 1.04, 0.35, 1.15, 0.4, 0.2, ""),
    Grade("forest", ("forest", "woods", "jungle", "tree", "green", "森林", "树林", "绿色", "丛林", "竹林"),
          (-4, 6, 0), (6, 5, -10), 0.97, 0.4, 1.05, 0.45, 0.32, "dust"),
    Grade("autumn", ("autumn", "fall leaves", "maple", "harvest", "秋", "秋天", "落叶", "枫叶", "金秋"),
          (8, 0, 2), (14, 2, -16), 0.98, 0.4, 1.05, 0.4, 0.3, "dust"),
    Grade("spring", ("spring", "cherry blossom", "blossom", "flower", "garden", "petal", "pink", "春", "春天", "樱花", "花", "花园", "桃花"),
          (8, 0, 8), (8, 0, 4), 1.06, 0.2, 1.08, 0.5, 0.16, "petals"),
    Grade("space", ("space", "stars", "starry", "galaxy", "universe", "cosmic", "星空", "宇宙", "银河", "星星", "太空"),
          (6, -6, 28), (0, -2, 12), 0.82, 0.55, 1.0, 0.65, 0.42, "stars"),
    Grade("vintage", ("vintage", "retro", "nostalgia", "nostalgic", "old photo", "film", "80s", "90s", "复古", "怀旧", "老照片", "旧时光"),
          (20, 14, 8), (4, -2, -18), 0.98, 0.18, 0.72, 0.3, 0.36, "dust"),
    Grade("dream", ("dream", "dreamy", "fairy", "fairytale", "magic", "fantasy", "soft light", "梦", "梦幻", "童话", "仙境", "魔法", "唯美"),
          (14, 4, 18), (6, 0, 8), 1.06, 0.12, 0.98, 0.9, 0.2, "bokeh"),
    Grade("morning", ("morning", "sunrise", "dawn", "fog", "mist", "misty", "清晨", "早晨", "日出", "晨光", "雾", "朝阳"),
          (8, 8, 4), (12, 6, -8), 1.07, 0.16, 0.96, 0.7, 0.18, "dust"),
    Grade("summer", ("summer", "sunny", "sunshine", "desert", "hot", "夏", "夏天", "阳光", "烈日", "沙漠"),
          (0, 2, 4), (10, 5, -10), 1.06, 0.38, 1.15, 0.4, 0.2, ""),
    Grade("monochrome", ("black and white", "monochrome", "noir", "黑白"),
          (2, 2, 4), (4, 2, 0), 0.98, 0.6, 0.0, 0.35, 0.4, ""),
)  # fmt: skip
_WEATHERS = (
    ("rain", ("rain", "rainy", "raining", "storm", "drizzle", "雨")),
    ("snow", ("snow", "snowy", "snowing", "雪")),
    ("petals", ("petal", "cherry blossom", "blossom", "樱花", "花瓣", "桃花")),
    ("stars", ("starry", "stars", "fireflies", "firefly", "萤火虫", "星空", "星星")),
)


def choose_grade(scene: str, other_words: str = "") -> tuple[Grade, str]:
    """Return the look and the weather that the scene's words ask for, else those of the other words."""
    for words in (scene, other_words):
        scores = [mentions(words, grade.keywords) for grade in GRADES]
        if max(scores):
            # Rain and snow are weather: where another word gives the light ("rainy neon night"), that one does.
            lights = [0 if grade.name in {"rain", "snow"} else score for grade, score in zip(GRADES, scores, strict=True)]
            best = lights if max(lights) else scores
            grade = GRADES[best.index(max(best))]
            weather = next((name for name, keys in _WEATHERS if mentions(words, keys)), grade.weather)
            return grade, weather
    return GRADES[0], ""


def graded(picture: Image.Image, grade: Grade) -> Image.Image:
    """Return an RGB picture with the look baked in."""
    toned = _saturated(picture, grade.saturation).point(_curves(grade))
    return _bloomed(toned, grade.bloom)


def _saturated(picture: Image.Image, saturation: float) -> Image.Image:
    weights = (0.2126, 0.7152, 0.0722)
    rows: list[float] = []
    for channel in range(3):
        rows += [weight * (1 - saturation) + (saturation if index == channel else 0) for index, weight in enumerate(weights)]
        rows.append(0.0)
    return picture.convert("RGB", tuple(rows))  # type: ignore[arg-type]  # Pillow's stubs know no matrices


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
    small = picture.reduce(4) if min(picture.size) >= 64 else picture  # noqa: PLR2004
    glow = small.point([round(max(0, (i - 150) / 105) ** 1.4 * 255 * strength) for i in range(256)] * 3)
    radius = max(picture.size) / 4 / 36
    wide = glow.filter(ImageFilter.GaussianBlur(radius))
    near = glow.filter(ImageFilter.GaussianBlur(radius / 4))
    both = ImageChops.add(wide.point([round(i * 0.7) for i in range(256)] * 3), near.point([round(i * 0.3) for i in range(256)] * 3))
    return ImageChops.screen(picture, both.resize(picture.size, Image.Resampling.BICUBIC))
