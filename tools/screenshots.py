"""Photographs the app: every page and card, at two widths, light and dark, in both languages; and the README's five.

    python tools/screenshots.py FOLDER        everything, into FOLDER
    python tools/screenshots.py --readme      the README's pictures, into docs/

Each picture shows the real app, started for it, with the demo studio or, for Giggle's cards (see `card_scenes`), with a
demo studio in the place of Giggle and a fault armed. Needs the test extra and a Chromium.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from card_scenes import SCENES, dresses
from photography import LOCALES, ROOT, WIDTHS, browser_pages, fill_example, save
from running_app import App, describe_a_song, in_place, open_page, send, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

FILM_WAIT_MS = 240_000


def wait_for_film(page: Page) -> None:
    """Wait for the player, and show a moment in the middle of the film."""
    page.wait_for_function("document.querySelector('.st-key-film video')?.videoWidth > 0", timeout=FILM_WAIT_MS)
    page.evaluate("() => { document.querySelector('.st-key-film video').currentTime = 8.5; }")
    page.wait_for_timeout(1500)


def create_empty(page: Page, app: App, language: str) -> None:  # noqa: ARG001 - one form for all shots
    """Show the page as a newcomer finds it."""
    open_page(page, app.url)


def create(page: Page, app: App, language: str) -> None:
    """Show the filled form."""
    open_page(page, app.url)
    fill_example(page, language)


def problems(page: Page, app: App, language: str) -> None:  # noqa: ARG001 - one form for all shots
    """Press the button with nothing filled in."""
    open_page(page, app.url)
    in_place(page, "create_submit").get_by_role("button").click()
    settle(page)
    page.wait_for_timeout(1000)  # the page glides to the first problem


def making(page: Page, app: App, language: str) -> None:
    """Show a job on its way."""
    create(page, app, language)
    send(page)
    page.wait_for_function("/^([2-9][0-9]) %/.test(document.title)", timeout=FILM_WAIT_MS)
    settle(page)


def film(page: Page, app: App, language: str) -> None:
    """Show the finished film."""
    create(page, app, language)
    send(page)
    wait_for_film(page)


def film_tall(page: Page, app: App, language: str) -> None:
    """Show a finished film for a phone."""
    create(page, app, language)
    in_place(page, "create_picture").get_by_role("radio").nth(1).click()
    settle(page)
    send(page)
    wait_for_film(page)


def failed(page: Page, app: App, language: str) -> None:
    """Show the card of a failed step."""
    open_page(page, app.url)
    describe_a_song(page, "fail once" if language == "en" else "失败一次", name="")
    send(page)
    in_place(page, "card_retry").wait_for(timeout=FILM_WAIT_MS)


def videos(page: Page, app: App, language: str) -> None:
    """Show the visitor's list."""
    film(page, app, language)
    open_page(page, f"{app.url}/videos")


def videos_empty(page: Page, app: App, language: str) -> None:  # noqa: ARG001 - one form for all shots
    """Show the list before there is anything in it."""
    open_page(page, f"{app.url}/videos")


def settings(page: Page, app: App, language: str) -> None:  # noqa: ARG001 - one form for all shots
    """Show the settings."""
    open_page(page, f"{app.url}/settings")


SHOTS: dict[str, Callable[[Page, App, str], None]] = {
    shot.__name__: shot
    for shot in (create_empty, create, problems, making, film, film_tall, failed, videos, videos_empty, settings)
}


def everything(folder: Path, profile: str, only: list[str]) -> None:
    """Photograph every page and card in every dress."""
    with tempfile.TemporaryDirectory() as data, browser_pages() as visitor:
        app = App(Path(data), MV_DEMO_PROFILE=profile).start()
        for name, width, theme, language in product(SHOTS, WIDTHS, ("dark", "light"), LOCALES):
            if only and name not in only:
                continue
            page = visitor(width, theme, language)
            SHOTS[name](page, app, language)
            save(page, folder / f"{name}-{width}-{theme}-{language}.png", full_page=True)
            page.context.close()
        app.stop()
    wanted = [name for name in SCENES if not only or name in only]
    with browser_pages() as visitor:
        for name, language in product(wanted, LOCALES):
            for width, theme, page in dresses(visitor, name, language):
                save(page, folder / f"card_{name}-{width}-{theme}-{language}.png", full_page=True)


README_SHOTS = (
    ("create", "desktop", "dark", "en"),
    ("making", "desktop", "light", "zh"),
    ("film", "desktop", "dark", "en"),
    ("create", "phone", "light", "zh"),
    ("film_tall", "phone", "dark", "en"),
)


def for_readme() -> None:
    """Photograph the README's five, with films in full quality."""
    with tempfile.TemporaryDirectory() as data, browser_pages() as visitor:
        app = App(Path(data), MV_DEMO_PROFILE="show").start()
        for name, width, theme, language in README_SHOTS:
            page = visitor(width, theme, language)
            SHOTS[name](page, app, language)
            save(page, ROOT / "docs" / f"{name}-{width}-{theme}-{language}.webp", full_page=False)
            page.context.close()
        app.stop()


def main() -> None:
    """Take what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--readme", action="store_true", help="the README's pictures, into docs/")
    parser.add_argument("--profile", default="draft", help="how well films are rendered for the pictures")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help=f"of {', '.join([*SHOTS, *SCENES])}")
    chosen = parser.parse_args()
    if chosen.readme:
        for_readme()
    elif chosen.folder:
        everything(chosen.folder, chosen.profile, chosen.only)
    else:
        parser.error("give a folder, or --readme")


if __name__ == "__main__":
    main()
