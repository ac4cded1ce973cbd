"""The left side of the create page: the song, in the visitor's own words or lyrics."""

import streamlit as st

from mvapp import browser_storage, drafts, form_problems
from mvapp.draft import Draft, project_name
from mvapp.examples import EXAMPLES, Example
from mvapp.lyrics import SECTIONS, clock, count, with_section
from mvapp.text import say

__all__ = ["examples", "more", "song", "start_over"]

_SCENE_CHARACTERS = 200


def examples() -> None:
    """One click fills the form with an example; another brings back what was there."""
    with st.container(key="create_examples", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(say("create.examples"), width="content")
        for example in EXAMPLES:
            st.button(example.name, key=f"create_example_{example.key}", on_click=_take_example, args=(example,))
        if drafts.can_bring_back():
            st.button(
                say("create.bring_back"),
                key="create_bring_back",
                on_click=drafts.bring_back,
                type="tertiary",
                icon=":material/undo:",
            )


def song() -> None:
    """The choice of mode, and the fields of that mode only."""
    mode = st.segmented_control(
        say("create.mode"),
        **drafts.choice("music_generate_type"),
        format_func=lambda value: say(f"create.mode_{value}"),
        width="stretch",
        label_visibility="collapsed",
    )
    if mode == "custom":
        _own_lyrics()
    else:
        _described()


def more() -> None:
    """What most people never need to touch, folded away."""
    panel = st.expander(say("create.more"), key="create_more")
    if not browser_storage.is_asked():  # what is folded away waits for the second run: the page is there sooner
        return
    with panel:
        scene = st.text_area(
            say("create.scene"),
            key=drafts.widget("scene_description"),
            placeholder=say("create.scene_hint"),
            max_chars=_SCENE_CHARACTERS,
            height=90,
        )
        st.caption(say("create.scene_left", used=len(scene)))
        form_problems.show("scene_description")
        st.toggle(say("create.subtitles"), key=drafts.widget("subtitle_enabled"))
        st.segmented_control(
            say("create.length"),
            **drafts.choice("length"),
            format_func=lambda value: say(f"create.length_{value}"),
        )
        st.text_input(
            say("create.name"),
            key=drafts.widget("project_name"),
            placeholder=project_name(drafts.current()) or say("create.name_unnamed"),
        )
        form_problems.show("project_name")


def start_over() -> None:
    """The way to an empty form, once there is something in it."""
    if drafts.current().has_words:
        st.button(
            say("create.start_over"),
            key="create_start_over",
            on_click=_start_over,
            type="tertiary",
            icon=":material/ink_eraser:",
        )


def _described() -> None:
    st.text_area(
        say("create.prompt"),
        key=drafts.widget("prompt"),
        placeholder=say("create.prompt_hint"),
        height=150,
    )
    form_problems.show("prompt")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            say("create.voice"),
            **drafts.choice("vocal_gender"),
            format_func=lambda value: say(f"create.voice_{value}"),
            disabled=drafts.current().instrumental,
            width="content",
        )
        st.toggle(say("create.instrumental"), key=drafts.widget("instrumental"), width="content")


def _own_lyrics() -> None:
    st.text_input(say("create.title"), key=drafts.widget("title"), placeholder=say("create.title_hint"))
    form_problems.show("title")
    st.text_input(say("create.style"), key=drafts.widget("style"), placeholder=say("create.style_hint"))
    form_problems.show("style")
    with st.container(key="create_styles", horizontal=True, gap="xsmall"):
        for number, style in enumerate(say("create.styles").split("|")):
            st.button(style, key=f"create_style_{number}", on_click=_toggle_style, args=(style,))
    st.text_area(say("create.lyrics"), key=drafts.widget("lyrics"), placeholder=say("create.lyrics_hint"), height=230)
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
    _lyrics_count(drafts.current())


def _lyrics_count(draft: Draft) -> None:
    counted = count(draft.lyrics)
    if not counted.lines:
        st.caption(say("create.lyrics_only_tags" if draft.lyrics.strip() else "create.lyrics_empty"))
        return
    shortest, longest = map(clock, counted.seconds)
    st.caption(
        say(
            "create.lyrics_count_hanzi" if counted.is_chinese else "create.lyrics_count",
            lines=counted.lines,
            words=counted.words,
            shortest=shortest,
            longest=longest,
        )
    )
    if draft.length == "30s" and counted.lines_in_taster < counted.lines:
        st.caption(say("create.lyrics_taster", lines=max(1, counted.lines_in_taster)))
    elif draft.length == "full" and counted.is_overlong:
        st.markdown(f":orange[:material/timer: {say('create.lyrics_overlong')}]")


def _take_example(example: Example) -> None:
    drafts.fill(example.draft)
    form_problems.clear()


def _start_over() -> None:
    drafts.fill(Draft(ask_first=drafts.gathered().ask_first))
    form_problems.clear()


def _toggle_style(style: str) -> None:
    separator = "，" if style > "\u3000" else ", "
    wanted = [part.strip() for part in drafts.typed("style").replace("，", ",").split(",") if part.strip()]
    wanted = (
        [part for part in wanted if part.lower() != style.lower()]
        if style.lower() in map(str.lower, wanted)
        else [*wanted, style]
    )
    drafts.change(style=separator.join(wanted))


def _add_section(section: str) -> None:
    drafts.change(lyrics=with_section(drafts.typed("lyrics"), section))
