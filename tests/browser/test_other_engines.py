"""One journey in Firefox and in WebKitGTK, Safari's nearest kin here: all pages, an upload, a film, seek, Back."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from other_engines import Engine, Firefox, WebKit
from running_app import App
from test_journeys import photo

from mvapp.text import say_in

LANDMARKS = {
    "": "create_submit",
    "/videos": "videos_empty",
    "/settings": "settings_language",
    "/watch": "watch_to_create",
}
"""The pages, and what each of them shows a visitor who is new."""
TAB = "\ue004"
CAN_PLAY = "document.createElement('video').canPlayType('video/mp4; codecs=\"avc1.64001f, mp4a.40.2\"')"
WEBKIT_PLACES = "/usr/lib/*/webkit*gtk-*/MiniBrowser"


def firefox(home: Path) -> Engine:
    return Firefox(home, needed("firefox-esr", "firefox"))


def webkit(home: Path) -> Engine:
    browser = next(map(str, Path("/").glob(WEBKIT_PLACES.lstrip("/"))), None) or missing("MiniBrowser")
    return WebKit(home, browser, needed("WebKitWebDriver"), needed("Xvfb"))


def needed(*names: str) -> str:
    return next(filter(None, map(shutil.which, names)), None) or missing(names[0])


def missing(name: str) -> str:
    message = f"There is no {name}: apt-get install firefox-esr webkit2gtk-driver gstreamer1.0-libav xvfb."
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(params=[firefox, webkit], ids=["firefox", "webkit"])
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    start: Callable[[Path], Engine] = request.param
    with contextlib.closing(start(tmp_path)) as engine:
        engine.open()
        if not engine.ask(CAN_PLAY):
            missing("H.264 decoder")
        yield engine


def element(key: str, what: str = "") -> str:
    return f".st-key-{key} {what}".strip()


def shows(selector: str) -> str:
    """Whether an element is there and has a size, in JavaScript."""
    return f"document.querySelector({selector!r})?.getClientRects().length"


def open_page(window: Engine, address: str) -> None:
    window.go(address)
    window.wait_for("window.mvStudioStorage?.isHeard")
    settle(window)


def settle(window: Engine) -> None:
    window.wait_for(shows('.stApp[data-test-script-state="notRunning"]'))


def test_from_an_upload_to_a_film_that_plays_and_back_again(window: Engine, app: App, tmp_path: Path) -> None:
    for page, landmark in LANDMARKS.items():
        open_page(window, app.url + page)
        window.wait_for(shows(element(landmark)))
        assert not window.ask(shows('[data-testid="stException"]'))
    open_page(window, app.url)
    window.click(element("create_prompt", "textarea"))
    window.type("Upbeat pop, a summer at the sea" + TAB)
    settle(window)
    picture = tmp_path / "me.jpg"
    picture.write_bytes(photo(1600, 900))
    window.choose_file(element("create_upload", "input[type=file]"), picture)
    window.wait_for(f"document.querySelector({element('create_frame', 'img')!r})?.naturalWidth > 0")
    settle(window)
    window.click(element("create_submit", "button"))
    window.wait_for("location.pathname === '/watch' && location.search.startsWith('?project=demo-')")
    address = window.ask("location.href")
    film = f"document.querySelector({element('film', 'video')!r})"
    window.wait_for(f"{film}?.videoWidth > 0")
    window.ask(f"{film}.muted = true, {film}.play().then(() => 1)")
    window.wait_for(f"{film}.currentTime > 0.3")
    window.ask(f"{film}.currentTime = {film}.duration - 2")
    window.wait_for(f"!{film}.seeking && {film}.currentTime > {film}.duration - 1.7")
    assert window.ask(f"{film}.error") is None
    window.click(f'a[href$="/videos"][aria-label], {element("frame_pages", "a[href$=videos]")}')
    window.wait_for(shows(f".st-key-video_{address.split('=')[1]} img"))
    window.back()
    window.wait_for(f"location.href === {address!r} && {film}?.videoWidth > 0")
    assert say_in("en", "watch.download") in window.ask("document.body.innerText")
    asked_for = window.ask("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in asked_for if not name.startswith((app.url, "blob:", "data:"))] == []
