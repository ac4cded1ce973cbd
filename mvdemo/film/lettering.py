"""Type on screen: tracked letters with a soft shadow."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from mvdemo.film.fonts import drawable, font
from mvdemo.music.lyrics import is_hanzi

Colour = tuple[int, int, int]
WHITE: Colour = (250, 247, 240)
GOLD: Colour = (255, 205, 92)
_LARGE, _SMALLEST = 0.62, 10
"""A text that fits at this part of its size needs no further line."""


@dataclass(frozen=True)
class Line:
    """One drawn line: its picture and where each letter starts in it, in pixels from the left."""

    picture: Image.Image
    stops: tuple[float, ...]
    """As many as letters, and one more for the end."""


def stops(text: str, face: ImageFont.FreeTypeFont, tracking: float) -> tuple[float, ...]:
    """Where each letter starts, with kerning, when letters stand ``tracking`` pixels further apart."""
    return tuple(face.getlength(text[:index]) + tracking * index for index in range(len(text) + 1))


def draw_line(
    text: str, pixels: int, weight: str, colour: Colour, *, tracking: float = 0.0, shadow: float = 0.8
) -> Line:
    """Draw one line of text; ``tracking`` is in ems, ``shadow`` an opacity."""
    face = font(pixels, weight)
    apart = tracking * pixels
    at = stops(text, face, apart)
    margin = max(4, pixels // 2)
    size = (round(at[-1] - apart) + 2 * margin, round(pixels * 1.35) + 2 * margin)
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    if tracking:
        for letter, left in zip(text, at, strict=False):
            pen.text((margin + left, margin), letter, font=face, fill=255)
    else:
        pen.text((margin, margin), text, font=face, fill=255)
    picture = Image.new("RGBA", size, (*colour, 0))
    if shadow:
        near = mask.filter(ImageFilter.GaussianBlur(max(pixels / 18, 0.8)))
        far = mask.filter(ImageFilter.GaussianBlur(max(pixels / 5, 2.0)))
        close = near.point([min(255, round(i * shadow * 1.25)) for i in range(256)])
        dark = ImageChops.lighter(close, far.point([min(255, round(i * shadow * 1.15)) for i in range(256)]))
        picture = Image.merge("RGBA", (*Image.new("RGB", size, (8, 8, 12)).split(), dark))
    inked = Image.merge("RGBA", (*Image.new("RGB", size, colour).split(), mask))
    picture.alpha_composite(inked)
    return Line(picture, tuple(margin + stop for stop in at))


def wrapped(text: str, pixels: int, weight: str, tracking: float, width: float, most: int = 2) -> list[str]:
    """Break a text into the fewest lines of about equal length that fit ``width``, but into ``most`` at most."""
    lines = [text]
    for count in range(1, most + 1):
        lines = _broken(text, count)
        if max(_length(line, pixels, weight, tracking) for line in lines) <= width:
            break
    return lines


def _length(text: str, pixels: int, weight: str, tracking: float) -> float:
    return font(pixels, weight).getlength(text) + tracking * pixels * max(len(text) - 1, 0)


def _broken(text: str, count: int) -> list[str]:
    """A text in ``count`` lines of about equal length, or in fewer where it has too few gaps."""
    gaps = [
        index
        for index in range(1, len(text))
        if text[index - 1] == " " or (is_hanzi(text[index]) and is_hanzi(text[index - 1]))
    ]
    whole = _length(text, 32, "regular", 0)
    at = {gap: _length(text[:gap], 32, "regular", 0) / whole for gap in gaps}
    cuts = set()
    for part in range(1, count if gaps else 1):
        off = [abs(share - part / count) for share in at.values()]
        cuts.add(gaps[off.index(min(off))])
    ends = [0, *sorted(cuts), len(text)]
    return [text[first:last].strip() for first, last in itertools.pairwise(ends)]


def fitting(text: str, pixels: int, weight: str, tracking: float, width: float, most: int = 2) -> tuple[list[str], int]:
    """Lines and the largest size, not above ``pixels``, at which they fit ``width``: few lines if they are large."""
    best: tuple[list[str], int] = ([text], 0)
    for count in range(1, most + 1):
        lines, size = _broken(text, count), pixels
        while (widest := max(_length(line, size, weight, tracking) for line in lines)) > width and size > _SMALLEST:
            size = max(_SMALLEST, min(size - 1, int(size * width / widest)))
        if size > best[1] or widest <= width:
            best = lines, size
        if widest <= width and size >= pixels * _LARGE:
            break
    return best


def draw_block(
    text: str,
    pixels: int,
    weight: str,
    colour: Colour,
    width: int,
    *,
    tracking: float = 0.0,
    shadow: float = 0.8,
    most: int = 2,
) -> Image.Image:
    """Draw a centred text of at most ``most`` lines that fits ``width``; empty text gives a clear 2 x 2 picture."""
    text = drawable(text)
    if not text:
        return Image.new("RGBA", (2, 2))
    lines, pixels = fitting(text, pixels, weight, tracking, width, most)
    drawn = []
    for line in lines:
        kept = line
        while len(kept) > 1 and font(pixels, weight).getlength(kept) > width * 1.02:
            kept = kept[:-2].rstrip() + "…"
        drawn.append(draw_line(kept, pixels, weight, colour, tracking=tracking, shadow=shadow).picture)
    step = round(pixels * 1.3)
    block = Image.new("RGBA", (max(line.width for line in drawn), drawn[0].height + step * (len(drawn) - 1)))
    for index, picture in enumerate(drawn):
        block.alpha_composite(picture, ((block.width - picture.width) // 2, index * step))
    return block
