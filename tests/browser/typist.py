"""What a person who types does to the create form, at a person's speed, and what became of it."""

import json

from playwright.sync_api import Page, expect
from running_app import in_place

KEY_MS = 60
"""Between two keys of somebody who types well."""


def write(page: Page, key: str, words: str, *, key_ms: int = 0) -> None:
    """Type at the end of a field, key by key, and stay in it."""
    in_place(page, key).locator("textarea, input").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words, delay=key_ms)


def words_in(page: Page, key: str) -> str:
    """What a field shows."""
    return in_place(page, key).locator("textarea, input").first.input_value()


def kept(page: Page, name: str) -> str:
    """What the browser keeps of a field of the draft."""
    return str(json.loads(page.evaluate("name => localStorage.getItem('mv-studio.draft.' + name) ?? '\"\"'", name)))


def use_own_lyrics(page: Page) -> None:
    """Choose the mode with a title, a style and lyrics."""
    in_place(page, "create_music_generate_type").get_by_role("radio").nth(1).click()
    expect(in_place(page, "create_lyrics")).to_be_visible()


def slow_down(page: Page, rate: int) -> None:
    """Have the page run as on a machine that is so many times slower."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
