"""Preparing photos of 12, 48 and 108 megapixels: time, peak memory, bytes sent; ours against plain open-resize-save.

python benchmarks/pictures.py [runs]
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

SIZES = {"12 MP": (4000, 3000), "48 MP": (8000, 6000), "108 MP": (12000, 9000)}
MEBIBYTE = 2**20

# Each preparation runs in a process of its own: only so does the peak of the memory belong to it.
PREPARE = """
import base64, io, json, re, sys, time
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
from mvclient.images import picture_as_base64

def ours(path):
    return picture_as_base64(path)

def plain(path):
    Image.MAX_IMAGE_PIXELS = None
    image = Image.open(path).convert("RGB")
    scale = 2048 / max(image.size)
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    sheet = io.BytesIO()
    image.save(sheet, "JPEG", quality=90)
    return base64.b64encode(sheet.getvalue()).decode()

prepare = {"ours": ours, "plain": plain}[sys.argv[1]]

def peak_kib():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])

before = peak_kib()
began = time.process_time()
text = prepare(sys.argv[2])
took = time.process_time() - began
print(json.dumps({"seconds": took, "peak_kib": peak_kib() - before, "sent_bytes": len(text)}))
"""


def photo(path: Path, size: tuple[int, int]) -> None:
    """Draw something a camera could have seen: soft shapes with some grain."""
    dice = random.Random(12)
    tile = Image.frombytes("RGB", (96, 72), dice.randbytes(96 * 72 * 3)).resize((1500, 1125), Image.Resampling.BICUBIC)
    grain = Image.effect_noise(tile.size, 18).convert("RGB")
    tile = Image.blend(tile, grain, 0.15)
    image = Image.new("RGB", size)
    for left in range(0, size[0], tile.width):
        for top in range(0, size[1], tile.height):
            image.paste(tile, (left, top))
    image.save(path, "JPEG", quality=92)


def measured(way: str, path: Path, runs: int) -> dict[str, float]:
    """The best time and the peak of several runs."""
    results = []
    for _ in range(runs):
        command = [sys.executable, "-c", PREPARE, way, str(path)]
        results.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return {name: min(result[name] for result in results) for name in results[0]}


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{'photo':8} {'way':6} {'CPU':>8} {'peak':>10} {'sent':>9}   ratio ours : plain")
    with tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            path = Path(folder) / "photo.jpg"
            photo(path, size)
            plain, ours = (measured(way, path, runs) for way in ("plain", "ours"))
            for way, result in (("plain", plain), ("ours", ours)):
                ratio = ""
                if way == "ours":
                    shares = [f"{ours[key] / plain[key]:.2f}" for key in ("seconds", "peak_kib", "sent_bytes")]
                    ratio = "   time {}, memory {}, bytes {}".format(*shares)
                print(
                    f"{name:8} {way:6} {result['seconds']:6.2f} s {result['peak_kib'] * 1024 / MEBIBYTE:6.0f} MiB "
                    f"{result['sent_bytes'] / 1e6:6.2f} MB{ratio}"
                )


if __name__ == "__main__":
    main()
