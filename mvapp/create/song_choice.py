"""The create page with a song of one's own: the file, the part of it that is filmed, and its words."""

from contextlib import suppress
from functools import partial
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mvapp.browser import storage, uploads
from mvapp.create import form, form_problems, song_player
from mvapp.create.change_row import change_row
from mvapp.create.draft import Draft, longest
from mvapp.create.length_choice import length_choice
from mvapp.create.lyrics import count
from mvapp.create.song_words import is_timed, words_to_send
from mvapp.graphemes import cut
from mvapp.studio import pace
from mvapp.studio.own_songs import OwnSong, SongToSend, own_songs
from mvapp.studio.studios import Studio
from mvapp.text import inert, say
from mvclient import SongError
from mvclient.sounds.limits import MAX_FILE_BYTES

MAX_SONG_MB: Final = MAX_FILE_BYTES // 2**20
MAX_LYRICS_FILE_MB: Final = 1
_SONG: Final = "create_song_file"
_LYRICS: Final = "create_lyrics_file"
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""As players of songs write their `.lrc`."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def song_choice(studio: Studio) -> None:
    """The song, and what of it is wanted."""
    draft, song = form.current(), form.song()
    if not studio.takes_songs:
        st.markdown(f":orange[:material/music_off: {say('create.song_not_taken')}]")
    if song is None:
        if draft.song:
            st.markdown(f":material/music_note: {say('create.song_gone', title=inert(draft.song_title))}")
        with st.container(key="create_song_upload"):
            _uploader()
    else:
        with st.container(key="create_song_card"):
            st.markdown(f"**{inert(song.title)}**")
            song_player.draw(song, draft)
        change_row("song", uploader=_uploader, key="create_song_upload_again", remove=partial(form.set_song, None))
    form_problems.show("song")
    st.caption(f":material/copyright: {say('create.song_rights')}")
    length_choice()
    if song is not None:
        st.caption(_about_part(song, draft, studio))
    if studio.shows_lyrics_of_songs:
        _words()
    else:
        st.caption(say("create.song_without_words"))
    form.field(st.toggle, "lyrics_shown", say("create.subtitles"))


def to_send(studio: Studio) -> SongToSend | None:
    """What goes along with a request: the song as the form has it; None in the modes that need none."""
    draft, song = form.current(), form.song()
    if not draft.brings_song or song is None:
        return None
    part, are_shown = song_player.part_of(song, draft), studio.shows_lyrics_of_songs and draft.lyrics_shown
    return SongToSend(song, part, words_to_send(draft.lyrics, song, part) if are_shown else "")


def take_uploads() -> None:
    """Take a song or a file of lyrics that was chosen, and let go of it; before anything of the form is drawn."""
    if uploads.is_waiting(_SONG):
        with uploads.taken(_SONG) as song, st.spinner(say("create.song_working")):
            _take_song(song)
    if uploads.is_waiting(_LYRICS):
        with uploads.taken(_LYRICS) as file:
            _take_lyrics(file.getvalue())


def _uploader() -> None:
    st.file_uploader(say("create.song_upload"), key=uploads.key_of(_SONG), max_upload_size=MAX_SONG_MB)


def _about_part(song: OwnSong, draft: Draft, studio: Studio) -> str:
    if draft.length != "30s":
        longest_s = studio.longest_song_s
        if longest_s is not None and song.seconds > longest_s:
            return say("create.song_cut", minutes=max(1, round(longest_s / 60)))
        return say("create.song_whole")
    if song_player.part_of(song, draft) is None:
        return say("create.song_short")
    return say("create.song_part_chosen" if draft.part_at >= 0 else "create.song_part_suggested")


def _words() -> None:
    panel = st.expander(say("create.song_lyrics"), key="create_song_lyrics")
    if not storage.is_asked():  # what is folded away waits for the second run: the page is there sooner
        return
    with panel:
        form.field(st.text_area, "lyrics", say("create.lyrics"), placeholder=say("create.song_lyrics_hint"), height=200)
        form_problems.show("lyrics")
        lyrics = form.current().lyrics
        if lines := count(lyrics).lines:
            key = "create.song_lyrics_timed" if is_timed(lyrics) else "create.song_lyrics_plain"
            st.caption(say(key, lines=lines))
        with st.container(key="create_lyrics_upload"):
            st.file_uploader(
                say("create.lyrics_upload"), key=uploads.key_of(_LYRICS), max_upload_size=MAX_LYRICS_FILE_MB
            )


def _take_song(file: UploadedFile) -> None:
    has_earlier = form.song() is not None
    if not pace.allows("song"):
        form_problems.note("song", "too_many", keeps_earlier=has_earlier)
        return
    try:
        form.set_song(own_songs().take(file, file.name))
    except SongError as error:
        form_problems.note("song", error.reason, keeps_earlier=has_earlier)
    except OSError:  # the disk is full, or was taken away
        form_problems.note("song", "no_room", keeps_earlier=has_earlier)


def _take_lyrics(content: bytes) -> None:
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else _ENCODINGS:
        with suppress(UnicodeError):
            text = "\n".join(content.decode(encoding).splitlines())
            if not any(sign < " " and sign not in "\n\t" for sign in text):
                form.change(lyrics=cut(text, longest("lyrics")))
                return
    form_problems.note("lyrics", "not_lyrics")
