"""The watch page's parts: what the moment needs, the live progress, the film."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from mvapp import cards, session, videos_list
from mvapp.browser import storage, widgets
from mvapp.frame import navigation
from mvapp.steps import step_words
from mvapp.studio import pace
from mvapp.studio.connection import Connection, is_key_kept_back, last_known
from mvapp.studio.job import Job
from mvapp.studio.jobs import jobs
from mvapp.text import inert, say
from mvapp.watch import making, player, receipt
from mvapp.watch.links import expires_at
from mvapp.watch.moment import Moment, moment_of
from mvapp.watch.progress_view import draw_style

_ONLY_WHO_BEGAN: Final = frozenset({"pay", "pay_unknown", "go_on", "pay_again", "retry", "send_again", "check_key"})
"""What spends, or may."""


def draw_job(project_id: str, connection: Connection) -> None:
    """The page of one project, live until it is over."""
    is_foreign = connection.loan is not None and connection.loan.is_foreign
    if is_foreign and jobs().known(project_id, connection) is None and not pace.allows("foreign_number"):
        on: dict[str, Callable[[], object]] = {
            "look_again": _nothing,
            "open_videos": partial(st.switch_page, navigation.VIDEOS),
        }
        cards.draw("too_many_numbers", on, progress=last_known(project_id))
        return
    draw_style()  # first of all: what comes without it would jump
    job = (jobs().open if session.has_just_come() else jobs().follow)(project_id, connection)
    entry = videos_list.entry(project_id)
    name = (entry.name if entry else "") or say("watch.untitled")
    # In a container of its own: a line more above the player would mount it anew, and a film that plays would stop.
    with st.container(gap=None):
        st.title(inert(name), anchor=False)
        if entry is not None and entry.aspect:
            st.caption(say("watch.portrait" if entry.aspect == "9:16" else "watch.landscape"))
    _renew_links(job)
    now = moment_of(job, connection)
    _note_state(job)
    if now.is_finished:
        _draw_film(job, connection, name, is_looking=not now.is_over)
        return
    if now.is_known and not now.is_over:
        st.session_state[session.WAITED_FOR] = project_id
    with st.container(gap=None):  # always there: a card that comes or goes mounts nothing below it anew
        if now.situation:
            _draw_card(job, connection, now)
    making.draw(job, connection, now, name, entry.aspect if entry is not None else "")


def _nothing() -> None:
    """The page is drawn again anyway."""


def draw_no_key(project_id: str) -> None:
    """The card for a project at Giggle without a key to ask with; what the ledger knows of its money needs none."""
    to_settings = partial(_to_settings, project_id)
    on: dict[str, Callable[[], object]] = {"connect": to_settings, "come_in": to_settings, "use_demo": _to_the_demo}
    cards.draw(
        "invitation" if is_key_kept_back() else "no_key", on, progress=last_known(project_id), project_id=project_id
    )


def draw_nothing_chosen() -> None:
    """The page without a project in its address."""
    st.title(say("watch.empty_title"), anchor=False)
    st.markdown(say("watch.empty_says"))
    with st.container(horizontal=True):
        if st.button(say("watch.to_create"), key="watch_to_create", type="primary"):
            st.switch_page(navigation.CREATE)
        if st.button(say("watch.to_videos"), key="watch_to_videos"):
            st.switch_page(navigation.VIDEOS)


def _renew_links(job: Job) -> None:
    """Start a look for fresh links when the ones at hand are about to end by this machine's clock."""
    video = job.video
    ends_at = expires_at(video.play_url) if video is not None else None
    if ends_at is not None and player.renewals().are_due(job.seconds_until(ends_at)):
        player.renew(job)


def _note_state(job: Job) -> None:
    progress = job.progress
    if job.is_cancelled:
        videos_list.note_state(job.project_id, "stopped")
    elif progress is not None and progress.is_finished:
        videos_list.note_state(job.project_id, "ready")
    elif progress is not None and job.was_seen:
        videos_list.note_state(job.project_id, "failed" if progress.is_failed and job.is_over else "making")


def _draw_film(job: Job, connection: Connection, name: str, *, is_looking: bool) -> None:
    assert job.progress is not None  # noqa: S101 - only a finished job has a film
    video = job.progress.video
    assert video is not None  # noqa: S101 - the same
    st.set_page_config(page_title=f"{say('watch.tab_ready')} · {name}")
    if player.wait_for_links(job):
        return
    entry = videos_list.entry(job.project_id)
    aspect = entry.aspect if entry else ""
    with st.container():  # one place for both: the buttons below stay, and know where the film was
        plays = player.draw_player(job, video, connection, aspect)
        if not plays:
            on = {"fresh_link": partial(player.renew, job)}
            cards.draw("link_expired", on, progress=job.progress, studio=connection.studio)
    # Only who waited on this page is told: a film that is opened again is no news.
    is_news = st.session_state.get(session.WAITED_FOR) == job.project_id
    wants = player.draw_actions(job, video, connection, name, is_main=plays, is_looking=is_looking, is_news=is_news)
    if wants:
        _make_another(job.project_id)
    receipt.draw(job, connection)
    wishes = storage.recall("preferences")
    if is_news and isinstance(wishes, Mapping) and (wishes.get("sound") or wishes.get("notify")):
        widgets.ring(
            job.project_id,
            say("watch.notification", name=name),
            sound=bool(wishes.get("sound")),
            notify=bool(wishes.get("notify")),
        )


def _draw_card(job: Job, connection: Connection, now: Moment) -> None:
    if not (may_change := connection.may_change(job.project_id)):
        st.caption(f":material/visibility: {say('way_in.only_watching')}")
        if now.situation in cards.DECISIONS:
            return  # it is not their account, and nothing here is theirs to decide
    progress = job.progress
    step = progress.failed_step if progress is not None and progress.failed_step else ""
    failed = progress.failed_sub_step if progress is not None else None
    actions: dict[str, Callable[[], object]] = {
        "pay": job.approve,
        "pay_unknown": job.approve,
        "go_on": job.pay_again,
        "pay_again": job.pay_again,
        "check_again": job.look_again,
        "look_again": job.look_again,
        "try_now": job.look_again,
        "try_again": job.look_again,
        "send_again": job.send_again if job.can_send_again else partial(_make_another, job.project_id),
        "change_it": partial(_make_another, job.project_id),
        "check_key": partial(_to_settings, job.project_id),
        "use_demo": _to_the_demo,
        "open_videos": partial(st.switch_page, navigation.VIDEOS),
        "make_again": partial(_make_another, job.project_id),
        "make_new": partial(st.switch_page, navigation.CREATE),
    }
    if step:
        actions["retry"] = partial(job.retry, step)
    for own in ("come_in", "own_key"):
        actions[own] = partial(_to_settings, job.project_id)
    if not may_change:
        actions = {name: does for name, does in actions.items() if name not in _ONLY_WHO_BEGAN}
    if not connection.studio.charges:
        del actions["check_key"]
    cards.draw(
        now.situation,
        actions,
        error=job.error,
        progress=progress,
        aside=now.aside,
        studio=connection.studio,
        project_id=job.project_id if job.is_over else "",
        step=step_words(failed.name if failed else step, connection.studio, has_own_song=job.has_own_song),
        minutes=now.pause_minutes,
    )


def _make_another(project_id: str) -> None:
    entry = videos_list.entry(project_id)
    if entry is not None and entry.form:
        session.prefill(dict(entry.form))
    st.switch_page(navigation.CREATE)


def _to_settings(project_id: str) -> None:
    session.remember_return(project_id)
    st.switch_page(navigation.SETTINGS)


def _to_the_demo() -> None:
    session.set_chosen_studio("demo")
    st.switch_page(navigation.CREATE)
