"""The wait for a demo film: one's own picture and song, an honest bar, a way to stop, and no word of money."""

import base64
import re
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from scripted_studio import ScriptedStudio, open_page, settle, snapshot, words
from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.browser import media
from mvapp.studio.configuration import ledger_url
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.jobs import jobs
from mvapp.studio.making import Shots
from mvapp.studio.studios import DEMO, GIGGLE
from mvapp.text import catalogue, say_in
from mvapp.watch.own_picture import preview_of
from mvapp.watch.screen import Screen
from mvclient import MVRequest, Payment, Progress
from mvdemo.forecast import TimeLeft

FILM = "demo-" + "a" * 32
MONEY = re.compile(r"credit|\bpay|\bpaid|price|charge|积分|支付|费用|价格|扣费", re.IGNORECASE)
SAID_ALL_THE_SAME = ("watch.cancel_says",)
"""That stopping costs nothing."""


def picture(width: int, height: int, kind: str = "JPEG") -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(written, kind)
    return written.getvalue()


class Demo(SimpleNamespace):
    """A demo studio that says what a test wants it to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder=folder,
            ahead=0,
            cancelled=[],
            written=None,
            filmed=None,
            queue_position=lambda _: self.ahead,
            time_left=lambda _: TimeLeft(8.0, 25.0, fraction=0.42),
            picture=lambda _: picture(64, 48),
            song=lambda _: self.written,
            shots=lambda _: self.filmed,
            still=lambda _, name: folder / name,
            film=lambda _: None,
            cancel=self.cancelled_by,
        )

    def cancelled_by(self, project_id: str) -> None:
        self.cancelled.append(project_id)


@pytest.fixture
def demo(studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Demo:
    """The demo studio, played by a script."""
    playing = Demo(tmp_path)
    for place in ("mvapp.studio.demo.demo_studio", "mvapp.studio.studios.demo_studio"):
        monkeypatch.setattr(place, lambda: playing)
    return playing


def waited(studio: ScriptedStudio, progress: Progress, *, language: str = "en") -> AppTest:
    """The page of a demo film that stands so."""
    studio.play(progress)
    app = open_page("pages/watch.py", language=language, project=FILM)
    (job,) = jobs()._jobs.values()
    settle(job, studio)
    return app.run()


def html(app: AppTest) -> str:
    return "".join(str(element.proto.body) for element in app.get("html"))


def test_ones_own_picture_stands_in_the_films_shape(studio: ScriptedStudio, demo: Demo) -> None:
    screen = re.search(r'<figure class="mv-screen mv-wide"><img [^>]*src="([^"]+)"', html(waited(studio, snapshot(0))))
    assert screen is not None
    assert not screen[1].startswith("/"), "a page below a base path would not find it"


def test_the_song_takes_the_place_that_was_kept_for_it(studio: ScriptedStudio, demo: Demo) -> None:
    app = waited(studio, snapshot(0))
    assert say_in("en", "watch.song_comes") in words(app)
    assert not app.get("audio")
    demo.written = demo.folder / "song.m4a"
    demo.written.write_bytes(b"a song")
    app.run()
    assert say_in("en", "watch.song_comes") not in words(app)
    (song,) = app.get("audio")
    assert song.proto.url.endswith(".m4a")


def test_the_newest_scene_is_shown_over_the_one_before(studio: ScriptedStudio, demo: Demo) -> None:
    for number in (1, 2):
        (demo.folder / f"still-{number}").write_bytes(picture(16, 9))
    app = waited(studio, snapshot(7))
    demo.filmed = Shots(2, 14, "still-2")
    app.run()
    assert 'class="mv-new"' in html(app)
    assert "Scene 2 of 14" in html(app)


def test_giggles_studio_has_no_song_and_no_way_to_stop(studio: ScriptedStudio) -> None:
    studio.play(snapshot(2))
    app = open_page("pages/watch.py", project="65cf262d")
    assert say_in("en", "watch.song_comes") not in words(app)
    assert not [button for button in app.button if button.key == "watch_cancel_do"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "progress",
    [
        *(snapshot(done) for done in range(10)),
        snapshot(3, pay_status="pending"),
        snapshot(3, pay_status="pending", payment=Payment(FILM, "sending")),
        snapshot(5, pay_status="paid", payment=Payment(FILM, "paid", order_id="demo-order", price_credits=580)),
    ],
)
def test_where_nothing_costs_anything_no_word_is_of_money(
    studio: ScriptedStudio, demo: Demo, progress: Progress, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "_may_pay", lambda *_: True)
    app = waited(studio, progress, language=language)
    said = words(app) + html(app)
    for key in SAID_ALL_THE_SAME:
        said = said.replace(say_in(language, key), "")
    assert say_in(language, "watch.safe_to_close") in said
    assert not MONEY.search(said)


def test_every_text_of_the_demo_studio_on_this_page_is_free_of_money() -> None:
    own = [key for key in catalogue() if key.startswith("steps.") and key.endswith("_demo")]
    assert own
    for key in own:
        assert not any(MONEY.search(said) for said in catalogue()[key])


def test_who_waits_in_the_line_reads_one_sentence_and_no_card(studio: ScriptedStudio, demo: Demo) -> None:
    demo.ahead = 3
    app = waited(studio, snapshot(0))
    assert say_in("en", "steps.in_line") in words(app)
    assert [bar.proto.text for bar in app.get("progress")] == ["Films ahead of yours: 3"]
    demo.ahead = 2
    app.run()
    assert say_in("en", "steps.in_line") in words(app)
    assert not cards_of(app)


def cards_of(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith("card_")]


def test_cancel_stops_the_film_and_gives_the_form_back(studio: ScriptedStudio, demo: Demo) -> None:
    """It says so, and nothing is made or paid any more."""
    app = waited(studio, snapshot(4, pay_status="paid"))
    assert not [button for button in app.button if button.key == "watch_cancel_do"], "who has only its link looks on"
    app.session_state[session.STORED] = {f"video.{FILM}": {"name": "Sea"}}
    app.run()
    assert say_in("en", "watch.cancel_says") in words(app)
    app.button(key="watch_cancel_do").click()
    studio.released.set()  # the look that is under way ends
    app.run()
    (job,) = jobs()._jobs.values()
    job._thread.join(10)
    app.run()
    assert demo.cancelled == [FILM]
    assert say_in("en", "cards.cancelled.title") in words(app)
    assert cards_of(app) == ["card_make_again", "card_open_videos"]
    assert not app.get("progress")
    assert job.request is None
    app.run()
    assert studio.calls.count(("watch", FILM)) == 1  # nobody looks at it again


def test_a_press_of_cancel_while_the_song_is_being_sent_is_not_lost(
    studio: ScriptedStudio, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_arrive = threading.Event()

    def start(_request: MVRequest, *, on_created: Callable[[str], None]) -> str:
        on_created(FILM)
        may_arrive.wait(10)
        return FILM

    monkeypatch.setattr(studio, "start", start)
    studio.play(snapshot(1))
    studio.released.set()
    connection = Connection(DEMO, "k", ledger_url())
    request = MVRequest("n", "prompt", "16:9", prompt="p", reference_image="sample-city")
    assert jobs().submit(request, connection, ask_first=False, token="t").wait_for_project(10) == FILM
    job = jobs().known(FILM, connection)
    assert job is not None
    job.cancel()
    may_arrive.set()
    job._thread.join(10)
    assert demo.cancelled == [FILM]
    assert job.is_over


def test_a_picture_is_made_small_once_and_let_go_of_with_the_request() -> None:
    job = Job(Connection(DEMO, "k", ""), project_id=FILM)
    own = base64.b64encode(picture(3000, 2000)).decode()
    job.request = MVRequest("n", "prompt", "16:9", prompt="p", reference_image_url=own)
    small = preview_of(job, DEMO)
    assert small is not None
    with Image.open(BytesIO(small)) as opened:
        assert max(opened.size) == 1280
    assert preview_of(job, DEMO) is small
    job._note(snapshot(10, status="completed", video=SimpleNamespace(download_url="x")))
    assert job.preview is None


@pytest.mark.parametrize("url", ["https://example.com/me.jpg", "HTTP://example.com/me.jpg"])
def test_a_picture_behind_a_link_is_never_fetched(url: str) -> None:
    job = Job(Connection(GIGGLE, "k", ""), project_id="p")
    job.request = MVRequest("n", "prompt", "16:9", prompt="p", reference_image_url=url)
    assert preview_of(job, GIGGLE) is None


def test_a_still_is_sent_once_however_often_the_page_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a tick says of the same shot is the very same text, so that nothing is drawn anew."""
    monkeypatch.setattr("mvapp.session.language", lambda: "en")
    sent: list[object] = []
    monkeypatch.setattr(media, "address", lambda of, place: sent.append(of) or f"media/{len(sent)}-{place}.jpg")
    screen = Screen("mv-wide", "media/picture.jpg")
    first = Shots(1, 9, Path("still-1"))
    assert len({screen.html(first, "") for _ in range(5)}) == 1
    later = screen.html(Shots(4, 9, Path("still-4")), "")
    assert sent == [Path("still-1"), Path("still-4")]
    assert later.index("media/1-still-1.jpg") < later.index("media/2-still-0.jpg")


def test_an_early_thumbnail_is_a_scene_and_its_link_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: "en")
    drawn = Screen("mv-tall", "").html(None, 'https://cdn.example/a.jpg?x=1&y="><script>')
    assert 'src="https://cdn.example/a.jpg?x=1&amp;y=&quot;&gt;&lt;script&gt;"' in drawn
    assert "mv-tall" in drawn
