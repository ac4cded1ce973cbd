"""The camera of the screenshots: fresh visitors in every dress, and pictures that stay small."""

from __future__ import annotations

import io
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from conftest import ARGUMENTS  # noqa: E402 - found by the path above
from running_app import in_place, settle  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}
LOCALES = {"en": "en-US", "zh": "zh-CN"}
EXAMPLE = {"en": 1, "zh": 2}


@contextmanager
def browser_pages() -> Iterator[Callable[..., Page]]:
    """Give a maker of fresh visitors."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)

        def visitor(width: str, theme: str, language: str) -> Page:
            across, down = WIDTHS[width]
            return browser.new_context(
                viewport={"width": across, "height": down},
                color_scheme=theme,
                locale=LOCALES[language],
                device_scale_factor=2 if width == "phone" else 1,
            ).new_page()

        yield visitor
        browser.close()


def fill_example(page: Page, language: str) -> None:
    """Take the example of the visitor's language."""
    in_place(page, "create_examples").get_by_role("button").nth(EXAMPLE[language]).click()
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
    settle(page)


def save(page: Page, path: Path, *, full_page: bool) -> None:
    """Take the picture and keep it small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_phone = page.evaluate("innerWidth") == WIDTHS["phone"][0]
    taken = page.screenshot(full_page=full_page, scale="device" if is_phone else "css")
    with Image.open(io.BytesIO(taken)) as picture:
        picture.convert("RGB").save(path, quality=86)
