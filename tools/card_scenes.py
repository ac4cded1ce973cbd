"""How each card of the catalogue comes about: a real app, a demo studio in Giggle's place, and what goes wrong there.

What takes minutes or an hour is brought on by setting the app's clock forward.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photography import ROOT, WIDTHS, fill_example
from running_app import App, describe_a_song, in_place, open_page, send, settle

from mvapp.text import say_in
from mvclient import MVRequest, MVTrusteeAPI
from mvdemo import DemoStudio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

KEY = "screenshot-key"
CARD_WAIT_MS = 180_000
STEP_S = 4.0
"""Long enough for some looks before the film is there."""
CLOCK = """import os, time
def _shifted(real, path=os.environ["MV_CLOCK_FILE"]):
    def now():
        with open(path) as offset:
            return real() + float(offset.read() or 0)
    return now
time.time, time.monotonic = _shifted(time.time), _shifted(time.monotonic)
"""


@dataclass
class Stage:
    """One app, one studio, one visitor."""

    page: Page
    app: App
    studio: DemoStudio
    language: str
    clock: Path
    offset_s: float = 0.0

    def forward(self, seconds: float) -> None:
        """Set the app's clock forward."""
        self.offset_s += seconds
        self.clock.write_text(str(self.offset_s), encoding="ascii")

    def wait_for(self, card: str, timeout_ms: float = CARD_WAIT_MS) -> None:
        """Wait for the card of this name."""
        in_place(self.page, f"card_{card}").wait_for(timeout=timeout_ms)


def form(stage: Stage) -> None:
    """Fill the form."""
    open_page(stage.page, stage.app.url)
    fill_example(stage.page, stage.language)


def press(stage: Stage) -> None:
    """Press the button; what becomes of it is seen on the same page."""
    form(stage)
    in_place(stage.page, "create_submit").get_by_role("button").click()


def make(stage: Stage) -> None:
    """Have a video made, and watch."""
    form(stage)
    send(stage.page)


def make_and_ask(stage: Stage) -> None:
    """Have a video made, but ask before paying."""
    form(stage)
    stage.page.locator(".st-key-create_next label").last.click()
    settle(stage.page)
    send(stage.page)


def make_called(in_english: str, in_chinese: str) -> Callable[[Stage], None]:
    """Have a video made that is called so."""

    def act(stage: Stage) -> None:
        open_page(stage.page, stage.app.url)
        describe_a_song(stage.page, in_english if stage.language == "en" else in_chinese)
        send(stage.page)

    return act


def make_and_hasten(card: str, seconds: float, *, from_percent: int) -> Callable[[Stage], None]:
    """Have a video made, and set the clock forward once it is so far, until the card is there."""

    def act(stage: Stage) -> None:
        make(stage)
        stage.page.wait_for_function(
            "least => parseInt(document.title) >= least", arg=from_percent, timeout=CARD_WAIT_MS
        )
        for _ in range(12):
            stage.forward(seconds)
            stage.page.wait_for_timeout(4000)
            if in_place(stage.page, f"card_{card}").count():
                return

    return act


def watch(project_id: str) -> Callable[[Stage], None]:
    """Open a project by its address."""

    def act(stage: Stage) -> None:
        stage.page.goto(f"{stage.app.url}/watch?project={project_id}")

    return act


def watch_what_began_elsewhere(stage: Stage) -> None:
    """Open a project of the same key that this app did not begin."""
    request = MVRequest("A song", "prompt", "16:9", prompt="a song from elsewhere", reference_image="sample-beach")
    project_id = MVTrusteeAPI(KEY, base_url=stage.studio.base_url).start(request)
    stage.page.goto(f"{stage.app.url}/watch?project={project_id}")


def make_and_retry(stage: Stage) -> None:
    """Have a video made whose filming fails, and press *Retry*."""
    make(stage)
    stage.wait_for("step_failed")
    in_place(stage.page, "card_retry").get_by_role("button").click()


def press_without_studio(stage: Stage) -> None:
    """Press the button while nothing can be reached."""
    form(stage)
    stage.studio.stop()
    in_place(stage.page, "create_submit").get_by_role("button").click()


def make_three(stage: Stage) -> None:
    """Have three videos made at once."""
    for _ in range(3):
        make(stage)


def press_and_wait(stage: Stage) -> None:
    """Press the button, and wait until the page says that it takes longer."""
    press(stage)
    stage.page.get_by_text(say_in(stage.language, "create.sending_slowly")).wait_for()


def reload_while_sending(stage: Stage) -> None:
    """Reload the page while the request is on its way; its token stands in the address."""
    press(stage)
    stage.page.wait_for_url("**/?start=*")
    stage.page.reload()
    in_place(stage.page, "create_bar").get_by_role("progressbar").wait_for()


@dataclass(frozen=True)
class Scene:
    """What a person does, what goes wrong meanwhile, and which card that calls for."""

    act: Callable[[Stage], None]
    faults: tuple[dict[str, Any], ...] = ()
    card: str | None = None
    """Where it is not named as the scene; "" for a scene without a card."""
    is_demo: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    step_s: float = STEP_S


def says(operation: str, code: int, message: str) -> dict[str, Any]:
    """A clear no."""
    return {"operation": operation, "kind": "envelope", "code": code, "msg": message, "times": 9}


def answers(operation: str, status: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a fault's own fields
    """An HTTP error, in the words that go with it."""
    said = {401: "Invalid API key", 429: "Too many requests"}.get(status, "")
    return {"operation": operation, "kind": "status", "status": status, "msg": said, "times": 500, **more}


def silent(operation: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a fault's own fields
    """No answer."""
    return {"operation": operation, "kind": "drop", "processed": False, "times": 500, **more}


JAMMED = {
    "operation": "work",
    "kind": "step-fails",
    "sub_step": "VideoGeneration",
    "error": "Video generation failed: shot 7 could not be rendered.",
}
NO_LINK = {"operation": "query", "kind": "no-link", "times": 500}
LATE = {"operation": "create", "kind": "late", "seconds": 90}
NOWHERE = "sqlite:////proc/nowhere/payments.sqlite3"

SCENES: dict[str, Scene] = {
    "payment_due": Scene(make_and_ask, step_s=1.0),
    "no_credits": Scene(make, (says("pay", 402, "insufficient credits"),), step_s=1.0),
    "no_credits_start": Scene(press, (says("create", 402, "insufficient credits"),)),
    "payment_refused": Scene(make, (says("pay", 401, "Invalid API key"),), step_s=1.0),
    "payment_unknown": Scene(watch_what_began_elsewhere, step_s=1.0),
    "never_arrived": Scene(press, (silent("submit"),)),
    "odd_answers": Scene(
        make_and_hasten("odd_answers", 130, from_percent=11),
        ({"operation": "query", "kind": "html", "status": 403, "skip": 6, "times": 500},),
    ),
    "rate_limited_retry": Scene(make_and_retry, (JAMMED, answers("retry", 429)), step_s=0.5),
    "payment_unconfirmed": Scene(
        make_and_hasten("payment_unconfirmed", 130, from_percent=11), (silent("pay"),), step_s=1.0
    ),
    "step_failed": Scene(make, (JAMMED,), step_s=0.5),
    "rate_limited": Scene(make, (answers("query", 429, retry_after=120, skip=6),)),
    "key_refused": Scene(make_and_hasten("key_refused", 130, from_percent=11), (answers("query", 401, skip=6),)),
    "network_away": Scene(make, (silent("query", skip=6),)),
    "over_an_hour": Scene(make_and_hasten("over_an_hour", 3700, from_percent=40)),
    "no_film_yet": Scene(make_and_hasten("no_film_yet", 70, from_percent=99), (NO_LINK,), step_s=0.5),
    "link_expired": Scene(make, (answers("asset", 403),), step_s=0.5),
    "unknown_project": Scene(watch("a1b2c3d4e5f6")),
    "unknown_demo": Scene(watch("demo-a1b2c3d4e5f6"), is_demo=True),
    "no_key": Scene(watch("a1b2c3d4e5f6"), is_demo=True),
    "network_gone": Scene(make, (silent("submit"), silent("query"))),
    "request_refused": Scene(press, (says("submit", 400, "Image moderation failed: the picture is not allowed."),)),
    "request_refused_at_once": Scene(press, (says("create", 400, "project_name is invalid"),), card="request_refused"),
    "key_refused_on_create": Scene(press, (answers("create", 401),), card="key_refused"),
    "not_started": Scene(press_without_studio),
    "not_answered": Scene(press, (silent("create"),)),
    "rate_limited_start": Scene(press, (answers("create", 429, retry_after=120),)),
    "settings_wrong": Scene(press, environment={"GIGGLE_API_BASE": "ftp://giggle.pro"}),
    "ledger_away": Scene(press, environment={"MV_LEDGER_URL": NOWHERE}),
    "sending_slowly": Scene(press_and_wait, (LATE,), card=""),
    "resumed": Scene(reload_while_sending, (LATE,), card=""),
    "payment_due_demo": Scene(make_and_ask, card="payment_due", is_demo=True),
    "no_credits_demo": Scene(make_called("no credits", "积分不足"), card="no_credits", is_demo=True),
    "step_failed_demo": Scene(make_called("fail once", "失败一次"), card="step_failed", is_demo=True),
}


def dresses(visitor: Callable[..., Page], name: str, language: str) -> Iterator[tuple[str, str, Page]]:
    """Play the scene once in this language, and show it at each width, light and dark."""
    scene = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        clock = data / "clock"
        clock.write_text("0", encoding="ascii")
        (data / "sitecustomize.py").write_text(CLOCK, encoding="ascii")
        studio = DemoStudio(data / "giggle", profile="tiny", step_s=scene.step_s).start()
        giggle = {} if scene.is_demo else {"GIGGLE_API_KEY": KEY, "GIGGLE_API_BASE": studio.base_url}
        paths = os.pathsep.join((str(data), str(ROOT)))
        app = App(data, **{**giggle, **scene.environment}, PYTHONPATH=paths, MV_CLOCK_FILE=str(clock)).start()
        for fault in scene.faults:
            studio.faults.arm(fault)
        page = visitor("phone", "dark", language)
        try:
            stage = Stage(page, app, studio, language, clock)
            scene.act(stage)
            if scene.card != "":
                stage.wait_for(scene.card or name)
            for width, (across, down) in WIDTHS.items():
                page.set_viewport_size({"width": across, "height": down})
                for theme in ("dark", "light"):
                    page.emulate_media(color_scheme=theme)
                    page.mouse.move(0, 0)
                    page.wait_for_timeout(900)
                    yield width, theme, page
        finally:
            page.context.close()
            app.stop()
            studio.stop()
