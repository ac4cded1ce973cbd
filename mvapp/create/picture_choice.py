"""The right side of the create page: one picture, and how the film will frame it."""

from functools import partial
from typing import Final

import streamlit as st

from mvapp.browser import storage, uploads
from mvapp.create import crop_preview, form, form_problems, kept_picture, pasted
from mvapp.create.change_row import change_row
from mvapp.create.crop_preview import keeps, keeps_at_best, suits
from mvapp.create.draft import Draft
from mvapp.create.prepared_picture import PreparedPicture, prepare
from mvapp.create.sample_pictures import get_ready, sample
from mvapp.studio import pace
from mvapp.studio.demo import SAMPLES
from mvapp.studio.studios import Studio
from mvapp.text import inert, say
from mvapp.unseen import without_unseen
from mvclient import PictureError
from mvclient.visible_text import is_blank

MAX_UPLOAD_MB: Final = 64
_UPLOAD: Final = "create_upload"
_ASPECT_CHOSEN: Final = "create.aspect_chosen"
_ASPECT_WORDS: Final = {"16:9": "create.aspect_wide", "9:16": "create.aspect_tall"}
_AWAITED_PX: Final = 240
_THIN: Final = 0.15
"""Pictures of which the film shows less than this, in whatever shape, are taken with a warning."""
_TOO_THIN: Final = 0.03
"""Below this there is nothing to film."""


def picture_choice(studio: Studio) -> None:
    """The frame, the shape of the film, and the ways to a picture."""
    draft = form.current()
    if draft.picture == "sample" and (draft.is_framed or not studio.knows_samples):
        get_ready(draft.sample)
    if draft.picture:
        _frame(draft, studio)
    else:
        with st.container(key="create_upload"):
            _uploader()
    form_problems.show("picture")
    form.field(
        st.segmented_control,
        "aspect",
        say("create.aspect"),
        then=_aspect_was_chosen,
        format_func=lambda value: say(_ASPECT_WORDS[value]),
        label_visibility="collapsed",
        width="stretch",
    )
    if draft.picture:
        change_row("picture", uploader=_uploader, key="create_upload_again", remove=_remove)
    _samples(draft)
    _elsewhere(studio)


def _frame(draft: Draft, studio: Studio) -> None:
    shown = _shown(draft)
    with st.container(key="create_frame"):
        if draft.picture == "upload" and kept_picture.is_awaited():
            st.skeleton(height=_AWAITED_PX)
        elif shown is not None:
            crop_preview.draw(shown, draft, studio)
        else:
            st.markdown(f":material/image: {_instead_of_a_picture(draft)}")
    if shown is not None:
        _about(shown, draft)


def _instead_of_a_picture(draft: Draft) -> str:
    if draft.picture == "link":
        return say("create.picture_link_chosen", link=inert(draft.picture_link))
    if draft.picture == "asset":
        return say("create.picture_asset_chosen", asset=inert(draft.picture_asset))
    return say("create.picture_gone")


def _about(shown: PreparedPicture, draft: Draft) -> None:
    """What the frame does to this picture, in a sentence or two."""
    part = keeps(shown.width, shown.height, draft.aspect)
    suited = suits(shown.width, shown.height)
    says = say("create.picture_whole")
    if crop_preview.can_move(shown, draft.aspect):
        moves = say("create.frame_moved" if draft.is_framed else "create.frame_move")
        says = say("create.two_sentences", first=say("create.picture_crop", percent=round(100 * part)), second=moves)
    if suited != draft.aspect:
        better = say("create.picture_try_upright" if suited == "9:16" else "create.picture_try_wide")
        says = say("create.two_sentences", first=says, second=better)
    elif suited == "9:16" and not st.session_state.get(_ASPECT_CHOSEN):
        says = say("create.two_sentences", first=say("create.picture_upright"), second=says)
    if keeps_at_best(shown.width, shown.height) < _THIN:
        thin = say("create.picture_thin", percent=max(1, round(100 * part)))
        st.markdown(f":orange[:material/crop: {thin}]")
    else:
        st.caption(says)
    if draft.picture == "upload" and shown.is_small:
        small = say("create.picture_small", width=shown.width, height=shown.height)
        st.markdown(f":orange[:material/blur_on: {small}]")


def _uploader() -> None:
    st.file_uploader(say("create.upload"), key=uploads.key_of(_UPLOAD), max_upload_size=MAX_UPLOAD_MB)


def take_upload() -> None:
    """Make an upload ready, if there is one, and let go of the original; before anything of the form is drawn."""
    if uploads.is_waiting(_UPLOAD):
        with uploads.taken(_UPLOAD) as upload, st.spinner(say("create.upload_working")):
            _take(upload.getvalue())


def _take(contents: bytes) -> None:
    """Use these bytes as the picture, or say why that cannot be."""
    if not pace.allows("picture"):
        _refuse("too_many")
        return
    try:
        prepared = prepare(contents)
    except PictureError as error:
        _refuse(error.reason)
        return
    if keeps_at_best(prepared.width, prepared.height) < _TOO_THIN:
        _refuse("too_thin")
        return
    form.set_picture(prepared)
    _choose("upload", prepared)


def _refuse(reason: str) -> None:
    draft = form.current()
    has_earlier = bool(draft.picture) and (draft.picture != "upload" or form.picture() is not None)
    form_problems.note("picture", reason, keeps_earlier=has_earlier)


def _choose(picture: str, shown: PreparedPicture, *, sample_name: str = "") -> None:
    form.change(picture=picture, sample=sample_name)
    _center()
    if not st.session_state.get(_ASPECT_CHOSEN):
        form.change(aspect=suits(shown.width, shown.height))


def _samples(draft: Draft) -> None:
    with st.container(key="create_samples", gap="xsmall"):
        st.caption(say("create.samples"))
        with st.container(horizontal=True, gap="small", wrap=False):
            for name in SAMPLES:
                word = name.removeprefix("sample-")
                is_taken = draft.picture == "sample" and draft.sample == name
                st.button(
                    say(f"create.sample_{word}"),
                    key=f"create_sample_{word}",
                    on_click=_take_sample,
                    args=(name,),
                    icon=":material/check:" if is_taken else None,
                    width="stretch",
                )


def _elsewhere(studio: Studio) -> None:
    panel = st.expander(say("create.elsewhere"), key="create_elsewhere")
    if not storage.is_asked():  # what is folded away waits for the second run: the page is there sooner
        return
    with panel:
        form.field(
            st.text_input,
            "picture_link",
            say("create.link"),
            then=partial(_take_link, studio),
            placeholder=say("create.link_hint"),
        )
        form.field(st.text_input, "picture_asset", say("create.asset"), then=partial(_take_asset, studio))


def _take_sample(name: str) -> None:
    _choose("sample", sample(name), sample_name=name)


def _take_link(studio: Studio) -> None:
    text = form.current().picture_link
    contents = pasted.picture_bytes(text)
    if form.current().picture == "link":
        _remove()  # what stood in the field before is gone
    if contents is not None:
        form.change(picture_link="")
        _take(contents)
    elif not is_blank(text):
        try:
            form.change(picture="link", picture_link=pasted.sendable_link(text))
        except PictureError as error:
            _refuse(error.reason)
            return
        if not studio.fetches_links:
            form_problems.note("picture", "demo_link")


def _take_asset(studio: Studio) -> None:
    asset = without_unseen(form.current().picture_asset).strip()
    if asset in SAMPLES:
        _take_sample(asset)
    elif asset:
        form.change(picture="asset", picture_asset=asset)
        if not studio.fetches_links:
            form_problems.note("picture", "demo_asset")
    elif form.current().picture == "asset":
        _remove()


def _remove() -> None:
    form.set_picture(None)
    form.change(picture="", sample="")


def _aspect_was_chosen() -> None:
    st.session_state[_ASPECT_CHOSEN] = True
    _center()  # it moves along the other side from here on


def _center() -> None:
    if form.current().is_framed:
        form.change(frame_at=Draft.frame_at)


def _shown(draft: Draft) -> PreparedPicture | None:
    if draft.picture == "sample":
        return sample(draft.sample)
    return form.picture() if draft.picture == "upload" else None
