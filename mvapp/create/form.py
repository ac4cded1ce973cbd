"""The create form as this session knows it: a copy, to work with, of the draft that the visitor's browser keeps.

The browser keeps each text by itself, at every key (`live_form`), and what is changed here when it is told so. A widget
is given a value only where it is drawn, and only when it shows another one: what is written for a widget that is not
there comes back, old as it is, after that widget was drawn and is gone again.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Final, TypeVar, cast

import streamlit as st

from mvapp import session
from mvapp.browser import storage
from mvapp.create.draft import CHOICES, TEXTS, Draft, fitted
from mvapp.create.examples import EXAMPLES
from mvapp.create.prepared_picture import PreparedPicture
from mvapp.studio.own_songs import OwnSong, own_songs

KEPT_AS: Final = "draft."
"""How the browser's keys of the draft begin; the name of the field follows."""
MODE_COOKIE: Final = "mv-studio-draft"
"""Left behind with a page that has a draft: the draft's mode, for the first run of the next session."""
_DRAFT: Final = "create.draft"
_PICTURE: Final = "create.picture"
_SONG: Final = "create.song"
_BEFORE: Final = "create.before"
_RESTORED: Final = "create.restored"
_CUT: Final = "create.cut"
_KNOWN: Final = "create.known"
_EMPTY: Final = Draft()

T = TypeVar("T")


def open_form() -> None:
    """Take what the browser kept, or what another page handed over; the first thing the page does."""
    if not st.session_state.get(_RESTORED) and storage.is_loaded():
        st.session_state[_RESTORED] = True
        for name, value in Draft.from_values(storage.under(KEPT_AS)).to_values().items():
            if name not in _known_here():
                _set(name, value)
    for name, text in storage.take_unheard().items():
        if name in TEXTS:
            change(**{name: text})
    if (values := session.take_prefill()) is not None:
        fill(Draft.from_values(values))


def compare() -> None:
    """Have the browser say what was typed and is not in this copy; the last thing the page does."""
    storage.compare({name: getattr(current(), name) for name in TEXTS})


def is_on_its_way() -> str:
    """The mode of a draft that the browser keeps and has not handed over yet; "" once it has, or when there is none.

    A field that was drawn now could cover it.
    """
    mode = st.context.cookies.get(MODE_COOKIE)
    return mode if mode in CHOICES["music_generate_type"] and not st.session_state.get(_RESTORED) else ""


def current() -> Draft:
    """The form as it stands."""
    draft: Draft = st.session_state.setdefault(_DRAFT, _EMPTY)
    return draft


def field(
    kind: Callable[..., T],
    name: str,
    label: str,
    *,
    then: Callable[[], object] | None = None,
    **how: Any,  # noqa: ANN401 - whatever the widget takes
) -> T:
    """Draw the widget of a field and return what it shows.

    Args:
        kind: the Streamlit command.
        name: the field of the draft.
        label: for the widget.
        then: what else a change leads to.
        how: the widget's other arguments.
    """
    key, value = f"create_{name}", getattr(current(), name)
    if st.session_state.get(key, getattr(_EMPTY, name)) != value:
        st.session_state[key] = value
    else:  # for a browser so busy that this is the first drawing it gets to see
        how["default" if name in CHOICES else "value"] = value
    if name in CHOICES:
        how = {"options": CHOICES[name], "required": True} | how
    shown = kind(label, key=key, on_change=_take, args=(name, then), **how)
    if shown != value and _can_be(name, shown):  # after a restart of the server the browser knows more
        _hold(name, shown)
        return shown
    return cast("T", value)


def change(**values: Any) -> None:  # noqa: ANN401 - each field has its own type
    """Set fields of the form, and have the browser keep them; before their widgets are drawn, or in a callback."""
    for name, value in values.items():
        _set(name, value)
        storage.remember(KEPT_AS + name, None if value == getattr(_EMPTY, name) else getattr(current(), name))


def was_cut(name: str) -> bool:
    """Whether there was no room for all that was put into this field last."""
    return name in st.session_state.get(_CUT, ())


def fill(draft: Draft) -> None:
    """Put another draft into the form; what was there can be brought back, unless it was an untouched example."""
    if draft != current():
        _set_aside()
    _put(draft, None)


def can_bring_back() -> bool:
    """Whether something that was typed has been covered, by an example or a finished video."""
    return _BEFORE in st.session_state


def bring_back() -> None:
    """Exchange the form with what it covered."""
    draft, earlier_picture = st.session_state.pop(_BEFORE)
    _set_aside()
    _put(draft, earlier_picture)


def picture() -> PreparedPicture | None:
    """The visitor's own picture, ready to be sent; None when there is none, or not here (see `kept_picture`)."""
    prepared: PreparedPicture | None = st.session_state.get(_PICTURE)
    return prepared if prepared is not None and prepared.name == current().upload else None


def set_picture(prepared: PreparedPicture | None) -> None:
    """Have this picture of the visitor's own in the form; None lets go of it."""
    st.session_state[_PICTURE] = prepared
    change(upload=prepared.name if prepared is not None else "")


def song() -> OwnSong | None:
    """The visitor's own song; None when there is none, or it is not on this machine (any more)."""
    name = current().song
    known: OwnSong | None = st.session_state.get(_SONG)
    if not name or (known is not None and known.name == name and known.listen.is_file()):
        return known if name else None
    found = st.session_state[_SONG] = own_songs().find(name)
    return found


def set_song(song: OwnSong | None) -> None:
    """Have this song of the visitor's own in the form; None deletes it, here as well."""
    if song is None:
        own_songs().drop(current().song)
    st.session_state[_SONG] = song
    change(song=song.name if song else "", song_title=song.title if song else "", part_at=-1)


def _take(name: str, then: Callable[[], object] | None) -> None:
    """Take over what a widget shows, in its callback."""
    value = st.session_state[f"create_{name}"]
    if not _can_be(name, value):
        return
    if name in TEXTS and fitted(name, "", value) == value:  # the browser keeps it already, and maybe more of it by now
        _set(name, value)
    else:
        change(**{name: value})
    if then is not None:
        then()


def _can_be(name: str, value: object) -> bool:
    """Whether a field can have this value; a browser says of a choice it has not drawn yet that nothing is chosen."""
    return value in CHOICES.get(name, (value,))


def _set(name: str, value: Any) -> None:  # noqa: ANN401 - each field has its own type
    fits = fitted(name, getattr(current(), name), value) if name in TEXTS else value
    cut: set[str] = st.session_state.setdefault(_CUT, set())
    (cut.discard if fits == value else cut.add)(name)
    _hold(name, fits)


def _hold(name: str, value: Any) -> None:  # noqa: ANN401 - the same
    st.session_state[_DRAFT] = replace(current(), **{name: value})
    _known_here().add(name)


def _known_here() -> set[str]:
    """The fields that somebody at the form has decided on in this session, be it for what an empty form has."""
    known: set[str] = st.session_state.setdefault(_KNOWN, set())
    return known


def _set_aside() -> None:
    """Have a way back to the form as it is, if words of the visitor's own are in it."""
    draft = current()
    if draft.has_words and draft not in [draft for example in EXAMPLES for draft in example.drafts.values()]:
        st.session_state[_BEFORE] = (draft, picture())


def _put(draft: Draft, prepared: PreparedPicture | None) -> None:
    change(**asdict(draft))
    if prepared is not None:
        set_picture(prepared)
