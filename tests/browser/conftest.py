"""A real Chromium, one running app for all journeys, and a page that notices requests to strangers."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from paying_customer import KEY, CustomersApp, Giggle
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from running_app import PATIENCE_MS, App, open_page
from visitors import Visitors

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]
expect.set_options(timeout=PATIENCE_MS)  # two journeys share two cores, and each has an app that renders films
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""The same engine without a window of its own takes a sixth less of the machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("MV_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "There is no Chromium: install one, or name it in MV_CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One app with the demo studio, shared by the journeys that do not restart it."""
    running = App(tmp_path_factory.mktemp("data")).start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def no_page_breaks() -> Iterator[None]:
    """Whatever a journey looks at: no run of a page ends with an exception."""
    yield
    assert "".join(running.crashes() for running in App.started) == ""


@pytest.fixture
def strangers() -> list[str]:
    """Requests that left this machine; must stay empty."""
    return []


@pytest.fixture(scope="session")
def visitors(chromium: Browser) -> Visitors:
    return Visitors(chromium)


@pytest.fixture
def visit(visitors: Visitors, strangers: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a visitor: a browser profile of its own."""
    here: list[tuple[BrowserContext, dict[str, object]]] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            strangers.append(request.url)

    def new(*, width: int = 1280, height: int = 800, locale: str = "en-US", **more: object) -> BrowserContext:
        how = {"viewport": {"width": width, "height": height}, "locale": locale, **more}
        context = visitors.take(**how)
        context.on("request", note)
        context.set_default_timeout(PATIENCE_MS)
        here.append((context, how))
        return context

    yield new
    for context, how in here:
        context.remove_listener("request", note)
        visitors.give_back(context, **how)
    assert strangers == []


@pytest.fixture
def page(visit: Callable[..., BrowserContext], app: App) -> Page:
    """A visitor on a desktop, in English, on the first page."""
    page = visit().new_page()
    open_page(page, app.url)
    return page


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Giggle]:
    """One stand-in for all journeys of paying customers."""
    playing = Giggle(tmp_path_factory.mktemp("giggle"))
    yield playing
    playing.studio.stop()


@pytest.fixture
def giggle(stand_in: Giggle) -> Iterator[Giggle]:
    """The stand-in, calm again after each journey."""
    yield stand_in
    stand_in.calm()


@pytest.fixture(scope="session")
def customers_app(stand_in: Giggle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CustomersApp]:
    """The app with a key; its log must hold neither the key nor a link."""
    running = CustomersApp(tmp_path_factory.mktemp("data"), stand_in)
    running.start()
    yield running
    running.stop()
    log = "".join(running.log)
    assert KEY not in log
    assert "Signature=" not in log


@pytest.fixture
def customer(visit: Callable[..., BrowserContext], customers_app: CustomersApp) -> Page:
    """A visitor of the app that has a key."""
    page = visit().new_page()
    open_page(page, customers_app.url)
    return page
