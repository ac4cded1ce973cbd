"""Any snapshot, any error and any row of the ledger together can be drawn, and the charge that is said follows."""

import contextlib
from collections.abc import Iterator

import pytest
import streamlit as st
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mvapp import cards
from mvapp.studio.studios import DEMO, GIGGLE, Studio
from mvapp.text import say_in
from mvclient import (
    ConfigurationError,
    FilmNotDelivered,
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
    Progress,
    RateLimited,
    RequestRefused,
    StillRunning,
    Unreachable,
    UnreadableReply,
    UntrustedConnection,
)
from mvclient.money import MONEY_MOVED, money_of
from mvclient.progress_from_reply import read_progress

ERRORS: tuple[type[MVError], ...] = (
    ConfigurationError,
    FilmNotDelivered,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MissingKey,
    MVError,
    NeverArrived,
    NoAnswer,
    PaymentRefused,
    PaymentUnconfirmed,
    RequestRefused,
    StillRunning,
    Unreachable,
    UnreadableReply,
    UntrustedConnection,
)
WORDS = some.sampled_from(["", "no", "积分不足", "![x](http://e.org/x.png)", "a" * 3000, "\u202e\x00", "{step}", "402"])

sub_steps = some.fixed_dictionaries(
    {},
    optional={
        "step": some.sampled_from(["GenerateMusic", "VideoGeneration", "credits", "list"]) | WORDS,
        "status": some.sampled_from(["completed", "failed", "processing", "pending", "brand-new"]) | some.none(),
        "error": WORDS | some.none(),
        "completed_at": some.sampled_from(["2026-02-17 13:35:47", "2026-02-17T13:35:47+08:00", "yesterday", ""]),
    },
)
replies = some.fixed_dictionaries(
    {},
    optional={
        "status": some.sampled_from(["", "processing", "completed", "failed", "brand-new"]),
        "pay_status": some.sampled_from(["", "pending", "paid", "refunded"]),
        "current_step": some.sampled_from(["", "pay", "shot", "music-generate", "nowhere"]),
        "err_msg": WORDS,
        "steps": some.lists(
            some.fixed_dictionaries(
                {"step": some.sampled_from(["music-generate", "shot", "editor", "brand-new"])},
                optional={"sub_steps": some.lists(sub_steps, max_size=4), "retry_count": some.integers(0, 3)},
            ),
            max_size=4,
        ),
        "video_asset": some.none() | some.just({"download_url": "https://e.org/f.mp4"}),
    },
)


@some.composite
def snapshots(draw: some.DrawFn) -> Progress | None:
    if draw(some.booleans()) and draw(some.booleans()):
        return None
    progress = read_progress("p", draw(replies), observed_at=1e9, clean=str)
    row = None
    if draw(some.booleans()):
        row = Payment(
            "p",
            draw(some.sampled_from(["sending", "paid", "refused", "unconfirmed"])),
            attempt=draw(some.integers(1, 3)),
            reason=draw(WORDS),
            at=draw(some.sampled_from([0.0, 1e9])),
            doubt_before=draw(some.sampled_from([None, True, False])),
        )
    return replace_in(
        progress,
        payment=row,
        was_there=draw(some.booleans()),
        paused_until=draw(some.sampled_from([None, 2e9])),
        unreachable_since=draw(some.sampled_from([None, 1e9])),
    )


def replace_in(progress: Progress, **fields: object) -> Progress:
    return type(progress)(**{name: getattr(progress, name) for name in progress.__slots__} | fields)


@some.composite
def errors(draw: some.DrawFn) -> MVError | None:
    if draw(some.booleans()):
        return None
    fields = {
        "operation": draw(some.sampled_from(["", "create", "submit", "query", "pay", "retry", "watch"])),
        "project_id": draw(some.sampled_from(["", "p"])),
        "http_status": draw(some.sampled_from([None, 200, 302, 401, 402, 403, 500])),
        "code": draw(some.sampled_from(["", "-1", "402", "500"])),
        "giggle_message": draw(WORDS),
        "money": draw(some.sampled_from(sorted(MONEY_MOVED))),
        "has_arrived": draw(some.sampled_from([None, False, True])),
    }
    if draw(some.booleans()) and draw(some.booleans()):
        return RateLimited("x", retry_after_s=120, **fields)
    return draw(some.sampled_from(ERRORS))("x", **fields)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """All Markdown that is drawn, outside of any page."""
    told: list[str] = []
    monkeypatch.setattr("mvapp.session.language", lambda: "en")
    monkeypatch.setattr(st, "markdown", lambda body, **_: told.append(body))
    monkeypatch.setattr(st, "button", lambda *_, **__: False)
    for block in ("container",):
        monkeypatch.setattr(st, block, lambda *_, **__: contextlib.nullcontext())
    for element in ("header", "text", "caption", "code", "link_button"):
        monkeypatch.setattr(st, element, lambda *_, **__: None)
    return told


@given(
    progress=snapshots(),
    error=errors(),
    asks=some.booleans(),
    was_seen=some.booleans(),
    is_paused=some.booleans(),
    studio=some.sampled_from([GIGGLE, DEMO]),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_together_has_a_card_that_can_be_drawn(
    said: list[str],
    progress: Progress | None,
    error: MVError | None,
    asks: bool,
    was_seen: bool,
    is_paused: bool,
    studio: Studio,
) -> None:
    """The card is in the catalogue, draws in words, and says of money exactly what the evidence says."""
    situation = cards.situation_of(
        error, progress, studio=studio, asks_to_pay=asks, was_seen=was_seen, is_paused=is_paused
    )
    if not situation:
        assert error is None
        return
    said.clear()
    aside = cards.hindrance_of(error, progress, studio=studio, was_seen=was_seen, is_paused=is_paused)
    actions = {action for card in cards.CATALOGUE.values() for action in (card.primary, *card.others)} - {""}
    cards.draw(
        situation,
        dict.fromkeys(actions, lambda: None),
        error=error,
        progress=progress,
        aside=aside if aside != situation else "",
        studio=studio,
        step="{step}",
        minutes=1,
        ahead=1,
    )
    money = money_of(error, progress) if studio.charges else "never"
    claims = {f"**{say_in('en', f'cards.charged.{known}')}**" for known in (*MONEY_MOVED, "never")}
    assert [body for body in said if body in claims] == [f"**{say_in('en', f'cards.charged.{money}')}**"]
    paid_by_a_look = progress is not None and progress.is_paid
    if paid_by_a_look and studio.charges:
        assert money == "paid"
