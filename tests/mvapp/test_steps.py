"""A job in words: the notches, their times, and the time left."""

from dataclasses import replace

import pytest
from scripted_studio import PROJECT, open_page, snapshot

from mvapp import steps
from mvapp.steps import headline, notches, step_words, time_left
from mvclient import Payment, Step, SubStep
from mvclient.ledger import PaymentState
from mvclient.progress import STEP_TABLE


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("mvapp.session.language", lambda: request.param)
    return str(request.param)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: "en")


def test_every_step_of_giggle_has_its_words(language: str) -> None:
    names = [name for step, sub_steps in STEP_TABLE for name in (step, *(name for name, _ in sub_steps))]
    said = [step_words(name) for name in names]
    assert not set(names) & set(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ColourGrading", "Colour grading"),
        ("lip_sync-pass", "Lip sync pass"),
        ("x" * 90, "X" + "x" * 39),
        ("x" * 38 + "👍🏽👍🏽", "X" + "x" * 37 + "👍🏽"),
        ("", ""),
    ],
)
def test_a_step_that_we_do_not_know_is_shown_cleaned_up(english: None, name: str, said: str) -> None:
    assert step_words(name) == said


def test_finished_steps_tell_how_long_they_took(english: None) -> None:
    known = snapshot(3, payment=Payment(PROJECT, "paid", price_credits=580))
    found = notches(known, first_took_s=50.4)
    assert [(notch.state, notch.note) for notch in found[:4]] == [
        ("done", "0:50"),
        ("done", "1:00"),
        ("done", "580 credits"),
        ("running", ""),
    ]
    assert [notch.state for notch in found[4:]] == ["waiting"] * 6


def test_times_that_cannot_be_read_are_left_out(english: None) -> None:
    odd = Step("music-generate", 0, (SubStep("A", "completed", "", "yesterday"), SubStep("B", "completed")))
    assert [notch.note for notch in notches(replace(snapshot(), steps=(odd,)))] == ["", ""]


def test_a_failed_step_is_marked(english: None) -> None:
    assert [notch.state for notch in notches(snapshot(7, failed="no"))][6:9] == ["done", "failed", "waiting"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ((240.0, 350.0), "4 to 6 minutes left"),
        ((130.0, 170.0), "2 to 3 minutes left"),
        ((30.0, 100.0), "about 2 min left"),
        ((120.0, 120.0), "about 2 min left"),
        ((5.0, 60.0), "less than a minute left"),
        ((0.0, 0.0), "less than a minute left"),
        (None, ""),
    ],
)
def test_time_left_is_an_honest_range(english: None, seconds: tuple[float, float] | None, said: str) -> None:
    assert time_left(replace(snapshot(5), seconds_left=seconds)) == said


def test_slow_is_said_instead_of_a_frozen_number(english: None) -> None:
    slow = replace(snapshot(5), seconds_left=(10.0, 20.0), is_slow=True)
    assert time_left(slow) == "slower than usual, still going"


def test_while_the_payment_waits_no_time_is_promised(english: None) -> None:
    due = snapshot(3, pay_status="pending", seconds_left=(60.0, 120.0))
    assert time_left(due) == ""
    assert headline(due, "") == "Waiting for the payment"


@pytest.mark.parametrize(
    ("state", "said"), [("sending", "Confirming the payment"), ("refused", "Waiting for the payment")]
)
def test_a_payment_on_its_way_waits_for_nobodys_word(english: None, state: PaymentState, said: str) -> None:
    due = snapshot(3, pay_status="pending", payment=Payment("p", state))
    assert headline(due, "") == said


@pytest.mark.parametrize("doing", ["sending", "retrying", "paying"])
def test_what_the_thread_is_at_comes_first(english: None, doing: str) -> None:
    assert headline(snapshot(5), doing) == steps.say(f"steps.{doing}")


def test_the_page_title_of_an_unknown_language_is_english() -> None:
    assert open_page("pages/settings.py", language="en").title[0].value == "Settings"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ((80.0, 170.0), "1 to 3 minutes left"),
        ((20.0, 95.0), "less than 2 minutes left"),
        ((20.0, 45.0), "less than a minute left"),
        ((8.0, 30.0), "less than half a minute left"),
        ((1.0, 9.0), "a few seconds left"),
    ],
)
def test_the_demo_studio_tells_its_last_minute_in_parts(english: None, seconds: tuple[float, float], said: str) -> None:
    assert time_left(replace(snapshot(5), seconds_left=seconds), is_demo=True) == said
