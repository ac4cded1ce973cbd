"""The table of looks: one row each, chosen by the words of the scene."""

from __future__ import annotations

from dataclasses import dataclass


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
    Grade(
        "sunset",
        ("sunset", "dusk", "golden hour", "evening glow", "twilight", "日落", "夕阳", "黄昏", "晚霞", "傍晚", "落日"),
        (12, -2, 10),
        (16, -1, -14),
        1.0,
        0.38,
        1.08,
        0.5,
        0.3,
        "dust",
    ),
    Grade(
        "rain",
        (
            "rain",
            "rainy",
            "raining",
            "storm",
            "thunderstorm",
            "drizzle",
            "umbrella",
            "下雨",
            "雨",
            "雨夜",
            "暴雨",
            "细雨",
            "烟雨",
        ),
        (-4, 4, 14),
        (-8, 0, 8),
        0.84,
        0.35,
        0.74,
        0.4,
        0.34,
        "rain",
    ),
    Grade(
        "neon",
        ("neon", "cyberpunk", "club", "disco", "nightclub", "霓虹", "赛博", "夜店", "灯红酒绿"),
        (18, -10, 34),
        (10, -8, 12),
        0.84,
        0.6,
        1.35,
        0.75,
        0.36,
        "",
    ),
    Grade(
        "night",
        ("night", "midnight", "moon", "moonlight", "dark", "夜", "夜晚", "深夜", "月光", "月色", "午夜", "黑夜"),
        (-6, 0, 22),
        (-6, 0, 10),
        0.72,
        0.5,
        0.86,
        0.6,
        0.4,
        "",
    ),
    Grade(
        "snow",
        ("snow", "snowy", "winter", "ice", "christmas", "frost", "雪", "冬", "冬天", "冰", "圣诞", "下雪"),
        (2, 8, 18),
        (2, 6, 12),
        1.14,
        0.18,
        0.55,
        0.55,
        0.18,
        "snow",
    ),
    Grade(
        "sea",
        ("sea", "ocean", "beach", "seaside", "waves", "island", "coast", "海", "海边", "沙滩", "海浪", "大海", "海岛"),
        (-6, 6, 12),
        (4, 3, -2),
        1.04,
        0.35,
        1.15,
        0.4,
        0.2,
        "",
    ),
    Grade(
        "forest",
        ("forest", "woods", "jungle", "tree", "green", "森林", "树林", "绿色", "丛林", "竹林"),
        (-4, 6, 0),
        (6, 5, -10),
        0.97,
        0.4,
        1.05,
        0.45,
        0.32,
        "dust",
    ),
    Grade(
        "autumn",
        ("autumn", "fall leaves", "maple", "harvest", "秋", "秋天", "落叶", "枫叶", "金秋"),
        (8, 0, 2),
        (14, 2, -16),
        0.98,
        0.4,
        1.05,
        0.4,
        0.3,
        "dust",
    ),
    Grade(
        "spring",
        (
            "spring",
            "cherry blossom",
            "blossom",
            "flower",
            "garden",
            "petal",
            "pink",
            "春",
            "春天",
            "樱花",
            "花",
            "花园",
            "桃花",
        ),
        (8, 0, 8),
        (8, 0, 4),
        1.06,
        0.2,
        1.08,
        0.5,
        0.16,
        "petals",
    ),
    Grade(
        "space",
        ("space", "stars", "starry", "galaxy", "universe", "cosmic", "星空", "宇宙", "银河", "星星", "太空"),
        (6, -6, 28),
        (0, -2, 12),
        0.82,
        0.55,
        1.0,
        0.65,
        0.42,
        "stars",
    ),
    Grade(
        "vintage",
        (
            "vintage",
            "retro",
            "nostalgia",
            "nostalgic",
            "old photo",
            "film",
            "80s",
            "90s",
            "复古",
            "怀旧",
            "老照片",
            "旧时光",
        ),
        (20, 14, 8),
        (4, -2, -18),
        0.98,
        0.18,
        0.72,
        0.3,
        0.36,
        "dust",
    ),
    Grade(
        "dream",
        (
            "dream",
            "dreamy",
            "fairy",
            "fairytale",
            "magic",
            "fantasy",
            "soft light",
            "梦",
            "梦幻",
            "童话",
            "仙境",
            "魔法",
            "唯美",
        ),
        (14, 4, 18),
        (6, 0, 8),
        1.06,
        0.12,
        0.98,
        0.9,
        0.2,
        "bokeh",
    ),
    Grade(
        "morning",
        ("morning", "sunrise", "dawn", "fog", "mist", "misty", "清晨", "早晨", "日出", "晨光", "雾", "朝阳"),
        (8, 8, 4),
        (12, 6, -8),
        1.07,
        0.16,
        0.96,
        0.7,
        0.18,
        "dust",
    ),
    Grade(
        "summer",
        ("summer", "sunny", "sunshine", "desert", "hot", "夏", "夏天", "阳光", "烈日", "沙漠"),
        (0, 2, 4),
        (10, 5, -10),
        1.06,
        0.38,
        1.15,
        0.4,
        0.2,
        "",
    ),
    Grade(
        "monochrome",
        ("black and white", "monochrome", "noir", "黑白"),
        (2, 2, 4),
        (4, 2, 0),
        0.98,
        0.6,
        0.0,
        0.35,
        0.4,
        "",
    ),
)
WEATHERS = (
    ("rain", ("rain", "rainy", "raining", "storm", "thunderstorm", "drizzle", "雨")),
    ("snow", ("snow", "snowy", "snowing", "雪")),
    ("petals", ("petal", "cherry blossom", "blossom", "樱花", "花瓣", "桃花")),
    ("stars", ("starry", "stars", "fireflies", "firefly", "萤火虫", "星空", "星星")),
)


@dataclass(frozen=True)
class Shine:
    """Light that moves over a film: its kind in `light`, and its colours, which take turns."""

    kind: str
    colours: tuple[tuple[int, int, int], ...]


SHINES = {
    "film": Shine("leak", ((255, 150, 70),)),
    "sunset": Shine("leak", ((255, 90, 80), (255, 140, 60))),
    "rain": Shine("headlights", ((255, 200, 130), (140, 180, 255))),
    "neon": Shine("neon", ((255, 30, 190), (20, 190, 255))),
    "night": Shine("headlights", ((190, 205, 255), (255, 190, 120))),
    "snow": Shine("leak", ((150, 195, 255),)),
    "sea": Shine("ripples", ((150, 230, 255),)),
    "forest": Shine("beams", ((225, 255, 150),)),
    "autumn": Shine("beams", ((255, 190, 90),)),
    "spring": Shine("leak", ((255, 150, 190), (255, 220, 170))),
    "space": Shine("flare", ((120, 130, 255), (220, 120, 255))),
    "vintage": Shine("leak", ((255, 110, 40), (255, 190, 80))),
    "dream": Shine("leak", ((225, 150, 255), (255, 190, 150))),
    "morning": Shine("beams", ((255, 220, 150),)),
    "summer": Shine("leak", ((255, 205, 90),)),
    "monochrome": Shine("headlights", ((255, 250, 240),)),
}
"""The light of each look."""
STORM = Shine("lightning", ((205, 220, 255),))
STORMY = ("storm", "thunder", "thunderstorm", "lightning", "暴雨", "暴风雨", "雷", "雷雨", "雷电", "闪电")
"""Words that bring lightning."""
