"""The left side of the create page: the song, in the visitor's own words or lyrics."""

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st

from mvapp import session
from mvapp.browser import storage
from mvapp.create import form, form_problems, song_choice
from mvapp.create.draft import CHOICES, WITH_LYRICS, Draft, longest, one_line, project_name
from mvapp.create.examples import EXAMPLES, Example
from mvapp.create.length_choice import length_choice
from mvapp.create.lyrics import SECTIONS, clock, count, with_section
from mvapp.graphemes import length
from mvapp.studio.studios import Studio
from mvapp.text import inert, say, say_at
from mvclient.modes import MODES


def examples() -> None:
    """One click fills the form with an example; another brings back what was there."""
    with st.container(key="create_examples", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(say("create.examples"), width="content")
        for example in EXAMPLES:
            name = example.name(session.language())
            st.button(name, key=f"create_example_{example.key}", on_click=_take_example, args=(example,))
        if form.can_bring_back():
            st.button(
                say("create.bring_back"),
                key="create_bring_back",
                on_click=form.bring_back,
                type="tertiary",
                icon=":material/undo:",
            )


def song(studio: Studio) -> None:
    """The choice of mode, and the words of that mode only."""
    if kept_mode := form.is_on_its_way():
        st.skeleton(height=_PARTS[kept_mode].height_px)
        return
    mode = form.field(
        st.segmented_control,
        "music_generate_type",
        say("create.mode"),
        options=_modes(studio),
        format_func=lambda value: say(f"create.mode_{value}"),
        width="stretch",
        label_visibility="collapsed",
    )
    _PARTS[mode].draw(studio)


def _modes(studio: Studio) -> tuple[str | int, ...]:
    """Those on offer, and the one that is chosen: a studio may have been changed since."""
    chosen = form.current().music_generate_type
    return tuple(
        name for name in CHOICES["music_generate_type"] if name != "upload" or studio.takes_songs or name == chosen
    )


def rest() -> None:
    """Who sings, and folded away what most people never need to touch."""
    mode = form.current().music_generate_type
    if not form.is_on_its_way() and "vocal_gender" in MODES[mode].sent:
        _voice()
    panel = st.expander(say("create.more_upload" if form.current().brings_song else "create.more"), key="create_more")
    if not storage.is_asked():  # what is folded away waits for the second run: the page is there sooner
        return
    with panel:
        form.field(
            st.text_area,
            "scene_description",
            say("create.scene"),
            placeholder=say("create.scene_hint"),
            height=90,
        )
        _scene_count(form.current().scene_description)
        form_problems.show("scene_description")
        if mode not in WITH_LYRICS:
            form.field(st.toggle, "subtitle_enabled", say("create.subtitles"))
        if not form.current().brings_song:  # where it stands beside the song
            length_choice()
        form.field(
            st.text_input,
            "project_name",
            say("create.name"),
            placeholder=project_name(form.current()) or say("create.name_unnamed"),
        )
        form_problems.show("project_name")


def start_over() -> None:
    """The way to an empty form, once there is something in it."""
    if form.current().has_words:
        st.button(
            say("create.start_over"),
            key="create_start_over",
            on_click=_start_over,
            type="tertiary",
            icon=":material/ink_eraser:",
        )


def _described(_studio: Studio) -> None:
    form.field(st.text_area, "prompt", say("create.prompt"), placeholder=say("create.prompt_hint"), height=150)
    form_problems.show("prompt")


def _voice() -> None:
    with st.container(key="create_voice", horizontal=True, vertical_alignment="bottom", gap="medium"):
        form.field(
            st.segmented_control,
            "vocal_gender",
            say("create.voice"),
            format_func=lambda value: say(f"create.voice_{value}"),
            disabled=form.current().instrumental,
            width="content",
        )
        form.field(st.toggle, "instrumental", say("create.instrumental"), width="content")


def _own_lyrics(studio: Studio) -> None:
    form.field(st.text_input, "title", say("create.title"), placeholder=say("create.title_hint"))
    form_problems.show("title")
    form.field(st.text_input, "style", say("create.style"), placeholder=say("create.style_hint"))
    form_problems.show("style")
    with st.container(key="create_styles", horizontal=True, gap="xsmall"):
        for number, style in enumerate(say("create.styles").split("|")):
            st.button(style, key=f"create_style_{number}", on_click=_toggle_style, args=(style,))
    form.field(st.text_area, "lyrics", say("create.lyrics"), placeholder=say("create.lyrics_hint"), height=230)
    form_problems.show("lyrics")
    with st.container(key="create_sections", horizontal=True, gap="xsmall"):
        for section in SECTIONS:
            st.button(
                say(f"create.section_{section.lower()}"),
                key=f"create_section_{section.lower()}",
                on_click=_add_section,
                args=(section,),
                icon=":material/add:",
            )
    _lyrics_count(form.current(), studio)
    form.field(st.toggle, "lyrics_shown", say("create.subtitles"))


def _scene_count(scene: str) -> None:
    """As Giggle counts, which takes some signs for several."""
    sent = one_line(scene)
    key = "create.scene_count" if length(sent) == len(sent) else "create.scene_count_signs"
    st.caption(say(key, used=len(sent), longest=longest("scene_description")))


def _lyrics_count(draft: Draft, studio: Studio) -> None:
    counted = count(draft.lyrics)
    if not counted.lines:
        st.caption(say("create.lyrics_only_tags" if draft.lyrics.strip() else "create.lyrics_empty"))
        return
    shortest, longest = map(clock, counted.seconds)
    key = "create.lyrics_count_hanzi" if counted.is_chinese else "create.lyrics_count"
    st.caption(say_at(studio.name, key, lines=counted.lines, words=counted.words, shortest=shortest, longest=longest))
    tidied = draft.tidied()
    sung = studio.sings(tidied.lyrics, style=tidied.style, title=tidied.title, scene=tidied.scene_description)
    if sung is not None:
        if sung.lines < sung.of:
            st.caption(say("create.lyrics_sung", sung=sung.lines, lines=sung.of))
        if sung.unseen:
            st.markdown(
                f":orange[:material/font_download_off: {say('create.lyrics_unseen', letters=inert(sung.unseen))}]"
            )
    elif draft.length == "30s" and counted.lines_in_taster < counted.lines:
        st.caption(say("create.lyrics_taster", lines=max(1, counted.lines_in_taster)))
    elif draft.length == "full" and counted.is_overlong:
        st.markdown(f":orange[:material/timer: {say('create.lyrics_overlong')}]")


def _take_example(example: Example) -> None:
    form.fill(example.draft(session.language()))
    form_problems.clear()


def _start_over() -> None:
    form.fill(Draft(ask_first=form.current().ask_first))
    form_problems.clear()


def _toggle_style(style: str) -> None:
    separator = "，" if style > "\u3000" else ", "
    wanted = [part.strip() for part in form.current().style.replace("，", ",").split(",") if part.strip()]
    wanted = (
        [part for part in wanted if part.lower() != style.lower()]
        if style.lower() in map(str.lower, wanted)
        else [*wanted, style]
    )
    form.change(style=separator.join(wanted))


def _add_section(section: str) -> None:
    form.change(lyrics=with_section(form.current().lyrics, section))


class _Part(NamedTuple):
    """What a mode draws, and how high that is."""

    draw: Callable[[Studio], None]
    height_px: int


_PARTS: Final = {
    "prompt": _Part(_described, 240),
    "custom": _Part(_own_lyrics, 580),
    "upload": _Part(song_choice.song_choice, 420),
}
