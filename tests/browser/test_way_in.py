"""The ways to the owner's key in a real browser: signing in at a real provider, and a passcode."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from running_app import App, open_page, settle

from mvapp.text import say_in

PASSCODE = "a stage in Vienna 2026"
PEOPLE = {
    "anna": {"email": "anna@example.org", "email_verified": True},
    "ben": {"email": "ben@example.org", "email_verified": False},
    "mallory": {"email": "mallory@example.org", "email_verified": True},
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of an OpenID provider that signs in whoever says who they are."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port)]
    for name, claims in PEOPLE.items():
        command += ["--user-claims", json.dumps({"sub": name, **claims})]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    while running.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            continue
        break
    yield address
    running.kill()
    running.wait(10)


@pytest.fixture
def lending(tmp_path: Path) -> Iterator[Callable[[str], App]]:
    """Starts the app with a key and these lines in its secrets."""
    apps: list[App] = []

    def start(lines: str) -> App:
        secrets = tmp_path / "secrets.toml"
        app = App(tmp_path / "data", STREAMLIT_SECRETS_FILES=str(secrets))
        secrets.write_text('GIGGLE_API_KEY = "owners-key"\n' + lines.replace("APP", app.url))
        apps.append(app)
        return app.start()

    yield start
    for app in apps:
        app.stop()


def said(key: str) -> str:
    """What stands on the page of it, up to the address."""
    return say_in("en", key, address="ADDRESS").split("ADDRESS")[0]


def test_who_signs_in_is_let_in_while_their_verified_address_is_on_the_list(
    provider: str, lending: Callable[[str], App], chromium: Browser, tmp_path: Path
) -> None:
    app = lending(f"""
MV_GUESTS = ["anna@example.org", "ben@example.org"]
[auth]
redirect_uri = "APP/oauth2callback"
cookie_secret = "only for this test, and long enough for it"
client_id = "any"
client_secret = "any"
server_metadata_url = "{provider}"
""")
    told = {"anna": "way_in.inside", "ben": "way_in.not_verified", "mallory": "way_in.not_listed"}
    for name, key in told.items():
        context = chromium.new_context(locale="en-US")
        context.route("https://**", lambda route: route.abort())  # the provider's own page wants a style from afar
        page = context.new_page()
        open_page(page, f"{app.url}/settings")
        page.locator(".st-key-settings_login button").click()
        page.locator("input[name=sub]").fill(name)
        page.get_by_role("button", name="Authorize").click()
        page.wait_for_url(f"{app.url}/**")
        open_page(page, f"{app.url}/settings")
        way_in = page.locator(".st-key-settings_way_in")
        expect(way_in).to_contain_text(said(key))
        if key == "way_in.inside":  # taken from the list while the page is open
            secrets = tmp_path / "secrets.toml"
            secrets.write_text(secrets.read_text().replace('"anna@example.org", ', ""))
            presses = 0
            while said("way_in.not_listed") not in way_in.inner_text():  # the file is looked at a few times a second
                page.locator(".st-key-frame_language button").click()
                settle(page)
                presses += 1
                assert presses < 40, "still let in"
        page.locator(".st-key-settings_logout button").click()
        page.get_by_role("button", name="End session").click()
        open_page(page, f"{app.url}/settings")
        expect(page.locator(".st-key-settings_login button")).to_be_visible()
        context.close()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_passcode_lets_one_browser_in_and_it_is_still_in_after_a_reload(
    lending: Callable[[str], App], visit: Callable[..., BrowserContext], locale: str
) -> None:
    language = locale[:2]
    app = lending(f'MV_PASSCODE = "{PASSCODE}"\n')
    guest, other = visit(locale=locale, width=390), visit(locale=locale)
    page = guest.new_page()
    open_page(page, f"{app.url}/settings")
    for typed, said in ((PASSCODE[:-1], "way_in.wrong"), (PASSCODE, "way_in.inside")):
        page.get_by_label(say_in(language, "way_in.passcode")).fill(typed)
        page.get_by_role("button", name=say_in(language, "way_in.enter"), exact=True).click()
        expect(page.locator(".st-key-settings_way_in")).to_contain_text(say_in(language, said))
        settle(page)  # a press on a button that is being drawn anew is heard by nobody
    page.wait_for_function("document.cookie.includes('mv-studio-way-in=pass.')")
    page.reload()
    expect(page.locator(".st-key-settings_way_in")).to_contain_text(say_in(language, "way_in.inside"))
    second = other.new_page()
    open_page(second, f"{app.url}/settings")
    expect(second.get_by_label(say_in(language, "way_in.passcode"))).to_be_visible()
    assert PASSCODE not in "".join(app.log)
