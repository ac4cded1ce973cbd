"""No picture costs more than the machine can spare; `benchmarks/largest_pictures.py` measures what that gives."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from photos import chunk, flag, png, prepared, refusal, saved
from PIL import Image

from mvclient import images
from mvclient.images import picture_as_base64, sendable_base64
from mvclient.pictures.limits import MAX_DECODED_BYTES, MAX_WORKING_BYTES


def announced(width, height, color_type=6, bits=8, side=b""):
    """A PNG that says it is so large; its pixels are not there."""
    head = struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + side + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("color_type", "bits", "bytes_of_pixel"),
    [(6, 8, 4), (6, 16, 4), (2, 8, 4), (4, 8, 4), (0, 16, 2), (0, 8, 1), (0, 1, 1)],
)
def test_a_png_may_be_as_large_as_it_costs_when_decoded(color_type, bits, bytes_of_pixel):
    most = MAX_DECODED_BYTES // bytes_of_pixel // 6000
    assert refusal(announced(6000, most + 1, color_type, bits)) == "too_large"
    assert refusal(announced(6000, most, color_type, bits)) == "damaged"


@pytest.mark.parametrize("size", [(65_536, 1), (1, 65_536)])
def test_a_side_has_an_end(size):
    assert refusal(announced(*size)) == "too_large"
    assert refusal(saved(Image.new("L", size), "BMP")) == "too_large"


def test_large_grey_pictures_that_are_small_when_decoded_are_taken():
    assert prepared(png(color_type=0, bits=1, row=bytes(1000), size=(8000, 8000))).size == (2048, 2048)


def test_a_progressive_jpeg_counts_with_what_its_decoder_holds():
    contents = bytearray(saved(flag(), "JPEG", progressive=True))
    at = contents.index(b"\xff\xc2") + 5
    for edge, reason in ((9000, "too_large"), (5000, "damaged")):
        contents[at : at + 4] = struct.pack(">HH", edge, edge)
        assert refusal(bytes(contents)) == reason


def test_a_webp_counts_with_the_canvases_of_its_decoder():
    for edge, reason in ((4000, "too_large"), (3800, "damaged")):
        canvas = b"VP8X\x0a\0\0\0\x10\0\0\0" + 2 * (edge - 1).to_bytes(3, "little")
        body = b"WEBP" + canvas + saved(flag(), "WEBP", lossless=True)[12:]
        assert refusal(b"RIFF" + len(body).to_bytes(4, "little") + body) == reason
    assert 12 * 3800**2 < MAX_WORKING_BYTES < 12 * 4000**2


def test_an_animation_counts_with_its_canvas_and_is_its_first_picture():
    others = [Image.new("RGB", (120, 80), "black")] * 2
    contents = bytearray(saved(flag(), "GIF", save_all=True, append_images=others))
    contents[6:10] = struct.pack("<HH", 20_000, 20_000)
    assert refusal(bytes(contents)) == "too_large"


@pytest.mark.parametrize(("edge", "said"), [(5200, 5200), (5200, 64), (4600, 4600)])
def test_an_avif_counts_with_what_its_own_bits_announce(edge, said):
    """The outer boxes may say less, and the decoder would believe the bits."""
    contents = bytearray(saved(Image.new("RGB", (edge, edge), "teal"), "AVIF", speed=10, quality=20))
    at = contents.index(b"ispe") + 8
    contents[at : at + 8] = struct.pack(">II", said, said)
    assert refusal(bytes(contents)) == "too_large"


def box(name, contents):
    return (len(contents) + 8).to_bytes(4) + name + contents


def test_an_avif_whose_table_names_the_same_bytes_again_and_again_is_refused():
    table = b"\0\0\0\0\x44\0" + struct.pack(">4H", 1, 1, 0, 2000) + struct.pack(">II", 0, 40) * 2000
    contents = box(b"ftyp", b"avif\0\0\0\0avif") + box(b"meta", bytes(4) + box(b"iloc", table))
    assert refusal(contents) == "too_complex"


def test_one_picture_is_decoded_at_a_time(monkeypatch):
    decoded, seen = images._decoded, []

    def watched(contents, longest_edge):
        seen.append(images._one_at_a_time.locked())
        return decoded(contents, longest_edge)

    monkeypatch.setattr(images, "_decoded", watched)
    text = picture_as_base64(saved(flag(), "PNG"))
    sendable_base64(text)
    assert seen == [True, True]
    assert not images._one_at_a_time.locked()


def test_a_refused_picture_lets_the_next_one_in():
    assert refusal(b"\xff\xd8\xff") == "damaged"
    assert not images._one_at_a_time.locked()
    assert picture_as_base64(io.BytesIO(saved(flag(), "PNG")))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process")
@pytest.mark.parametrize(
    "words", [("PNG", "iCCP"), ("WebP", "flat"), ("AVIF", "4:2:0", "grain"), ("progressive", "4:4:4")]
)
def test_the_most_costly_pictures_stay_under_200_mib(words):
    script = Path(__file__).parents[2] / "benchmarks" / "largest_pictures.py"
    done = subprocess.run([sys.executable, script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("MiB") == 1
