"""While a request is on its way: a reload or a restart at the worst moment loses nothing and makes one project."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, App, describe_a_song, film_of, in_place, open_page

from mvdemo import DemoStudio

Visit = Callable[..., BrowserContext]
KEY = "gk-test-0123456789abcdef"


def press(page: Page) -> None:
    """Press the button and wait until its token stands in the address."""
    in_place(page, "create_submit").get_by_role("button").click()
    page.wait_for_url("**/?start=*")


def studio_and_app(folder: Path) -> tuple[DemoStudio, App]:
    """A studio in Giggle's place, and the app with a key for it."""
    studio = DemoStudio(folder / "giggle", profile="tiny", step_s=0.2).start()
    return studio, App(folder / "data", GIGGLE_API_KEY=KEY, GIGGLE_API_BASE=studio.base_url).start()


def test_a_reload_while_the_song_is_being_sent_finds_it_again(visit: Visit, tmp_path: Path) -> None:
    """The new page takes the press up, watches the one project, and has it in the list with its name."""
    studio, app = studio_and_app(tmp_path)
    try:
        studio.faults.arm({"operation": "create", "kind": "late", "seconds": 3})
        page = visit().new_page()
        open_page(page, app.url)
        describe_a_song(page, "Upbeat pop", name="Not to be lost")
        press(page)
        page.reload()
        page.wait_for_url("**/watch?project=*", timeout=PATIENCE_MS)
        expect(page.get_by_role("heading", name="Not to be lost")).to_be_visible()
        film_of(page)
        assert [(project.charges, project.pay_state) for project in studio._projects.all()] == [(1, "paid")]
        open_page(page, f"{app.url}/videos")
        expect(page.get_by_text("Not to be lost")).to_be_visible()
    finally:
        app.stop()
        studio.stop()


def test_a_power_cut_while_the_picture_is_being_sent_finds_it_again(visit: Visit, tmp_path: Path) -> None:
    """The project is known to the ledger before its picture leaves, so the restarted app finds it by the press."""
    studio, app = studio_and_app(tmp_path)
    try:
        studio.faults.arm({"operation": "submit", "kind": "late", "seconds": 2})
        page = visit().new_page()
        open_page(page, app.url)
        describe_a_song(page, "Upbeat pop", name="Not to be lost")
        press(page)
        address = page.url
        while not studio._projects.all() or studio._projects.all()[0].submission is None:
            page.wait_for_timeout(20)
        app.stop()
        app.start()
        page.goto(address)
        page.wait_for_url("**/watch?project=*", timeout=PATIENCE_MS)
        film_of(page)
        assert [project.charges for project in studio._projects.all()] == [1]
    finally:
        app.stop()
        studio.stop()


def test_back_to_the_form_is_not_sent_away_again(page: Page) -> None:
    """Who comes back from the film's page to make another one stays at the form."""
    describe_a_song(page, "Upbeat pop")
    press(page)
    page.wait_for_url("**/watch?project=*", timeout=PATIENCE_MS)
    page.get_by_role("link", name="Create").first.click(delay=80)
    expect(in_place(page, "create_submit").get_by_role("button")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(in_place(page, "create_submit").get_by_role("button")).to_be_visible()
