"""Keeps what the visitor has filled in: across mode and page switches, reloads, errors and restarts.

Streamlit forgets a widget's value as soon as it is not drawn. So each field of the form has its value twice: in the
widget (`create_<field>`) and in the one draft of this session, which is also remembered by the visitor's browser.
A prepared picture is kept for the session only.
"""

from dataclasses import fields, replace
from typing import Any, Final

import streamlit as st

from mvapp import browser_storage, session
from mvapp.draft import CHOICES, Draft
from mvapp.examples import EXAMPLES
from mvapp.prepared_picture import PreparedPicture

__all__ = [
    "bring_back",
    "can_bring_back",
    "change",
    "choice",
    "current",
    "fill",
    "gathered",
    "open_form",
    "picture",
    "remember",
    "set_picture",
    "typed",
    "widget",
]

_DRAFT: Final = "create.draft"
_PICTURE: Final = "create.picture"
_BEFORE: Final = "create.before"
_KEPT: Final = "create.kept"  # what the browser kept, as long as nothing was typed since
_RESTORED: Final = "create.restored"
_STORED_AS: Final = "draft"
_FIELDS: Final = tuple(field.name for field in fields(Draft))
_EMPTY: Final = Draft()
_WORDS: Final = ("prompt", "title", "style", "lyrics", "scene_description", "project_name")
_WITHOUT_WIDGET: Final = {"picture", "sample"}


def open_form() -> None:
    """Take what was typed, handed over by another page, or kept by the browser; the first thing the page does."""
    _gather()
    if not st.session_state.get(_RESTORED) and browser_storage.is_loaded():
        st.session_state[_RESTORED] = True
        stored = browser_storage.recall(_STORED_AS)
        _put(_with_kept(Draft.from_values(stored) if isinstance(stored, dict) else Draft()))
    if (values := session.take_prefill()) is not None:
        fill(Draft.from_values(values))
        st.session_state[_RESTORED] = True


def _with_kept(kept: Draft) -> Draft:
    """What the browser kept, except where something was typed before it could tell."""
    typed = current()
    if not typed.has_words:
        st.session_state[_KEPT] = kept
        return kept
    values = typed.to_values() | {"music_generate_type": typed.music_generate_type}
    merged = replace(kept, **values)
    if _is_of_worth(kept) and any(getattr(kept, name).strip() not in getattr(merged, name) for name in _WORDS):
        st.session_state[_BEFORE] = (kept, None)
    return merged


def _note_typed_over(before: Draft, now: Draft) -> None:
    """Keep a draft that is covered by words which were begun before it was there, and reach us only now.

    The first change after it came back tells: such words have next to nothing of it.
    """
    changed = [(getattr(before, name), getattr(now, name)) for name in _WORDS]
    changed = [(old, new) for old, new in changed if old != new]
    if not changed or st.session_state.pop(_KEPT, None) is None:
        return
    if _is_of_worth(before) and any(_in_common(old, new) < len(old) / 2 for old, new in changed):
        st.session_state[_BEFORE] = (before, picture())


def _in_common(old: str, new: str) -> int:
    """How many characters two texts have in common at the beginning and at the end."""

    def same(one: str, other: str) -> int:
        return next(
            (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )

    return same(old, new) + same(old[::-1], new[::-1])


def _is_of_worth(draft: Draft) -> bool:
    """Whether a draft holds words of the visitor's own."""
    return draft.has_words and draft not in [example.draft for example in EXAMPLES]


def current() -> Draft:
    """The form as it stands."""
    draft: Draft = st.session_state.setdefault(_DRAFT, Draft())
    return draft


def gathered() -> Draft:
    """The form in a callback, where its widgets already know more than the draft."""
    _gather()
    return current()


def typed(name: str) -> str:
    """The text of a field in a callback."""
    return str(getattr(gathered(), name))


def widget(name: str) -> str:
    """The widget key of a field, its value put in place; ask for it right before the widget is drawn.

    A value that is the widget's own default is not put there: after a restart of the server it would cover what the
    visitor's browser still has in the field.
    """
    key = f"create_{name}"
    if key not in st.session_state and getattr(current(), name) != getattr(_EMPTY, name):
        st.session_state[key] = getattr(current(), name)
    return key


def choice(name: str) -> dict[str, Any]:
    """The arguments that make a segmented control show a field with a fixed set of values."""
    key = widget(name)
    default = None if key in st.session_state else getattr(_EMPTY, name)
    return {"options": CHOICES[name], "key": key, "default": default, "required": True}


def change(**values: Any) -> None:  # noqa: ANN401 - each field has its own type
    """Set fields of the form; before their widgets are drawn, or in a callback."""
    _gather()
    _put(replace(current(), **values))


def fill(draft: Draft) -> None:
    """Put another draft into the form; what was there can be brought back, unless it was an untouched example."""
    _gather()
    covered = current()
    st.session_state.pop(_KEPT, None)
    if covered != draft and _is_of_worth(covered):
        st.session_state[_BEFORE] = (covered, picture())
    _put(draft)
    set_picture(None)


def can_bring_back() -> bool:
    """Whether something that was typed has been covered, by an example, a finished video or later words."""
    return _BEFORE in st.session_state


def bring_back() -> None:
    """Exchange the form with what it covered."""
    _gather()
    draft, earlier_picture = st.session_state.pop(_BEFORE)
    if _is_of_worth(current()):
        st.session_state[_BEFORE] = (current(), picture())
    _put(draft)
    set_picture(earlier_picture)


def picture() -> PreparedPicture | None:
    """The uploaded picture, ready to be sent."""
    prepared: PreparedPicture | None = st.session_state.get(_PICTURE)
    return prepared


def set_picture(prepared: PreparedPicture | None) -> None:
    """Keep an uploaded picture for this session; None lets go of it."""
    st.session_state[_PICTURE] = prepared


def remember() -> None:
    """The last thing the create page does: hand the draft to the browser."""
    _gather()
    if st.session_state.get(_RESTORED):
        browser_storage.remember(_STORED_AS, current().to_values())


def _gather() -> None:
    """Take the values of the widgets that there are into the draft."""
    typed = {
        name: st.session_state[f"create_{name}"]
        for name in _FIELDS
        if name not in _WITHOUT_WIDGET and st.session_state.get(f"create_{name}") is not None
    }
    if typed:
        before = current()
        st.session_state[_DRAFT] = replace(before, **typed)
        _note_typed_over(before, current())


def _put(draft: Draft) -> None:
    st.session_state[_DRAFT] = draft
    for name in _FIELDS:
        key, value = f"create_{name}", getattr(draft, name)
        # Setting a widget to what it shows would still take back what the visitor chooses while the page is redrawn.
        if name not in _WITHOUT_WIDGET and (key not in st.session_state or st.session_state[key] != value):
            st.session_state[key] = value
