"""The free sketch: the demo studio makes a rough cut of an idea on this machine, before or while Giggle works."""

import threading
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Final

import streamlit as st

from mvapp import session
from mvapp.steps import headline, time_left
from mvapp.studio import pace
from mvapp.studio.connection import Connection, demo_connection
from mvapp.studio.demo import SAMPLES
from mvapp.studio.jobs import jobs
from mvapp.studio.own_songs import SongToSend
from mvapp.studio.studios import DEMO
from mvapp.studio.submission import Submission
from mvapp.text import inert, say
from mvclient import MVRequest

STAND_IN: Final = SAMPLES[0]
_SKETCH_KEY: Final = "sketch"  # the demo studio makes free sketches of what such a key creates
_TICK_S: Final = 1.0
_PATIENCE_S: Final = 60.0


@dataclass(frozen=True)
class Sketch:
    """A sketch on its way, or done."""

    submission: Submission
    has_stand_in: bool
    """Whether a sample picture takes the place of one that the demo studio may not fetch."""


def begin(request: MVRequest, *, place: str, song: SongToSend | None = None) -> None:
    """Start a sketch for one place of the session ("create", or a project id), in the place of one in the making.

    Args:
        request: what to make.
        place: where it is shown.
        song: the visitor's own that goes with it.
    """
    if not pace.allows("sketch"):
        st.toast(say("watch.sketch_too_many"), icon=":material/hourglass_top:")
        return
    sketches: dict[str, Sketch] = st.session_state.setdefault(session.SKETCHES, {})
    for older in sketches.values():
        if not _is_over(older):
            threading.Thread(target=_cancel, args=(older.submission,), name="mv-sketch", daemon=True).start()
    own = for_the_demo_studio(request)
    submission = jobs().submit(own, _connection(), ask_first=False, token=token_hex(16), song=song)
    sketches[place] = Sketch(submission, has_stand_in=own is not request)


def _cancel(submission: Submission) -> None:
    if project_id := submission.wait_for_project(_PATIENCE_S):
        DEMO.cancel(project_id)


def for_the_demo_studio(request: MVRequest) -> MVRequest:
    """The same request, with a sample picture where the given one is a link or an asset of Giggle's."""
    is_link = request.reference_image_url.strip().lower().startswith(("http://", "https://"))
    if is_link or (request.reference_image and request.reference_image not in SAMPLES):
        return replace(request, reference_image=STAND_IN, reference_image_url="")
    return request


def draw(place: str) -> bool:
    """Draw the sketch of this place, live until it is done; false when there is none."""
    sketch: Sketch | None = st.session_state.get(session.SKETCHES, {}).get(place)
    if sketch is None:
        return False
    is_over = _is_over(sketch)
    with st.container(key=f"sketch_{'create' if place == 'create' else 'watch'}"):
        if is_over:
            _draw_result(sketch)
        else:
            st.fragment(_draw_progress, run_every=_TICK_S)(sketch)
    return True


def _draw_progress(sketch: Sketch) -> None:
    if _is_over(sketch):
        st.rerun()
    project_id = sketch.submission.project_id
    if not project_id:
        st.progress(0.0, text=say("steps.sending"))
        return
    job = jobs().follow(project_id, _connection())
    ahead = DEMO.place_in_line(project_id)
    making = say("watch.sketch_making", step=inert(headline(job.progress, job.activity, DEMO)))
    foreseen = DEMO.foreseen(job.progress) if job.progress is not None else None
    left = time_left(foreseen, is_punctual=True) if foreseen is not None else ""
    text = say("watch.sketch_queue", ahead=ahead) if ahead else making + (f" · {left}" if left else "")
    st.progress(foreseen.fraction if foreseen is not None else 0.0, text=text)


def _draw_result(sketch: Sketch) -> None:
    film = DEMO.film(sketch.submission.project_id) if sketch.submission.project_id else None
    if film is None:
        st.info(say("watch.sketch_failed"))
        return
    st.video(str(film), alt=say("watch.sketch_player"))
    st.caption(say("watch.sketch_is"))
    if sketch.has_stand_in:
        st.caption(say("watch.sketch_stand_in"))


def _is_over(sketch: Sketch) -> bool:
    if not sketch.submission.is_done:
        return False
    if sketch.submission.error is not None:
        return True
    return jobs().follow(sketch.submission.project_id, _connection()).is_over


def _connection() -> Connection:
    return replace(demo_connection(), key=f"{_SKETCH_KEY}-{session.pseudonym()}")
