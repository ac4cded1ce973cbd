"""Films the README's first picture: a newcomer's minute in the real app, as an animated WebP of less than 3 MB.

    python tools/moving_picture.py                    into docs/newcomer.webp
    python tools/moving_picture.py --profile draft    quicker, with a rougher film

A visitor of the app, started for it, takes an example, presses the button and sees the film. What takes
its time is shown in fewer pictures; the film's own are taken one by one, so that a slow machine films as well as a
quick one. Needs the test extra and a Chromium.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from photography import ROOT, browser_pages, fill_example
from PIL import Image
from running_app import App, film_of, open_page, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGET = ROOT / "docs" / "newcomer.webp"
WIDTH = 880
MOST_BYTES = 3_000_000
FILM_MS = 240_000
FILM_FROM_S, FILM_STEP_S, FILM_FRAMES = 5.0, 0.25, 36
POLL_MS, WAIT_MS = 700, 220
NO_CONTROLS = "video::-webkit-media-controls, .mv-play { display: none !important; }"
SHOW = """([place, at]) => new Promise((done) => {
  const video = document.querySelector(place + " video");
  video.pause();
  video.addEventListener("seeked", () => requestAnimationFrame(() => setTimeout(done, 60)), {once: true});
  video.currentTime = at;
})"""


class Reel:
    """The pictures so far, and how long each is shown."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pictures: list[Image.Image] = []
        self._ms: list[int] = []

    def take(self, ms: int) -> None:
        """Take one, to be shown for so long; one that is like the last makes that one longer."""
        taken = Image.open(io.BytesIO(self._page.screenshot(scale="css"))).convert("RGB")
        taken.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
        if self._pictures and self._pictures[-1].tobytes() == taken.tobytes():
            self._ms[-1] += ms
            return
        self._pictures.append(taken)
        self._ms.append(ms)

    def seek(self, place: str, at_s: float, ms: int) -> None:
        """Take one with the film of a place at a moment."""
        self._page.evaluate(SHOW, [place, at_s])
        self.take(ms)

    def save(self, target: Path) -> None:
        """As good as fits."""
        first, *others = self._pictures
        for quality in (72, 62, 52, 42, 32):
            first.save(
                target,
                "WEBP",
                save_all=True,
                append_images=others,
                duration=self._ms,
                loop=0,
                quality=quality,
                method=4,
            )
            if target.stat().st_size < MOST_BYTES:
                break
        print(target.name, target.stat().st_size, "bytes,", len(self._pictures), "pictures,", sum(self._ms) / 1000, "s")


def film(page: Page, app: App, language: str) -> Reel:
    """A newcomer's minute."""
    reel = Reel(page)
    open_page(page, app.url)
    page.wait_for_function("document.querySelector('.st-key-create_sample_film video')?.videoWidth > 0")
    page.add_style_tag(content=NO_CONTROLS)
    for number in range(8):
        reel.seek(".st-key-create_sample_film", 2.0 + number * FILM_STEP_S, 250)
    fill_example(page, language)
    page.mouse.move(0, 0)
    reel.take(2200)
    send(page)
    page.wait_for_selector("[role=progressbar], .st-key-film video")
    page.add_style_tag(content=NO_CONTROLS)
    title = ""
    while not page.locator(".st-key-film video").count():
        page.wait_for_timeout(POLL_MS)
        if title != page.title():  # it tells how much is done
            title = page.title()
            reel.take(WAIT_MS)
    page.wait_for_selector(".st-key-film video", timeout=FILM_MS)
    film_of(page)
    page.wait_for_timeout(1500)
    for number in range(FILM_FRAMES):
        reel.seek(".st-key-film", FILM_FROM_S + number * FILM_STEP_S, round(1000 * FILM_STEP_S))
    return reel


def main() -> None:
    """Film it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", default="show", help="how well the demo studio films (%(default)s)")
    parser.add_argument("--language", default="en", help="of the visitor (%(default)s)")
    parser.add_argument("--target", type=Path, default=TARGET)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as data, browser_pages() as visitor:
        app = App(Path(data), MV_DEMO_PROFILE=chosen.profile, MV_DEMO_STEP_S="0.6").start()
        film(visitor("desktop", "dark", chosen.language), app, chosen.language).save(chosen.target)
        app.stop()


if __name__ == "__main__":
    main()
