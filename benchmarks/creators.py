"""Fifty people who all bring a photo of 12 megapixels and press at the same moment, to one app with the demo studio.

    python benchmarks/creators.py [--creators 50]

Real Streamlit sessions and uploads. Prints how long a photo takes until it is on the form, and a press until
the video has its page and until the film is there, and the most memory.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageFilter

sys.path += [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests" / "browser")]
from attacker import BROKEN, App
from stranger import Stranger

PATIENCE_S = 120.0


def photo(number: int) -> bytes:
    """One of 4,000 by 3,000 pixels and some 4 MB, as a phone takes it."""
    chance = random.Random(number)
    noise = Image.frombytes("RGB", (1000, 750), chance.randbytes(1000 * 750 * 3)).filter(ImageFilter.GaussianBlur(1))
    file = io.BytesIO()
    noise.resize((4000, 3000), Image.Resampling.NEAREST).save(file, "JPEG", quality=92)
    return file.getvalue()


class Creator:
    """One of them."""

    def __init__(self, app: App, picture: bytes, together: threading.Barrier, longest_s: float) -> None:
        self._app, self._picture, self._together, self._longest_s = app, picture, together, longest_s
        self.peaks_mib: list[float] = []
        self.chosen_s = self.begun_s = self.done_s = 0.0
        self.trouble = ""

    def create(self) -> None:
        """Bring the photo, press, and wait for the film."""
        try:
            with Stranger(self._app.address) as visitor:
                visitor.open("new").look().press("create_example_seaside")
                self._together.wait()
                self.peaks_mib.append(self._app.peak_mib)
                began = time.monotonic()
                visitor.upload(
                    next(key for key in visitor.widgets if key.startswith("create_upload_")), "me.jpg", self._picture
                )
                while "create_picture_remove" not in visitor.look().widgets:
                    if time.monotonic() - began > PATIENCE_S:
                        self.trouble = "no picture: " + next((word for word in visitor.words if "try" in word), "")
                        return
                    time.sleep(0.5)
                self.chosen_s = time.monotonic() - began
                self._together.wait()
                self.peaks_mib.append(self._app.peak_mib)
                began = time.monotonic()
                visitor.press("create_submit")
                while "project=" not in visitor.query:
                    if time.monotonic() - began > PATIENCE_S:
                        self.trouble = "not begun: " + " | ".join(visitor.words[-6:])
                        return
                    time.sleep(0.5)
                    visitor.look()
                self.begun_s = time.monotonic() - began
                self._together.wait()
                self.peaks_mib.append(self._app.peak_mib)
                while not visitor.look().says("Download"):
                    if time.monotonic() - began > self._longest_s:
                        return
                    time.sleep(5)
                self.done_s = time.monotonic() - began
        except BROKEN as error:
            self.trouble = self.trouble or type(error).__name__
            self._together.abort()
        except threading.BrokenBarrierError:
            self.trouble = "somebody else failed"


def told(seconds: list[float]) -> str:
    """Median and worst."""
    known = sorted(second for second in seconds if second)
    return f"median {statistics.median(known):.1f} s, worst {known[-1]:.1f} s" if known else "none"


def main() -> int:
    """Let them all come."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--creators", type=int, default=50)
    parser.add_argument("--longest", type=float, default=240.0, help="seconds for the films (default %(default)s)")
    chosen = parser.parse_args()
    pictures = [photo(number) for number in range(4)]
    together = threading.Barrier(chosen.creators)
    with tempfile.TemporaryDirectory() as folder:
        app = App(Path(folder), "http://127.0.0.1:9", GIGGLE_API_KEY="")
        try:
            crowd = [Creator(app, pictures[number % 4], together, chosen.longest) for number in range(chosen.creators)]
            with ThreadPoolExecutor(chosen.creators) as all_at_once:
                list(all_at_once.map(Creator.create, crowd))
            done = [one for one in crowd if one.done_s]
            films = f"{len(done)} of {len(crowd)} have their film by {chosen.longest:.0f} s"
            print(f"{len(pictures[0]) / 1e6:.1f} MB each; {films}")
            print(f"  a photo on the form: {told([one.chosen_s for one in crowd])}")
            print(f"  a press to the page of the video: {told([one.begun_s for one in crowd])}")
            print(f"  a press to the film: {told([one.done_s for one in crowd])}")
            stages = zip(*(one.peaks_mib for one in crowd), strict=False)
            peaks = ", ".join(f"{max(peak):.0f}" for peak in stages)
            print(f"  peak until all had come, had their photo on the form, had their page: {peaks} MiB")
            print(f"  peak {app.peak_mib:.0f} MiB, {app.threads} threads at the end")
            for trouble in {one.trouble for one in crowd if one.trouble}:
                print(f"  {sum(one.trouble == trouble for one in crowd)} x {trouble}")
        finally:
            app.stop()
    return int(any(one.trouble for one in crowd))


if __name__ == "__main__":
    sys.exit(main())
