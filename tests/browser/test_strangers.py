"""Strangers at an app with the owner's key, over bare sockets: what Giggle was asked and charged tells the truth."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from counting_giggle import CountingGiggle, eventually
from hostile_giggle import HostileGiggle
from running_app import App
from stranger import Stranger

KEY = "owners-key-that-nobody-may-see"
PASSCODE = "a stage in Vienna 2026"
OWNERS = "the owner knows this one"


class OpenApp(App):
    """The app on a network."""

    listens_on = "0.0.0.0"  # noqa: S104 - as where strangers can come

    def __init__(self, folder: Path, base_url: str, **settings: str) -> None:
        super().__init__(folder, **{"GIGGLE_API_KEY": KEY, "GIGGLE_API_BASE": base_url, **settings})
        self.address = f"127.0.0.1:{self.port}"


@pytest.fixture
def giggle(tmp_path: Path) -> Iterator[CountingGiggle]:
    giggle = CountingGiggle(tmp_path / "giggle")
    yield giggle
    giggle.stop()


@pytest.fixture
def started(tmp_path: Path, giggle: CountingGiggle) -> Iterator[Callable[..., OpenApp]]:
    apps: list[OpenApp] = []

    def start(**settings: str) -> OpenApp:
        app = OpenApp(tmp_path / "data", giggle.studio.base_url, **settings)
        apps.append(app)
        app.start()
        return app

    yield start
    for app in apps:
        app.stop()
        assert KEY not in "".join(app.log)
        assert PASSCODE not in "".join(app.log)


def submit(stranger: Stranger) -> Stranger:
    return stranger.open("new").look().press("create_example_seaside").press("create_submit")


def test_without_a_way_in_nobody_spends_however_often_it_is_pressed(
    giggle: CountingGiggle, started: Callable[..., OpenApp]
) -> None:
    app = started()

    def press(forged: dict[str, str]) -> None:
        with Stranger(app.address, headers=forged) as stranger:
            for _ in range(5):
                submit(stranger)

    cookies = ["", "mv-studio-way-in=open.00", f"mv-studio-way-in=owner.x.{int(time.time() // 86400)}.00"]
    hosts = ["127.0.0.1", "localhost:8501"]
    crowd = [
        threading.Thread(target=press, args=({"Cookie": cookie, "X-Forwarded-For": host},))
        for cookie in cookies
        for host in hosts
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    with Stranger(app.address) as stranger:
        assert stranger.open("new").look().says("by invitation")
    assert giggle.projects() == []


def test_a_guest_makes_what_the_owner_allows_and_no_more(
    giggle: CountingGiggle, started: Callable[..., OpenApp]
) -> None:
    app = started(MV_PASSCODE=PASSCODE, MV_VISITOR_DAY_VIDEOS="2", MV_DAY_VIDEOS="3")
    with Stranger(app.address) as guest, Stranger(app.address) as other:
        assert other.come_in("wrong wrong wrong wrong").says("not right")
        submit(other)
        assert giggle.projects() == []
        assert eventually(lambda: "start=" not in other.look().query)
        assert guest.come_in(PASSCODE).says("2 more videos for you today")
        for _ in range(4):
            submit(guest)
            assert eventually(lambda: "start=" not in guest.look().query)
        assert eventually(lambda: giggle.charges() == 2)
        assert guest.says("share for today")
        other.come_in(PASSCODE)
        for _ in range(2):
            submit(other)
            assert eventually(lambda: "start=" not in other.look().query)
        assert eventually(lambda: giggle.charges() == 3)
        assert other.says("used up")
    assert len(giggle.projects()) == 3


def test_a_passcode_in_a_file_of_secrets_is_known_to_the_thread_that_pays_too(
    giggle: CountingGiggle, started: Callable[..., OpenApp], tmp_path: Path
) -> None:
    (tmp_path / "secrets.toml").write_text(f'MV_PASSCODE = "{PASSCODE}"\nMV_DAY_VIDEOS = 1\n')
    app = started(STREAMLIT_SECRETS_FILES=str(tmp_path / "secrets.toml"))
    with Stranger(app.address) as guest:
        submit(guest.come_in(PASSCODE))
        assert eventually(lambda: giggle.charges() == 1)


def test_who_has_the_number_may_watch_and_nothing_else(giggle: CountingGiggle, started: Callable[..., OpenApp]) -> None:
    app = started(MV_PASSCODE=PASSCODE)
    giggle.studio.faults.arm({"operation": "pay", "kind": "envelope", "code": 402, "msg": "Insufficient credits"})
    with Stranger(app.address) as guest, Stranger(app.address) as other, Stranger(app.address) as second:
        submit(guest.come_in(PASSCODE))
        assert eventually(lambda: len(giggle.projects()) == 1)
        (project,) = [project["project_id"] for project in giggle.projects()]
        query = f"project={project}"
        assert eventually(lambda: "card_go_on" in guest.open("watch", query).look().widgets)
        second.come_in(PASSCODE)
        for watcher in (other, second):
            assert eventually(lambda who=watcher: who.open("watch", query).look().says("You are welcome to watch"))
            assert "card_go_on" not in watcher.widgets
            watcher.widgets["card_go_on"] = guest.widgets["card_go_on"]
            watcher.press("card_go_on").look()
        assert giggle.charges() == 0
        guest.press("card_go_on")
        assert eventually(lambda: giggle.charges() == 1)


def test_after_a_restart_a_guests_video_goes_on_and_is_paid_though_nobody_opens_a_page(
    giggle: CountingGiggle, started: Callable[..., OpenApp], tmp_path: Path
) -> None:
    app = started(MV_PASSCODE=PASSCODE)
    refusal = giggle.studio.faults.arm({"operation": "pay", "kind": "status", "status": 429, "times": 50})["number"]

    def waits_to_pay() -> bool:
        """Refused for the moment, with no payment on its way that a restart would have to settle first."""
        was_refused = any(fault["number"] == refusal and fault["used"] for fault in giggle.studio.faults.all())
        with closing(sqlite3.connect(tmp_path / "data" / "payments.sqlite3")) as ledger:
            return was_refused and ledger.execute("SELECT COUNT(*) FROM payments").fetchone() == (0,)

    with Stranger(app.address) as guest:
        submit(guest.come_in(PASSCODE))
        assert eventually(waits_to_pay)
    app.stop()
    assert giggle.charges() == 0
    giggle.studio.faults.clear()
    app.start()
    assert eventually(lambda: giggle.charges() == 1)
    assert eventually(lambda: giggle.projects()[0]["status"] == "completed")


@pytest.mark.parametrize("path", ["/", "/watch?project=x", "/_stcore/health", "/nothing"])
def test_no_answer_lets_a_foreign_page_frame_it_or_guess_what_it_is(app: App, path: str) -> None:
    headers = requests.get(app.url + path, timeout=10).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("number", ["made-up", "x" * 5000, "..%2F..%2Fadmin", "%00"])
def test_a_number_that_nobody_began_here_asks_giggle_for_a_guest_and_never_for_a_stranger(
    tmp_path: Path, number: str
) -> None:
    with HostileGiggle() as giggle:
        app = OpenApp(tmp_path / "data", giggle.base_url, MV_PASSCODE=PASSCODE)
        app.start()
        try:
            with Stranger(app.address) as stranger:
                for _ in range(3):
                    assert stranger.open("watch", f"project={number}").look().words
                assert giggle.received == []
                if number == "made-up":
                    stranger.come_in(PASSCODE).open("watch", f"project={number}")
                    assert eventually(lambda: bool(giggle.calls("query")))
        finally:
            app.stop()


def test_a_stranger_makes_and_watches_films_of_the_demo_studio(
    giggle: CountingGiggle, started: Callable[..., OpenApp]
) -> None:
    """Also where the owner rehearses, so that the numbers of demo films could be Giggle's."""
    app = started()
    with Stranger(app.address) as stranger:
        submit(stranger)
        assert eventually(lambda: "start=" not in stranger.look().query)
        assert eventually(lambda: stranger.look().says("Download"), 60)
    assert giggle.projects() == []
