"""A photo in, a clean small raw-Base64 JPEG out, whatever the photo is."""

import base64
import io
import random
import struct
import zlib

import pytest
from photos import (
    GREEN,
    RED,
    WHITE,
    assert_the_flag,
    close,
    corners,
    flag,
    prepared,
    saved,
    swapped_primaries,
)
from PIL import Image, PngImagePlugin

from mvclient import MVRequest
from mvclient.images import picture_as_base64, reference_image

TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_exif_orientation_ends_upright(orientation, picture_format):
    turn = TURNS[orientation]
    stored = flag() if turn is None else flag().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = prepared(saved(stored, picture_format, exif=exif.tobytes(), quality=95))
    assert image.size == (120, 80)
    assert_the_flag(image, by=25)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert_the_flag(prepared(saved(flag(), "JPEG", exif=exif.tobytes(), quality=95)), by=25)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow's own words
def test_broken_exif_is_no_reason_to_refuse():
    assert_the_flag(prepared(saved(flag(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff", quality=95)), by=25)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1"])
def test_png_of_every_mode(mode):
    image = prepared(saved(flag(mode=mode), "PNG"))
    if mode in ("RGB", "RGBA"):
        assert_the_flag(image)
    elif mode == "P":
        assert_the_flag(image, by=40)
    else:
        assert image.getpixel((100, 70)) == (255, 255, 255)


@pytest.mark.parametrize("picture_format", ["GIF", "BMP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1"])
def test_the_other_kinds_are_taken_too(picture_format, mode):
    image = prepared(saved(flag(mode=mode), picture_format))
    if mode in ("RGB", "RGBA"):
        assert_the_flag(image, by=40)
    else:
        assert image.getpixel((100, 70)) >= (250, 250, 250)


def test_a_bmp_with_run_lengths_is_taken():
    palette, rows = bytes(range(256)) * 4, bytes([60, 200, 60, 100, 0, 0]) * 80 + b"\0\1"
    head = struct.pack("<IiiHHIIiiII", 40, 120, 80, 1, 8, 1, len(rows), 0, 0, 256, 0)
    image = prepared(b"BM" + struct.pack("<IHHI", 1078 + len(rows), 0, 0, 1078) + head + palette + rows)
    assert image.size == (120, 80)
    assert image.getpixel((30, 40)) != image.getpixel((90, 40))


def test_cmyk_keeps_its_colours():
    assert_the_flag(prepared(saved(flag(mode="CMYK"), "JPEG", quality=95)), by=40)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_jpeg_of_other_modes(mode):
    assert prepared(saved(flag(mode=mode), "JPEG")).size == (120, 80)


def sixteen_bits(values, **chunks):
    """A 16-bit grey PNG of one row."""

    def chunk(name, contents):
        return struct.pack(">I", len(contents)) + name + contents + struct.pack(">I", zlib.crc32(name + contents))

    row = b"\0" + b"".join(struct.pack(">H", value) for value in values)
    head = struct.pack(">IIBBBBB", len(values), 16, 16, 0, 0, 0, 0)
    extra = b"".join(chunk(name.encode(), contents) for name, contents in chunks.items())
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + extra
        + chunk(b"IDAT", zlib.compress(row * 16))
        + chunk(b"IEND", b"")
    )


def test_sixteen_bits_are_scaled_and_not_clipped():
    values = [value for value in (0, 0x4000, 0x8000, 0xC000, 0xFFFF) for _ in range(16)]
    image = prepared(sixteen_bits(values))
    seen = [image.getpixel((x, 8))[0] for x in (4, 24, 40, 56, 76)]
    assert all(abs(one - other) <= 8 for one, other in zip(seen, (0, 64, 128, 192, 255), strict=True)), seen


def test_sixteen_bits_with_a_transparent_grey_are_no_accident():
    values = [value for value in (0, 0xFFFF) for _ in range(16)]
    image = prepared(sixteen_bits(values, tRNS=struct.pack(">H", 0)))
    assert image.size == (32, 16)


def test_transparent_parts_become_white():
    image = flag(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 60, 40))
    result = prepared(saved(image, "PNG"))
    assert close(corners(result)[0], WHITE)
    assert close(corners(result)[1], GREEN)


def test_half_transparent_parts_are_mixed_with_white():
    result = prepared(saved(Image.new("RGBA", (64, 64), (0, 0, 0, 128)), "PNG"))
    assert close(result.getpixel((32, 32)), (127, 127, 127))


@pytest.mark.parametrize("picture_format", ["PNG", "WEBP"])
def test_transparency_of_a_large_picture_survives_the_shrinking(picture_format):
    image = Image.new("RGBA", (3000, 1000), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 1500, 1000))
    result = prepared(saved(image, picture_format))
    assert result.size == (2048, 683)
    assert close(result.getpixel((100, 300)), (0, 0, 255), by=20)
    assert close(result.getpixel((1900, 300)), WHITE)


def test_a_palette_with_transparency_becomes_white_where_nothing_is():
    image = Image.new("P", (64, 64), 1)
    image.putpalette([0, 0, 0, *RED])
    image.paste(0, (0, 0, 32, 64))
    result = prepared(saved(image, "PNG", transparency=0))
    assert close(result.getpixel((10, 30)), WHITE)
    assert close(result.getpixel((50, 30)), RED)


def test_a_transparent_colour_without_alpha_becomes_white():
    image = flag()
    result = prepared(saved(image, "PNG", transparency=RED))
    assert close(corners(result)[0], WHITE)
    assert close(corners(result)[1], GREEN)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_colours_of_a_profile_are_turned_into_srgb(picture_format):
    """With red and blue exchanged in the profile, what is stored as blue is meant as red."""
    stored = Image.new("RGB", (64, 64), (0, 0, 255))
    image = prepared(saved(stored, picture_format, icc_profile=swapped_primaries(), quality=95))
    assert close(image.getpixel((32, 32)), (255, 0, 0), by=30)


def test_the_profile_holds_behind_transparency_and_in_a_palette_too():
    profile = swapped_primaries()
    for mode, color in (("RGBA", (0, 0, 255, 255)), ("P", None)):
        stored = (
            Image.new("RGB", (64, 64), (0, 0, 255)).convert("P") if color is None else Image.new(mode, (64, 64), color)
        )
        image = prepared(saved(stored, "PNG", icc_profile=profile))
        assert close(image.getpixel((32, 32)), (255, 0, 0), by=30), mode


@pytest.mark.parametrize(
    "profile", [b"", b"no profile at all", swapped_primaries()[:200]], ids=["empty", "words", "half"]
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_broken_profile_or_one_for_other_channels_is_left_aside(profile, mode):
    assert prepared(saved(flag(mode=mode), "JPEG", icc_profile=profile)).size == (120, 80)


def test_a_profile_for_other_channels_is_left_aside():
    assert_the_flag(prepared(saved(flag(mode="RGBA"), "PNG", icc_profile=gray_profile())))
    assert prepared(saved(flag(mode="CMYK"), "JPEG", icc_profile=swapped_primaries())).size == (120, 80)


def gray_profile():
    profile = bytearray(swapped_primaries())
    profile[16:20] = b"GRAY"
    return bytes(profile)


def test_a_phones_mpo_is_its_first_photo():
    contents = saved(flag(), "MPO", save_all=True, append_images=[Image.new("RGB", (120, 80), "black")], quality=95)
    assert Image.open(io.BytesIO(contents)).format == "MPO"
    assert_the_flag(prepared(contents), by=25)


def test_a_motion_photo_is_its_photo_whatever_its_film_looks_like():
    """Phones append a film to the photo; by chance its bytes hold any marker."""
    film = random.Random(4).randbytes(500_000) + b"\xff\xda" * 500
    assert_the_flag(prepared(saved(flag(), "JPEG", quality=95) + film), by=25)


def test_of_an_animation_the_first_frame_is_taken():
    others = [Image.new("RGB", (120, 80), "black")] * 2
    assert_the_flag(prepared(saved(flag(), "WEBP", save_all=True, append_images=others, quality=95)), by=25)
    assert_the_flag(prepared(saved(flag(), "PNG", save_all=True, append_images=others)))
    assert_the_flag(prepared(saved(flag(), "GIF", save_all=True, append_images=others)), by=40)
    assert_the_flag(prepared(saved(flag(), "AVIF", save_all=True, append_images=others, quality=90)), by=40)


def test_a_progressive_jpeg_is_taken():
    assert_the_flag(prepared(saved(flag(), "JPEG", progressive=True, quality=95)), by=25)


SECRET = b"48.8584N-2.2945E"


def with_metadata(picture_format):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    options = {"exif": exif.tobytes(), "icc_profile": swapped_primaries()}
    if picture_format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        options["pnginfo"] = info
    else:
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if picture_format == "JPEG":
        options["comment"] = SECRET
    return saved(flag(), picture_format, **options)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_of_the_originals_metadata_is_in_the_result(picture_format):
    contents = with_metadata(picture_format)
    assert SECRET in contents
    result = base64.b64decode(picture_as_base64(contents))
    assert SECRET not in result
    image = Image.open(io.BytesIO(result))
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_thumbnail_inside_the_exif_does_not_survive():
    exif = Image.Exif()
    exif[0x927C] = SECRET * 100
    assert SECRET not in base64.b64decode(picture_as_base64(saved(flag(), "JPEG", exif=exif.tobytes())))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2048, 2048), (2048, 2048)),
        ((4096, 1024), (2048, 512)),
        ((1000, 5000), (410, 2048)),
        ((1, 1), (1, 1)),
        ((9000, 2), (2048, 1)),
    ],
)
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_the_result_fits_into_2048_and_keeps_its_shape(size, expected, picture_format):
    result = prepared(saved(Image.new("RGB", size, "teal"), picture_format))
    assert all(abs(one - other) <= 1 for one, other in zip(result.size, expected, strict=True))
    assert close(result.getpixel((0, 0)), (0, 128, 128))


def test_a_path_bytes_or_a_file_will_do(tmp_path):
    contents = saved(flag(), "PNG")
    path = tmp_path / "flag.bin"
    path.write_bytes(contents)
    expected = picture_as_base64(contents)
    with path.open("rb") as file:
        used = io.BytesIO(contents)
        used.read()
        for source in (path, str(path), bytearray(contents), memoryview(contents), io.BytesIO(contents), file, used):
            assert picture_as_base64(source) == expected


def test_the_old_name_still_works_and_says_the_new_one():
    with pytest.warns(DeprecationWarning, match="picture_as_base64"):
        text = reference_image(saved(flag(), "PNG"))
    assert text == picture_as_base64(saved(flag(), "PNG"))


def test_the_result_is_taken_by_a_request():
    text = picture_as_base64(saved(flag(), "WEBP"))
    request = MVRequest("n", "prompt", "16:9", prompt="p", reference_image_url=text)
    assert request.submit_body("p")["reference_image_url"] == text


def test_pillows_own_limits_are_left_alone():
    """They are global: another library in the same process may count on them."""
    before = Image.MAX_IMAGE_PIXELS
    picture_as_base64(saved(flag(), "PNG"))
    assert before == Image.MAX_IMAGE_PIXELS
