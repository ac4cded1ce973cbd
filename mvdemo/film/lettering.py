"""Type on screen: tracked letters with a soft shadow."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from mvdemo.film.fonts import drawable, font
from mvdemo.music.lyrics import is_hanzi

Colour = tuple[int, int, int]
WHITE: Colour = (250, 247, 240)
GOLD: Colour = (255, 205, 92)


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
    """Break a text into at most ``most`` lines of about equal length that fit ``width``, if it can."""
    face = font(pixels, weight)

    def length(part: str) -> float:
        return face.getlength(part) + tracking * pixels * max(len(part) - 1, 0)

    if length(text) <= width or most == 1:
        return [text]
    gaps = [
        index
        for index in range(1, len(text))
        if text[index - 1] == " " or (is_hanzi(text[index]) and is_hanzi(text[index - 1]))
    ]
    if not gaps:
        return [text]
    half = length(text) / 2
    cut = min(gaps, key=lambda gap: abs(length(text[:gap]) - half))
    return [text[:cut].strip(), text[cut:].strip()]


def fitting(text: str, pixels: int, weight: str, tracking: float, width: float, most: int = 2) -> tuple[list[str], int]:
    """Lines and the largest size, not above ``pixels``, at which they fit ``width``."""
    while True:
        lines = wrapped(text, pixels, weight, tracking, width, most)
        face = font(pixels, weight)
        widest = max(face.getlength(line) + tracking * pixels * max(len(line) - 1, 0) for line in lines)
        if widest <= width or pixels <= 10:
            return lines, pixels
        pixels = max(10, min(pixels - 1, int(pixels * width / widest)))


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
    """Draw a centred text of one or two lines that fits ``width``; empty text gives a clear 2 x 2 picture."""
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
