"""The visitor's own picture outlives a reload in the visitor's own browser, and nowhere else."""

import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, WebSocket, expect
from running_app import PATIENCE_MS, App, in_place, open_page, settle
from test_journeys import photo

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]
HELD = """() => new Promise((resolve) => {
  const request = indexedDB.open("mv-studio", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("pictures");
  request.onsuccess = () => {
    const read = request.result.transaction("pictures").objectStore("pictures").get("draft");
    read.onsuccess = () => { request.result.close(); resolve(read.result?.base64.length ?? 0); };
  };
})"""


def choose_picture(page: Page) -> None:
    picture = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo(1600, 900)}
    page.locator(".st-key-create_picture input[type=file]").set_input_files(picture)
    expect_picture(page)


def expect_picture(page: Page) -> None:
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()


def until_held(page: Page, *, is_held: bool) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (page.evaluate(HELD) > 0) != is_held:
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def test_the_picture_comes_back_once_and_is_sent(page: Page, app: App) -> None:
    """And no later click carries it again."""
    choose_picture(page)
    until_held(page, is_held=True)
    sent: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(len(frame)))

    page.on("websocket", listen)
    open_page(page, app.url)
    expect_picture(page)
    settle(page)
    assert sum(size > 10_000 for size in sent) == 1
    in_place(page, "frame_language").get_by_role("button").click()
    expect(in_place(page, "frame_language")).to_contain_text("English")
    expect_picture(page)
    assert sum(size > 10_000 for size in sent) == 1
    in_place(page, "create_prompt").locator("textarea").fill("a waltz")
    in_place(page, "create_submit").get_by_role("button").click()
    page.wait_for_url("**/watch?project=*")


def test_nobody_else_has_it(page: Page, visit: Visit, app: App) -> None:
    choose_picture(page)
    until_held(page, is_held=True)
    stranger = visit().new_page()
    open_page(stranger, app.url)
    expect(in_place(stranger, "create_upload")).to_be_visible()
    until_held(stranger, is_held=False)


def test_taken_away_it_is_gone_from_the_browser_too(page: Page) -> None:
    choose_picture(page)
    until_held(page, is_held=True)
    in_place(page, "create_picture_remove").get_by_role("button").click()
    until_held(page, is_held=False)


def test_an_emptied_form_lets_go_of_it_and_brought_back_it_is_kept_again(page: Page, app: App) -> None:
    in_place(page, "create_prompt").locator("textarea").fill("a waltz")
    choose_picture(page)
    until_held(page, is_held=True)
    in_place(page, "create_start_over").get_by_role("button").click()
    until_held(page, is_held=False)
    in_place(page, "create_bring_back").get_by_role("button").click()
    until_held(page, is_held=True)
    page.wait_for_function("localStorage.getItem('mv-studio.draft.upload') !== null")
    open_page(page, app.url)
    expect_picture(page)


def test_a_browser_that_cannot_keep_it_says_so(visit: Visit, app: App) -> None:
    page = visit().new_page()
    page.add_init_script("indexedDB.open = () => { throw new Error('private'); }")
    open_page(page, app.url)
    choose_picture(page)
    settle(page)
    open_page(page, app.url)
    expect(page.get_by_text(say_in("en", "create.picture_gone"))).to_be_visible()
