"""A file that does not arrive: the real reason, in the visitor's language, for the eye and for a screen reader."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from running_app import App, in_place, open_page

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]


def photo() -> dict[str, object]:
    """A picture as a person would choose it."""
    sheet = io.BytesIO()
    Image.new("RGB", (900, 700), "teal").save(sheet, "JPEG")
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": sheet.getvalue()}


def chooser(page: Page, key: str = "create_upload") -> Locator:
    return page.locator(f".st-key-{key} input[type=file]")


def refuse(page: Page, status: int) -> None:
    def answer(route: Route) -> None:
        route.abort() if status == 0 else route.fulfill(status=status, body="no")

    page.route("**/_stcore/upload_file/**", answer)


def assert_says_only(page: Page, words: str, key: str = "create_upload") -> None:
    """One alert, and none of Streamlit's own words, also for a screen reader."""
    place = in_place(page, key)
    expect(place.get_by_role("alert")).to_have_text(words)
    heard = place.aria_snapshot()
    assert words in heard
    assert "Error" not in heard
    described = place.get_by_test_id("stFileChip").get_attribute("aria-describedby")
    assert page.locator(f"[id='{described}']").text_content() == words


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize(
    ("path", "key", "megabytes", "sentence", "values"),
    [
        ("", "create_upload", 65, "create.upload_too_big", {}),
        ("videos", "videos_import", 6, "videos.import_too_big", {"limit": 5}),
    ],
)
def test_a_file_too_big_to_send_says_so(
    visit: Visit,
    app: App,
    tmp_path: Path,
    locale: str,
    path: str,
    key: str,
    megabytes: int,
    sentence: str,
    values: dict,
) -> None:
    page = visit(locale=locale).new_page()
    open_page(page, f"{app.url}/{path}")
    if path == "videos":
        page.locator(".stMain summary").last.click()
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(megabytes * 2**20)
    chooser(page, key).set_input_files(huge)
    assert_says_only(page, say_in(locale[:2], sentence, **values), key)


@pytest.mark.parametrize(
    ("status", "sentence", "locale"),  # each cause in one language; that every text has both is looked at elsewhere
    [
        (0, "uploads.broken_off", "zh-CN"),
        (500, "uploads.refused", "en-US"),
        (502, "uploads.refused", "zh-CN"),
        (503, "uploads.busy", "en-US"),
        (400, "uploads.refused", "en-US"),
        (413, "create.upload_too_big", "zh-CN"),
    ],
)
def test_an_upload_that_fails_says_why(visit: Visit, app: App, locale: str, status: int, sentence: str) -> None:
    page = visit(locale=locale).new_page()
    open_page(page, app.url)
    refuse(page, status)
    chooser(page).set_input_files([photo()])
    assert_says_only(page, say_in(locale[:2], sentence))


def test_after_a_failed_upload_the_same_picture_can_be_chosen_again(page: Page) -> None:
    refuse(page, 0)
    chooser(page).set_input_files([photo()])
    expect(in_place(page, "create_upload").get_by_role("alert")).to_be_visible()
    page.unroute_all()
    chooser(page).set_input_files([photo()])
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
    expect(page.get_by_text(say_in("en", "uploads.broken_off"))).to_have_count(0)


def test_another_picture_that_fails_says_why_and_the_first_one_stays(page: Page) -> None:
    chooser(page).set_input_files([photo()])
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
    refuse(page, 500)
    chooser(page, "create_upload_again").set_input_files([photo()])
    assert_says_only(page, say_in("en", "uploads.refused"), "create_upload_again")
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()


def test_a_picture_chosen_without_a_connection_says_so_and_goes_up_when_it_is_back(page: Page) -> None:
    expect(chooser(page)).to_be_attached()
    page.context.set_offline(True)
    chooser(page).set_input_files([photo()])
    expect(in_place(page, "create_upload").get_by_role("alert")).to_have_text(say_in("en", "uploads.no_connection"))
    page.context.set_offline(False)
    expect(in_place(page, "create_frame").locator("img")).to_be_visible(timeout=30_000)


def test_a_picture_chosen_while_the_server_is_away_says_that_it_did_not_arrive(visit: Visit, tmp_path: Path) -> None:
    app = App(tmp_path).start()
    try:
        page = visit().new_page()
        open_page(page, app.url)
        expect(chooser(page)).to_be_attached()
        app.stop()
        expect(in_place(page, "create_upload").locator("section")).to_have_attribute("aria-disabled", "true")
        chooser(page).set_input_files([photo()])
        expect(in_place(page, "create_upload").get_by_role("alert")).to_have_text(say_in("en", "uploads.broken_off"))
    finally:
        app.stop()


def test_the_file_chooser_offers_pictures_and_no_heic(page: Page) -> None:
    """So Safari on a Mac turns a HEIC into a JPEG by itself."""
    for _ in range(2):
        offered = (chooser(page).get_attribute("accept") or "").split(",")
        assert {"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "image/bmp"} <= set(offered)
        assert not [kind for kind in offered if "hei" in kind or "*" in kind]
        refuse(page, 500)
        chooser(page).set_input_files([photo()])
        expect(in_place(page, "create_upload").get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("name", ["me.jpg", "me.exe", "me", "照片.heic"])
def test_a_picture_counts_by_what_it_holds_and_not_by_its_name(page: Page, name: str) -> None:
    chooser(page).set_input_files([{**photo(), "name": name}])
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
