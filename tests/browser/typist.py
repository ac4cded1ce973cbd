"""What a person who types does to the create form, at a person's speed, and what became of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocketRoute, expect
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


def expect_kept(page: Page, name: str, words: str) -> None:
    """Wait until the browser keeps just this: what a button fills in is drawn first."""
    page.wait_for_function(
        "([name, words]) => JSON.parse(localStorage.getItem('mv-studio.draft.' + name) ?? '\"\"') === words",
        arg=[name, words],
    )


def use_own_lyrics(page: Page) -> None:
    """Choose the mode with a title, a style and lyrics."""
    in_place(page, "create_music_generate_type").get_by_role("radio").nth(1).click()
    expect(in_place(page, "create_lyrics")).to_be_visible()


def slow_down(page: Page, rate: int) -> None:
    """Have the page run as on a machine that is so many times slower."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


class Line:
    """The line between a page and the app; while it stutters, what the page says waits, and then comes all at once."""

    def __init__(self, page: Page) -> None:
        self._waiting: list[str | bytes] | None = None
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._server = socket.connect_to_server()
        socket.on_message(self._say)

    def _say(self, message: str | bytes) -> None:
        if self._waiting is None:
            self._server.send(message)
        else:
            self._waiting.append(message)

    @contextmanager
    def stuttering(self) -> Iterator[None]:
        """What is said in here arrives together at the end."""
        self._waiting = []
        yield
        waiting, self._waiting = self._waiting, None
        for message in waiting:
            self._server.send(message)
