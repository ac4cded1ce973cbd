"""The catalogue of what can come between a person and the film, and the one function that draws it.

Each card answers three questions: what happened, was I charged, what now. One action is primary.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from mvapp import support_note
from mvapp.giggle_words import is_foreign, shown, translated
from mvapp.studio.studios import GIGGLE, Studio
from mvapp.text import catalogue, inert, say, say_at
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
    PaymentNotAllowed,
    PaymentRefused,
    PaymentUnconfirmed,
    PictureError,
    Progress,
    RateLimited,
    RequestRefused,
    SongError,
    StillRunning,
    Unreachable,
    UntrustedConnection,
)
from mvclient.errors import TransportError
from mvclient.money import money_of, was_for_credits
from mvclient.operations import UPLOAD_OPERATIONS
from mvclient.progress import MUSIC_STEP


@dataclass(frozen=True)
class Card:
    """What one situation needs; what it says about money follows from the evidence of the moment."""

    icon: str
    primary: str = ""
    """The action to take; "" where nothing needs doing."""
    others: tuple[str, ...] = ()
    """What else can be done, less prominently."""


CATALOGUE: Final[dict[str, Card]] = {
    "no_key": Card("key", "connect", ("use_demo",)),
    "key_refused": Card("key_off", "check_key", ("look_again", "use_demo")),
    "no_credits": Card("toll", "open_giggle", ("go_on", "check_again")),
    "no_credits_start": Card("toll", "open_giggle", ("try_again",)),
    "payment_refused": Card("credit_card_off", "go_on", ("check_key", "check_again")),
    "payment_due": Card("payments", "pay", ("check_again",)),
    "payment_unknown": Card("contact_support", "check_again", ("pay_unknown",)),
    "payment_unconfirmed": Card("contact_support", "check_again", ("pay_again",)),
    "step_failed": Card("build_circle", "retry", ("look_again", "change_it")),
    "request_refused": Card("edit_note", "change_it", ("try_again",)),
    "own_song_refused": Card("music_off", "change_it", ("try_again", "use_demo")),
    "never_arrived": Card("outbox", "send_again", ("look_again",)),
    "rate_limited": Card("hourglass_top"),
    "not_seen_yet": Card("hourglass_top"),
    "rate_limited_start": Card("hourglass_top", "try_again"),
    "rate_limited_retry": Card("hourglass_top", "retry", ("look_again",)),
    "not_started": Card("wifi_off", "try_again"),
    "not_answered": Card("wifi_off", "try_again"),
    "network_away": Card("wifi_off", "try_now"),
    "network_gone": Card("wifi_off", "look_again", ("retry",)),
    "odd_answers": Card("wifi_off", "look_again", ("retry", "check_key")),
    "untrusted": Card("vpn_lock", "try_now"),
    "over_an_hour": Card("schedule", "look_again"),
    "no_film_yet": Card("local_shipping", "look_again"),
    "link_expired": Card("link_off", "fresh_link"),
    "unknown_project": Card("search_off", "open_videos", ("look_again", "check_key")),
    "unknown_demo": Card("search_off", "open_videos", ("make_new",)),
    "cancelled": Card("stop_circle", "make_again", ("open_videos",)),
    "invitation": Card("mail_lock", "come_in", ("use_demo",)),
    "stopped": Card("pause_circle", "own_key", ("use_demo",)),
    "cap_visitor": Card("hourglass_bottom", "own_key", ("use_demo",)),
    "cap_day": Card("hourglass_bottom", "own_key", ("use_demo",)),
    "cap_total": Card("hourglass_bottom", "own_key", ("look_again", "use_demo")),
    "too_many_numbers": Card("hourglass_top", "look_again", ("open_videos",)),
    "ledger_away": Card("lock_clock", "try_now"),
    "settings_wrong": Card("tune", "check_key", ("look_again", "use_demo")),
    "unexpected": Card("error", "look_again", ("open_videos",)),
}

DECISIONS: Final = frozenset({"payment_due", "payment_unknown", "payment_unconfirmed", "no_credits", "payment_refused"})
"""Where nothing goes on without the person; they stay whatever else happens meanwhile."""

_BY_ERROR: Final[tuple[tuple[type[MVError], str], ...]] = (
    (MissingKey, "no_key"),
    (KeyRefused, "key_refused"),
    (UntrustedConnection, "untrusted"),
    (ConfigurationError, "settings_wrong"),
    (InvalidRequest, "request_refused"),
    (PictureError, "request_refused"),
    (SongError, "request_refused"),
    (PaymentRefused, "payment_refused"),
    (PaymentUnconfirmed, "payment_unconfirmed"),
    (LedgerUnavailable, "ledger_away"),
    (JobFailed, "step_failed"),
    (NeverArrived, "never_arrived"),
    (StillRunning, "over_an_hour"),
    (FilmNotDelivered, "no_film_yet"),
    (TransportError, "network_gone"),
)
_DOUBTS: Final = frozenset({"payment_unconfirmed", "payment_unknown", "no_credits", "payment_refused", "network_away"})
"""Trouble without an error at hand."""
_NOT_ALLOWED: Final = {"stopped": "stopped", "visitor_day": "cap_visitor", "day": "cap_day", "total": "cap_total"}
"""By the reason of a PaymentNotAllowed; whoever is meant by the others has no invitation, or not any more."""
_FIRST: Final = UPLOAD_OPERATIONS | {"create"}
"""Before there is a project."""
_LIMITED: Final = {"retry": "rate_limited_retry", "create": "rate_limited_start", "submit": "rate_limited_start"}


def situation_of(
    error: MVError | None,
    progress: Progress | None,
    *,
    studio: Studio,
    asks_to_pay: bool = False,
    was_seen: bool = True,
    is_paused: bool = False,
    has_own_song: bool = False,
) -> str:
    """The name of the card that the moment needs; "" when all is well.

    Args:
        error: what stands in the way.
        progress: the last snapshot.
        studio: who makes it.
        asks_to_pay: whether the job waits for the person's yes.
        was_seen: whether anything is known of the project beyond its number.
        is_paused: whether Giggle's pause still lasts.
        has_own_song: whether the visitor brought the song.
    """
    return decision_of(error, progress, asks_to_pay=asks_to_pay) or hindrance_of(
        error, progress, studio=studio, was_seen=was_seen, is_paused=is_paused, has_own_song=has_own_song
    )


def decision_of(error: MVError | None, progress: Progress | None, *, asks_to_pay: bool) -> str:
    """What the person alone can decide; "" when there is nothing of the kind."""
    if progress is not None and (progress.is_paid or progress.is_failed):
        return ""
    row = progress.payment if progress is not None else None
    if row is not None and row.state == "unconfirmed":
        return "payment_unconfirmed"
    if row is not None and row.state == "refused":
        if row.is_in_doubt:
            return "payment_unconfirmed"
        return "no_credits" if was_for_credits(row.reason) else "payment_refused"
    if isinstance(error, PaymentRefused):
        told = (str(error.http_status), error.code, error.giggle_message)
        return "no_credits" if any(map(was_for_credits, told)) else "payment_refused"
    if asks_to_pay and row is None and progress is not None:
        return "payment_due" if progress.was_there else "payment_unknown"
    return ""


def hindrance_of(
    error: MVError | None,
    progress: Progress | None,
    *,
    studio: Studio,
    was_seen: bool = True,
    is_paused: bool = False,
    has_own_song: bool = False,
) -> str:
    """What stands in the way, whatever there is to decide; the arguments of `situation_of`."""
    if error is not None:
        situation = _by_error(error, studio=studio, was_seen=was_seen)
        return "own_song_refused" if has_own_song and situation == "request_refused" else situation
    if progress is None or progress.is_finished:
        return ""
    if progress.paused_until is not None and is_paused:
        return "rate_limited" if was_seen else "not_seen_yet"
    if progress.unreachable_since is not None:
        return "network_away"
    return ""


def _by_error(error: MVError, *, studio: Studio, was_seen: bool) -> str:
    operation = error.operation
    if isinstance(error, PaymentNotAllowed):
        return _NOT_ALLOWED.get(error.reason, "invitation")
    if error.has_arrived is False:
        return "never_arrived"
    if isinstance(error, RateLimited):
        return _LIMITED.get(operation, "rate_limited_start")
    if isinstance(error, RequestRefused):
        if operation in {"query", "watch"}:
            known = "odd_answers" if was_seen else "unknown_project"
            return "unknown_demo" if studio.forgets else known
        if operation == "retry":
            return "step_failed"
        told = (str(error.http_status), error.code, error.giggle_message)
        return "no_credits_start" if any(map(was_for_credits, told)) else "request_refused"
    if isinstance(error, TransportError) and operation in _FIRST and not error.project_id:
        return "not_started" if isinstance(error, Unreachable) else "not_answered"
    return next((name for kind, name in _BY_ERROR if isinstance(error, kind)), "unexpected")


def draw(
    situation: str,
    on: Mapping[str, Callable[[], object]],
    *,
    error: MVError | None = None,
    progress: Progress | None = None,
    aside: str = "",
    studio: Studio = GIGGLE,
    project_id: str = "",
    **values: object,
) -> None:
    """Draw the card of `situation`.

    Args:
        situation: a name in the catalogue.
        on: what each action does; it may switch the page. An action that is not in it is left out.
        error: what stands in the way; with `progress` the evidence of what is known of the money.
        progress: the last snapshot, or what the ledger alone knows.
        aside: another situation, which stands behind a decision of the person.
        studio: whose words they are, and whether anything costs money there.
        project_id: shown where a person may need it.
        values: for the placeholders of the card's sentences and actions.
    """
    card = CATALOGUE[situation]
    safe = {name: inert(str(value)) for name, value in values.items()}
    money = money_of(error, progress) if studio.charges else "never"
    reason = _reason(error, progress)
    with st.container(border=True, key=f"card_{situation}"):
        st.header(f":material/{card.icon}: {say(f'cards.{situation}.title', **safe)}", anchor=False)
        st.markdown(_says(situation, progress, has_reason=bool(reason), studio=studio, safe=safe))
        if reason:
            _draw_own_words(reason, studio=studio)
        st.markdown(f"**{say(f'cards.charged.{money}')}**")
        if money == "paid" and "change_it" in (card.primary, *card.others) and "change_it" in on:
            st.caption(say("cards.charged.anew"))
        if aside:
            st.caption(f":material/{CATALOGUE[aside].icon}: {say(f'cards.{aside}.title', **safe)}")
        # Nothing is bought at giggle.pro for the demo studio: there the next action leads.
        main = "go_on" if not studio.charges and card.primary == "open_giggle" else card.primary
        actions = dict.fromkeys((card.primary, *card.others, *_ways_out(aside)))
        with st.container(horizontal=True, vertical_alignment="center"):
            for action in actions:
                _draw_action(action, on, is_primary=action == main, studio=studio, safe=safe)
        if error is not None or (progress is not None and progress.is_failed) or situation in _DOUBTS:
            happened = say(f"cards.{situation}.title", **safe)
            support_note.offer(happened, error, progress, studio=studio, project_id=project_id)
        if project_id:
            with st.container(gap=None):
                st.caption(say("cards.project_number"))
                st.code(project_id, language=None, wrap_lines=True)


def _ways_out(aside: str) -> tuple[str, ...]:
    return (CATALOGUE[aside].primary,) if aside else ()


def _says(
    situation: str, progress: Progress | None, *, has_reason: bool, studio: Studio, safe: Mapping[str, str]
) -> str:
    """The card's sentence, in the words that fit best where there are several."""
    at_the_song = progress is not None and progress.failed_step == MUSIC_STEP
    variants = {
        studio.name: True,
        "song": at_the_song,
        "unexplained": not has_reason,
    }
    says = f"cards.{situation}.says"
    fitting = (f"{says}_{name}" for name, holds in variants.items() if holds and f"{says}_{name}" in catalogue())
    return say(next(fitting, says), **safe)


def _reason(error: MVError | None, progress: Progress | None) -> str:
    """What the other side said of it."""
    if error is not None and error.giggle_message:
        return error.giggle_message
    if progress is not None and progress.payment is not None and progress.payment.state == "refused":
        return progress.payment.reason
    return progress.failure_reason if progress is not None else ""


def _draw_own_words(own_words: str, *, studio: Studio) -> None:
    with st.container(key="own_words", gap=None):
        st.caption(say_at(studio.name, "cards.own_words"))
        st.text(shown(own_words))
        if is_foreign(own_words) and (meaning := translated(own_words)):
            st.markdown(say("cards.own_words_mean", meaning=meaning))


def _draw_action(
    action: str, on: Mapping[str, Callable[[], object]], *, is_primary: bool, studio: Studio, safe: Mapping[str, str]
) -> None:
    kind: Literal["primary", "secondary"] = "primary" if is_primary else "secondary"
    if action == "open_giggle" and not studio.charges:
        return
    if action == "open_giggle":
        st.link_button(say("cards.action.open_giggle"), GIGGLE.base_url, type=kind)
    elif action in on:
        label = say_at(studio.name, f"cards.action.{action}", **safe)
        if st.button(label, key=f"card_{action}", type=kind):
            on[action]()
            st.rerun()
