"""What is no usable picture is refused quickly, with a sentence that says what to do."""

import base64
import io
import random
import struct
import time
import zlib

import pytest
from photos import (
    flag,
    refusal,
    saved,
)
from PIL import Image, PngImagePlugin

from mvclient import PictureError
from mvclient.images import check_base64_picture, reference_image


def heic(brand=b"heic"):
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1heic" + b"\0" * 200


@pytest.mark.parametrize(
    ("contents", "reason", "words"),
    [
        (heic(), "heic", "JPEG"),
        (heic(b"mif1"), "heic", "JPEG"),
        (heic(b"avif"), "unsupported", "JPEG"),
        (saved(Image.new("P", (4, 4)), "GIF"), "gif", "JPEG"),
        (saved(Image.new("RGB", (4, 4)), "BMP"), "unsupported", "JPEG"),
        (saved(Image.new("RGB", (4, 4)), "TIFF"), "unsupported", "JPEG"),
        (b"", "not_a_picture", "JPEG"),
        (b"hello", "not_a_picture", "JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture", "JPEG"),
        (b"%PDF-1.7", "not_a_picture", "JPEG"),
        (b"\xff\xd8\xff", "damaged", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged", "damaged"),
        (b"RIFF\0\0\0\0WEBP", "damaged", "damaged"),
    ],
)
def test_what_is_no_usable_picture_is_refused_with_what_to_do(contents, reason, words):
    with pytest.raises(PictureError) as caught:
        reference_image(contents)
    assert caught.value.reason == reason
    assert words in caught.value.message
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
        check_base64_picture(base64.b64encode(contents[: int(len(contents) * share)]).decode())


def test_a_damaged_picture_is_never_anything_but_a_picture_error():
    originals = [saved(flag(), "JPEG"), saved(flag(mode="RGBA"), "PNG"), saved(flag(), "WEBP")]
    dice = random.Random(7)
    for _ in range(150):
        contents = bytearray(dice.choice(originals))
        for _ in range(dice.randint(1, 12)):
            contents[dice.randrange(len(contents))] = dice.randrange(256)
        try:
            reference_image(bytes(contents))
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


def test_a_text_chunk_that_unpacks_to_gigabytes_is_refused_quickly():
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "x" * 50_000_000, zip=True)
    began = time.monotonic()
    assert refusal(saved(flag(), "PNG", pnginfo=info)) == "damaged"
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
