"""The largest pictures that are taken, of every kind: seconds, and the peak of the memory, which must stay low.

python benchmarks/largest_pictures.py [words of the names]

Each is prepared in a process of its own. Ends with an error if one makes it grow by 200 MiB or more, or if one that
should be taken is not.
"""

import io
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

MOST_MEBIBYTES = 200

PREPARE = """
import json, re, sys, time
from PIL import ImageCms, JpegImagePlugin, PngImagePlugin
from PIL import AvifImagePlugin, BmpImagePlugin, GifImagePlugin, WebPImagePlugin
from mvclient import PictureError
from mvclient.images import picture_as_base64

def peak_kib():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])

before, began = peak_kib(), time.perf_counter()
try:
    picture_as_base64(sys.argv[1])
    outcome = "taken"
except PictureError as error:
    outcome = error.reason
print(json.dumps([outcome, time.perf_counter() - began, (peak_kib() - before) / 1024]))
"""


class Case(NamedTuple):
    """A picture at a limit."""

    name: str
    draw: Callable[[], bytes]
    expected: str = "taken"


def chunk(name: bytes, contents: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(contents)) + name + contents + struct.pack(">I", zlib.crc32(name + contents))


def png(color_type: int, bits: int, width: int, height: int, side: bytes = b"", *, interlaced: bool = False) -> bytes:
    """A PNG whose bytes are all the same: as small as a file of such a size can be."""
    bits_of_pixel = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color_type] * bits
    rows = [(width, height)]
    if interlaced:
        steps = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
        rows = [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in steps]
    press = zlib.compressobj(1)
    pressed = [press.compress(bytes((1 + -(-across * bits_of_pixel // 8)) * down)) for across, down in rows]
    head = struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, interlaced)
    palette = chunk(b"PLTE", bytes(768)) if color_type == 3 else b""
    data = b"".join(pressed) + press.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + side + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file."""
    sheet = io.BytesIO()
    image.save(sheet, kind, **options)
    return sheet.getvalue()


def grainy(width: int, height: int, mode: str) -> Image.Image:
    """Something that a camera could have seen."""
    tile = Image.effect_noise((1024, 1024), 40).convert(mode)
    image = Image.new(mode, (width, height))
    for left in range(0, width, 1024):
        for top in range(0, height, 1024):
            image.paste(tile, (left, top))
    return image


def with_alpha(image: Image.Image) -> Image.Image:
    """The same, half transparent."""
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


FULL = 64 * 2**20


def stuffed(contents: bytes, name: bytes) -> bytes:
    """A PNG filled up to 64 MB with a chunk beside the pixels."""
    return contents[:33] + chunk(name, bytes(FULL - len(contents) - 12)) + contents[33:]


def stuffed_jpeg(name: int, beginning: bytes, many: int) -> bytes:
    """A JPEG of 250 megapixels filled up with segments beside the pixels."""
    contents = saved(Image.new("RGB", (15800, 15800), "teal"), "JPEG", quality=25)
    segment = bytes([0xFF, name]) + (65_002).to_bytes(2) + beginning.ljust(65_000, b"\1")
    return contents[:2] + segment * many + contents[2:]


def stuffed_webp(name: bytes) -> bytes:
    """A WebP filled up to 64 MB."""
    contents = saved(Image.new("RGBA", (3000, 3000), (1, 2, 3, 4)), "WEBP", lossless=True)
    return contents + name + (FULL - len(contents) - 8).to_bytes(4, "little") + bytes(FULL - len(contents) - 8)


def run_lengths(width: int, height: int) -> bytes:
    """A BMP with run lengths, all of one colour."""
    row = bytes([255, 1]) * (width // 255) + bytes([width % 255, 1, 0, 0])
    palette, data = bytes(range(256)) * 4, row * height + b"\0\1"
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(data), 0, 0, 256, 0)
    offset = 14 + 40 + 1024
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + head + palette + data


def animated(kind: str, side: int) -> bytes:
    """Two pictures of one canvas."""
    frames = [Image.new("RGB", (side, side), color) for color in ("teal", "navy")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def lying_avif() -> bytes:
    """A picture of 144 megapixels in a box that says 64 × 64."""
    contents = bytearray(saved(Image.new("RGB", (12000, 12000), "teal"), "AVIF", speed=10))
    size_at = contents.index(b"ispe") + 8
    contents[size_at : size_at + 8] = struct.pack(">II", 64, 64)
    return bytes(contents)


def png_cases() -> Iterator[Case]:
    """24 megapixels in colour, 48 of two bytes, 96 of one."""
    grey_key, rgb_key = chunk(b"tRNS", bytes(2)), chunk(b"tRNS", bytes(6))
    for name, color_type, bits, side, edge, extra in (
        ("RGBA", 6, 8, b"", 4898, {}),
        ("RGBA interlaced", 6, 8, b"", 4898, {"interlaced": True}),
        ("RGBA 16 bits", 6, 16, b"", 4898, {}),
        ("RGB", 2, 8, b"", 4898, {}),
        ("RGB with a key", 2, 8, rgb_key, 4898, {}),
        ("RGB 16 bits", 2, 16, b"", 4898, {}),
        ("RGB 16 bits with a key", 2, 16, rgb_key, 3190, {}),
        ("grey and alpha", 4, 8, b"", 4898, {}),
        ("grey and alpha 16 bits", 4, 16, b"", 4898, {}),
        ("grey", 0, 8, b"", 9797, {}),
        ("grey with a key", 0, 8, grey_key, 9797, {}),
        ("grey 4 bits", 0, 4, b"", 9797, {}),
        ("grey 16 bits", 0, 16, b"", 6928, {}),
        ("grey 16 bits with a key", 0, 16, grey_key, 6928, {}),
        ("1 bit", 0, 1, b"", 9797, {}),
        ("palette", 3, 8, b"", 9797, {}),
        ("palette with alpha", 3, 8, chunk(b"tRNS", bytes(range(256))), 9797, {}),
    ):
        how = dict(color_type=color_type, bits=bits, side=side, **extra)
        yield Case(f"PNG {name}", lambda how=how, edge=edge: png(width=edge, height=edge, **how))
    for name in (b"fatT", b"iCCP", b"eXIf", b"tRNS", b"zTXt"):
        yield Case(f"PNG of 64 MB, {name.decode()}", lambda name=name: stuffed(png(6, 8, 4898, 4898), name))
    yield Case("PNG RGBA flat and wide", lambda: png(6, 8, 65_535, 366))
    yield Case("PNG grey, narrow and high", lambda: png(0, 8, 1464, 65_535))
    yield Case("PNG RGBA 25 MP", lambda: png(6, 8, 5000, 5000), "too_large")
    yield Case("PNG grey, one column", lambda: png(0, 8, 1, 90_000_000), "too_large")
    yield Case("PNG grey, one row", lambda: png(0, 8, 90_000_000, 1), "too_large")
    yield Case("PNG grey 97 MP", lambda: png(0, 8, 9850, 9850), "too_large")


def other_cases() -> Iterator[Case]:
    """What else must be decoded whole."""
    yield Case("WebP lossy", lambda: saved(grainy(3700, 3700, "RGB"), "WEBP", quality=50, method=0))
    yield Case("WebP alpha", lambda: saved(with_alpha(grainy(3300, 3300, "RGB")), "WEBP", quality=50, method=0))
    yield Case("WebP flat alpha", lambda: saved(Image.new("RGBA", (3900, 3900), (1, 2, 3, 4)), "WEBP", lossless=True))
    yield Case("WebP lossless", lambda: saved(grainy(3500, 3500, "RGB"), "WEBP", lossless=True, method=0))
    yield Case("WebP animated", lambda: animated("WEBP", 3900))
    yield Case("WebP alpha 64 MP", lambda: saved(Image.new("RGBA", (8000, 8000)), "WEBP", lossless=True), "too_large")
    for name in (b"ICCP", b"EXIF"):
        yield Case(f"WebP of 64 MB, {name.decode()}", lambda name=name: stuffed_webp(name))
    yield Case(
        "AVIF with XMP of 30 MB",
        lambda: saved(Image.new("RGB", (2000, 2000), "teal"), "AVIF", speed=10, xmp=bytes(30_000_000)),
    )
    yield Case("AVIF 4:2:0", lambda: saved(grainy(4200, 4200, "RGB"), "AVIF", speed=10))
    yield Case(
        "AVIF 4:2:0 film grain",
        lambda: saved(grainy(4200, 4200, "RGB"), "AVIF", speed=10, advanced={"film-grain-test": "1"}),
    )
    yield Case("AVIF 4:4:4", lambda: saved(grainy(3600, 3600, "RGB"), "AVIF", speed=10, subsampling="4:4:4"))
    yield Case(
        "AVIF 4:4:4 alpha", lambda: saved(with_alpha(grainy(3100, 3100, "RGB")), "AVIF", speed=10, subsampling="4:4:4")
    )
    yield Case("AVIF animated", lambda: animated("AVIF", 4200))
    yield Case("AVIF that lies", lying_avif, "too_large")
    yield Case("GIF", lambda: saved(grainy(7000, 7000, "L"), "GIF"))
    yield Case("GIF animated", lambda: animated("GIF", 9700))
    yield Case("BMP 24 bits", lambda: saved(grainy(4700, 4700, "RGB"), "BMP"))
    yield Case("BMP 8 bits", lambda: saved(grainy(8100, 8100, "L"), "BMP"))
    yield Case("BMP 1 bit", lambda: saved(grainy(9700, 9700, "1"), "BMP"))
    yield Case("BMP run lengths", lambda: run_lengths(4898, 4898))


def jpeg_cases() -> Iterator[Case]:
    """JPEGs are decoded small; but one in several scans is held whole by its decoder."""
    for mode in ("RGB", "CMYK", "L"):
        yield Case(f"JPEG {mode} 250 MP", lambda mode=mode: saved(grainy(15800, 15800, mode), "JPEG", quality=25))
        yield Case(f"JPEG {mode} 16.7 MP", lambda mode=mode: saved(grainy(4095, 4095, mode), "JPEG", quality=90))
    for name, beginning, expected in (
        (0xE1, b"Exif\0\0", "too_complex"),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "taken"),
        (0xE2, b"ICC_PROFILE\0\1\1", "too_complex"),
        (0xED, b"Photoshop 3.0\0", "taken"),
        (0xFE, b"", "taken"),
    ):
        words = beginning[:9].decode().replace("\0", "")
        yield Case(f"JPEG of 60 MB, {name:X} {words}", lambda n=name, b=beginning: stuffed_jpeg(n, b, 900), expected)
    for name, sampling, edge in (("4:2:0", 2, 6000), ("4:4:4", 0, 4400)):
        how = {"quality": 60, "progressive": True, "subsampling": sampling}
        yield Case(
            f"JPEG progressive {name}", lambda how=how, edge=edge: saved(grainy(edge, edge, "RGB"), "JPEG", **how)
        )
    yield Case("JPEG progressive CMYK", lambda: saved(grainy(3600, 3600, "CMYK"), "JPEG", quality=60, progressive=True))
    yield Case(
        "JPEG progressive 100 MP",
        lambda: saved(grainy(10000, 10000, "RGB"), "JPEG", quality=60, progressive=True),
        "too_large",
    )


def main() -> None:
    """Measure and print."""
    wanted = sys.argv[1:]
    is_right = True
    print(f"{'picture':30} {'file':>9} {'outcome':>10} {'time':>8} {'peak':>9}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        for case in (*png_cases(), *other_cases(), *jpeg_cases()):
            if any(word not in case.name for word in wanted):
                continue
            path.write_bytes(case.draw())
            command = [sys.executable, "-c", PREPARE, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            outcome, seconds, mebibytes = json.loads(done.stdout)
            is_right = is_right and outcome == case.expected and mebibytes < MOST_MEBIBYTES
            size = path.stat().st_size / 1e6
            print(f"{case.name:30} {size:6.1f} MB {outcome:>10} {seconds:6.2f} s {mebibytes:5.0f} MiB", flush=True)
    sys.exit(not is_right)


if __name__ == "__main__":
    main()
