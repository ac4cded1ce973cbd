"""A picture whose pixels are whole is taken whatever else is wrong with its file; half a picture never is."""

import random
import zlib

import pytest
from photos import chunk, close, png, prepared, profile_in_png, refusal, saved
from PIL import Image

NOISE = Image.effect_noise((300, 200), 60).convert("RGB")
FLAT = Image.new("RGB", (300, 200), "white")
HALF_FLAT = NOISE.copy()
HALF_FLAT.paste("white", (0, 100, 300, 200))
JPEGS = {
    "baseline": {},
    "optimized": {"optimize": True},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_blocks": 3},
    "progressive, restarts": {"progressive": True, "restart_marker_rows": 1},
    "full colour": {"quality": 100, "subsampling": 0},
}
END = b"\xff\xd9"


def jpegs():
    for name, options in JPEGS.items():
        for mode in ("RGB", "L", "CMYK"):
            for image in (NOISE, HALF_FLAT, FLAT):
                yield name, image, saved(image.convert(mode), "JPEG", **options)


@pytest.mark.parametrize(
    ("behind", "drop"),
    [(b"", 2), (b"", 1), (b"junk" * 9, 0), (bytes(5000), 0), (b"\xff" * 9 + END, 2), (b"\xff\xd8" + b"film" * 99, 0)],
    ids=["no end mark", "half an end mark", "junk behind", "zeros behind", "padding", "a film behind"],
)
def test_a_jpeg_with_every_row_is_taken_whatever_its_end(behind, drop):
    for _name, _image, contents in jpegs():
        assert prepared(contents[: len(contents) - drop] + behind).size == (300, 200)


@pytest.mark.parametrize("has_end", [False, True])
def test_padding_before_the_end_mark_is_no_flaw(has_end):
    for name, image, contents in jpegs():
        if image is not FLAT or name != "optimized":  # there, zeros may be pixels as well
            assert prepared(contents[:-2] + bytes(5000) + END * has_end).size == (300, 200)


@pytest.mark.parametrize("name", JPEGS)
@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.75, 0.9, 0.97])
@pytest.mark.parametrize(
    "filled",
    [
        lambda missing: b"",
        lambda missing: END,
        bytes,
        lambda missing: bytes(missing - 2) + END,
        lambda missing: bytes(9 * missing) + END,
        lambda missing: b"\xff" * missing,
    ],
    ids=["cut", "end mark", "zeros", "zeros and end mark", "many zeros and end mark", "ones"],
)
def test_half_a_jpeg_is_never_taken(name, share, filled):
    contents = saved(NOISE, "JPEG", **JPEGS[name])
    pixels = contents.index(b"\xff\xda") + 14
    cut = pixels + int((len(contents) - pixels) * share)
    assert refusal(contents[:cut] + filled(len(contents) - cut)) == "damaged"


@pytest.mark.parametrize("share", [0.75, 0.9, 0.97])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_cut_at_a_restart_is_never_taken(mode, share):
    """There its decoder takes any byte, looking for the mark, as it does behind the last row."""
    image = Image.linear_gradient("L").resize((901, 599)).convert(mode)
    contents = saved(image, "JPEG", progressive=True, restart_marker_rows=1)
    cut = contents[: int(len(contents) * share)]
    last_mark = max(cut.rfind(bytes([0xFF, number])) for number in range(0xD0, 0xD8))
    for half in (cut, cut + END, contents[:last_mark] + END, contents[:last_mark] + bytes(900)):
        assert refusal(half) == "damaged"


def cut_png(contents, share, *, is_closed):
    at = contents.index(b"IDAT") - 4
    pixels = contents[at + 8 : -16]
    kept = pixels[: int(len(pixels) * share)]
    return contents[:at] + (chunk(b"IDAT", kept) + contents[-12:] if is_closed else contents[at : at + 8] + kept)


def cut_webp(contents, share):
    """Half of the pixels, in boxes that say so."""
    name, pixels = contents[12:16], contents[20:]
    kept = pixels[: int(len(pixels) * share) & ~1]
    return b"RIFF" + (len(kept) + 12).to_bytes(4, "little") + b"WEBP" + name + len(kept).to_bytes(4, "little") + kept


def cut_gif(contents, share):
    """Half of the pixels, in whole blocks and with an end."""
    at = contents.index(b",", 13) + 11
    if contents[at - 2] & 0x80:
        at += 3 << 1 + (contents[at - 2] & 7)
    kept, stop = at, at + (len(contents) - at) * share
    while kept < stop and contents[kept]:
        kept += 1 + contents[kept]
    return contents[:kept] + b"\0;"


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_half_a_picture_of_any_other_kind_is_never_taken(share):
    halves = {
        "PNG closed": cut_png(saved(NOISE, "PNG"), share, is_closed=True),
        "PNG open": cut_png(saved(NOISE, "PNG"), share, is_closed=False),
        "WebP": cut_webp(saved(NOISE, "WEBP"), share),
        "WebP lossless": cut_webp(saved(NOISE, "WEBP", lossless=True), share),
        "GIF": cut_gif(saved(NOISE, "GIF"), share),
        "BMP": saved(NOISE, "BMP")[: int(180_000 * share)],
    }
    for kind in ("WEBP", "GIF", "AVIF"):
        whole = saved(NOISE, kind)
        halves[f"{kind} cut"] = whole[: int(len(whole) * share)]
    for name, half in halves.items():
        assert refusal(half) == "damaged", name


def test_a_png_with_a_flaw_in_its_pixels_is_never_taken():
    contents = bytearray(png())
    contents[contents.index(b"IDAT") + 12] ^= 1
    assert refusal(bytes(contents)) == "damaged"


def test_a_png_with_a_flaw_in_its_palette_is_never_taken():
    contents = bytearray(png(color_type=3, row=b"\1" * 64, palette=b"\0\0\0\xdc\x1e\x28"))
    contents[contents.index(b"PLTE") + 8] ^= 1
    assert refusal(bytes(contents)) == "damaged"


@pytest.mark.parametrize(
    "side",
    [
        *(chunk(name, bytes(length)) for name in (b"pHYs", b"cHRM", b"tRNS", b"gAMA", b"cICP") for length in (0, 1)),
        *(chunk(name, bytes(9), is_right=False) for name in (b"pHYs", b"tEXt", b"iCCP", b"eXIf", b"fcTL", b"abCd")),
        chunk(b"sRGB", b""),
        chunk(b"iCCP", b""),
        chunk(b"zTXt", b"a\0\0not compressed"),
        chunk(b"iTXt", b"a\0\1\1"),
        chunk(b"acTL", b"\0"),
        chunk(b"fcTL", b"\0"),
        profile_in_png(random.Random(1).randbytes(1_500_000)),
        chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 50_000_000)),
        chunk(b"fatT", bytes(3_000_000)),
    ],
    ids=lambda side: f"{side[4:8].decode()} of {len(side) - 12}",
)
def test_a_flaw_beside_the_pixels_of_a_png_is_no_flaw(side):
    for contents in (png(side), png(behind=side)):
        assert close(prepared(contents).getpixel((32, 32)), (220, 30, 40), by=3)


def test_a_flaw_beside_the_pixels_of_a_webp_is_no_flaw():
    contents = saved(NOISE, "WEBP")
    junk = b"EXIF" + (9).to_bytes(4, "little") + b"junk" * 2 + b"k\0" + b"ICCP\4\0\0\0junkXMP \xff\xff\xff\x7f"
    assert prepared(contents[:12] + contents[12:] + junk).size == (300, 200)


def test_a_flaw_in_the_metadata_of_a_gif_is_no_flaw():
    contents = saved(NOISE, "GIF")
    at = contents.index(b",", 13 + 768)
    junk = b"!\xfe\x03abc\0" + b"!\xff\x0bNETSCAPE2.0\x01\x07\0" + b"!\x01\0"
    assert prepared(contents[:at] + junk + contents[at:]).size == (300, 200)


def plane_by_plane(planes):
    """A baseline JPEG with a scan for each of its colours, as some scanners write it."""
    files = [saved(plane, "JPEG", quality=90) for plane in planes]
    frame = files[0].index(b"\xff\xc0")
    size = files[0][frame + 5 : frame + 9]
    components = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    head = files[0][:frame] + b"\xff\xc0\0\x11\x08" + size + b"\3" + components
    tables = files[0][frame + 13 : files[0].index(b"\xff\xda")]
    scans = [
        b"\xff\xda\0\x08\1" + bytes([number]) + b"\0\0\x3f\0" + contents[contents.index(b"\xff\xda") + 10 : -2]
        for number, contents in enumerate(files, 1)
    ]
    return head + tables, scans


def test_a_jpeg_that_comes_plane_by_plane_is_taken_with_all_of_them():
    head, scans = plane_by_plane(NOISE.convert("YCbCr").split())
    assert prepared(head + b"".join(scans) + END).size == (300, 200)
    assert prepared(head + b"".join(scans)).size == (300, 200)
    assert refusal(head + b"".join(scans[:2]) + END) == "damaged"
    _, scans = plane_by_plane([NOISE.convert("L")] * 3)
    last = scans.pop()
    for share in (0.1, 0.5, 0.9):
        cut = last[: int(len(last) * share)]
        for end in (b"", END, bytes(len(last)) + END):
            assert refusal(head + b"".join(scans) + cut + end) == "damaged"
