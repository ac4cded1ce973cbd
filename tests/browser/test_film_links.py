"""The links of a finished film die, lines break, tabs sleep: the film goes on where it was, and is saved and copied."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from paying_customer import CustomersApp, Giggle, wait_until
from playwright.sync_api import BrowserContext, Page, Route, expect
from running_app import PATIENCE_MS, film_of, in_place, open_page

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]

HOURS_S = 6 * 3600.0
HALF = 80_000
"""Bytes of a film that are at hand when the rest is held up."""


@pytest.fixture
def address(customers_app: CustomersApp, giggle: Giggle) -> str:
    """Where a finished film is."""
    return f"{customers_app.url}/watch?project={giggle.film('a song that is there')}"


@pytest.fixture
def customer(visit: Visit) -> Page:
    """A visitor who comes by the address of a film, not by the first page."""
    return visit().new_page()


@pytest.fixture
def finished(customer: Page, address: str) -> Page:
    """The page of a finished film."""
    open_page(customer, address)
    film_of(customer)
    return customer


class Line:
    """The line from Giggle to the visitor, on which the second half of a film can be held up, as of a long one."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        self.is_held = True
        self.failures = 0
        page.route("**/private/**/film.mp4?*", self._carry)

    def go_on(self) -> None:
        self.is_held = False
        for route in self.held:
            self._carry(route)
        self.held.clear()

    def _carry(self, route: Route) -> None:
        asked = re.match(r"bytes=(\d+)-", route.request.headers.get("range", "bytes=0-"))
        assert asked is not None
        first = int(asked[1])
        if first >= HALF and self.is_held:
            self.held.append(route)
        elif self.failures > 0 and not self.is_held:
            self.failures -= 1
            route.fulfill(status=503)  # a broken connection Chromium mends by itself, others do not
        else:
            last = first + HALF - 1 if first < HALF else ""
            route.fulfill(response=route.fetch(headers={**route.request.headers, "range": f"bytes={first}-{last}"}))


def state(page: Page) -> dict[str, Any]:
    """What the player is at."""
    told: dict[str, Any] = page.evaluate(
        """() => { const film = document.querySelector(".st-key-film video");
        return {at: film.currentTime, isPlaying: !film.paused, volume: film.volume, muted: film.muted,
          rate: film.playbackRate, link: film.src, error: film.error?.code ?? 0}; }"""
    )
    return told


def watch(page: Page, *, at: float, is_playing: bool) -> dict[str, Any]:
    """Set the player as a viewer does; returns what it is at."""
    page.evaluate(
        """([at, isPlaying]) => { const film = document.querySelector(".st-key-film video");
        Object.assign(film, {currentTime: at, volume: 0.4, muted: true, playbackRate: 0.5});
        if (isPlaying) film.play(); }""",
        [at, is_playing],
    )
    wait_until(page, lambda: state(page)["at"] >= at)
    return state(page)


def goes_on(page: Page, before: dict[str, Any]) -> None:
    """Wait until the film is where it was, as it was, and moves if it moved."""
    at = before["at"]
    wait_until(page, lambda: at - 0.1 < state(page)["at"] < at + 2)
    wait_until(page, lambda: {**state(page), "at": 0, "link": ""} == {**before, "at": 0, "link": ""})
    if before["isPlaying"]:
        wait_until(page, lambda: state(page)["at"] > 4)
    expect(in_place(page, "card_link_expired")).to_have_count(0)


@pytest.fixture
def half(customer: Page, address: str) -> Line:
    """A film of which the first half has come, and the rest is held up."""
    line = Line(customer)
    open_page(customer, address)
    film_of(customer)
    customer.evaluate(  # some browsers rest after the first half until somebody moves on
        """() => { const film = document.querySelector(".st-key-film video");
        film.currentTime = film.duration - 0.5; }"""
    )
    wait_until(customer, lambda: bool(line.held))
    customer.evaluate("() => { document.querySelector('.st-key-film video').currentTime = 0; }")
    return line


def test_a_link_that_dies_while_the_film_plays(customer: Page, half: Line, giggle: Giggle) -> None:
    """A fresh link comes by itself, and the film plays on where it was, as loud and as fast."""
    before = watch(customer, at=1.2, is_playing=True)
    giggle.ahead_s += HOURS_S
    half.go_on()
    wait_until(customer, lambda: state(customer)["link"] != before["link"])
    goes_on(customer, before)


def test_a_link_that_died_while_the_film_was_paused(customer: Page, half: Line, giggle: Giggle) -> None:
    """Whoever moves on in the film stays there, paused, on a fresh link."""
    before = watch(customer, at=4.0, is_playing=False)
    giggle.ahead_s += HOURS_S
    half.go_on()
    wait_until(customer, lambda: state(customer)["link"] != before["link"])
    goes_on(customer, before)


def test_a_line_that_breaks_while_the_film_plays(customer: Page, half: Line, giggle: Giggle) -> None:
    """The same link is tried again where the film was, and Giggle is not asked."""
    before = watch(customer, at=1.2, is_playing=True)
    half.failures = 1
    half.go_on()
    wait_until(customer, lambda: half.failures == 0)
    goes_on(customer, before)
    assert state(customer)["link"] == before["link"]


def test_a_browser_that_was_offline_for_a_while(customer: Page, half: Line) -> None:
    """Without a network nobody is asked; with it the film plays on where it was."""
    before = watch(customer, at=1.2, is_playing=True)
    customer.context.set_offline(True)
    half.failures = 1
    half.go_on()
    wait_until(customer, lambda: state(customer)["error"] > 0)
    customer.context.set_offline(False)
    goes_on(customer, before)
    assert state(customer)["link"] == before["link"]


def test_a_film_whose_link_stays_dead_says_so_and_comes_back_where_it_was(
    customer: Page, half: Line, giggle: Giggle
) -> None:
    """After some tries there is a card; its button brings the film back."""
    before = watch(customer, at=1.2, is_playing=True)
    giggle.arm(operation="asset", kind="status", status=403, times=1000)
    half.go_on()
    card = in_place(customer, "card_link_expired")
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    giggle.calm()
    in_place(customer, "card_fresh_link").get_by_role("button").click()
    expect(card).to_have_count(0)
    goes_on(customer, before)


def test_a_download_whose_link_is_dead_is_saved_by_a_fresh_one(finished: Page, giggle: Giggle) -> None:
    """The person sees that something is done, the page stays, and the film comes."""
    giggle.ahead_s += HOURS_S
    with finished.expect_download() as saved:
        in_place(finished, "watch_download").get_by_role("link").click()
    assert b"ftyp" in saved.value.path().read_bytes()[:16]
    assert saved.value.suggested_filename.endswith(".mp4")
    assert len(finished.context.pages) == 1


def test_a_download_that_stays_impossible_says_so(finished: Page, giggle: Giggle) -> None:
    """No error page opens, and a later press works."""
    giggle.arm(operation="asset", kind="status", status=403, times=1000)
    download = in_place(finished, "watch_download").get_by_role("link")
    download.click()
    expect(finished.get_by_text(say_in("en", "watch.cannot_save"))).to_be_visible(timeout=PATIENCE_MS)
    assert len(finished.context.pages) == 1
    assert "/watch?project=" in finished.url
    giggle.calm()
    with finished.expect_download() as saved:
        download.click()
    assert b"ftyp" in saved.value.path().read_bytes()[:16]


FORBIDDEN = """() => { navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  document.execCommand = () => false; }"""


@pytest.mark.parametrize(
    ("locale", "is_phone", "told"),
    [
        ("en-US", False, say_in("en", "watch.copy_by_keys", keys="Ctrl+C")),
        ("zh-CN", True, say_in("zh", "watch.copy_by_hold")),
    ],
)
def test_what_the_clipboard_refuses_is_shown_and_selected(
    visit: Visit, address: str, locale: str, is_phone: bool, told: str
) -> None:
    """The link stands there, and the keys that are named copy it."""
    visitor = visit(width=390 if is_phone else 1280, locale=locale, has_touch=is_phone, is_mobile=is_phone)
    page = visitor.new_page()
    open_page(page, address)
    link = str(film_of(page).get_attribute("src")).replace("~", "%7E")
    page.evaluate(FORBIDDEN)
    in_place(page, "watch_copy").get_by_role("button").click()
    expect(page.get_by_text(told)).to_be_visible()
    field = page.get_by_role("textbox")
    expect(field).to_have_value(link)
    expect(field).to_be_focused()
    assert field.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)") == link
    if not is_phone:
        visitor.grant_permissions(["clipboard-read"])
        page.keyboard.press("Control+C")
        assert page.evaluate("navigator.clipboard.readText()") == link
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_who_comes_back_after_hours_finds_a_fresh_link(finished: Page, giggle: Giggle) -> None:
    """A tab slept: what it is looked at with again is good, before anybody presses anything."""
    old = state(finished)["link"]
    finished.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")
    giggle.ahead_s += HOURS_S
    finished.evaluate("() => { const now = Date.now; Date.now = () => now() + 6 * 3600e3; }")
    finished.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")
    wait_until(finished, lambda: state(finished)["link"] != old)
    assert giggle.calls("query", finished.url.split("project=")[1]) >= 1


def test_an_old_link_is_renewed_before_it_is_copied(finished: Page, giggle: Giggle) -> None:
    """A page may lie open for hours, in view all the time."""
    finished.context.grant_permissions(["clipboard-read", "clipboard-write"])
    old = state(finished)["link"]
    giggle.ahead_s += HOURS_S
    finished.evaluate("() => { const now = Date.now; Date.now = () => now() + 6 * 3600e3; }")
    in_place(finished, "watch_copy").get_by_role("button").click()
    expect(finished.get_by_text(say_in("en", "watch.copied"))).to_be_visible(timeout=PATIENCE_MS)
    copied = finished.evaluate("navigator.clipboard.readText()")
    assert copied == state(finished)["link"].replace("~", "%7E")
    assert copied != old.replace("~", "%7E")


def test_a_film_plays_in_its_place_on_a_phone(finished: Page) -> None:
    """Without being asked to, an iPhone would fill its screen with it."""
    assert film_of(finished).evaluate("(film) => film.playsInline")
