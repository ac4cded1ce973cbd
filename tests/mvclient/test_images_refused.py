"""What is no usable picture is refused quickly, with a sentence that says what to do."""

import base64
import io
import random
import re
import struct
import time
import zlib

import pytest
from photos import assert_the_flag, flag, prepared, refusal, saved
from PIL import Image, PngImagePlugin

from mvclient import PictureError
from mvclient.images import picture_as_base64, sendable_base64


def heic(brand=b"heic"):
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1heic" + b"\0" * 200


KINDS = {
    "heic": [heic(), heic(b"mif1"), heic(b"hevc")],
    "jpeg_xl": [b"\xff\x0a" + bytes(9), b"\0\0\0\x0cJXL \r\n\x87\n"],
    "jpeg_2000": [saved(Image.new("RGB", (4, 4)), "JPEG2000"), b"\xff\x4f\xff\x51\0"],
    "tiff": [saved(Image.new("RGB", (4, 4)), "TIFF"), b"MM\0*" + bytes(9), b"II+\0" + bytes(9)],
    "psd": [b"8BPS\0\1" + bytes(20)],
    "ico": [saved(Image.new("RGB", (16, 16)), "ICO"), b"\0\0\2\0\1\0"],
    "svg": [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn by hand -->\n<svg\nwidth='9'>",
    ],
    "pdf": [b"%PDF-1.7", b"junk before it\n%PDF-1.4"],
    "video": [heic(b"isom"), heic(b"qt  "), b"\x1aE\xdf\xa3" + bytes(9), b"RIFF\0\0\0\0AVI LIST", b"\0\0\0\x08wide"],
    "not_a_picture": [b"", b"hello", b"<p>about svg</p>", bytes(100), b"RIFF\0\0\0\0WAVE"],
    "damaged": [
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBP",
        b"GIF89a......",
        b"BM......",
        heic(b"avif"),
        heic(b"msf1").replace(b"mif1heic", b"miafavif"),
    ],
    "too_complex": [
        saved(flag(), "JPEG").replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"),
        saved(flag(), "JPEG").replace(b"\xff\xc0", b"\xff\xc9"),
        saved(flag(), "BMP").replace(b"\x01\0\x18\0", b"\x01\0\x40\0"),
        b"\x89PNG\r\n\x1a\n\0\0\0\4CgBI\0\0\0\0\0\0\0\0",
    ],
}


@pytest.mark.parametrize(
    ("contents", "reason"), [(contents, reason) for reason, files in KINDS.items() for contents in files]
)
def test_what_is_no_usable_picture_is_refused_with_what_to_do(contents, reason):
    with pytest.raises(PictureError) as caught:
        picture_as_base64(contents)
    assert caught.value.reason == reason
    assert re.search("JPEG|PNG", caught.value.message) or reason == "damaged"
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize(
    ("picture_format", "options"), [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {})]
)
def test_half_a_picture_is_damaged(picture_format, options, share):
    noise = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000))
    contents = saved(noise, picture_format, **options)
    assert refusal(contents[: int(len(contents) * share)]) == "damaged"
    with pytest.raises(PictureError):
        sendable_base64(base64.b64encode(contents[: int(len(contents) * share)]).decode())


def test_a_damaged_picture_is_never_anything_but_a_picture_error():
    others = {"save_all": True, "append_images": [flag(mode="RGBA")]}
    originals = [saved(flag(), "JPEG"), saved(flag(), "JPEG", progressive=True), saved(flag(mode="P"), "BMP")]
    originals += [saved(flag(mode="RGBA"), kind, **others) for kind in ("PNG", "WEBP", "AVIF", "GIF")]
    dice = random.Random(7)
    for _ in range(350):
        contents = bytearray(dice.choice(originals))
        for _ in range(dice.randint(1, 12)):
            contents[dice.randrange(len(contents))] = dice.randrange(256)
        try:
            picture_as_base64(bytes(contents))
        except PictureError:
            continue


def bomb(width, height):
    """A PNG that says it is huge."""

    def chunk(name, contents):
        return struct.pack(">I", len(contents)) + name + contents + struct.pack(">I", zlib.crc32(name + contents))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000))
        + chunk(b"IEND", b"")
    )


def jpeg_of_size(width, height):
    """A small JPEG that says it is huge."""
    contents = bytearray(saved(flag(), "JPEG"))
    position = contents.index(b"\xff\xc0") + 5
    contents[position : position + 4] = struct.pack(">HH", height, width)
    return bytes(contents)


@pytest.mark.parametrize("contents", [bomb(50_000, 50_000), bomb(2**31 - 1, 1), jpeg_of_size(65_000, 65_000)])
def test_a_bomb_is_refused_quickly(contents):
    began = time.monotonic()
    assert refusal(contents) == "too_large"
    assert time.monotonic() - began < 3


def test_a_text_chunk_that_unpacks_to_gigabytes_is_not_unpacked():
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "x" * 50_000_000, zip=True)
    began = time.monotonic()
    assert_the_flag(prepared(saved(flag(), "PNG", pnginfo=info)))
    assert time.monotonic() - began < 5


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path):
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)
    began = time.monotonic()
    assert refusal(path) == "too_large"
    assert time.monotonic() - began < 5


def with_scans(count):
    """A progressive JPEG whose last scan is there so many times."""
    contents = saved(flag(), "JPEG", progressive=True)
    position = contents.rindex(b"\xff\xda")
    return contents[:position] + contents[position:-2] * count + b"\xff\xd9"


def test_a_jpeg_of_more_than_a_hundred_scans_is_refused_quickly():
    began = time.monotonic()
    assert refusal(with_scans(120)) == "too_complex"
    assert refusal(with_scans(5000)) == "too_complex"
    assert refusal(b"\xff\xd8" + b"\xff\xe0\0\2" * 10_000_000) == "too_complex"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("source", ["no/such/file.jpg", "bad\0name", io.StringIO("text")])
def test_what_cannot_be_read_is_unreadable(source):
    assert refusal(source) == "unreadable"


def test_a_folder_is_unreadable(tmp_path):
    assert refusal(tmp_path) == "unreadable"
