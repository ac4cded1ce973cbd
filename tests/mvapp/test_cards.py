"""Which card a moment needs, and what it says about money and in foreign words."""

from dataclasses import replace

import pytest
from scripted_studio import PROJECT, finished, snapshot

from mvapp import giggle_words
from mvapp.cards import CATALOGUE, charged_words, situation_of
from mvapp.text import say_in
from mvclient import (
    ConfigurationError,
    FilmNotDelivered,
    InvalidRequest,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MissingKey,
    MVError,
    NoAnswer,
    Payment,
    PaymentRefused,
    PaymentUnconfirmed,
    PictureError,
    Problem,
    Progress,
    RateLimited,
    RequestRefused,
    StillRunning,
    Unreachable,
    UnreadableReply,
)

DUE = snapshot(3, pay_status="pending")

ERRORS = [
    (MissingKey("x"), "no_key"),
    (KeyRefused("x", operation="query"), "key_refused"),
    (ConfigurationError("x"), "settings_wrong"),
    (InvalidRequest([Problem("prompt", "blank", "x")]), "request_refused"),
    (PictureError("x", reason="heic"), "request_refused"),
    (RateLimited("x", retry_after_s=120), "rate_limited_start"),
    (PaymentRefused("x"), "no_credits"),
    (PaymentUnconfirmed("x"), "payment_unconfirmed"),
    (LedgerUnavailable("x"), "ledger_away"),
    (JobFailed("x"), "step_failed"),
    (StillRunning("x"), "over_an_hour"),
    (FilmNotDelivered("x"), "no_film_yet"),
    (Unreachable("x"), "network_gone"),
    (Unreachable("x", operation="create"), "not_started"),
    (NoAnswer("x", operation="create"), "not_answered"),
    (UnreadableReply("x", operation="create"), "not_answered"),
    (Unreachable("x", operation="submit", project_id=PROJECT), "network_gone"),
    (NoAnswer("x"), "network_gone"),
    (UnreadableReply("x"), "network_gone"),
    (RequestRefused("x", operation="create"), "request_refused"),
    (RequestRefused("x", operation="submit"), "request_refused"),
    (RequestRefused("x", operation="query"), "unknown_project"),
    (RequestRefused("x", operation="retry"), "step_failed"),
    (MVError("x"), "unexpected"),
]


@pytest.mark.parametrize(("error", "situation"), ERRORS, ids=lambda value: getattr(value, "operation", value))
def test_every_error_has_its_card(error: MVError, situation: str) -> None:
    assert situation_of(error, None, is_demo=False) == situation
    assert situation in CATALOGUE


def test_a_project_the_demo_studio_forgot_has_its_own_card() -> None:
    assert situation_of(RequestRefused("x", operation="query"), None, is_demo=True) == "unknown_demo"


@pytest.mark.parametrize(
    ("progress", "situation"),
    [
        (None, ""),
        (snapshot(4), ""),
        (finished(), ""),
        (replace(snapshot(4), paused_until=200.0), "rate_limited"),
        (replace(snapshot(4), paused_until=50.0), ""),
        (replace(snapshot(4), unreachable_since=50.0), "network_away"),
        (replace(DUE, payment=Payment(PROJECT, "refused")), "no_credits"),
        (replace(DUE, payment=Payment(PROJECT, "unconfirmed")), "payment_unconfirmed"),
        (replace(DUE, payment=Payment(PROJECT, "sending")), ""),
    ],
)
def test_a_running_job_shows_a_card_only_when_there_is_something_to_say(
    progress: Progress | None, situation: str
) -> None:
    assert situation_of(None, progress, is_demo=False, now=100.0) == situation


def test_waiting_for_a_yes_and_for_the_renderer_are_situations() -> None:
    assert situation_of(None, DUE, is_demo=False, asks_to_pay=True) == "payment_due"
    assert situation_of(None, snapshot(0), is_demo=True, ahead=2) == "demo_busy"
    assert situation_of(None, snapshot(0), is_demo=False, ahead=2) == ""


def test_every_card_has_one_way_on_or_needs_none() -> None:
    """Only the waiting ones have no button."""
    assert {name for name, card in CATALOGUE.items() if not card.primary} == {
        "rate_limited",
        "not_seen_yet",
        "demo_busy",
    }
    assert all(card.primary not in card.others for card in CATALOGUE.values())


@pytest.mark.parametrize(
    ("money_moved", "progress", "said"),
    [
        ("no", None, "no"),
        ("unknown", None, "perhaps"),
        ("yes", None, "paid"),
        ("no", snapshot(7, pay_status="paid"), "paid"),
        ("no", replace(DUE, payment=Payment("p", "sending")), "perhaps"),
        ("no", replace(DUE, payment=Payment("p", "unconfirmed")), "perhaps"),
        ("no", replace(DUE, payment=Payment("p", "refused")), "no"),
        ("unknown", replace(DUE, payment=Payment("p", "refused", attempt=2)), "this_time"),
        ("no", replace(DUE, payment=Payment("p", "paid")), "paid"),
        (None, replace(snapshot(), has_begun=False), "unseen"),
        (None, replace(snapshot(), has_begun=False, payment=Payment("p", "sending")), "perhaps"),
        (None, snapshot(), "no"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_knows_whether_money_moved(
    monkeypatch: pytest.MonkeyPatch, money_moved: str | None, progress: Progress | None, said: str, language: str
) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: language)
    error = None if money_moved is None else MVError("x", money_moved=money_moved)
    assert charged_words("known", error, progress, is_demo=False) == say_in(language, f"cards.charged.{said}")
    assert charged_words("known", error, progress, is_demo=True) == say_in(language, "cards.charged.never")


def test_foreign_words_are_one_short_line_without_what_cannot_be_seen() -> None:
    said = giggle_words.shown("a\nb\x00c\u202ed\u200be" + "x" * 400)
    assert said.startswith("a b c d e")
    assert len(said) == giggle_words.LONGEST


@pytest.mark.parametrize(
    ("foreign", "zh"),
    [
        ("Insufficient credits", "积分不足。"),
        ("Not enough credits in this account. Nothing was charged.", "积分不足。"),
        ("invalid API key", "API 密钥无效。"),
        ("content moderation failed", "内容审核未通过：文字或图片不符合要求。"),
        ("There is no such project.", "没有这个编号的视频。"),
        ("Too many requests", "短时间内请求太多。"),
        ("a riddle", ""),
    ],
)
def test_known_words_are_translated(monkeypatch: pytest.MonkeyPatch, foreign: str, zh: str) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: "zh")
    assert giggle_words.translated(foreign) == zh


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("text", "is_foreign_to"), [("Insufficient credits", "zh"), ("余额不足", "en")])
def test_only_words_in_the_other_language_need_their_meaning(
    monkeypatch: pytest.MonkeyPatch, text: str, is_foreign_to: str, language: str
) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: language)
    assert giggle_words.is_foreign(text) == (language == is_foreign_to)
