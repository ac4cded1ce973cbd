"""Photos of four colours, and what is to be seen of them after the preparation."""

import base64
import io
import struct

import pytest
from PIL import Image, ImageCms, ImageDraw

from mvclient import PictureError
from mvclient.images import reference_image

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 40), (30, 40, 220), (255, 255, 255)


CORNERS = {"top left": RED, "top right": GREEN, "bottom left": BLUE, "bottom right": WHITE}


def flag(width=120, height=80, mode="RGB"):
    """Four corners of four colours: shows turns and mirrors."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    half_w, half_h = width // 2, height // 2
    draw.rectangle((0, 0, half_w - 1, half_h - 1), RED)
    draw.rectangle((half_w, 0, width, half_h - 1), GREEN)
    draw.rectangle((0, half_h, half_w - 1, height), BLUE)
    draw.rectangle((half_w, half_h, width, height), WHITE)
    return image.convert(mode)


def saved(image, picture_format, **options):
    sheet = io.BytesIO()
    image.save(sheet, picture_format, **options)
    return sheet.getvalue()


def prepared(source):
    text = reference_image(source)
    assert text.isascii()
    assert "\n" not in text
    contents = base64.b64decode(text, validate=True)
    image = Image.open(io.BytesIO(contents))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    image.load()
    assert max(image.size) <= 2048
    return image


def corners(image):
    width, height = image.size
    places = [(width // 6, height // 6), (width * 5 // 6, height // 6)]
    places += [(x, height * 5 // 6) for x, _ in places]
    return [image.getpixel(place) for place in places]


def close(color, expected, by=14):
    return all(abs(one - other) <= by for one, other in zip(color, expected, strict=True))


def assert_the_flag(image, by=14):
    for seen, (name, expected) in zip(corners(image), CORNERS.items(), strict=True):
        assert close(seen, expected, by), f"{name} is {seen}, not {expected}"


def refusal(source):
    with pytest.raises(PictureError) as caught:
        reference_image(source)
    assert caught.value.message.endswith(".")
    assert caught.value.__context__ is None
    return caught.value.reason


def swapped_primaries():
    """An RGB profile whose red is sRGB's blue and the other way round, made by exchanging two tags of sRGB's own."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for position in range(132, 132 + 12 * struct.unpack_from(">I", profile, 128)[0], 12):
        name = bytes(profile[position : position + 4])
        if name in (b"rXYZ", b"bXYZ"):
            profile[position : position + 4] = b"bXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(profile)
