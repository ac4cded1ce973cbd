"""How a job that is going on is drawn: one bar, the step in words, the notches."""

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
from mvclient import Progress

_MARKS: Final = {"done": "✓", "failed": "!", "running": "", "waiting": ""}


def draw_style() -> None:
    """The looks of the notches; drawn once, outside of what ticks."""
    light, dark = (st.get_option(f"theme.{kind}.primaryColor") or "currentColor" for kind in ("light", "dark"))
    rules(source(__file__, "progress_view.css"), accent=f"light-dark({light}, {dark})")


def draw_progress(job: Job, *, studio: Studio, is_in_line: bool = False) -> None:
    """The state of the job; nothing in it takes input, so it may tick."""
    progress = job.progress
    percent = percent_done(job)
    if not job.is_over:
        words = say("steps.in_line") if is_in_line else inert(headline(progress, job.activity))
        left = time_left(studio.foreseen(progress), is_punctual=studio.is_punctual) if progress is not None else ""
        st.header(words + (f" · {left}" if left else ""), anchor=False)
    st.progress(percent / 100, text=say("watch.percent", percent=percent))
    if progress is not None and progress.steps:
        # What changes with every look and no notch shows would make each look a new list.
        shown = replace(progress, observed_at=0.0, fraction=0.0, seconds_left=None, video=None)
        st.html(_notch_list(shown, job.first_step_s, session.language()))


def percent_done(job: Job) -> int:
    """Whole percents; 100 only when the film is there."""
    if job.progress is None:
        return 0
    return 100 if job.progress.is_finished else min(99, int(job.progress.fraction * 100))


@lru_cache(maxsize=512)
def _notch_list(progress: Progress, first_took_s: float | None, _language: str) -> str:
    """The list as HTML; the same for all who watch, and for most of their looks."""
    lines = "".join(
        f'<li class="mv-{notch.state}"{" aria-current=step" if notch.state == "running" else ""}>'
        f'<span class="mv-dot" aria-hidden="true">{_MARKS[notch.state]}</span>'
        f'<span>{escape(notch.name)}<span class="mv-unseen"> ({say(f"steps.state_{notch.state}")})</span></span>'
        f'<span class="mv-note">{escape(notch.note)}</span></li>'
        for notch in notches(progress, first_took_s=first_took_s)
    )
    return f'<ol class="mv-notches" aria-label="{escape(say("steps.list"))}">{lines}</ol>'
