"""Photos of four colours, and what is to be seen of them after the preparation."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageDraw

from mvclient import PictureError
from mvclient.images import picture_as_base64

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
    text = picture_as_base64(source)
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
        picture_as_base64(source)
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


def chunk(name, contents, *, is_right=True):
    """A chunk of a PNG, with a right checksum or a wrong one."""
    checksum = zlib.crc32(name + contents) ^ (not is_right)
    return struct.pack(">I", len(contents)) + name + contents + struct.pack(">I", checksum)


def png(*side, color_type=2, bits=8, row=b"\xdc\x1e\x28" * 64, size=(64, 64), palette=b"", behind=b""):
    """A PNG of equal rows with such chunks before its pixels."""
    head = struct.pack(">IIBBBBB", *size, bits, color_type, 0, 0, 0)
    pixels = zlib.compress((b"\0" + row) * size[1])
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + (chunk(b"PLTE", palette) if palette else b"")
    return start + b"".join(side) + chunk(b"IDAT", pixels) + behind + chunk(b"IEND", b"")


def profile_in_png(profile):
    return chunk(b"iCCP", b"p\0\0" + zlib.compress(profile))


def grey_profile():
    """A profile for grey pictures in which a value means as much light as it says."""
    tags = {
        b"wtpt": struct.pack(">4s4x3i", b"XYZ ", 63190, 65536, 54061),
        b"kTRC": struct.pack(">4s4xIH2x", b"curv", 1, 256),
    }
    table, body = struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        table += struct.pack(">4sII", name, 132 + 12 * len(tags) + len(body), len(tag))
        body += tag
    head = struct.pack(">I4xI4s4s4s", 132 + len(table) - 4 + len(body), 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    return (head.ljust(36, b"\0") + b"acsp").ljust(128, b"\0") + table + body
