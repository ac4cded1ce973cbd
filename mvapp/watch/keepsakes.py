"""What there is to take along beside the film: the words, the song, a still, the receipt."""

from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from mvapp import videos_list
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.making import SungLine
from mvapp.text import say
from mvapp.watch import receipt
from mvapp.watch.film_name import film_name
from mvclient import Video


def draw(job: Job, video: Video, connection: Connection, name: str) -> None:
    """The files beside the film, behind one button."""
    studio, entry = connection.studio, videos_list.entry(job.project_id)
    with st.popover(say("watch.more_files"), key="watch_files", icon=":material/attach_file:", width="content"):
        lines = studio.sung_lines(job.project_id)
        typed = str(entry.form.get("lyrics", "")) if entry is not None and _has_own_words(entry) else ""
        if lines:
            _offer("lrc", name, partial(as_lrc, lines, name))
            _offer("srt", name, partial(as_srt, lines))
        elif typed.strip():
            _offer("txt", name, typed.encode)
        if (song := studio.song(job.project_id)) is not None:
            _offer("m4a", name, song.read_bytes)
        if (still := studio.thumbnail(job.project_id)) is not None:
            _offer("jpg", name, still.read_bytes)
        elif studio.has_public_links and video.thumbnail_url:
            st.link_button(say("watch.file_jpg"), video.thumbnail_url, key="watch_file_jpg", width="stretch")
        made_at = entry.created_at if entry is not None else 0.0
        # Written now: when the button is pressed, nobody knows the visitor's language any more.
        _offer("receipt", name, receipt.as_text(job, connection, name, made_at), kind="txt")


def as_lrc(lines: Iterable[SungLine], title: str) -> str:
    """The words as players of songs show them, line by line."""
    told = [f"[ti:{title}]", *(f"[{_clock(line.start_s, '.', 2)}]{line.text}" for line in lines)]
    return "\n".join(told) + "\n"


def as_srt(lines: Iterable[SungLine]) -> str:
    """The words as subtitles."""
    return "\n".join(
        f"{number}\n00:{_clock(line.start_s, ',', 3)} --> 00:{_clock(line.end_s, ',', 3)}\n{line.text}\n"
        for number, line in enumerate(lines, 1)
    )


def _has_own_words(entry: videos_list.VideoEntry) -> bool:
    return entry.form.get("music_generate_type") in ("custom", "upload")


def _offer(what: str, name: str, content: Callable[[], str | bytes] | str, *, kind: str = "") -> None:
    st.download_button(
        say(f"watch.file_{what}"),
        content,
        file_name=film_name(f"{name} {say('watch.receipt')}" if what == "receipt" else name, kind or what),
        key=f"watch_file_{what}",
        on_click="ignore",
        width="stretch",
    )


def _clock(seconds: float, point: str, digits: int) -> str:
    """Minutes and seconds, such as "01:02.50"."""
    parts = 10**digits
    whole = round(max(0.0, seconds) * parts)
    return f"{whole // (60 * parts):02}:{whole // parts % 60:02}{point}{whole % parts:0{digits}}"
