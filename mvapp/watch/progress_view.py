"""How a job that is going on is drawn: the step in words, one bar, the screen, the notches."""

from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Final

import streamlit as st

from mvapp import session
from mvapp.browser.script import rules, source
from mvapp.steps import headline, notches, time_left
from mvapp.studio.job import Job
from mvapp.studio.studios import Studio
from mvapp.text import inert, say
from mvapp.watch.screen import Screen
from mvclient import Progress

_MARKS: Final = {"done": "✓", "failed": "!", "running": "", "waiting": ""}


def draw_style() -> None:
    """The looks of the screen and the notches; drawn once, outside of what ticks."""
    rules(source(__file__, "progress_view.css"))


def draw_progress(job: Job, foreseen: Progress | None, screen: Screen | None, *, studio: Studio) -> None:
    """The state of the job; nothing in it takes input, so it may tick.

    Args:
        job: the job.
        foreseen: its last snapshot, as its studio foresees the rest: bar and sentence tell the same.
        screen: what there is to look at; None for a job that is over.
        studio: who makes it.
    """
    percent = percent_done(foreseen)
    told = say("watch.percent", percent=percent)
    if not job.is_over:
        ahead = studio.place_in_line(job.project_id) if foreseen is not None else 0
        told_now = headline(foreseen, job.activity, studio, has_own_song=job.has_own_song)
        st.header(say("steps.in_line") if ahead else inert(told_now), anchor=False)
        left = time_left(foreseen, is_punctual=studio.is_punctual) if foreseen is not None else ""
        told = say("steps.ahead", ahead=ahead) if ahead else " · ".join(part for part in (told, left) if part)
    st.progress(percent / 100, text=told)
    with st.container(key="wait_row"):
        if screen is not None:
            video = foreseen.video if foreseen is not None else None
            thumbnail = video.thumbnail_url if video is not None and studio.has_public_links else ""
            st.html(screen.html(studio.shots(job.project_id) if foreseen is not None else None, thumbnail))
        if foreseen is not None and foreseen.steps:
            # What changes with every look and no notch shows would make each look a new list.
            shown = replace(foreseen, observed_at=0.0, fraction=0.0, seconds_left=None, video=None, uuid="")
            st.html(_notch_list(shown, job.first_step_s, studio, session.language(), has_own_song=job.has_own_song))


def percent_done(foreseen: Progress | None) -> int:
    """Whole percents; 100 only when the film is there."""
    if foreseen is None:
        return 0
    return 100 if foreseen.is_finished else min(99, int(foreseen.fraction * 100))


@lru_cache(maxsize=512)
def _notch_list(
    progress: Progress, first_took_s: float | None, studio: Studio, _language: str, *, has_own_song: bool
) -> str:
    """The list as HTML; the same for all who watch, and for most of their looks."""
    lines = "".join(
        f'<li class="mv-{notch.state}"{" aria-current=step" if notch.state == "running" else ""}>'
        f'<span class="mv-dot" aria-hidden="true">{_MARKS[notch.state]}</span>'
        f'<span>{escape(notch.name)}<span class="mv-unseen"> ({say(f"steps.state_{notch.state}")})</span></span>'
        f'<span class="mv-note">{escape(notch.note)}</span></li>'
        for notch in notches(progress, first_took_s=first_took_s, studio=studio, has_own_song=has_own_song)
    )
    return f'<ol class="mv-notches" aria-label="{escape(say("steps.list"))}">{lines}</ol>'
