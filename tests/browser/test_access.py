"""Everybody can use it: axe finds nothing that matters, in both themes and languages, on a desktop and a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, App, describe_a_song, film_of, in_place, open_page, send

Visit = Callable[..., BrowserContext]

# What Streamlit 1.67 itself brings: an uploader whose role and label are its own, and the bar of a video element.
NOT_OURS = ("stFileUploader",)


def complaints(page: Page) -> list[str]:
    """What axe finds moderate or worse in what is ours, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['impact']} {violation['id']}: {node['html'][:160]}"
        for violation in found
        if violation["impact"] in {"moderate", "serious", "critical"}
        for node in violation["nodes"]
        if not any(mark in node["html"] for mark in NOT_OURS)
    ]


@pytest.mark.parametrize(
    ("width", "locale", "scheme"),
    [(1280, "en-US", "dark"), (390, "zh-CN", "light")],
    ids=["desktop-en-dark", "phone-zh-light"],
)
def test_no_page_shuts_anybody_out(visit: Visit, app: App, width: int, locale: str, scheme: str) -> None:
    """Create, My videos, Settings, a waiting payment, and the finished film."""
    page = visit(width=width, height=844, locale=locale, color_scheme=scheme).new_page()
    found: dict[str, list[str]] = {}
    for path in ("", "videos", "settings", "watch", "watch?project=demo-unknown"):
        open_page(page, f"{app.url}/{path}")
        expect(page.locator("h1")).to_be_visible()
        found[path] = complaints(page)
    open_page(page, app.url)
    describe_a_song(page, "a song for everybody")
    in_place(page, "create_ask_first").locator("label").first.click()
    send(page)
    expect(in_place(page, "card_payment_due")).to_be_visible(timeout=PATIENCE_MS)
    found["payment due"] = complaints(page)
    in_place(page, "card_pay").get_by_role("button").click()
    film_of(page)
    found["film"] = complaints(page)
    open_page(page, f"{app.url}/videos")
    expect(page.locator("[class*='st-key-video_demo-']").first).to_be_visible()
    found["a full list"] = complaints(page)
    assert {place: lines for place, lines in found.items() if lines} == {}
