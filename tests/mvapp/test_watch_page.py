"""The watch page, opened through app.py, in every situation of the catalogue."""

from dataclasses import replace
from time import time
from types import SimpleNamespace

import pytest
from scripted_studio import FILM, PROJECT, ScriptedStudio, finished, open_page, settle, snapshot, watched, words
from streamlit.testing.v1 import AppTest

from mvapp.cards import CATALOGUE
from mvapp.studio.configuration import ledger_url
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.jobs import jobs
from mvapp.studio.ledger import payment_ledger
from mvapp.studio.studios import GIGGLE
from mvapp.text import say_in
from mvapp.watch.moment import moment_of
from mvclient import (
    FilmNotDelivered,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MVError,
    MVRequest,
    NeverArrived,
    NoAnswer,
    Payment,
    PaymentRefused,
    PaymentUnconfirmed,
    Progress,
    RateLimited,
    RequestRefused,
    StillRunning,
    UntrustedConnection,
)
from mvdemo.forecast import TimeLeft

DUE = snapshot(3, pay_status="pending")


def bar_words(app: AppTest) -> str:
    """What the bar says."""
    (bar,) = app.get("progress")
    return str(bar.proto.text)


FAILED = snapshot(7, failed="The camera jammed.", status="failed", pay_status="paid")

ENDS: list[tuple[str, MVError, str, list[str]]] = [
    (
        "key_refused",
        KeyRefused("no", operation="query"),
        "nothing",
        ["Check the key", "Look again", "Use the demo studio"],
    ),
    (
        "unknown_project",
        RequestRefused("no", operation="query", money="unknown"),
        "unknown",
        ["Open My videos", "Look again", "Check the key"],
    ),
    (
        "odd_answers",
        RequestRefused("no", operation="query", money="paid", progress=snapshot(7, pay_status="paid")),
        "paid",
        ["Look again", "Check the key"],
    ),
    ("request_refused", RequestRefused("no", operation="submit"), "nothing", ["Change it", "Try again"]),
    ("never_arrived", NeverArrived("no", has_arrived=False), "nothing", ["Send it again", "Look again"]),
    ("untrusted", UntrustedConnection("no", money="paid"), "paid", ["Try now"]),
    ("no_credits", PaymentRefused("no", http_status=402, progress=DUE), "nothing", ["Go on", "Check again"]),
    ("payment_refused", PaymentRefused("no", progress=DUE), "nothing", ["Go on", "Check the key", "Check again"]),
    (
        "payment_unconfirmed",
        PaymentUnconfirmed("?", money_moved="unknown", progress=replace(DUE, payment=Payment(PROJECT, "unconfirmed"))),
        "perhaps",
        ["Check again", "Pay again (may charge twice)"],
    ),
    (
        "step_failed",
        JobFailed("no", progress=FAILED),
        "paid",
        ["Retry from “Filming the shots”", "Look again", "Change it"],
    ),
    (
        "rate_limited_retry",
        RateLimited("no", retry_after_s=120, operation="retry", money="paid", progress=FAILED),
        "paid",
        ["Retry from “Filming the shots”", "Look again"],
    ),
    ("over_an_hour", StillRunning("long", money_moved="yes", progress=snapshot(5)), "paid", ["Look again"]),
    ("no_film_yet", FilmNotDelivered("late", money_moved="yes"), "paid", ["Look again"]),
    ("network_gone", NoAnswer("?", money_moved="unknown"), "perhaps", ["Look again"]),
    ("ledger_away", LedgerUnavailable("disk"), "nothing", ["Try now"]),
    ("unexpected", MVError("bug"), "nothing", ["Look again", "Open My videos"]),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("situation", "error", "charged", "actions"), ENDS, ids=[end[0] for end in ENDS])
def test_each_bad_end_has_its_card(
    studio: ScriptedStudio, situation: str, error: MVError, charged: str, actions: list[str], language: str
) -> None:
    """What happened, was I charged, what now: in both languages."""
    studio.play(*([error.progress] if error.progress else []), error)
    app = watched(studio, language=language)
    shown = words(app)
    step = {"en": "Filming the shots", "zh": "拍摄镜头"}[language]
    assert say_in(language, f"cards.{situation}.title", step=step) in shown
    assert say_in(language, f"cards.charged.{charged}") in shown
    assert PROJECT in shown or situation == "ledger_away"  # which goes on by itself
    if language == "en":
        assert [button.label for button in app.button if str(button.key).startswith("card_")] == actions


LIVE: list[tuple[str, Progress, list[str]]] = [
    ("rate_limited", replace(snapshot(2), paused_until=time() + 1e6), []),
    ("network_away", replace(snapshot(2), unreachable_since=1.0), ["Try now"]),
    ("payment_due", DUE, ["Pay and go on", "Check again"]),
    ("payment_unknown", replace(DUE, was_there=False), ["Check again", "Pay (may charge twice)"]),
    ("no_credits", replace(DUE, payment=Payment(PROJECT, "refused", reason="余额不足")), ["Go on", "Check again"]),
    (
        "payment_unconfirmed",
        replace(DUE, payment=Payment(PROJECT, "unconfirmed")),
        ["Check again", "Pay again (may charge twice)"],
    ),
]


@pytest.mark.parametrize(("situation", "progress", "actions"), LIVE, ids=[live[0] for live in LIVE])
def test_each_live_trouble_has_its_card(
    studio: ScriptedStudio, situation: str, progress: Progress, actions: list[str]
) -> None:
    """While the job goes on the card stands below the progress."""
    studio.play(progress)
    app = watched(studio)
    assert say_in("en", f"cards.{situation}.title") in words(app)
    assert [button.label for button in app.button if str(button.key).startswith("card_")] == actions


def test_the_catalogue_is_complete_in_both_languages() -> None:
    """Every card has its sentences and every action its name."""
    for situation, card in CATALOGUE.items():
        for language in ("en", "zh"):
            for part in ("title", "says"):
                assert say_in(language, f"cards.{situation}.{part}", step="s", minutes=1, ahead=1)
            for action in filter(None, (card.primary, *card.others)):
                assert say_in(language, f"cards.action.{action}", step="s")


def test_the_finished_film_plays_from_its_own_link(studio: ScriptedStudio) -> None:
    """Giggle's signed link goes to the player byte for byte, the saving link to the download button."""
    studio.play(finished())
    app = watched(studio)
    (player,) = app.get("video")
    assert player.proto.url == FILM
    (download,) = app.get("link_button")
    assert download.proto.url == FILM + "&response-content-disposition=attachment"
    shown = words(app)
    assert "580 credits (5.80 USD)" in shown
    assert "order-1" in shown
    assert app.button(key="watch_another").label == "Make another like this"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_receipt_of_a_payment_made_elsewhere_has_no_date(studio: ScriptedStudio, language: str) -> None:
    """A look that shows it days later is no time of payment; the orders at Giggle tell."""
    studio.play(finished(payment=Payment(PROJECT, "paid")))
    shown = words(watched(studio, language=language))
    assert say_in(language, "watch.receipt_none") in shown
    assert "1970" not in shown
    assert "·" not in "".join(line for line in shown.splitlines() if say_in(language, "watch.paid_unknown") in line)


def test_without_a_key_the_ledger_tells_what_is_known_of_the_money() -> None:
    """A key that was forgotten, or a reload, makes no film unpaid."""
    ledger = payment_ledger(ledger_url())
    ledger.note_project(PROJECT, is_made_here=True)
    assert say_in("en", "cards.charged.nothing") in words(open_page("pages/watch.py", project=PROJECT))
    ledger.reserve(PROJECT, attempt=1, at=1.0)
    assert say_in("en", "cards.charged.perhaps") in words(open_page("pages/watch.py", project=PROJECT))
    ledger.settle(PROJECT, attempt=1, state="paid", at=2.0)
    assert say_in("en", "cards.charged.paid") in words(open_page("pages/watch.py", project=PROJECT))
    assert say_in("en", "cards.charged.unknown") in words(open_page("pages/watch.py", project="somebody-elses"))


def test_progress_shows_ten_steps_with_times_and_price(studio: ScriptedStudio) -> None:
    """Finished steps tell how long they took, the price step what was paid."""
    payment = Payment(PROJECT, "paid", price_credits=580)
    studio.play(snapshot(5, pay_status="paid", payment=payment, seconds_left=(240.0, 350.0)))
    app = watched(studio)
    notches = next(element.proto.body for element in app.get("html") if "<ol" in element.proto.body)
    assert notches.count("<li") == 10
    assert notches.count("mv-done") == 5
    assert notches.count("aria-current=step") == 1
    assert "580 credits" in notches
    assert "1:00" in notches
    assert "Painting the scenes" in words(app)
    assert bar_words(app) == "50 % done · 4 to 6 minutes left"
    assert "You can close this page" in words(app)


def test_what_giggle_says_stays_letters(studio: ScriptedStudio) -> None:
    """A picture, a link or HTML in a reason or a step's name is shown, never alive."""
    canary = "![x](http://evil.example/x.png) <img src=http://evil.example/y.png> [a](http://evil.example)"
    failed = snapshot(7, failed=canary, status="failed")
    studio.play(failed, JobFailed("no", giggle_message=canary, progress=failed))
    app = watched(studio)
    assert canary in [element.value for element in app.text]
    alive = [element.value for kind in ("markdown", "caption", "subheader", "title") for element in app.get(kind)]
    assert not any("evil.example" in value for value in alive)


def test_retry_starts_the_failed_step_again(studio: ScriptedStudio) -> None:
    """The button retries Giggle's step, and the film comes."""
    studio.scripts = [[FAILED, JobFailed("no", progress=FAILED)], [finished()]]
    app = watched(studio)
    app.button(key="card_retry").click().run()
    (job,) = jobs()._jobs.values()
    settle(job, studio)
    app.run()
    assert ("retry", "shot") in studio.calls
    assert app.get("video")


def test_yes_to_the_payment_pays_once(studio: ScriptedStudio) -> None:
    """A project that was not started here is not paid without a yes; the yes is given to the next look."""
    studio.scripts = [[DUE]]
    app = watched(studio)
    assert ("pay", PROJECT) not in studio.calls
    app.button(key="card_pay").click().run()
    (job,) = jobs()._jobs.values()
    assert job._may_pay(DUE)
    assert not job.asks_to_pay


def test_paying_again_is_a_persons_word(studio: ScriptedStudio) -> None:
    """Only the button pays again, and once."""
    lost = replace(DUE, payment=Payment(PROJECT, "unconfirmed"))
    studio.scripts = [[lost, PaymentUnconfirmed("?", money_moved="unknown", progress=lost)]]
    app = watched(studio)  # which may look twice, for a look is free
    assert ("pay again", PROJECT) not in studio.calls
    studio.scripts = [[finished()]]
    app.button(key="card_pay_again").click().run()
    (job,) = jobs()._jobs.values()
    settle(job, studio)
    assert studio.calls.count(("pay again", PROJECT)) == 1


def test_without_a_key_a_giggle_project_asks_for_one() -> None:
    """The card offers the settings and the demo studio; nothing is asked of anybody."""
    app = open_page("pages/watch.py", project=PROJECT)
    assert say_in("en", "cards.no_key.title") in words(app)
    assert len(jobs()) == 0


def test_without_a_project_the_page_shows_the_way() -> None:
    """No number in the address: make one or open the list."""
    app = open_page("pages/watch.py")
    assert [app.button(key=key).label for key in ("watch_to_create", "watch_to_videos")] == [
        "Make a video",
        "Open My videos",
    ]


def test_a_film_of_the_demo_studio_shows_the_studios_own_time_left(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Giggle's usual times mean nothing there: bar and sentence tell what the demo studio foresees."""
    demo = SimpleNamespace(
        queue_position=lambda _: 0,
        time_left=lambda _: TimeLeft(8.0, 25.0, fraction=0.42),
        picture=lambda _: None,
        song=lambda _: None,
        shots=lambda _: None,
    )
    monkeypatch.setattr("mvapp.studio.demo.demo_studio", lambda: demo)
    monkeypatch.setattr("mvapp.studio.studios.demo_studio", lambda: demo)
    studio.play(snapshot(7, seconds_left=(240.0, 350.0)))
    app = open_page("pages/watch.py", project="demo-1")
    (job,) = jobs()._jobs.values()
    settle(job, studio)
    app.run()
    assert bar_words(app) == "42 % done · less than half a minute left"
    demo.time_left = lambda _: None
    demo.queue_position = lambda _: 2
    app.run()
    assert bar_words(app) == "Films ahead of yours: 2"
    assert say_in("en", "steps.in_line") in words(app)


@pytest.mark.parametrize(
    ("language", "account", "minutes"),
    [("en", "another video of the same account", "about {} min"), ("zh", "同一账号的另一部视频", "大约 {} 分钟后")],
)
def test_a_pause_says_whose_it_is_and_counts_down(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch, language: str, account: str, minutes: str
) -> None:
    """One 429 quiets all videos of the key: the card says so, and when this one goes on, anew each minute."""
    left_s = [250.0]
    monkeypatch.setattr(Job, "pause_left_s", property(lambda self: left_s[0]))
    studio.play(replace(snapshot(2), paused_until=time() + 1e6))
    app = watched(studio, language=language)
    assert account in words(app)
    assert minutes.format(4) in words(app)
    (job,) = jobs()._jobs.values()
    before = moment_of(job, Connection(GIGGLE, "k", ""))
    left_s[0] = 100.0
    assert moment_of(job, Connection(GIGGLE, "k", "")) != before  # which is what has the live part draw the page anew
    app.run()
    assert minutes.format(2) in words(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_that_nobody_could_look_at_yet_is_not_shown_as_a_video(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """During a pause of the account an unknown number has no bar at 0 %, and its money is not spoken for."""
    monkeypatch.setattr(Job, "pause_left_s", 120.0)
    unseen = replace(snapshot(), status="", has_begun=False, fraction=0.0, paused_until=time() + 1e6, was_there=False)
    studio.play(unseen)
    app = watched(studio, language=language)
    shown = words(app)
    assert say_in(language, "cards.not_seen_yet.title") in shown
    assert say_in(language, "cards.not_seen_yet.says", minutes=2) in shown
    assert say_in(language, "cards.charged.nothing") not in shown
    assert say_in(language, "watch.safe_to_close") not in shown
    assert not app.get("progress")
    (job,) = jobs()._jobs.values()
    job.progress = snapshot(2)
    app.run()
    assert app.get("progress")


def test_a_ready_video_stays_ready_on_the_list_while_nobody_may_look(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pause before the first look is no news about the video."""
    noted: list[str] = []
    monkeypatch.setattr("mvapp.videos_list.note_state", lambda project_id, state: noted.append(state))
    studio.play(replace(snapshot(), status="", has_begun=False, paused_until=time() + 1e6))
    watched(studio)
    assert noted == []


def test_a_video_just_sent_is_shown_though_a_pause_came_before_the_first_look(studio: ScriptedStudio) -> None:
    """What was sent from here is known to exist."""
    job = Job(Connection(GIGGLE, "k", ""), project_id=PROJECT)
    job.progress = replace(snapshot(), status="", has_begun=False, paused_until=time() + 1e6)
    assert not job.was_seen
    job.request = MVRequest("Rain", "prompt", "16:9", prompt="rain", reference_image="a-1")
    assert job.was_seen
