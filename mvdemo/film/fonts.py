"""A font that has Chinese: an installed one where there is one, else the one that came by pip."""

from __future__ import annotations

import importlib.util
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_WEIGHTS = {"light": 300, "regular": 420, "bold": 700}
# Directory, then the file for each weight (light, regular, bold) and the index of Simplified Chinese in it.
_INSTALLED: tuple[tuple[str, tuple[str, str, str], int], ...] = (
    ("/usr/share/fonts/opentype/noto", ("NotoSansCJK-Light.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"), 2),
    ("/usr/share/fonts/noto-cjk", ("NotoSansCJK-Light.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"), 2),
    ("/System/Library/Fonts", ("PingFang.ttc", "PingFang.ttc", "PingFang.ttc"), 2),
    ("C:/Windows/Fonts", ("msyhl.ttc", "msyh.ttc", "msyhbd.ttc"), 0),
    ("/usr/share/fonts/truetype/wqy", ("wqy-microhei.ttc", "wqy-microhei.ttc", "wqy-microhei.ttc"), 0),
)
_PACKAGE, _PACKAGE_FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
_NOT_A_LETTER = "\U0010fffe"
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")


@dataclass(frozen=True)
class _Face:
    path: str
    index: int
    weight: int | None
    """For a variable font."""


@lru_cache(maxsize=8)
def _faces(weight: str) -> tuple[_Face, ...]:
    """The usable fonts, best first."""
    position = list(_WEIGHTS).index(weight)
    found = [
        _Face(str(Path(folder) / files[position]), index, None)
        for folder, files, index in _INSTALLED
        if (Path(folder) / files[position]).is_file()
    ]
    spec = importlib.util.find_spec(_PACKAGE)
    if spec and spec.origin:
        found.append(_Face(str(Path(spec.origin).with_name(_PACKAGE_FILE)), 2, _WEIGHTS[weight]))
    if not found:
        raise RuntimeError(f"no font with Chinese letters: install the package {_PACKAGE.replace('_', '-')}")
    return tuple(found)


@lru_cache(maxsize=64)
def _loaded(face: _Face, pixels: int, layout: ImageFont.Layout | None = None) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.path, pixels, index=face.index, layout_engine=layout)
    if face.weight is not None:
        font.set_variation_by_axes([face.weight])
    return font


def font(pixels: int, weight: str) -> ImageFont.FreeTypeFont:
    """The font at a size; ``weight`` is light, regular or bold."""
    return _loaded(_faces(weight)[0], pixels)


def drawable(text: str) -> str:
    """A text without the characters that the font cannot draw, such as emoji: never an empty box."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(letter for letter in composed if letter.isspace() or _has_glyph(letter))
    return " ".join(kept.split())


@lru_cache(maxsize=8192)
def _has_glyph(letter: str) -> bool:
    # A mark that composes with no letter of the font would be set beside it.
    if letter in _ZERO_WIDTH or not letter.isprintable() or unicodedata.category(letter).startswith("M"):
        return False
    return _ink(letter) != _ink(_NOT_A_LETTER)


@lru_cache(maxsize=8192)
def _ink(letter: str) -> bytes:
    """What a letter looks like, set by the plain engine: the other one moves missing glyphs about."""
    picture = Image.new("L", (64, 64))
    face = _loaded(_faces("regular")[0], 36, ImageFont.Layout.BASIC)
    ImageDraw.Draw(picture).text((8, 4), letter, font=face, fill=255)
    return picture.tobytes()
