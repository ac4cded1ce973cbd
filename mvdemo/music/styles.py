"""The table of styles: one row each, and the choice of a row by the words of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvdemo.music.brief import Brief


@dataclass(frozen=True)
class Style:
    """How one kind of music is made."""

    name: str
    keywords: tuple[str, ...]
    """English and Chinese words that ask for it."""
    tempo: tuple[int, int]
    """Slowest and fastest beats a minute."""
    scale: str
    melody_scale: str
    verse: tuple[tuple[int, ...], ...]
    """Progressions to choose from: four degrees of the scale, counted from 0."""
    chorus: tuple[tuple[int, ...], ...]
    groove: str
    bass: str
    pad: str
    keys: str
    keys_pattern: str
    lead: str
    """Plays the tune where nobody sings."""
    arpeggio: str = ""
    swing: float = 0.0
    """How late the second of two sixteenths comes, in sixteenths."""
    reverb: float = 0.3
    energy: float = 0.6
    """From 0, dissolves and slow moves, to 1, hard cuts."""
    sevenths: bool = False
    sixteenths: bool = False
    """Whether a syllable may fall on a sixteenth."""


_BRIGHT = ((0, 4, 5, 3), (0, 5, 3, 4), (0, 2, 3, 4))
_BRIGHT_CHORUS = ((3, 4, 5, 0), (5, 3, 0, 4), (3, 0, 4, 5))
_DARK = ((0, 5, 2, 6), (0, 3, 5, 6), (0, 6, 5, 6))
_DARK_CHORUS = ((5, 6, 0, 2), (5, 2, 6, 0), (3, 5, 0, 6))
_TURNING = ((1, 4, 0, 5), (0, 5, 1, 4))
_TURNING_CHORUS = ((3, 2, 1, 4), (3, 4, 2, 5))

STYLES: tuple[Style, ...] = (
    Style(
        "pop",
        ("pop", "upbeat", "catchy", "cheerful", "happy", "summer", "sunny", "joyful", "radio",
         "流行", "轻快", "欢快", "快乐", "开心", "阳光", "夏天", "活泼"),
        (108, 124), "major", "major", _BRIGHT, _BRIGHT_CHORUS,
        "pop", "eighths", "supersaw", "piano", "push", "bell", arpeggio="pluck", reverb=0.25, energy=0.7,
    ),
    Style(
        "ballad",
        ("ballad", "slow song", "love song", "romantic", "tender", "emotional", "sad", "heartbreak", "piano",
         "wedding", "longing", "missing you", "memories", "memory",
         "抒情", "情歌", "慢歌", "浪漫", "温柔", "伤感", "悲伤", "钢琴", "婚礼", "思念", "想念", "回忆", "离别"),
        (68, 78), "major", "major", _BRIGHT, _BRIGHT_CHORUS,
        "ballad", "long", "strings", "piano", "broken", "flute", reverb=0.45, energy=0.25,
    ),
    Style(
        "electronic",
        ("electronic", "edm", "techno", "house", "trance", "dance", "club", "synth", "synthwave", "rave", "dj",
         "party", "neon", "cyberpunk", "futuristic",
         "电子", "电音", "舞曲", "蹦迪", "合成器", "派对", "霓虹", "赛博", "未来感", "夜店"),
        (122, 130), "minor", "minor", _DARK, _DARK_CHORUS,
        "four", "offbeat", "supersaw", "stab", "offbeat", "square", arpeggio="saw", reverb=0.3, energy=1.0,
    ),
    Style(
        "hip-hop",
        ("hip hop", "hip-hop", "hiphop", "rap", "trap", "boom bap", "drill", "beat", "freestyle", "street",
         "嘻哈", "说唱", "饶舌", "陷阱", "街头"),
        (84, 94), "minor", "minor_pentatonic", _DARK, _DARK_CHORUS,
        "hiphop", "sub", "dark", "epiano", "stabs", "bell", swing=0.22, reverb=0.2, energy=0.75,
        sixteenths=True,
    ),
    Style(
        "rock",
        ("rock", "punk", "metal", "guitar band", "electric guitar", "grunge", "band", "rebel", "stadium", "anthem",
         "摇滚", "朋克", "金属", "乐队", "电吉他", "热血", "呐喊"),
        (132, 148), "minor", "minor_pentatonic", ((0, 5, 2, 6), (0, 6, 5, 6)), ((5, 6, 0, 0), (5, 2, 6, 0)),
        "rock", "eighths", "organ", "guitar", "chug", "guitar_lead", reverb=0.2, energy=0.95,
    ),
    Style(
        "lo-fi",
        ("lo-fi", "lofi", "lo fi", "chill", "chillhop", "study", "relax", "relaxing", "coffee", "cozy", "sleepy",
         "calm", "bedroom", "vinyl",
         "低保真", "放松", "学习", "咖啡", "慵懒", "惬意", "安静", "午后", "治愈"),
        (74, 84), "major", "major_pentatonic", _TURNING, _TURNING_CHORUS,
        "lofi", "long", "dark", "epiano", "lazy", "pluck", swing=0.3, reverb=0.3, energy=0.3, sevenths=True,
    ),
    Style(
        "folk",
        ("folk", "acoustic", "country", "campfire", "singer-songwriter", "guitar", "ukulele", "banjo", "hometown",
         "meadow", "countryside", "village",
         "民谣", "乡村", "吉他", "木吉他", "尤克里里", "篝火", "故乡", "家乡", "田野", "草原", "校园"),
        (92, 106), "major", "major_pentatonic", ((0, 3, 0, 4), (0, 5, 3, 4)), ((3, 0, 4, 5), (3, 4, 0, 5)),
        "folk", "fifths", "warm", "acoustic", "picking", "whistle", reverb=0.25, energy=0.4,
    ),
    Style(
        "chinese",
        ("chinese", "guzheng", "erhu", "pipa", "dizi", "oriental", "ancient china", "dynasty", "ink painting",
         "hanfu", "wuxia", "tang dynasty", "bamboo",
         "国风", "中国风", "古风", "民乐", "古筝", "二胡", "琵琶", "笛子", "竹笛", "水墨", "汉服", "武侠", "江湖",
         "江南", "明月", "戏曲", "唐诗", "宋词", "古典"),
        (76, 90), "major", "gong", ((0, 5, 3, 4), (5, 3, 0, 4), (0, 4, 5, 0)), ((5, 3, 4, 0), (3, 4, 5, 5)),
        "chinese", "fifths", "open", "guzheng", "runs", "erhu", reverb=0.5, energy=0.35,
    ),
    Style(
        "jazz",
        ("jazz", "swing", "bossa", "bossa nova", "saxophone", "blues", "lounge", "big band", "smoky", "cabaret",
         "爵士", "摇摆", "蓝调", "布鲁斯", "萨克斯", "酒馆", "小酒馆", "波萨诺瓦"),
        (112, 128), "major", "major", _TURNING, _TURNING_CHORUS,
        "jazz", "walking", "none", "epiano", "comping", "sax", swing=0.0, reverb=0.3, energy=0.5, sevenths=True,
    ),
    Style(
        "r&b",
        ("r&b", "rnb", "rhythm and blues", "soul", "soulful", "groove", "groovy", "funk", "funky", "neo soul",
         "disco", "sensual", "节奏布鲁斯", "灵魂乐", "灵魂", "放克", "律动", "迪斯科"),
        (94, 106), "minor", "minor_pentatonic", ((3, 0, 5, 4), (0, 3, 5, 4)), ((5, 4, 3, 0), (5, 6, 0, 3)),
        "funk", "syncopated", "warm", "epiano", "stabs", "sax", swing=0.16, reverb=0.25, energy=0.6, sevenths=True,
        sixteenths=True,
    ),
    Style(
        "cinematic",
        ("cinematic", "epic", "orchestra", "orchestral", "film score", "soundtrack", "trailer", "hero", "heroic",
         "adventure", "symphonic", "majestic", "space", "universe", "battle",
         "史诗", "电影感", "管弦", "交响", "配乐", "英雄", "宏大", "壮阔", "震撼", "宇宙", "战争", "冒险", "星空"),
        (88, 100), "minor", "minor", _DARK, _DARK_CHORUS,
        "epic", "long", "strings", "strings_short", "ostinato", "horn", reverb=0.5, energy=0.6,
    ),
    Style(
        "children",
        ("children", "kids", "nursery", "lullaby", "toy", "cartoon", "birthday", "playful", "kindergarten",
         "儿歌", "童谣", "童年", "小朋友", "宝宝", "生日", "可爱", "玩具", "卡通", "幼儿园", "摇篮曲"),
        (104, 116), "major", "major_pentatonic", ((0, 3, 0, 4), (0, 4, 3, 0)), ((3, 0, 4, 0), (3, 4, 0, 0)),
        "toy", "fifths", "warm", "bell", "broken", "whistle", reverb=0.25, energy=0.5,
    ),
)  # fmt: skip

_FAST = ("fast", "upbeat", "energetic", "driving", "quick", "快节奏", "快歌", "激情", "动感", "欢快")
_SLOW = ("slow", "gentle", "calm", "soft", "peaceful", "慢", "缓慢", "舒缓", "安静", "轻柔")
_SAD = (
    "sad",
    "lonely",
    "melancholy",
    "tears",
    "heartbreak",
    "goodbye",
    "dark",
    "伤感",
    "悲伤",
    "孤独",
    "眼泪",
    "离别",
    "忧伤",
    "失恋",
)
_HAPPY = ("happy", "joy", "joyful", "smile", "bright", "sunny", "快乐", "开心", "微笑", "阳光", "幸福")
_BY_NAME = {style.name: style for style in STYLES}


def mentions(text: str, keywords: tuple[str, ...]) -> int:
    """Count the keywords in a text: English ones as whole words, Chinese ones anywhere, the longest of nested ones."""
    folded = text.casefold()
    found = [keyword for keyword in keywords if _mentions_one(folded, keyword)]
    return sum(not any(word != other and word in other for other in found) for word in found)


def _mentions_one(folded: str, keyword: str) -> bool:
    if not keyword.isascii():
        return keyword in folded
    return re.search(rf"(?<![a-z0-9]){re.escape(keyword)}(?:s|'s)?(?![a-z0-9])", folded) is not None


def choose_style(brief: Brief) -> Style:
    """The style that the words ask for most; pop when they ask for none."""
    weighted = ((brief.style, 5), (brief.prompt, 4), (brief.title, 2), (brief.lyrics, 1), (brief.scene, 1))
    scores = {
        style.name: sum(
            weight * (mentions(text, style.keywords) + 3 * _mentions_one(text.casefold(), style.name))
            for text, weight in weighted
        )
        for style in STYLES
    }
    best = max(STYLES, key=lambda style: scores[style.name])
    return best if scores[best.name] else _BY_NAME["pop"]


def choose_tempo(style: Style, brief: Brief, draw: float) -> float:
    """Beats a minute inside the style's range; ``draw`` from 0 to 1 decides where words do not."""
    words = f"{brief.style} {brief.prompt}"
    slow, fast = style.tempo
    if mentions(words, _FAST):
        draw = 0.75 + draw / 4
    elif mentions(words, _SLOW):
        draw /= 4
    return round(slow + (fast - slow) * draw, 1)


def choose_mode(style: Style, brief: Brief) -> tuple[str, str]:
    """The scales of harmony and tune; plainly sad or happy words turn the style's own."""
    words = f"{brief.style} {brief.prompt} {brief.title}"
    sad, happy = mentions(words, _SAD), mentions(words, _HAPPY)
    if sad > happy and style.scale == "major" and style.melody_scale != "gong":
        return "minor", "minor_pentatonic" if "pentatonic" in style.melody_scale else "minor"
    if happy > sad and style.name in {"rock", "cinematic", "electronic"}:
        return "major", "major_pentatonic" if "pentatonic" in style.melody_scale else "major"
    return style.scale, style.melody_scale
