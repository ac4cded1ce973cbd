"""Which card a moment needs, and what it says about money and in foreign words."""

from dataclasses import replace

import pytest
from scripted_studio import PROJECT, finished, snapshot

from mvapp import giggle_words
from mvapp.cards import CATALOGUE, DECISIONS, decision_of, situation_of
from mvapp.studio.studios import DEMO, GIGGLE
from mvclient import (
    ConfigurationError,
    FilmNotDelivered,
    InvalidRequest,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MissingKey,
    MVError,
    NeverArrived,
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
    UntrustedConnection,
)

DUE = snapshot(3, pay_status="pending")

ERRORS = [
    (MissingKey("x"), "no_key"),
    (KeyRefused("x", operation="query"), "key_refused"),
    (ConfigurationError("x"), "settings_wrong"),
    (InvalidRequest([Problem("prompt", "blank", "x")]), "request_refused"),
    (PictureError("x", reason="heic"), "request_refused"),
    (UntrustedConnection("x"), "untrusted"),
    (RateLimited("x", retry_after_s=120, operation="create"), "rate_limited_start"),
    (RateLimited("x", retry_after_s=120, operation="submit"), "rate_limited_start"),
    (RateLimited("x", retry_after_s=120, operation="retry"), "rate_limited_retry"),
    (PaymentRefused("x", http_status=402), "no_credits"),
    (PaymentRefused("x", code="402"), "no_credits"),
    (PaymentRefused("x", giggle_message="余额不足"), "no_credits"),
    (PaymentRefused("x", giggle_message="invalid API key"), "payment_refused"),
    (NeverArrived("x"), "never_arrived"),
    (Unreachable("x", operation="submit", project_id=PROJECT, has_arrived=False), "never_arrived"),
    (NoAnswer("x", operation="submit", project_id=PROJECT, has_arrived=False), "never_arrived"),
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
    (RequestRefused("x", operation="submit", http_status=402), "no_credits_start"),
    (RequestRefused("x", operation="create", giggle_message="Insufficient credits"), "no_credits_start"),
    (RequestRefused("x", operation="query"), "unknown_project"),
    (RequestRefused("x", operation="retry"), "step_failed"),
    (MVError("x"), "unexpected"),
]


@pytest.mark.parametrize(("error", "situation"), ERRORS, ids=lambda value: getattr(value, "operation", value))
def test_every_error_has_its_card(error: MVError, situation: str) -> None:
    assert situation_of(error, None, studio=GIGGLE, was_seen=False) == situation
    assert situation in CATALOGUE


def test_an_odd_no_about_a_project_that_was_seen_does_not_say_that_there_is_none() -> None:
    assert situation_of(RequestRefused("x", operation="query"), snapshot(7), studio=GIGGLE) == "odd_answers"


def test_a_project_the_demo_studio_forgot_has_its_own_card() -> None:
    assert situation_of(RequestRefused("x", operation="query"), None, studio=DEMO) == "unknown_demo"


@pytest.mark.parametrize(
    ("progress", "situation"),
    [
        (None, ""),
        (snapshot(4), ""),
        (finished(), ""),
        (replace(snapshot(4), paused_until=200.0), "rate_limited"),
        (replace(snapshot(4), unreachable_since=50.0), "network_away"),
        (replace(DUE, payment=Payment(PROJECT, "refused", reason="积分不足")), "no_credits"),
        (replace(DUE, payment=Payment(PROJECT, "refused", reason="402: no")), "no_credits"),
        (replace(DUE, payment=Payment(PROJECT, "refused", reason="invalid API key")), "payment_refused"),
        (replace(DUE, payment=Payment(PROJECT, "refused", reason="402: no", attempt=2)), "payment_unconfirmed"),
        (
            replace(DUE, payment=Payment(PROJECT, "refused", reason="402: no", attempt=2, doubt_before=False)),
            "no_credits",
        ),
        (replace(DUE, payment=Payment(PROJECT, "unconfirmed")), "payment_unconfirmed"),
        (replace(DUE, payment=Payment(PROJECT, "sending")), ""),
    ],
)
def test_a_running_job_shows_a_card_only_when_there_is_something_to_say(
    progress: Progress | None, situation: str
) -> None:
    assert situation_of(None, progress, studio=GIGGLE, is_paused=True) == situation


def test_a_pause_that_is_over_is_no_situation() -> None:
    assert situation_of(None, replace(snapshot(4), paused_until=50.0), studio=GIGGLE) == ""


WAITING = {
    "payment_due": (DUE, True),
    "payment_unknown": (replace(DUE, was_there=False), True),
    "no_credits": (replace(DUE, payment=Payment(PROJECT, "refused", reason="402: no")), False),
    "payment_refused": (replace(DUE, payment=Payment(PROJECT, "refused", reason="no")), False),
    "payment_unconfirmed": (replace(DUE, payment=Payment(PROJECT, "unconfirmed")), False),
}


@pytest.mark.parametrize("decision", WAITING)
@pytest.mark.parametrize(
    "meanwhile",
    [
        None,
        StillRunning("x"),
        KeyRefused("x", operation="query"),
        RequestRefused("x", operation="query"),
        NoAnswer("x", operation="query"),
        LedgerUnavailable("x"),
        UntrustedConnection("x"),
        RateLimited("x", retry_after_s=120, operation="pay"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_decision_of_the_person_stays_whatever_else_happens(decision: str, meanwhile: MVError | None) -> None:
    progress, asks = WAITING[decision]
    assert situation_of(meanwhile, progress, studio=GIGGLE, asks_to_pay=asks) == decision
    for strange in (replace(progress, unreachable_since=9.0), replace(progress, paused_until=9.0)):
        assert situation_of(meanwhile, strange, studio=GIGGLE, asks_to_pay=asks, is_paused=True) == decision


@pytest.mark.parametrize("decision", WAITING)
def test_a_decision_is_over_once_a_look_proves_the_payment(decision: str) -> None:
    progress, asks = WAITING[decision]
    paid = replace(progress, pay_status="paid")
    assert decision_of(None, paid, asks_to_pay=asks) == ""


def test_every_decision_has_a_card() -> None:
    assert set(CATALOGUE) >= DECISIONS == set(WAITING)


def test_waiting_for_a_yes_is_a_situation_and_for_others_in_the_line_is_none() -> None:
    assert situation_of(None, DUE, studio=GIGGLE, asks_to_pay=True) == "payment_due"
    assert situation_of(None, snapshot(0), studio=DEMO) == ""


def test_every_card_has_one_way_on_or_needs_none() -> None:
    """Only the waiting ones have no button."""
    assert {name for name, card in CATALOGUE.items() if not card.primary} == {
        "rate_limited",
        "not_seen_yet",
    }
    assert all(card.primary not in card.others for card in CATALOGUE.values())


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
