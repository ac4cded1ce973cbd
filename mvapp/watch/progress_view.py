"""How a job that is going on is drawn: one bar, the step in words, the notches."""

from html import escape
from typing import Final

import streamlit as st

from mvapp.steps import Notch, headline, notches, time_left
from mvapp.studio.demo import with_its_time_left
from mvapp.studio.job import Job
from mvapp.text import inert, say

__all__ = ["draw_progress", "draw_style", "percent_done"]

_STYLE: Final = """<style>
ol.mv-notches { list-style: none; margin: 0.25rem 0 0; padding: 0; columns: 2 17rem; column-gap: 2.5rem; }
ol.mv-notches > li { display: flex; align-items: center; gap: 0.6rem; margin: 0; padding: 0.35rem 0; font-size: 1rem;
  break-inside: avoid; }
.mv-notches .mv-dot { flex: none; width: 1.15rem; height: 1.15rem; border-radius: 50%; display: grid;
  place-items: center; font-size: 0.75rem; line-height: 1; border: 2px solid currentColor; }
.mv-notches .mv-note { margin-left: auto; font-variant-numeric: tabular-nums; opacity: 0.8; }
.mv-notches .mv-waiting { opacity: 0.72; }
.mv-notches .mv-waiting .mv-dot { border-style: dotted; }
.mv-notches .mv-done .mv-dot { border-color: ACCENT; color: ACCENT; }
.mv-notches .mv-running { font-weight: 650; }
.mv-notches .mv-running .mv-dot { border-color: ACCENT; }
.mv-notches .mv-running .mv-dot::after { content: ""; width: 0.5rem; height: 0.5rem; border-radius: 50%;
  background: ACCENT; animation: mv-alive 1.4s ease-in-out infinite; }
.mv-notches .mv-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@keyframes mv-alive { 50% { transform: scale(0.45); opacity: 0.45; } }
@media (prefers-reduced-motion: reduce) { .mv-notches .mv-running .mv-dot::after { animation: none; } }
</style>"""
_MARKS: Final = {"done": "✓", "failed": "!", "running": "", "waiting": ""}


def draw_style() -> None:
    """The looks of the notches; drawn once, outside of what ticks."""
    light, dark = (st.get_option(f"theme.{kind}.primaryColor") or "currentColor" for kind in ("light", "dark"))
    st.html(_STYLE.replace("ACCENT", f"light-dark({light}, {dark})"))


def draw_progress(job: Job, *, is_demo: bool, is_in_line: bool = False) -> None:
    """The state of the job; nothing in it takes input, so it may tick."""
    progress = job.progress
    percent = percent_done(job)
    if not job.is_over:
        words = say("steps.in_line") if is_in_line else inert(headline(progress, job.activity))
        timed = with_its_time_left(progress) if progress is not None and is_demo else progress
        left = time_left(timed, is_demo=is_demo) if timed is not None else ""
        st.header(words + (f" · {left}" if left else ""), anchor=False)
    st.progress(percent / 100, text=say("watch.percent", percent=percent))
    if progress is not None and progress.steps:
        st.html(_notch_list(notches(progress, first_took_s=job.first_step_s)))


def percent_done(job: Job) -> int:
    """Whole percents; 100 only when the film is there."""
    if job.progress is None:
        return 0
    return 100 if job.progress.is_finished else min(99, int(job.progress.fraction * 100))


def _notch_list(found: list[Notch]) -> str:
    lines = "".join(
        f'<li class="mv-{notch.state}"{" aria-current=step" if notch.state == "running" else ""}>'
        f'<span class="mv-dot" aria-hidden="true">{_MARKS[notch.state]}</span>'
        f'<span>{escape(notch.name)}<span class="mv-unseen"> ({say(f"steps.state_{notch.state}")})</span></span>'
        f'<span class="mv-note">{escape(notch.note)}</span></li>'
        for notch in found
    )
    return f'<ol class="mv-notches" aria-label="{escape(say("steps.list"))}">{lines}</ol>'
