"""What a PNG says of its colours and its transparency counts; the right values are what Chromium 156 shows."""

import struct

import pytest
from photos import chunk, close, grey_profile, png, prepared, profile_in_png, saved, swapped_primaries
from PIL import Image

P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
SRGB = (0.3127, 0.329, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
ADOBE = (0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
D50 = (0.3457, 0.3585, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
PLAIN = (220, 30, 40)
LINEAR = (239, 96, 110)
EXCHANGED = (40, 30, 220)


def gamma(hundred_thousandths, *, is_right=True):
    return chunk(b"gAMA", struct.pack(">I", hundred_thousandths), is_right=is_right)


def primaries(*values):
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values)))


def cicp(*codes):
    return chunk(b"cICP", bytes(codes))


SRGB_CHUNK = chunk(b"sRGB", b"\0")
SWAPPED = profile_in_png(swapped_primaries())


@pytest.mark.parametrize(
    ("side", "expected"),
    {
        "nothing": ((), PLAIN),
        "linear": ((gamma(100_000),), LINEAR),
        "the usual gamma": ((gamma(45_455),), PLAIN),
        "another gamma": ((gamma(55_000),), (227, 39, 52)),
        "brighter than linear": ((gamma(200_000),), (247, 158, 169)),
        "very dark": ((gamma(10_000),), (131, 0, 0)),
        "a gamma of nothing": ((gamma(0),), PLAIN),
        "a gamma of almost nothing": ((gamma(1),), (0, 0, 0)),
        "primaries alone": ((primaries(*P3),), PLAIN),
        "primaries of P3": ((gamma(45_455), primaries(*P3)), (241, 0, 12)),
        "primaries of sRGB": ((gamma(45_455), primaries(*SRGB)), (221, 24, 35)),
        "primaries of Adobe RGB": ((gamma(45_455), primaries(*ADOBE)), (255, 24, 36)),
        "another white": ((gamma(45_455), primaries(*D50)), (231, 30, 42)),
        "primaries of nothing": ((gamma(100_000), primaries(*[0] * 8)), PLAIN),
        "sRGB before gamma": ((SRGB_CHUNK, gamma(100_000)), PLAIN),
        "sRGB behind gamma": ((gamma(100_000), SRGB_CHUNK), PLAIN),
        "sRGB with a flaw": ((gamma(100_000), chunk(b"sRGB", b"\0", is_right=False)), LINEAR),
        "an intent that does not exist": ((chunk(b"sRGB", b"\x09"), gamma(100_000)), LINEAR),
        "gamma with a flaw": ((gamma(100_000, is_right=False),), PLAIN),
        "gamma too long": ((chunk(b"gAMA", struct.pack(">II", 100_000, 0)),), PLAIN),
        "gamma too short, then right": ((chunk(b"gAMA", b"\0"), gamma(100_000)), LINEAR),
        "two gammas": ((gamma(100_000), gamma(45_455)), LINEAR),
        "a profile": ((SWAPPED,), EXCHANGED),
        "a profile and sRGB": ((SWAPPED, SRGB_CHUNK), EXCHANGED),
        "a profile of nine megabytes": ((profile_in_png(swapped_primaries() + bytes(9 * 2**20)),), PLAIN),
        "gamma and a profile": ((gamma(100_000), SWAPPED), EXCHANGED),
        "a broken profile and gamma": ((chunk(b"iCCP", b"p\0\0junk"), gamma(100_000)), LINEAR),
        "no profile at all and gamma": ((profile_in_png(b"x" * 500), gamma(100_000)), LINEAR),
        "a profile for grey": ((profile_in_png(grey_profile()),), PLAIN),
        "cICP P3": ((cicp(12, 13, 0, 1),), (240, 0, 22)),
        "cICP BT.2020": ((cicp(9, 13, 0, 1),), (255, 0, 25)),
        "cICP BT.709": ((cicp(1, 1, 0, 1),), (218, 18, 28)),
        "cICP BT.601": ((cicp(6, 6, 0, 1),), (212, 37, 27)),
        "cICP linear": ((cicp(1, 8, 0, 1),), LINEAR),
        "cICP gamma 2.2": ((cicp(1, 4, 0, 1),), (221, 24, 35)),
        "cICP gamma 2.8": ((cicp(5, 5, 0, 1),), (216, 8, 17)),
        "cICP PQ": ((cicp(9, 16, 0, 1),), (255, 0, 0)),
        "cICP narrow range": ((cicp(12, 13, 0, 0),), PLAIN),
        "cICP unspecified and gamma": ((cicp(2, 2, 0, 1), gamma(100_000)), LINEAR),
        "cICP and a profile": ((SWAPPED, cicp(12, 13, 0, 1)), (240, 0, 22)),
    }.values(),
    ids=lambda value: None,
)
def test_a_png_has_the_colours_that_it_names(side, expected):
    assert close(prepared(png(*side)).getpixel((32, 32)), expected, by=3)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"color_type": 0, "row": b"\x50" * 64}, 152),
        ({"color_type": 0, "bits": 16, "row": b"\x50\x50" * 64}, 152),
        ({"color_type": 0, "bits": 2, "row": b"\x55" * 16}, 156),
        ({"color_type": 4, "row": b"\x50\xff" * 64}, 152),
        ({"color_type": 4, "bits": 16, "row": b"\x50\x50\xff\xff" * 64}, 152),
    ],
)
@pytest.mark.parametrize("side", [gamma(100_000), profile_in_png(grey_profile())], ids=["gamma", "profile"])
def test_a_grey_png_has_the_tones_that_it_names(how, side, expected):
    assert close(prepared(png(side, **how)).getpixel((32, 32)), (expected,) * 3, by=3)


def test_a_profile_for_colours_means_nothing_to_a_grey_png():
    assert close(prepared(png(SWAPPED, color_type=0, row=b"\x50" * 64)).getpixel((32, 32)), (80, 80, 80), by=3)


@pytest.mark.parametrize("side", [gamma(100_000), cicp(1, 8, 0, 1)])
def test_a_palette_and_sixteen_bits_have_the_colours_that_they_name(side):
    palette = png(side, color_type=3, row=b"\1" * 64, palette=b"\0\0\0\xdc\x1e\x28")
    deep = png(side, bits=16, row=b"\xdc\xdc\x1e\x1e\x28\x28" * 64)
    for contents in (palette, deep):
        assert close(prepared(contents).getpixel((32, 32)), LINEAR, by=3)


def test_bright_light_is_pressed_into_what_paper_can_show():
    shades = (30, 80, 128, 160, 180, 220, 255)
    seen = [prepared(png(cicp(9, 16, 0, 1), row=bytes([shade] * 192))).getpixel((32, 32))[0] for shade in shades]
    assert all(abs(one - other) <= 6 for one, other in zip(seen, (4, 48, 132, 213, 242, 255, 255), strict=True)), seen


def test_the_transparent_grey_is_white_at_every_depth():
    for bits, row, value in (
        (16, b"\x12\x34" * 64, 0x1234), (8, b"\x4d" * 64, 77), (4, b"\x55" * 32, 5), (2, b"\x55" * 16, 1),
        (1, b"\xff" * 8, 1), (1, b"\0" * 8, 0),
    ):  # fmt: skip
        contents = png(chunk(b"tRNS", struct.pack(">H", value)), color_type=0, bits=bits, row=row)
        assert prepared(contents).getpixel((32, 32)) == (255, 255, 255), bits


def test_a_grey_beside_the_transparent_one_stays():
    row = b"\x12\x34" * 32 + b"\x12\x35" * 32
    image = prepared(png(chunk(b"tRNS", b"\x12\x34"), color_type=0, bits=16, row=row))
    assert close(image.getpixel((16, 32)), (255, 255, 255))
    assert close(image.getpixel((48, 32)), (18, 18, 18))


def test_a_colour_beside_the_transparent_one_stays():
    key = b"\x12\x34\x56\x78\x9a\xbc"
    row = key * 32 + b"\x12\x35\x56\x78\x9a\xbc" * 32
    image = prepared(png(chunk(b"tRNS", key), bits=16, row=row))
    assert close(image.getpixel((16, 32)), (255, 255, 255))
    assert close(image.getpixel((48, 32)), (18, 86, 154))


@pytest.mark.parametrize("key", [b"\0\xdc\0\x1e\0\x28", b"\1\xdc\1\x1e\1\x28", b"\0\xdc\0\x1e\0\x28\0\0"])
def test_the_transparent_colour_is_white(key):
    assert prepared(png(chunk(b"tRNS", key))).getpixel((32, 32)) == (255, 255, 255)


def test_a_palette_with_more_transparency_than_colours_is_white_where_it_says_so():
    palette = b"\0\0\0\xdc\x1e\x28"
    contents = png(chunk(b"tRNS", b"\xff\0\0\0"), color_type=3, row=b"\1" * 64, palette=palette)
    assert prepared(contents).getpixel((32, 32)) == (255, 255, 255)


def test_transparency_without_a_palette_before_it_means_nothing():
    late = chunk(b"tRNS", b"\xff\0") + chunk(b"PLTE", b"\0\0\0\xdc\x1e\x28")
    assert close(prepared(png(late, color_type=3, row=b"\1" * 64)).getpixel((32, 32)), PLAIN)


def test_colours_named_behind_the_pixels_mean_nothing():
    assert close(prepared(png(behind=gamma(100_000))).getpixel((32, 32)), PLAIN, by=3)


def test_what_the_first_picture_of_a_gif_leaves_bare_is_white():
    contents = bytearray(saved(Image.new("P", (64, 64), 0), "GIF"))
    contents[6:10] = struct.pack("<HH", 128, 64)
    image = prepared(bytes(contents))
    assert image.size == (128, 64)
    assert close(image.getpixel((96, 32)), (255, 255, 255))
    assert close(image.getpixel((32, 32)), (0, 0, 0))
