"""The catalogue of what can come between a person and the film, and the one function that draws it.

Each card answers three questions: what happened, was I charged, what now. One action is primary.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from mvapp.giggle_words import is_foreign, shown, translated
from mvapp.text import catalogue, inert, say
from mvclient import (
    ConfigurationError,
    FilmNotDelivered,
    InvalidRequest,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MissingKey,
    MVError,
    PaymentRefused,
    PaymentUnconfirmed,
    PictureError,
    Progress,
    RateLimited,
    RequestRefused,
    StillRunning,
    Unreachable,
)
from mvclient.errors import TransportError

__all__ = ["CATALOGUE", "Card", "charged_words", "draw", "situation_of"]

Charged = Literal["no", "not_yet", "waiting", "perhaps", "paid", "known", "unseen", "this_time"]

GIGGLE_SITE: Final = "https://giggle.pro"


@dataclass(frozen=True)
class Card:
    """What one situation needs."""

    icon: str
    charged: Charged
    """"known" stands for what the job itself knows: nothing, paid, or perhaps."""
    primary: str = ""
    """The action to take; "" where nothing needs doing."""
    others: tuple[str, ...] = ()
    """Further actions, less likely ones last."""


CATALOGUE: Final[Mapping[str, Card]] = {
    "no_key": Card("key", "no", "connect", ("use_demo",)),
    "key_refused": Card("key_off", "known", "check_key", ("use_demo",)),
    "no_credits": Card("toll", "known", "open_giggle", ("go_on", "check_again")),
    "payment_due": Card("payments", "not_yet", "pay"),
    "payment_unconfirmed": Card("contact_support", "perhaps", "check_again", ("pay_again",)),
    "step_failed": Card("build_circle", "known", "retry", ("change_it",)),
    "request_refused": Card("edit_note", "known", "change_it"),
    "rate_limited": Card("hourglass_top", "known"),
    "not_seen_yet": Card("hourglass_top", "waiting"),
    "rate_limited_start": Card("hourglass_top", "no", "try_again"),
    "not_started": Card("wifi_off", "no", "try_again"),
    "not_answered": Card("wifi_off", "no", "try_again"),
    "network_away": Card("wifi_off", "known", "try_now"),
    "network_gone": Card("wifi_off", "known", "look_again"),
    "over_an_hour": Card("schedule", "known", "look_again"),
    "no_film_yet": Card("local_shipping", "paid", "look_again"),
    "link_expired": Card("link_off", "paid", "fresh_link"),
    "unknown_project": Card("search_off", "no", "open_videos", ("check_key",)),
    "unknown_demo": Card("search_off", "no", "open_videos", ("make_new",)),
    "demo_busy": Card("groups", "no"),
    "ledger_away": Card("lock_clock", "known", "look_again"),
    "settings_wrong": Card("tune", "no", "check_key", ("use_demo",)),
    "unexpected": Card("error", "known", "look_again", ("open_videos",)),
}

_BY_ERROR: Final[tuple[tuple[type[MVError], str], ...]] = (
    (MissingKey, "no_key"),
    (KeyRefused, "key_refused"),
    (ConfigurationError, "settings_wrong"),
    (InvalidRequest, "request_refused"),
    (PictureError, "request_refused"),
    (RateLimited, "rate_limited_start"),
    (PaymentRefused, "no_credits"),
    (PaymentUnconfirmed, "payment_unconfirmed"),
    (LedgerUnavailable, "ledger_away"),
    (JobFailed, "step_failed"),
    (StillRunning, "over_an_hour"),
    (FilmNotDelivered, "no_film_yet"),
    (TransportError, "network_gone"),
)
_BY_PAYMENT: Final = {"refused": "no_credits", "unconfirmed": "payment_unconfirmed"}


def situation_of(
    error: MVError | None,
    progress: Progress | None,
    *,
    is_demo: bool,
    asks_to_pay: bool = False,
    was_seen: bool = True,
    ahead: int = 0,
    now: float | None = None,
) -> str:
    """The name of the card that the moment needs; "" when all is well.

    Args:
        error: how the job ended, if it ended badly.
        progress: the last snapshot.
        is_demo: whether the demo studio makes it.
        asks_to_pay: whether the job waits for the person's yes.
        was_seen: whether anything is known of the project beyond its number.
        ahead: how many films the demo studio makes first.
        now: epoch seconds; the time of the call by default.
    """
    if isinstance(error, RequestRefused):
        if error.operation in {"query", "watch"}:
            return "unknown_demo" if is_demo else "unknown_project"
        return "step_failed" if error.operation == "retry" else "request_refused"
    if isinstance(error, TransportError) and error.operation == "create" and not error.project_id:
        return "not_started" if isinstance(error, Unreachable) else "not_answered"
    if error is not None:
        return next((name for kind, name in _BY_ERROR if isinstance(error, kind)), "unexpected")
    if progress is None or progress.is_finished:
        return ""
    if progress.payment_due and progress.payment is not None and progress.payment.state in _BY_PAYMENT:
        return _BY_PAYMENT[progress.payment.state]
    if asks_to_pay:
        return "payment_due"
    if progress.paused_until is not None and progress.paused_until > (time.time() if now is None else now):
        return "rate_limited" if was_seen else "not_seen_yet"
    if progress.unreachable_since is not None:
        return "network_away"
    return "demo_busy" if is_demo and ahead > 0 else ""


def charged_words(charged: Charged, error: MVError | None, progress: Progress | None, *, is_demo: bool) -> str:
    """Whether anything was charged, in the visitor's language."""
    if is_demo:
        return say("cards.charged.never")
    if charged == "known":
        payment = progress.payment if progress is not None else None
        row = payment.state if payment is not None else ""
        money = error.money_moved if error is not None else ""
        if (progress is not None and progress.is_paid) or row == "paid" or money == "yes":
            charged = "paid"
        elif payment is not None and payment.state == "refused" and payment.attempt > 1:
            charged = "this_time"  # the attempt before it may be one that nobody could settle
        elif row in ("sending", "unconfirmed") or money == "unknown":
            charged = "perhaps"
        else:
            # Before the first look nobody knows what became of it elsewhere.
            charged = "unseen" if error is None and progress is not None and not progress.has_begun else "no"
    return say(f"cards.charged.{charged}")


def draw(
    situation: str,
    on: Mapping[str, Callable[[], object]],
    *,
    charged: str,
    own_words: str = "",
    is_demo: bool = False,
    project_id: str = "",
    **values: object,
) -> None:
    """Draw the card of `situation`.

    Args:
        situation: a name in the catalogue.
        on: what each action does; it may switch the page. An action that is not in it is left out.
        charged: the sentence of `charged_words`.
        own_words: what the other side said; shown as inert text, with its meaning where we know it.
        is_demo: whose words they are.
        project_id: shown where a person may need it.
        values: for the placeholders of the card's sentences and actions.
    """
    card = CATALOGUE[situation]
    safe = {name: inert(str(value)) for name, value in values.items()}
    with st.container(border=True, key=f"card_{situation}"):
        st.header(f":material/{card.icon}: {say(f'cards.{situation}.title', **safe)}", anchor=False)
        says = f"cards.{situation}.says"
        st.markdown(say(f"{says}_demo" if is_demo and f"{says}_demo" in catalogue() else says, **safe))
        if own_words:
            _draw_own_words(own_words, is_demo=is_demo)
        st.markdown(f"**{charged}**")
        # Nothing is bought at giggle.pro for the demo studio: there the next action leads.
        main = "go_on" if is_demo and card.primary == "open_giggle" else card.primary
        with st.container(horizontal=True, vertical_alignment="center"):
            for action in (card.primary, *card.others):
                _draw_action(action, on, is_primary=action == main, is_demo=is_demo, safe=safe)
        if project_id:
            with st.container(gap=None):
                st.caption(say("cards.project_number"))
                st.code(project_id, language=None, wrap_lines=True)


def _draw_own_words(own_words: str, *, is_demo: bool) -> None:
    with st.container(key="own_words", gap=None):
        st.caption(say("cards.own_words_demo" if is_demo else "cards.own_words_giggle"))
        st.text(shown(own_words))
        if is_foreign(own_words) and (meaning := translated(own_words)):
            st.markdown(say("cards.own_words_mean", meaning=meaning))


def _draw_action(
    action: str, on: Mapping[str, Callable[[], object]], *, is_primary: bool, is_demo: bool, safe: Mapping[str, str]
) -> None:
    kind: Literal["primary", "secondary"] = "primary" if is_primary else "secondary"
    if action == "open_giggle" and is_demo:
        return
    if action == "open_giggle":
        st.link_button(say("cards.action.open_giggle"), GIGGLE_SITE, type=kind)
    elif action in on:
        label = say(f"cards.action.{action}", **safe)
        if st.button(label, key=f"card_{action}", type=kind):
            on[action]()
            st.rerun()
