"""Who asked for it is notified when the film is ready, unless it is before their eyes."""

import pytest
from playwright.sync_api import Page
from running_app import App, describe_a_song, film_of, in_place, open_page, send

NOTIFICATIONS = """
window.notified = [];
window.Notification = class { constructor(text) { window.notified.push(text); } };
window.Notification.permission = "granted";
"""


@pytest.mark.parametrize("is_in_view", [True, False])
def test_no_notification_is_shown_to_who_looks_at_the_page(page: Page, app: App, is_in_view: bool) -> None:
    page.add_init_script(NOTIFICATIONS)
    page.add_init_script(f"document.hasFocus = () => {str(is_in_view).lower()};")
    open_page(page, f"{app.url}/settings")
    in_place(page, "settings_notify").locator("label").click()
    page.wait_for_function("Object.keys(localStorage).some((key) => /preferences$/.test(key))")
    open_page(page, app.url)
    describe_a_song(page, "a song that is waited for")
    project_id = send(page)
    film_of(page)
    page.wait_for_function("(id) => window.mvStudioRung?.has(id)", arg=project_id)
    assert len(page.evaluate("window.notified")) == (0 if is_in_view else 1)
