"""Settings as a visitor meets them: a key checked while the page stays usable, and an app that is set up wrongly."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from paying_customer import Giggle
from playwright.sync_api import BrowserContext, Page, expect
from running_app import App, describe_a_song, in_place, open_page, settle

PAGES = ("", "videos", "settings", "watch?project=demo-1")


@pytest.fixture(scope="module")
def keyless_app(stand_in: Giggle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app without a key of its own, whose Giggle is the stand-in."""
    running = App(tmp_path_factory.mktemp("data"), GIGGLE_API_BASE=stand_in.studio.base_url).start()
    yield running
    running.stop()
    assert "typed-key" not in "".join(running.log)


@pytest.fixture
def settings(visit: Callable[..., BrowserContext], keyless_app: App) -> Page:
    page = visit().new_page()
    open_page(page, f"{keyless_app.url}/settings")
    return page


def use_key(page: Page, key: str) -> None:
    in_place(page, "settings_key").locator("input").fill(key)
    page.get_by_role("button", name="Use this key").click()


def test_a_mistyped_key_is_said_and_corrected_where_it_stands(settings: Page, giggle: Giggle) -> None:
    giggle.arm(operation="query", kind="status", status=401)
    use_key(settings, "typed-key-wrong")
    expect(settings.get_by_text("so it was not taken")).to_be_visible()
    expect(settings.get_by_text("Demo studio: free")).to_be_visible()
    field = in_place(settings, "settings_key").locator("input")
    expect(field).to_have_value("typed-key-wrong")
    field.press("End")
    for _ in "-wrong":
        field.press("Backspace")
    field.press("Enter")
    expect(settings.get_by_text("Giggle accepts this key")).to_be_visible()
    expect(settings.get_by_text("Made by Giggle")).to_be_visible()
    expect(field).to_have_value("")
    assert "typed-key" not in settings.evaluate("JSON.stringify({...localStorage}) + document.cookie + location.href")


def test_while_giggle_is_silent_the_page_can_be_used(settings: Page, giggle: Giggle) -> None:
    """The check ends by itself within seconds, and the key can be used anyway."""
    giggle.arm(operation="query", kind="hang")
    use_key(settings, "typed-key-1")
    expect(settings.get_by_text("Asking Giggle about the new key")).to_be_visible()
    in_place(settings, "frame_language").get_by_role("button").click()
    expect(settings.get_by_text("正在向 Giggle 核对新密钥")).to_be_visible()
    in_place(settings, "frame_language").get_by_role("button").click()
    expect(settings.get_by_text("so the new key is not in use yet")).to_be_visible(timeout=12_000)
    in_place(settings, "settings_key_anyway").get_by_role("button").click()
    expect(settings.get_by_text("Made by Giggle")).to_be_visible()
    expect(settings.get_by_text("without a check")).to_be_visible()


def test_an_app_that_is_set_up_wrongly_says_so_on_every_page(
    visit: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    """No folder, a mistyped profile and pace, secrets that are none: sentences, and no bare error."""
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "secrets.toml").write_text("GIGGLE_API_KEY = ")
    app = App(
        tmp_path / "file",
        MV_DEMO_PROFILE="tinny",
        MV_DEMO_STEP_S="fast",
        STREAMLIT_SECRETS_FILES=str(tmp_path / "secrets.toml"),
    ).start()
    try:
        page = visit().new_page()
        for path in PAGES:
            open_page(page, f"{app.url}/{path}")
            expect(page.get_by_text("settings file (secrets.toml) cannot be read")).to_be_visible()
            expect(page.get_by_test_id("stException")).to_have_count(0)
        open_page(page, f"{app.url}/settings")
        for name in ("MV_DATA_DIR", "MV_DEMO_PROFILE", "MV_DEMO_STEP_S"):
            expect(page.get_by_text(name)).to_be_visible()
        open_page(page, app.url)
        describe_a_song(page, "waves")
        in_place(page, "create_submit").get_by_role("button").click()
        settle(page)
        expect(page.get_by_text("We cannot keep track of payments right now")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    finally:
        app.stop()
    assert "Traceback" not in "".join(app.log)
    assert "MV_DEMO_PROFILE can be show, draft or tiny" in "".join(app.log)
