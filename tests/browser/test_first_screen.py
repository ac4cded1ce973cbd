"""What a first look is worth: nothing jumps, nothing plays for who asked for calm, and the frame is moved by hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from running_app import App, in_place, open_page, settle
from test_journeys import photo
from test_kept_picture import until_held

Visit = Callable[..., BrowserContext]
FILM = "document.querySelector('.st-key-create_sample_film video')"
SHIFTS = """window.mvShift = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.mvShift += one.value;
}).observe({type: "layout-shift", buffered: true});"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "/videos"])
def test_a_page_does_not_jump_while_it_loads(visit: Visit, app: App, width: int, path: str) -> None:
    context = visit(width=width, height=844)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    open_page(page, app.url + path)
    page.wait_for_timeout(1500)  # what comes late may jump too
    assert page.evaluate("window.mvShift") < 0.1


def test_a_phone_has_the_picture_and_the_words_on_its_first_screen(visit: Visit, app: App) -> None:
    page = visit(width=390, height=844).new_page()
    open_page(page, app.url)
    bar = in_place(page, "create_bar").bounding_box()
    for key in ("create_prompt", "create_upload"):
        place = in_place(page, key).get_by_role("textbox" if key == "create_prompt" else "button").first.bounding_box()
        assert place["y"] + place["height"] <= bar["y"]


@pytest.mark.parametrize(("motion", "plays"), [("no-preference", True), ("reduce", False)])
def test_the_film_of_the_first_screen_is_silent_and_asks_who_wants_calm(
    visit: Visit, app: App, motion: str, plays: bool
) -> None:
    page = visit(reduced_motion=motion).new_page()
    open_page(page, app.url)
    page.wait_for_function(f"{FILM}?.poster")
    if plays:
        page.wait_for_function(f"{FILM}.currentTime > 0.2")
    assert page.evaluate(f"[{FILM}.paused, {FILM}.muted]") == [not plays, True]
    in_place(page, "create_with_sound").get_by_role("button").click()
    page.wait_for_function(f"!{FILM}.muted && {FILM}.currentTime > 0.2")


def test_a_film_that_was_stopped_stays_so(page: Page) -> None:
    page.wait_for_function(f"{FILM}?.currentTime > 0.2")
    page.evaluate(f"{FILM}.pause()")
    in_place(page, "create_vocal_gender").get_by_role("radio").nth(1).click()
    settle(page)
    assert page.evaluate(f"{FILM}.paused")


def test_the_frame_is_moved_by_keys_and_by_hand_and_outlives_a_reload(page: Page, app: App) -> None:
    picture = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo(900, 1400)}
    page.locator(".st-key-create_picture input[type=file]").set_input_files(picture)
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
    in_place(page, "create_aspect").get_by_role("radio").first.click()
    frame = in_place(page, "create_frame").get_by_role("slider")
    expect(frame).to_have_attribute("aria-orientation", "vertical")
    frame.press("End")  # it begins where the film does
    frame.press("ArrowUp")
    frame.press("PageUp")
    expect(frame).to_have_attribute("aria-valuenow", "88")
    place = frame.bounding_box()
    page.mouse.move(place["x"] + 20, place["y"] + 20)
    page.mouse.down()
    page.mouse.move(place["x"] + 20, place["y"] + 600, steps=4)
    page.mouse.up()
    expect(frame).to_have_attribute("aria-valuenow", "100")
    page.wait_for_function("localStorage.getItem('mv-studio.draft.frame_at') === '100'")
    until_held(page, is_held=True)
    open_page(page, app.url)
    expect(in_place(page, "create_frame").get_by_role("slider")).to_have_attribute("aria-valuenow", "100")


SMALL = """() => [...document.querySelectorAll(
    'button, a[href], summary, [data-testid=stTextInputField], label:has(input)')]
  .filter((one) => one.checkVisibility() && one.dataset.testid !== 'stSkipToContent')
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, {width, height}]) => width && (width < 43.5 || height < 43.5))
  .map(([one, {width, height}]) => `${one.outerHTML.slice(0, 90)} ${width} x ${height}`)"""
THEIRS = """() => [...document.querySelectorAll('[aria-label], [title], [data-testid=stSkipToContent]')]
  .flatMap((one) => [one.ariaLabel, one.title, one.matches('a') ? one.textContent : ''])
  .filter((name) =>
    /^(Help for|Full ?screen|Show pass|file upload|progress|Skip to|Video player)|_?\\w+ icon$/.test(name))"""


@pytest.mark.parametrize("path", ["", "/settings", "/videos"])
def test_a_finger_hits_and_a_chinese_ear_hears_no_english(visit: Visit, app: App, path: str) -> None:
    page = visit(width=390, height=844, locale="zh-CN").new_page()
    open_page(page, app.url + path)
    if not path:
        in_place(page, "create_example_meadow").get_by_role("button").click()
        settle(page)
    page.wait_for_timeout(500)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(THEIRS) == []


def test_a_large_screen_has_larger_type(visit: Visit, app: App) -> None:
    page = visit(width=1920, height=1080).new_page()
    open_page(page, app.url)
    assert page.locator(".stMainBlockContainer").bounding_box()["width"] > 1450
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('textarea')).fontSize)") >= 17
